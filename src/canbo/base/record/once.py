"""What many parts of one page ask of the database alike, and what is then asked once.

A page that is only read shows the record as it stood when the page first looked at it. Whatever enters the record on
the way makes it look again. Without a page nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_told: ContextVar[dict[Hashable, Any] | None] = ContextVar("told", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Until its end every question of `once` is asked once. For requests that only read."""
    before = _told.set({})
    try:
        yield
    finally:
        _told.reset(before)


def once(question: Hashable, find: Callable[[], Answer]) -> Answer:
    """The answer told on this page before, or the one found now. Nobody may change it."""
    told = _told.get()
    if told is None:
        return find()
    if question not in told:
        told[question] = find()
    answer: Answer = told[question]
    return answer


def look_again() -> None:
    """Forget what this page has been told: the record moves on."""
    told = _told.get()
    if told is not None:
        told.clear()
