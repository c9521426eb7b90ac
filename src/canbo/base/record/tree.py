"""The record's Merkle tree as the database keeps it: leaves are the entries' hashes, complete subtrees are nodes."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.base.record.models import Entry, Node
from canbo.lib import merkle

#: The edge of the tree after the entry with this hash. A hash binds every entry before its own, so whatever was undone
#: or written by others, what is kept here is never the edge of another record.
_kept: list[tuple[str, merkle.Edge]] = [("", merkle.Edge())]


def leaf_of(entry_hash: str) -> bytes:
    """The leaf hash of an entry. The leaf's data are the 32 bytes of the entry's hash: nothing of what it says."""
    return merkle.leaf_hash(bytes.fromhex(entry_hash))


def growth(size: int, last: str, added: str) -> tuple[str, list[int | bytes]]:
    """The statement that writes the subtrees which the entry after `size` entries completes, and its values.

    `last` and `added` are the entries' hashes. The statement is empty when nothing is complete. Raises KeyError when a
    node that is needed is missing (the record is damaged).
    """
    edge, made = _edge(size, last).grown(leaf_of(added))
    _kept[0] = added, edge
    rows = ", ".join(["(%s, %s, %s)"] * len(made))
    values = [value for (level, place), hash_ in made for value in (level, place, hash_)]
    return f"insert into record_node (level, place, hash) values {rows}" if made else "", values


def _edge(size: int, last: str) -> merkle.Edge:
    known, edge = _kept[0]
    if known == last:
        return edge
    peaks = merkle.peaks(size)
    hashes = read(peaks)
    return merkle.Edge(size, tuple(hashes[node] for node in peaks))


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
