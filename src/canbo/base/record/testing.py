"""Entries for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.actions import acting, erase
from canbo.base.record.asking import confirmed_by_two
from canbo.base.record.models import Entry

#: The moment of an entry when a test does not say another: 08:00 in Ha Noi.
A_MORNING = dt.datetime(2024, 1, 2, 1, 0, tzinfo=dt.UTC)


def an_entry(
    action: str = "test",
    *,
    by: Account | None = None,
    at: dt.datetime = A_MORNING,
    payload: Mapping[str, Any] | None = None,
) -> Entry:
    """The next entry on the record. Rows can be written for it until another entry follows."""
    with acting(action, by=by or an_account(), at=at, payload=payload or {}) as entry:
        return entry


def erased(seq: int, decision: str = "QĐ 12") -> Entry:
    """What an entry said, taken away as if two people had agreed (under a proposal numbered 1)."""
    with confirmed_by_two(1):
        return erase(seq=seq, decision=decision, by=an_account("canbo", system=True), at=A_MORNING)
