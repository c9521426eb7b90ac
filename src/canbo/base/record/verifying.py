"""Is the record whole? Every entry, the chain, the tree and its stored nodes, read raw and checked in blocks.

A block is 2**BLOCK_LEVEL entries, so that it is a complete subtree: blocks are checked apart, by several processes when
there are many, and their roots are put together afterwards.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.db import connection, connections

from canbo.base.record.asking import further_breaks
from canbo.base.record.chain import CHANGED, ENTRY, ERASE, GAP, GENESIS, GONE, LOOSE, PAYLOAD, Break
from canbo.base.record.models import Entry
from canbo.base.record.tree import extends
from canbo.lib import merkle
from canbo.lib.notes import Checkpoint
from canbo.lib.text import Text

BLOCK_LEVEL = 14
#: From so many blocks on several processes check them.
MANY = 4
#: How a moment comes out of the databases: as it is hashed, or (SQLite) as `_moment` takes it.
_MOMENT = {
    "sqlite": "cast(at as text)",
    "postgresql": "to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')",
}
#: seq, moment, actor's id, action, payload, salt, commitment, previous, hash, erased by
Row = tuple[int, str, int, str, str | None, str | None, str, str, str, int | None]


@dataclass(frozen=True, slots=True)
class Block:
    """What checking one block gave: its faults, where it joins the others, its subtrees, its erasures."""

    breaks: tuple[Break, ...]
    first_previous: str
    last_hash: str
    peaks: tuple[bytes, ...]
    erased: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the record has, the root over them, and what does not hold, in the order of the entries."""

    size: int
    root: bytes
    breaks: tuple[Break, ...]


def verify() -> Verified:
    """Check the whole record of the database. Reads every entry and every node; changes nothing."""
    size, number, nodes = _counted()
    starts = range(0, size, 1 << BLOCK_LEVEL)
    usernames = _usernames()
    blocks = [*_checked(starts, size, usernames)]
    breaks: list[Break] = []
    edge_previous = GENESIS
    for start, block in zip(starts, blocks, strict=True):
        if block.first_previous != edge_previous:
            breaks.append(Break(start + 1, LOOSE))
        breaks += block.breaks
        edge_previous = block.last_hash
    if number != size:
        breaks.append(Break(size, _COUNT.filled(size=size, number=number)))
    breaks += _upper_nodes(blocks, size, nodes)
    breaks += _erasures([pair for block in blocks for pair in block.erased])
    breaks += further_breaks()
    return Verified(size, _folded(blocks, size), tuple(sorted(set(breaks), key=lambda each: each.seq)))


def check_rows(
    rows: Sequence[Row], begin: int, usernames: dict[int, str]
) -> tuple[list[Break], list[bytes], list[tuple[int, int]]]:
    """Check entries that should be numbered from `begin` + 1 on: their faults, leaf hashes and erasures."""
    sha256, fromhex = hashlib.sha256, bytes.fromhex
    breaks: list[Break] = []
    leaves: list[bytes] = []
    erased: list[tuple[int, int]] = []
    expected, before = begin + 1, None
    for seq, moment, by, action, payload, salt, commitment, previous, hash_, erased_by in rows:
        if seq != expected:
            breaks.append(Break(seq, GAP.filled(expected=expected)))
        elif before is not None and previous != before:
            breaks.append(Break(seq, LOOSE))
        if moment[10:11] == " ":
            moment = _moment(moment)
        try:
            if payload is None or salt is None or erased_by is not None:
                if payload is not None or salt is not None or erased_by is None or action == ERASE:
                    breaks.append(Break(seq, GONE))
                else:
                    erased.append((seq, erased_by))
            elif sha256(PAYLOAD + fromhex(salt) + payload.encode()).hexdigest() != commitment:
                breaks.append(Break(seq, CHANGED))
            line = f"{ENTRY}\n{seq}\n{previous}\n{moment}\n{usernames.get(by)}\n{action}\n{commitment}\n"
            digest = sha256(line.encode()).digest()
            if digest.hex() != hash_:
                breaks.append(Break(seq, CHANGED))
                digest = fromhex(hash_)  # the leaf is what the entry carries, so that only this entry is named
            leaves.append(sha256(b"\x00" + digest).digest())
        except (ValueError, UnicodeError):  # no hex, or no text, any more
            breaks.append(Break(seq, CHANGED))
            leaves.append(merkle.EMPTY)
        expected, before = seq + 1, hash_
    return breaks, leaves, erased


def _moment(text: str) -> str:
    """A moment as SQLite keeps it ("2026-06-01 02:00:00[.000007]") in the form that is hashed."""
    return f"{text[:10]}T{text[11:]}{'' if len(text) > 19 else '.000000'}+00:00"


def levels_over(leaves: list[bytes]) -> list[list[bytes]]:
    """The complete subtrees over a block's leaves, level by level, the leaves first."""
    sha256 = hashlib.sha256
    levels = [leaves]
    while len(levels[-1]) > 1:
        row = levels[-1]
        levels.append([sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)])
    return levels


def check_checkpoint(head: Checkpoint, found: Verified) -> Text | None:
    """Why the record is not the one that a checkpoint speaks of, or None. Needs nodes that `verify` found whole."""
    if head.size > found.size:
        return _SHORTER.filled(size=head.size, found=found.size)
    return None if extends(head.size, head.root, found.size) else _OTHER.filled(size=head.size)


def _checked(starts: range, size: int, usernames: dict[int, str]) -> Iterator[Block]:
    jobs = [(start, min(start + (1 << BLOCK_LEVEL), size), usernames) for start in starts]
    workers = min(os.cpu_count() or 1, len(jobs))
    if len(jobs) < MANY or workers < 2 or connection.in_atomic_block:
        yield from map(_block, jobs)
        return
    connections.close_all()  # a process that is forked must not speak over our connection
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(_block, jobs)


def _block(job: tuple[int, int, dict[int, str]]) -> Block:
    begin, end, usernames = job
    # Without a transaction: SQLite's would keep writers and the other processes out, and these rows change no more.
    with connection.cursor() as cursor:
        cursor.execute(
            f"select seq, {_MOMENT[connection.vendor]}, by_id, action, payload, salt, commitment, previous, hash, "
            "erased_id from record_entry where seq > %s and seq <= %s order by seq",
            [begin, end],
        )
        rows = cursor.fetchall()
        breaks, leaves, erased = check_rows(rows, begin, usernames)
        whole = len(rows) == end - begin
        first, last = (rows[0][7], rows[-1][8]) if rows else ("", "")
        del rows
        levels = levels_over(leaves)
        if whole:
            for level, hashes in enumerate(levels[1:], 1):
                cursor.execute(
                    "select hash from record_node where level = %s and place >= %s and place < %s order by place",
                    [level, begin >> level, (begin >> level) + len(hashes)],
                )
                stored = [bytes(row[0]) for row in cursor.fetchall()]
                if stored != hashes:
                    breaks.append(Break(_first_wrong(stored, hashes, begin, level), NODE.filled(level=level)))
        elif not breaks:
            breaks.append(Break(end, GAP.filled(expected=end)))
    peaks = tuple(hashes[-1] for hashes in reversed(levels) if len(hashes) & 1) if whole else ()
    return Block(tuple(breaks), first, last, peaks, tuple(erased))


def _first_wrong(stored: list[bytes], hashes: list[bytes], begin: int, level: int) -> int:
    wrong = next(
        (i for i, (a, b) in enumerate(zip(stored, hashes, strict=False)) if a != b), min(len(stored), len(hashes))
    )
    return ((begin >> level) + wrong + 1) << level


def _counted() -> tuple[int, int, int]:
    """The number of the last entry, how many entries there are and how many nodes, all at one moment.

    Entries that come while the record is verified are left for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select coalesce(max(seq), 0) from record_entry), (select count(*) from record_entry), "
            "(select count(*) from record_node)"
        )
        size, number, nodes = cursor.fetchone()
    return size, number, nodes


def _upper_nodes(blocks: list[Block], size: int, number: int) -> list[Break]:
    """The nodes above the blocks, and that the `number` of all nodes is the one that the tree has."""
    breaks = []
    edge = merkle.Edge()
    wanted: dict[merkle.Node, bytes] = {}
    for block in blocks[: size >> BLOCK_LEVEL]:
        if len(block.peaks) != 1:  # a faulty block is named already
            return []
        edge, made = edge.grown(block.peaks[0])
        wanted.update({(level + BLOCK_LEVEL, place): hash_ for (level, place), hash_ in made})
    with connection.cursor() as cursor:
        cursor.execute("select level, place, hash from record_node where level > %s", [BLOCK_LEVEL])
        rows = cursor.fetchall()
    stored = {(level, place): bytes(hash_) for level, place, hash_ in rows if (place + 1) << level <= size}
    for node in sorted(stored.keys() | wanted.keys()):
        if stored.get(node) != wanted.get(node):
            breaks.append(Break((node[1] + 1) << node[0], NODE.filled(level=node[0])))
    if not breaks and number != sum(size >> level for level in range(1, size.bit_length())):
        breaks.append(Break(size, _NODES))
    return breaks


def _folded(blocks: list[Block], size: int) -> bytes:
    edge = merkle.Edge()
    full = size >> BLOCK_LEVEL
    for block in blocks[:full]:
        if block.peaks:
            edge, _ = edge.grown(block.peaks[0])
    tail = blocks[full].peaks if len(blocks) > full else ()
    return merkle.fold([*edge.hashes, *tail])


def _erasures(pairs: list[tuple[int, int]]) -> list[Break]:
    """Each erased payload must be named by the erasure it points at."""
    breaks = []
    for seq, by in pairs:
        erasure = Entry.objects.filter(seq=by, action=ERASE, payload__isnull=False).first()
        if by <= seq or erasure is None or json.loads(erasure.payload or "{}").get("entry") != seq:
            breaks.append(Break(seq, GONE))
    return breaks


def _usernames() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select id, username from accounts_account")
        return dict(cursor.fetchall())


NODE = Text(
    "Cây băm (tầng {level}) không khớp với các dòng nhật ký đến dòng này.",
    "The hash tree (level {level}) does not fit the entries up to this one.",
)
_NODES = Text("Cây băm có nút thừa.", "The hash tree has nodes that belong to no entry.")
_COUNT = Text(
    "Dòng cuối là số {size} nhưng có {number} dòng.", "The last entry is number {size}, but there are {number}."
)
_SHORTER = Text(
    "Điểm kiểm tra ghi {size} dòng, nhật ký chỉ còn {found} dòng.",
    "The checkpoint speaks of {size} entries, the record has only {found}.",
)
_OTHER = Text(
    "{size} dòng đầu không còn là những dòng mà điểm kiểm tra đã ghi nhận.",
    "The first {size} entries are not those that the checkpoint saw.",
)
