"""A chain that was touched anywhere says where."""

import datetime as dt
from dataclasses import replace

import pytest

from canbo.base.record.chain import GENESIS, Link, entry_hash, verify_chain

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def a_chain(length):
    chain, previous = [], GENESIS
    for seq in range(1, length + 1):
        digest = entry_hash(seq, previous, AT, "hoa", "test", "{}")
        chain.append(Link(seq, AT, "hoa", "test", "{}", previous, digest))
        previous = digest
    return chain


def broken_at(chain):
    return [each.seq for each in verify_chain(chain)]


def test_an_untouched_chain_is_whole():
    assert verify_chain(a_chain(5)) == []
    assert verify_chain([]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"by": "lan"},
        {"action": "other"},
        {"payload": '{"a":1}'},
        {"at": AT + dt.timedelta(microseconds=1)},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found(change):
    chain = a_chain(5)
    chain[2] = replace(chain[2], **change)
    assert 3 in broken_at(chain)


def test_a_changed_entry_with_its_hash_made_new_is_found_at_the_next_one():
    chain = a_chain(5)
    digest = entry_hash(3, chain[2].previous, AT, "hoa", "test", '{"a":1}')
    chain[2] = replace(chain[2], payload='{"a":1}', hash=digest)
    assert broken_at(chain) == [4]


def test_a_removed_entry_is_found():
    chain = a_chain(5)
    assert broken_at(chain[:2] + chain[3:]) == [4]
    assert broken_at(chain[1:]) == [2]


def test_the_hash_does_not_depend_on_the_time_zone_in_which_the_moment_is_written():
    elsewhere = AT.astimezone(dt.timezone(dt.timedelta(hours=7)))
    assert entry_hash(1, GENESIS, AT, "hoa", "a", "{}") == entry_hash(1, GENESIS, elsewhere, "hoa", "a", "{}")
