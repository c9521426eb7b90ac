"""A chain that was touched anywhere says where."""

import datetime as dt
from dataclasses import replace

import pytest

from canbo.base.record.chain import ERASE, GENESIS, Link, commitment_of, entry_hash, moment_text, verify_chain

AT = moment_text(dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC))
SALT = "5a" * 32
BOUND = commitment_of(SALT, "{}")


def a_chain(length):
    chain, previous = [], GENESIS
    for seq in range(1, length + 1):
        digest = entry_hash(seq, previous, AT, "hoa", "test", BOUND)
        chain.append(Link(seq, AT, "hoa", "test", "{}", SALT, BOUND, previous, digest))
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
        {"moment": AT.replace("000000", "000001")},
        {"hash": "f" * 64},
        {"salt": "5b" * 32},
        {"salt": "no hex"},
        {"commitment": "f" * 64},
        {"payload": None},
        {"salt": None},
        {"erased": 5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found(change):
    chain = a_chain(5)
    chain[2] = replace(chain[2], **change)
    assert 3 in broken_at(chain)


def test_a_changed_entry_with_its_hash_made_new_is_found_at_the_next_one():
    chain = a_chain(5)
    bound = commitment_of(SALT, '{"a":1}')
    digest = entry_hash(3, chain[2].previous, AT, "hoa", "test", bound)
    chain[2] = replace(chain[2], payload='{"a":1}', commitment=bound, hash=digest)
    assert broken_at(chain) == [4]


def test_a_removed_entry_is_found():
    chain = a_chain(5)
    assert broken_at(chain[:2] + chain[3:]) == [4]
    assert broken_at(chain[1:]) == [2]


def test_an_erased_entry_is_whole_and_an_erasure_is_not_itself_erased():
    chain = a_chain(3)
    chain[1] = replace(chain[1], payload=None, salt=None, erased=3)
    assert verify_chain(chain) == []
    digest = entry_hash(3, chain[2].previous, AT, "hoa", ERASE, BOUND)
    chain[2] = replace(chain[2], action=ERASE, hash=digest, payload=None, salt=None, erased=4)
    assert broken_at(chain) == [3]


def test_the_same_payload_under_another_salt_has_another_commitment():
    assert commitment_of("00" * 32, "{}") != commitment_of("01" * 32, "{}")


def test_the_moment_that_is_hashed_does_not_depend_on_the_time_zone_in_which_it_is_written():
    at = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
    assert moment_text(at.astimezone(dt.timezone(dt.timedelta(hours=7)))) == moment_text(at) == AT
