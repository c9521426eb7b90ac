"""The log of readings, bound into the record in batches: an altered, removed or slipped-in reading is found.

An entry for each reading would make readers wait for each other and for the disk. So a reading is a guarded row, and
once a batch is full, or its first reading a day old, the next reading brings an entry with the root over the batch.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

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
#: So many readings make a batch; fewer when the first of them is so old.
BATCH, AGE = 256, dt.timedelta(days=1)
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
    """Bind the readings since the last batch when they are enough or old enough. Costs two short questions else."""
    if not _due(at) or why_not_write() is not None:
        return None
    by = system_account(at=at)
    with transaction.atomic():
        alone()  # nobody appends or writes a reading until this batch stands
        if not _due(at):  # somebody was quicker
            return None
        batch = list(_since(_last()).values_list(*_COLUMNS))
        values = {"upto": batch[-1][0], "count": len(batch), "root": _root(batch)}
        with acting(SEAL, by=by, at=at, payload=values) as entry:
            return ReadingSeal.objects.create(entry=entry, **values)


def _due(at: dt.datetime) -> bool:
    moments = list(_since(_last()).values_list("at", flat=True)[:BATCH])
    return len(moments) >= BATCH or bool(moments) and moments[0] <= at - AGE


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
