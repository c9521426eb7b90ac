"""Writing on the record: every change of a register is an action by somebody, entered in the same transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from canbo.base.accounts.models import Account
from canbo.base.record.asking import proposal_confirmed, why_not_act
from canbo.base.record.chain import ERASE, GENESIS, commitment_of, entry_hash, moment_text
from canbo.base.record.models import Entry
from canbo.base.record.once import look_again
from canbo.base.record.queries import LAST
from canbo.base.record.read_only import why_not_write
from canbo.base.record.tree import growth
from canbo.base.walls.asking import everything
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text

#: One writer at a time takes the next number; SQLite's IMMEDIATE transactions do that by themselves.
_LOCK = f"select pg_advisory_xact_lock({0x43414E42})"
_INSERT = (
    "insert into record_entry (seq, at, by_id, action, payload, salt, commitment, previous, hash) "
    "values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@contextmanager
def acting(action: str, *, by: Account, at: dt.datetime, payload: Mapping[str, Any]) -> Iterator[Entry]:
    """One transaction that holds a change and its entry; nothing of it stands if anything inside fails.

    `action` names the deed ("people.correct"), `payload` says what was done in JSON values (dates as ISO text). The
    entry is written first, so that rows may point at it. Raises whatever the body raises, after undoing everything, and
    Refusal while the system is read-only, and when somebody who is asked first says no.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of an action needs its time zone")
    if "\n" in action or "\n" in by.username:
        raise ValueError("an action and a sign-in name are one line each")
    refuse(why_not_write() or why_not_act(by, action, at))
    with everything(), transaction.atomic():  # who may act was asked before; what is written concerns whom it concerns
        look_again()
        entry = _appended(action, by, at, canonical_json({**payload, **_circumstances(by)}))
        try:
            yield entry
        finally:
            look_again()


def _circumstances(by: Account) -> dict[str, Any]:
    """What every payload also says: for whom somebody acted, under which decision; that two people wanted it."""
    said: dict[str, Any] = {}
    if by.mandate is not None:
        said["on_behalf_of"] = by.mandate.giver_shown
        said["delegation"] = {
            "id": by.mandate.delegation,
            "number": by.mandate.number,
            "giver": by.mandate.giver_name,
        }
    if (proposal := proposal_confirmed()) is not None:
        said["proposal"] = proposal
    return said


def alone() -> None:
    """Inside a transaction: until its end nobody else appends. SQLite's IMMEDIATE transactions are alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)


def _appended(action: str, by: Account, at: dt.datetime, payload: str) -> Entry:
    """The next entry, written with the subtrees that it completes.

    In plain SQL: an entry is on disk before it is acknowledged, one after the other, so what Django adds to each
    statement is waited for by everybody.
    """
    server = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if server:  # in one trip; the second statement sees what the lock waited for
            cursor.execute(f"{_LOCK}; {LAST}")
            cursor.nextset()
        else:
            cursor.execute(LAST)
        size, previous = cursor.fetchone() or (0, GENESIS)
        salt = secrets.token_hex(32)
        commitment = commitment_of(salt, payload)
        entry = Entry(
            seq=size + 1,
            at=at,
            by=by,
            action=action,
            payload=payload,
            salt=salt,
            commitment=commitment,
            previous=previous,
            hash=entry_hash(size + 1, previous, moment_text(at), by.username, action, commitment),
        )
        values = [entry.seq, connection.ops.adapt_datetimefield_value(at), by.pk, action, payload, salt]
        values += [commitment, previous, entry.hash]
        nodes, hashes = growth(size, previous, entry.hash)
        if server and nodes:  # both in one trip
            cursor.execute(f"{_INSERT}; {nodes}", [*values, *hashes])
        else:
            cursor.execute(_INSERT, values)
            if nodes:
                cursor.execute(nodes, hashes)
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def erase(*, seq: int, decision: str, by: Account, at: dt.datetime) -> Entry:
    """Take away what an entry said, because a decision under the law asks for it; that it was made, stays.

    Its payload and salt become null under a new entry that names the decision; its hash and every proof stay. Raises
    Refusal when there is no such entry, its payload is gone already, it is an erasure itself, or no decision is named.
    """
    target = Entry.objects.filter(seq=seq).first()
    if target is None or target.payload is None or target.action == ERASE:
        raise Refusal(
            "record.not_erasable",
            Text("Dòng nhật ký số {seq} không có nội dung để xóa.", "Entry {seq} has nothing to erase.").filled(
                seq=seq
            ),
            status=422,
        )
    if not decision.strip():
        raise Refusal(
            "record.no_decision",
            Text("Phải ghi rõ quyết định làm căn cứ xóa.", "The decision that asks for the erasure must be named."),
            status=422,
        )
    with acting(ERASE, by=by, at=at, payload={"entry": seq, "decision": decision.strip()}) as entry:
        Entry.objects.filter(seq=seq).update(payload=None, salt=None, erased=entry)
    return entry


def refuse(reason: Refusal | None) -> None:
    """Raise the refusal that a `why_not_…` gave; go on when it gave none."""
    if reason is not None:
        raise reason
