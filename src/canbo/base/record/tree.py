"""The record's Merkle tree as the database keeps it: leaves are the entries' hashes, complete subtrees are nodes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from canbo.base.record.models import Entry, Node
from canbo.lib import merkle


def leaf_of(entry_hash: str) -> bytes:
    """The leaf hash of an entry. The leaf's data are the 32 bytes of the entry's hash: nothing of what it says."""
    return merkle.leaf_hash(bytes.fromhex(entry_hash))


def grow(cursor: CursorWrapper, size: int, last: str, added: str) -> None:
    """Write the subtrees that the entry after `size` entries completes; `last` and `added` are the entries' hashes."""
    wanted = merkle.completing(size)
    if not wanted:
        return
    known = {wanted[0]: leaf_of(last)}
    if wanted[1:]:
        places = " or ".join(["(level = %s and place = %s)"] * (len(wanted) - 1))
        numbers = [number for node in wanted[1:] for number in node]
        cursor.execute(f"select level, place, hash from record_node where {places}", numbers)
        known.update({(level, place): bytes(hash_) for level, place, hash_ in cursor.fetchall()})
    made = merkle.completed(size, leaf_of(added), known)
    rows = ", ".join(["(%s, %s, %s)"] * len(made))
    values = [value for (level, place), hash_ in made for value in (level, place, hash_)]
    cursor.execute(f"insert into record_node (level, place, hash) values {rows}", values)


def read(nodes: Iterable[merkle.Node]) -> dict[merkle.Node, bytes]:
    """The hashes of complete subtrees. Raises KeyError when one of them is not there (the record is damaged)."""
    leaves = [place for level, place in nodes if level == 0]
    inner = [(level, place) for level, place in nodes if level]
    found: dict[merkle.Node, bytes] = {}
    if leaves:
        rows = Entry.objects.filter(seq__in=[place + 1 for place in leaves]).values_list("seq", "hash")
        found = {(0, seq - 1): leaf_of(hash_) for seq, hash_ in rows}
    if inner:
        inner_rows = Node.objects.filter(pk__in=inner).values_list("level", "place", "hash")
        found.update({(level, place): bytes(hash_) for level, place, hash_ in inner_rows})
    for node in (*((0, place) for place in leaves), *inner):
        if node not in found:
            raise KeyError(node)
    return found


def root(size: int) -> bytes:
    """The root of the tree as it was after `size` entries."""
    return merkle.root_of(size, read)


def inclusion(seq: int, size: int) -> list[bytes]:
    """The proof that an entry stands in the tree after `size` entries. Raises ValueError when it does not."""
    return merkle.path(merkle.inclusion_plan(seq - 1, size), read)


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the tree after `old` entries is the beginning of the one after `new`. Raises ValueError."""
    return merkle.path(merkle.consistency_plan(old, new), read)


def extends(old: int, old_root: bytes, size: int) -> bool:
    """Whether the record of `size` entries began with the `old` ones over which there was that root."""
    try:
        return old <= size and root(old) == old_root
    except KeyError:  # a node is missing, which `record verify` names
        return False
