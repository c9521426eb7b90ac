"""Reading the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection

from canbo.base.record.chain import Link, moment_text
from canbo.base.record.models import Entry
from canbo.base.record.once import once

#: Number and hash of the last entry.
LAST = "select seq, hash from record_entry order by seq desc limit 1"


def position(known_on: dt.datetime | None = None) -> int:
    """The number of the last entry made at or before a moment (default: of the last one of all); 0 before the first."""
    entries = Entry.objects.all() if known_on is None else Entry.objects.filter(at__lte=known_on)
    last = entries.order_by("-seq").values_list("seq", flat=True).first()
    return last or 0


def last_entry() -> tuple[int, str]:
    """Number and hash of the last entry of all; 0 and nothing before the first. A page asks once."""
    return once("last entry", last_entry_now)


def last_entry_now() -> tuple[int, str]:
    """The same, asked anew: for what goes on from page to page and may never be older than it was."""
    with connection.cursor() as cursor:  # asked by every page: in plain SQL a tenth of what the model costs
        cursor.execute(LAST)
        return cursor.fetchone() or (0, "")


def is_at(number: int, digest: str) -> bool:
    """Whether the entry of this number has this hash: what `last_entry` gave then has not been rolled back since."""
    return number == 0 or Entry.objects.filter(seq=number, hash=digest).exists()


def links(after: int = 0) -> Iterator[Link]:
    """The record after an entry (default: the whole), one entry at a time; the whole is checked by `verify_chain`."""
    columns = (
        "seq", "at", "by__username", "action", "payload", "salt", "commitment", "previous", "hash", "erased_id",
    )  # fmt: skip
    for seq, at, *rest in Entry.objects.filter(seq__gt=after).order_by("seq").values_list(*columns).iterator():
        yield Link(seq, moment_text(at), *rest)
