"""The tree of RFC 6962: the published vectors, and what must hold for every tree."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.lib import merkle

VECTORS = json.loads((Path(__file__).parent / "vectors" / "merkle-proofs.json").read_text("utf-8"))
#: The eight leaves with which RFC 6962 logs are tested everywhere, and the roots of the trees over the first n.
LEAVES = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                     "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SIZES = st.integers(1, 300)


class Kept(dict):
    """Every complete subtree of a tree over leaves that are told apart by their number."""

    def __init__(self, size, data=lambda number: number.to_bytes(4, "big")):
        super().__init__()
        self.edge = merkle.Edge()
        for number in range(size):
            leaf = merkle.leaf_hash(data(number))
            self[0, number] = leaf
            self.edge, made = self.edge.grown(leaf)
            self.update(made)

    def read(self, nodes):
        return {node: self[node] for node in nodes}


BIG = Kept(300)


def root_by_definition(leaves):
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return merkle.EMPTY
    if len(leaves) == 1:
        return merkle.leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(root_by_definition(leaves[:k]), root_by_definition(leaves[k:]))


def test_the_well_known_roots_of_the_eight_leaves_come_out():
    tree = Kept(8, LEAVES.__getitem__)
    assert [merkle.root_of(size, tree.read).hex() for size in range(9)] == list(ROOTS)
    assert tree.edge.root.hex() == ROOTS[8]


def decoded(probe):
    return {
        name: [base64.b64decode(v) for v in value] if isinstance(value, list)
        else base64.b64decode(value) if name in {"root", "root1", "root2", "leafHash"} else value
        for name, value in probe.items()
    }  # fmt: skip


def test_all_196_vectors_are_there():
    assert [len(VECTORS["inclusion"]), len(VECTORS["consistency"])] == [98, 98]


@pytest.mark.parametrize("probe", VECTORS["inclusion"], ids=lambda probe: probe["desc"])
def test_published_inclusion_vector(probe):
    p = decoded(probe)
    answer = merkle.includes(p["leafIdx"], p["treeSize"], p["leafHash"], p["proof"], p["root"])
    assert answer is not p["wantErr"]


@pytest.mark.parametrize("probe", VECTORS["consistency"], ids=lambda probe: probe["desc"])
def test_published_consistency_vector(probe):
    p = decoded(probe)
    assert merkle.consistent(p["size1"], p["size2"], p["root1"], p["root2"], p["proof"]) is not p["wantErr"]


def test_a_tree_without_leaves_proves_nothing():
    assert not merkle.consistent(0, 0, merkle.EMPTY, merkle.EMPTY, [])
    assert not merkle.consistent(0, 1, merkle.EMPTY, BIG[0, 0], [])
    for plan in (lambda: merkle.inclusion_plan(0, 0), lambda: merkle.consistency_plan(0, 5)):
        with pytest.raises(ValueError):
            plan()


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_root_is_the_one_of_the_definition(leaves):
    tree = Kept(len(leaves), leaves.__getitem__)
    assert tree.edge.root == root_by_definition(leaves) == merkle.root_of(len(leaves), tree.read)


@given(st.integers(0, 300))
def test_the_peaks_of_a_tree_are_its_leaves_without_gaps(size):
    begin = 0
    for level, place in merkle.peaks(size):
        assert place << level == begin
        begin = (place + 1) << level
    assert begin == size


@given(SIZES, st.data())
def test_every_inclusion_proof_holds_and_is_of_that_leaf_alone(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index)) if size > 1 else index + 1
    proof = merkle.path(merkle.inclusion_plan(index, size), BIG.read)
    root = merkle.root_of(size, BIG.read)
    assert merkle.includes(index, size, BIG[0, index], proof, root)
    assert not merkle.includes(other, size, BIG[0, index], proof, root)
    assert not merkle.includes(index, size, BIG[0, other], proof, root)


@given(SIZES, SIZES)
def test_every_consistency_proof_holds(one, two):
    old, new = sorted((one, two))
    proof = merkle.path(merkle.consistency_plan(old, new), BIG.read)
    roots = [merkle.root_of(size, BIG.read) for size in (old, new)]
    assert merkle.consistent(old, new, *roots, proof)
    assert old == new or not merkle.consistent(old, new, *reversed(roots), proof)


def flipped(hashes, at, bit):
    number, byte = divmod(at, merkle.WIDTH)
    changed = bytearray(hashes[number])
    changed[byte] ^= 1 << bit
    return [*hashes[:number], bytes(changed), *hashes[number + 1 :]]


@given(SIZES, st.data())
def test_a_flipped_bit_anywhere_in_an_inclusion_proof_is_found(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.path(merkle.inclusion_plan(index, size), BIG.read)
    whole = [BIG[0, index], merkle.root_of(size, BIG.read), *proof]
    at = data.draw(st.integers(0, len(whole) * merkle.WIDTH - 1))
    leaf, root, *wrong = flipped(whole, at, data.draw(st.integers(0, 7)))
    assert not merkle.includes(index, size, leaf, wrong, root)


@settings(max_examples=30)
@given(SIZES, SIZES)
def test_every_changed_byte_of_a_consistency_proof_is_found(one, two):
    old, new = sorted((one, two))
    proof = merkle.path(merkle.consistency_plan(old, new), BIG.read)
    whole = [merkle.root_of(old, BIG.read), merkle.root_of(new, BIG.read), *proof]
    for at in range(len(whole) * merkle.WIDTH):
        first, second, *wrong = flipped(whole, at, at % 8)
        assert not merkle.consistent(old, new, first, second, wrong)


@given(SIZES, SIZES, st.data())
def test_a_proof_too_long_or_too_short_is_refused(one, two, data):
    old, new = sorted((one, two))
    proof = merkle.path(merkle.consistency_plan(old, new), BIG.read)
    roots = [merkle.root_of(size, BIG.read) for size in (old, new)]
    at = data.draw(st.integers(0, len(proof)))
    assert not merkle.consistent(old, new, *roots, [*proof[:at], merkle.EMPTY, *proof[at:]])
    if proof:
        assert not merkle.consistent(old, new, *roots, proof[:-1])
