"""What is asked before every action, and checked beside the record, by whoever stands above it; `config` says who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.module_loading import import_string

from canbo.base.record.chain import Break
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

_asked: list[str] = []


def ask_first(*paths: str) -> None:
    """Name the functions, by path, that are asked before every action: (account, action, moment) → refusal or None."""
    _asked[:] = paths


def why_not_act(by: Any, action: str, at: dt.datetime) -> Refusal | None:
    """The first refusal among those that are asked, or None."""
    answers = (import_string(path)(by, action, at) for path in _asked)
    return next((refusal for refusal in answers if refusal is not None), None)


_checked: list[str] = []


def check_too(*paths: str) -> None:
    """Name functions, by path, that give further breaks of the record: of what its entries bind elsewhere."""
    _checked[:] = paths


def further_breaks() -> list[Break]:
    """What those who stand above the record find not to hold."""
    return [each for path in _checked for each in import_string(path)()]


_remarked: list[str] = []


def remark_too(*paths: str) -> None:
    """Name functions, by path, that say beside a verified record what it does not speak of yet: () → Text or None."""
    _remarked[:] = paths


def remarks() -> list[Text]:
    """What is no fault of the record and yet not covered by it."""
    return [said for path in _remarked if (said := import_string(path)()) is not None]


_waiting: list[str] = []


def bind_too(*paths: str) -> None:
    """Name functions, by path, that bring what waits outside the record into an entry: (moment) → anything."""
    _waiting[:] = paths


def bind_what_waits(at: dt.datetime) -> None:
    """Bring everything into the record that waits: before a checkpoint goes out, every night, when a server stops."""
    for path in _waiting:
        import_string(path)(at)


_confirmed: ContextVar[int | None] = ContextVar("confirmed", default=None)


@contextmanager
def confirmed_by_two(proposal: int) -> Iterator[None]:
    """Inside, deeds that need two people may be done: a second one has confirmed this proposal."""
    token = _confirmed.set(proposal)
    try:
        yield
    finally:
        _confirmed.reset(token)


def proposal_confirmed() -> int | None:
    """The proposal under which is acted now, or None."""
    return _confirmed.get()
