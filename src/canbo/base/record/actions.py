"""Writing on the record: every change of a register is an action by somebody, entered in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from canbo.base.accounts.models import Account
from canbo.base.record.chain import GENESIS, entry_hash
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json

#: One writer at a time takes the next number; SQLite's IMMEDIATE transactions do that by themselves.
_LOCK = 0x43414E42


@contextmanager
def acting(action: str, *, by: Account, at: dt.datetime, payload: Mapping[str, Any]) -> Iterator[Entry]:
    """One transaction that holds a change and its entry; nothing of it stands if anything inside fails.

    `action` names the deed ("people.correct"), `payload` says what was done in JSON values (dates as ISO text). The
    entry is written first, so that rows may point at it. Raises whatever the body raises, after undoing everything.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of an action needs its time zone")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        last = Entry.objects.order_by("-seq").first()
        seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
        text = canonical_json(payload)
        yield Entry.objects.create(
            seq=seq,
            at=at,
            by=by,
            action=action,
            payload=text,
            previous=previous,
            hash=entry_hash(seq, previous, at, by.username, action, text),
        )


def refuse(reason: Refusal | None) -> None:
    """Raise the refusal that a `why_not_…` gave; go on when it gave none."""
    if reason is not None:
        raise reason
