"""Checking the record as a chain: pure, over entries read by anybody, so that nobody need trust the server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text

#: What the first entry points back to.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is checked: `by` is the actor's sign-in name, `payload` the canonical JSON text."""

    seq: int
    at: dt.datetime
    by: str
    action: str
    payload: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and how."""

    seq: int
    says: Text


def entry_hash(seq: int, previous: str, at: dt.datetime, by: str, action: str, payload: str) -> str:
    """SHA-256 over the canonical form of an entry (the moment in UTC, to the microsecond)."""
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return sha256_hex(canonical_json([seq, previous, moment, by, action, payload]))


def verify_chain(links: Iterable[Link]) -> list[Break]:
    """Everything that does not hold in a chain given from its first entry on; empty when it is whole.

    An entry is missing or out of order, does not point at the one before, or does not have the hash of what it says.
    """
    breaks = []
    seq, previous = 0, GENESIS
    for link in links:
        if link.seq != seq + 1:
            breaks.append(Break(link.seq, _GAP.filled(expected=seq + 1)))
        elif link.previous != previous:
            breaks.append(Break(link.seq, _LOOSE))
        if link.hash != entry_hash(link.seq, link.previous, link.at, link.by, link.action, link.payload):
            breaks.append(Break(link.seq, _CHANGED))
        seq, previous = link.seq, link.hash
    return breaks


_GAP = Text("Thiếu dòng nhật ký số {expected}.", "Entry {expected} is missing.")
_LOOSE = Text("Dòng này không nối với dòng trước.", "This entry does not point at the one before.")
_CHANGED = Text("Nội dung dòng này đã bị thay đổi.", "What this entry says has been changed.")
