"""The log of readings, bound into the record in batches: an altered, removed or slipped-in reading is found.

An entry for each reading would make readers wait for each other and for the disk. So a reading is a guarded row, and
an entry with the root over a batch comes once it is full, with the first reading of another day, and at the latest with
the nightly work, a published checkpoint or a server that stops (`seal_rest`). `unbound` says what waits.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from canbo.base.access.models import Reading, ReadingSeal
from canbo.base.accounts.actions import system_account
from canbo.base.record.actions import acting, alone
from canbo.base.record.chain import Break, moment_text
from canbo.base.record.models import Entry
from canbo.base.record.read_only import why_not_write
from canbo.lib import merkle
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text

#: The deed of binding a batch.
SEAL = "access.seal_readings"
#: So many readings make a batch; fewer when the first of them is of an earlier day.
BATCH = 256
#: Before every number of a reading.
_FIRST = -(2**63)
#: Shared with the lock under which entries are appended: whoever seals waits for readings that are being written.
_SHARED = f"select pg_advisory_xact_lock_shared({0x43414E42})"
_COLUMNS = ("pk", "at", "by__username", "kind", "key", "roles", "sealed", "reason", "entry_id")


def wait_for_sealing() -> None:
    """Inside the transaction that writes a reading: no batch is sealed around it. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SHARED)


def seal_if_due(at: dt.datetime) -> ReadingSeal | None:
    """Bind the readings since the last batch when they are enough or of another day. Costs two short questions else."""
    return _sealed_when(_due, at)


def seal_rest(at: dt.datetime) -> ReadingSeal | None:
    """Bind whatever readings wait, however few; None when none wait, or nothing may be written now."""
    return _sealed_when(_any, at)


def _sealed_when(due: Callable[[dt.datetime], bool], at: dt.datetime) -> ReadingSeal | None:
    if not due(at) or why_not_write() is not None:
        return None
    by = system_account(at=at)
    with transaction.atomic():
        alone()  # nobody appends or writes a reading until this batch stands
        if not due(at):  # somebody was quicker
            return None
        batch = list(_since(_last()).values_list(*_COLUMNS))
        values = {"upto": batch[-1][0], "count": len(batch), "root": _root(batch)}
        with acting(SEAL, by=by, at=at, payload=values) as entry:
            return ReadingSeal.objects.create(entry=entry, **values)


def _due(at: dt.datetime) -> bool:
    moments = list(_since(_last()).values_list("at", flat=True)[:BATCH])
    return len(moments) >= BATCH or bool(moments) and timezone.localdate(moments[0]) < timezone.localdate(at)


def _any(at: dt.datetime) -> bool:
    return _since(_last()).exists()


def unbound() -> Text | None:
    """How many readings no entry binds yet, and since when; None when there are none. For `canbo record verify`."""
    count, since = waiting()
    return WAITING.filled(count=count, since=f"{timezone.localtime(since):%d/%m/%Y %H:%M}") if since else None


def waiting() -> tuple[int, dt.datetime | None]:
    """How many readings no entry binds yet, and when the first of them was; 0 and None when there are none."""
    found = _since(_last()).order_by().aggregate(count=Count("pk"), since=Min("at"))
    return found["count"], found["since"]


def faults() -> Iterator[Break]:
    """Every batch whose readings are not those that its entry bound. For `canbo record verify`."""
    entries = dict(Entry.objects.filter(action=SEAL).values_list("seq", "payload"))
    after = _FIRST
    for seal_ in ReadingSeal.objects.order_by("pk"):
        said = json.loads(entries.pop(seal_.entry_id, None) or "{}")
        batch = list(_since(after).filter(pk__lte=seal_.upto).values_list(*_COLUMNS))
        told = {"upto": seal_.upto, "count": len(batch), "root": _root(batch)}
        if told != {name: said.get(name) for name in told}:
            yield Break(seal_.entry_id, READINGS.filled(last=seal_.upto))
        after = seal_.upto
    for seq in entries:
        yield Break(seq, READINGS.filled(last="?"))


def _last() -> int:
    last = ReadingSeal.objects.order_by("-pk").values_list("upto", flat=True).first()
    return _FIRST if last is None else last


def _since(number: int) -> QuerySet[Reading]:
    return Reading.objects.filter(pk__gt=number).order_by("pk")


def _root(batch: Sequence[tuple[Any, ...]]) -> str:
    """The Merkle root over the readings of a batch, each a line of canonical JSON; hex."""
    edge = merkle.Edge()
    for number, at, *rest in batch:
        edge, _ = edge.grown(merkle.leaf_hash(canonical_json([number, moment_text(at), *rest]).encode()))
    return edge.root.hex()


READINGS = Text(
    "Nhật ký đọc hồ sơ đến số {last} không còn như khi được niêm.",
    "The batch of readings up to number {last} is not the one that this entry bound.",
)
WAITING = Text(
    "{count} lượt đọc chưa được niêm vào nhật ký, từ {since}; công việc hằng đêm (canbo nightly) sẽ niêm.",
    "{count} readings are not bound by an entry yet, the first of {since}; the nightly work (canbo nightly) does it.",
)
