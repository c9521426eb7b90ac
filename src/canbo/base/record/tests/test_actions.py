"""A change and its entry stand or fall together."""

import datetime as dt

import pytest

from canbo.base.accounts.actions import SYSTEM, open_account, system_account
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.actions import acting
from canbo.base.record.chain import GENESIS
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.base.record.testing import an_entry
from canbo.base.record.verifying import verify
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def test_entries_are_numbered_without_gaps_and_each_points_at_the_one_before():
    first, second, third = an_entry(), an_entry(), an_entry()
    assert [entry.seq for entry in (first, second, third)] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == [GENESIS, first.hash, second.hash]


def an_action_that_fails_halfway():
    with acting("test", by=an_account(), at=NOW, payload={}):
        an_account("halfway")
        raise ZeroDivisionError


def test_an_action_that_fails_leaves_neither_its_entry_nor_its_change():
    an_entry()
    with pytest.raises(ZeroDivisionError):
        an_action_that_fails_halfway()
    assert position() == 1
    assert not Account.objects.filter(username="halfway").exists()


def test_the_number_of_a_failed_action_is_taken_by_the_next():
    with pytest.raises(ZeroDivisionError):
        an_action_that_fails_halfway()
    assert an_entry().seq == 1


def test_a_moment_without_its_time_zone_is_refused():
    with (
        pytest.raises(ValueError, match="time zone"),
        acting("test", by=an_account(), at=dt.datetime(2026, 6, 1), payload={}),
    ):
        pass


def test_the_payload_is_kept_in_canonical_form():
    assert an_entry(payload={"b": "ệ", "a": 1}).payload == '{"a":1,"b":"ệ"}'


def test_the_position_of_a_moment_is_the_last_entry_made_until_then():
    for day in (1, 2, 3):
        an_entry(at=NOW + dt.timedelta(days=day))
    assert position(NOW) == 0
    assert position(NOW + dt.timedelta(days=2)) == 2
    assert position() == 3


def test_the_record_as_the_database_gives_it_back_is_a_whole_chain():
    for text in ("Nguyễn", "ảnh", '"quoted"'):
        an_entry(payload={"name": text}, at=NOW + dt.timedelta(microseconds=7))
    assert verify().breaks == ()


def test_the_account_of_the_house_opens_the_record_by_itself_and_only_once():
    house = system_account(at=NOW)
    assert (house.username, house.system, house.has_usable_password()) == (SYSTEM, True, False)
    assert Entry.objects.get().by == house
    assert system_account(at=NOW) == house
    assert position() == 1


def test_opening_an_account_is_an_action_by_somebody():
    account = open_account(username="lan", shown_as="Lê Thị Lan", by=system_account(at=NOW), at=NOW)
    entry = Entry.objects.last()
    assert (entry.action, entry.by.username, account.system) == ("accounts.open", SYSTEM, False)


def test_no_password_and_no_digest_of_one_comes_onto_the_record():
    open_account(username="lan", shown_as="Lan", password="mat-khau-rat-dai", by=system_account(at=NOW), at=NOW)
    assert "mat-khau" not in Entry.objects.last().payload
    assert "argon2" not in Entry.objects.last().payload
    assert Account.objects.get(username="lan").check_password("mat-khau-rat-dai")


@pytest.mark.parametrize(("username", "shown_as", "code"), [("lan", "Lan", "taken"), (" ", "Lan", "nameless")])
def test_an_account_needs_a_name_of_its_own(username, shown_as, code):
    house = system_account(at=NOW)
    open_account(username="lan", shown_as="Lan", by=house, at=NOW)
    with pytest.raises(Refusal) as refused:
        open_account(username=username, shown_as=shown_as, by=house, at=NOW)
    assert refused.value.code == f"accounts.{code}"
    assert position() == 2
