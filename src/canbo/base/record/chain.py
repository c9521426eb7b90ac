"""What an entry's hash covers, and checking entries one after the other: pure, over entries read by anybody."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from canbo.lib.text import Text

#: What the first entry points back to.
GENESIS = "0" * 64
#: What stands before the hashed bytes, so that no hash of one kind is ever one of another.
PAYLOAD, ENTRY = b"canbo/payload/1\n", "canbo/entry/2"
#: The action that takes payload and salt of an earlier entry away.
ERASE = "record.erase"
#: The deed under which the shown name of an account changes, or whether it is open; its payload says how both stand.
ACCOUNT_CHANGED = "accounts.change"
#: What of an account nothing changes ever. The rest is secrets of the sign-in and when it was last used.
KEPT_OF_ACCOUNTS = (
    "id", "username", "system", "is_superuser", "is_staff", "first_name", "last_name", "email", "date_joined",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is checked: `by` is the actor's sign-in name, `moment` as `moment_text` writes it.

    `payload` (canonical JSON) and `salt` (hex) are None after an erasure by the entry `erased`.
    """

    seq: int
    moment: str
    by: str
    action: str
    payload: str | None
    salt: str | None
    commitment: str
    previous: str
    hash: str
    erased: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Where the record does not hold, and how."""

    seq: int
    says: Text


def moment_text(at: dt.datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def commitment_of(salt: str, payload: str) -> str:
    """What binds an entry to its payload without telling it: SHA-256 over the salt (hex) and the payload's text."""
    return hashlib.sha256(PAYLOAD + bytes.fromhex(salt) + payload.encode()).hexdigest()


def entry_hash(seq: int, previous: str, moment: str, by: str, action: str, commitment: str) -> str:
    """SHA-256 over the lines of an entry. None of them holds a line break (`acting` sees to it)."""
    return hashlib.sha256(f"{ENTRY}\n{seq}\n{previous}\n{moment}\n{by}\n{action}\n{commitment}\n".encode()).hexdigest()


def link_breaks(link: Link) -> list[Break]:
    """What does not hold within one entry: its payload against its commitment, and its hash."""
    breaks = []
    if link.payload is None or link.salt is None:
        if not (link.payload is None and link.salt is None and link.erased and link.action != ERASE):
            breaks.append(Break(link.seq, GONE))
    elif link.erased is not None or not _commits(link.salt, link.payload, link.commitment):
        breaks.append(Break(link.seq, CHANGED))
    if link.hash != entry_hash(link.seq, link.previous, link.moment, link.by, link.action, link.commitment):
        breaks.append(Break(link.seq, CHANGED))
    return breaks[:1]


def verify_chain(links: Iterable[Link]) -> list[Break]:
    """Everything that does not hold in a chain given from its first entry on; empty when it is whole.

    An entry is missing or out of order, does not point at the one before, or does not have the hash of what it says.
    """
    breaks = []
    seq, previous = 0, GENESIS
    for link in links:
        if link.seq != seq + 1:
            breaks.append(Break(link.seq, GAP.filled(expected=seq + 1)))
        elif link.previous != previous:
            breaks.append(Break(link.seq, LOOSE))
        breaks += link_breaks(link)
        seq, previous = link.seq, link.hash
    return breaks


def _commits(salt: str, payload: str, commitment: str) -> bool:
    try:
        return commitment_of(salt, payload) == commitment
    except ValueError:  # the salt is no hex any more
        return False


GAP = Text("Thiếu dòng nhật ký số {expected}.", "Entry {expected} is missing.")
LOOSE = Text("Dòng này không nối với dòng trước.", "This entry does not point at the one before.")
CHANGED = Text("Nội dung dòng này đã bị thay đổi.", "What this entry says has been changed.")
GONE = Text(
    "Nội dung dòng này bị mất mà không có quyết định xóa.", "What this entry said is gone without a recorded erasure."
)
