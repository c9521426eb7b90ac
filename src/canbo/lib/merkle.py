"""The Merkle tree of RFC 6962 and RFC 9162 over SHA-256: growing, proving, checking. Nothing is read or kept.

A *subtree* is complete: the node (level, place) covers the 2**level leaves from place * 2**level on. A tree of any size
is a row of complete subtrees of falling height, the *peaks*; its root is folded from them. Whoever keeps the hashes of
complete subtrees, which never change, can prove anything about every tree that ever was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Bytes of a hash.
WIDTH = 32
#: The root of the tree without leaves.
EMPTY = hashlib.sha256(b"").digest()
#: The node (level, place) of a complete subtree; level 0 are the leaves.
Node = tuple[int, int]
#: Each hash of a proof as the complete subtrees that it is folded from, left to right.
Plan = tuple[tuple[Node, ...], ...]
#: Gives the hashes of complete subtrees, all at once.
Read = Callable[[Iterable[Node]], Mapping[Node, bytes]]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf over its data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees of falling height, left to right; `EMPTY` for none."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def peaks(size: int) -> tuple[Node, ...]:
    """The complete subtrees that a tree of `size` leaves is made of, left to right."""
    return subtrees(0, size)


def subtrees(begin: int, end: int) -> tuple[Node, ...]:
    """The complete subtrees of the leaves from `begin` to before `end`, left to right.

    `begin` must be a multiple of the largest power of two that is not above the number of leaves, as it is for every
    part of a tree that a proof speaks of.
    """
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a growing tree: its size and the hashes of its peaks, left to right. O(log n) in size."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return fold(self.hashes)

    def grown(self, leaf: bytes) -> tuple[Edge, list[tuple[Node, bytes]]]:
        """The edge after one more leaf hash, and every subtree that it completes (the leaf itself not among them)."""
        hashes, made = list(self.hashes), []
        place, level, current = self.size, 0, leaf
        while place & 1:
            current = node_hash(hashes.pop(), current)
            place, level = place >> 1, level + 1
            made.append(((level, place), current))
        return Edge(self.size + 1, (*hashes, current)), made


def inclusion_plan(index: int, size: int) -> Plan:
    """What proves that the leaf at `index` stands in a tree of `size` leaves. Raises ValueError when it cannot."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    plan = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _half(end - begin)
        if index < middle:
            plan.append(subtrees(middle, end))
            end = middle
        else:
            plan.append(subtrees(begin, middle))
            begin = middle
    return tuple(reversed(plan))


def consistency_plan(old: int, new: int) -> Plan:
    """What proves that a tree of `old` leaves is the beginning of one of `new`. Raises ValueError when it cannot."""
    if not 0 < old <= new:
        raise ValueError(f"no tree of {old} leaves begins one of {new}")
    plan = []
    begin, end = 0, new
    while end != old:
        middle = begin + _half(end - begin)
        if old <= middle:
            plan.append(subtrees(middle, end))
            end = middle
        else:
            plan.append(subtrees(begin, middle))
            begin = middle
    if begin:  # the old tree is no complete subtree: its right part must be given too
        plan.append(subtrees(begin, end))
    return tuple(reversed(plan))


def path(plan: Plan, read: Read) -> list[bytes]:
    """The hashes of a proof, read and folded."""
    known = read([node for nodes in plan for node in nodes])
    return [fold([known[node] for node in nodes]) for nodes in plan]


def root_of(size: int, read: Read) -> bytes:
    """The root of the tree as it was at `size` leaves."""
    nodes = peaks(size)
    known = read(nodes)
    return fold([known[node] for node in nodes])


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that the leaf hash stands at `index` in the tree of `size` leaves with that root.

    RFC 9162, 2.1.3.2. A hash that is no hash (of another length) proves nothing.
    """
    if not 0 <= index < size or not _hashes(leaf, root, *proof):
        return False
    at, last, current = index, size - 1, leaf
    for sibling in proof:
        if not last:
            return False
        if at & 1 or at == last:
            current = node_hash(sibling, current)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        at, last = at >> 1, last >> 1
    return not last and current == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `old` leaves with its root is the beginning of the one of `new` leaves.

    RFC 9162, 2.1.4.2. An empty tree proves nothing and is refused. Two trees of one size have one root and no proof;
    what the two roots are is then not looked at, they need only be the same.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and not proof
    if not proof or not _hashes(old_root, new_root, *proof):
        return False
    hashes = list(proof)
    if not old & (old - 1):  # a complete subtree stands in the proof by its root, which is known
        hashes.insert(0, old_root)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        at, last = at >> 1, last >> 1
    return not last and first == old_root and second == new_root


def _half(leaves: int) -> int:
    """The largest power of two below a number of leaves above one."""
    return 1 << (leaves - 1).bit_length() - 1


def _hashes(*values: bytes) -> bool:
    return all(len(value) == WIDTH for value in values)
