"""Granting roles and ending them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from canbo.apps.bodies.testing import a_body
from canbo.base.access.actions import end_grant, grant_role
from canbo.base.access.deciding import may
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on, narrow_grants_on
from canbo.base.accounts.testing import an_account
from canbo.base.record.asking import confirmed_by_two
from canbo.base.record.queries import position
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
SINCE = dt.date(2026, 1, 1)


@pytest.fixture
def house():
    return an_account("canbo", system=True)


@pytest.fixture(autouse=True)
def two_persons():
    """The rule that two grant is tried where it lives."""
    with confirmed_by_two(1):
        yield


def give(by, account, role=Role.OFFICER, **values):
    return grant_role(account=account, role=role, by=by, at=NOW, **{"body_code": "so", "since": SINCE, **values})


def code_of(action, *arguments, **named):
    before = position()
    with pytest.raises(Refusal) as refused:
        action(*arguments, **named)
    assert position() == before
    return refused.value.code


def test_a_role_is_held_from_its_first_day_until_the_eve_of_its_end(house):
    lan = an_account("lan")
    give(house, lan, until=dt.date(2026, 7, 1))
    days = [dt.date(2025, 12, 31), SINCE, dt.date(2026, 6, 30), dt.date(2026, 7, 1)]
    assert [grants_on(lan, day).exists() for day in days] == [False, True, True, False]


def test_grants_are_asked_by_role(house):
    lan = an_account("lan")
    give(house, lan)
    assert grants_on(lan, SINCE, [Role.HEAD, Role.OFFICER]).count() == 1
    assert not grants_on(lan, SINCE, [Role.HEAD]).exists()


def test_an_ended_role_keeps_its_row_as_it_was(house):
    lan = an_account("lan")
    old = give(house, lan)
    end_grant(grant=old, until=dt.date(2026, 5, 1), by=house, at=NOW)
    old.refresh_from_db()
    assert (old.until, old.entry_to_id) == (None, position())
    assert not grants_on(lan, dt.date(2026, 5, 1)).exists()
    assert grants_on(lan, dt.date(2026, 4, 30)).exists()


def test_a_role_is_not_given_twice_nor_for_no_time(house):
    lan = an_account("lan")
    grant = give(house, lan)
    assert code_of(give, house, lan) == "access.held"
    assert code_of(give, house, lan, Role.HEAD, until=SINCE) == "access.empty_range"
    assert code_of(end_grant, grant=grant, until=SINCE, by=house, at=NOW) == "access.empty_range"


def test_a_role_is_not_ended_twice(house):
    grant = give(house, an_account("lan"))
    ended = end_grant(grant=grant, until=dt.date(2026, 5, 1), by=house, at=NOW)
    for each in (grant, ended):
        assert code_of(end_grant, grant=each, until=dt.date(2026, 5, 1), by=house, at=NOW) == "access.ended"


def test_only_administrators_grant_and_never_to_themselves(house):
    chief, lan = an_account("chief"), an_account("lan")
    assert code_of(give, chief, lan, decision="5-QĐ/TU") == "access.not_administrator"
    give(house, chief, Role.ADMINISTRATOR)
    assert give(chief, lan, decision="5-QĐ/TU").account == lan
    assert code_of(give, chief, chief, decision="6-QĐ/TU") == "access.own_role"
    assert Grant.objects.filter(account=chief).count() == 1


def test_nobody_ends_a_role_of_their_own(house):
    chief = an_account("chief")
    held = give(house, chief, Role.ADMINISTRATOR)
    assert code_of(end_grant, grant=held, until=dt.date(2026, 5, 1), by=chief, at=NOW) == "access.own_role"


def test_an_administrator_grants_within_the_own_bodies_only(house):
    top = a_body("tinh")
    a_body("so", parent=top)
    a_body("ban", parent=top)
    chief, lan = an_account("chief"), an_account("lan")
    give(house, chief, Role.ADMINISTRATOR)
    for elsewhere in ("tinh", "ban", "khong-co"):
        assert code_of(give, chief, lan, body_code=elsewhere, decision="5-QĐ/TU") == "access.not_administrator"
    give(house, chief, Role.ADMINISTRATOR, body_code="tinh")
    assert give(chief, lan, body_code="ban", decision="5-QĐ/TU").body_code == "ban"


def test_a_role_is_granted_by_a_decision_that_stands_on_the_record(house):
    chief, lan = an_account("chief"), an_account("lan")
    give(house, chief, Role.ADMINISTRATOR)
    assert code_of(give, chief, lan, decision=" ") == "access.no_decision"
    made = give(chief, lan, decision="5-QĐ/TU")
    assert (made.decision, '"decision":"5-QĐ/TU"' in made.entry_from.payload) == ("5-QĐ/TU", True)


def test_a_role_narrowed_to_an_authority_stands_beside_the_whole_one_and_counts_for_no_body(house):
    lan = an_account("lan")
    give(house, lan, managed_by="provincial_standing_committee")
    assert not grants_on(lan, SINCE).exists()
    assert narrow_grants_on(lan, SINCE, [Role.OFFICER]).get().managed_by == "provincial_standing_committee"
    give(house, lan)
    assert code_of(give, house, lan, managed_by="provincial_standing_committee") == "access.held"


@pytest.mark.parametrize("values", [{"account": "chief", "decision": "5-QĐ/TU"}, {"account": "lan", "decision": ""}])
def test_the_database_refuses_a_grant_of_ones_own_and_one_without_a_decision(house, values):
    accounts = {name: an_account(name) for name in ("chief", "lan")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.bulk_create([
            Grant(
                account=accounts[values["account"]], role=Role.OFFICER, body_code="so", since=SINCE,
                decision=values["decision"], entry_from=an_entry(by=accounts["chief"]),
            )
        ])  # fmt: skip
    assert not Grant.objects.exists()


def test_the_database_refuses_that_somebody_ends_a_role_of_their_own(house):
    lan = an_account("lan")
    held = give(house, lan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=held.pk).update(entry_to=an_entry(by=lan))
    Grant.objects.filter(pk=held.pk).update(entry_to=an_entry(by=an_account("chief")))


def test_what_no_rule_names_is_refused(house):
    lan = an_account("lan")
    give(house, lan, Role.ADMINISTRATOR)
    assert may(lan, "access.nothing_of_the_kind", None, SINCE).code == "access.no_rule"
    assert may(lan, "access.health", None, SINCE) is None
    assert may(house, "access.nothing_of_the_kind", None, SINCE) is None
    with pytest.raises(LookupError, match="float"):
        may(lan, "access.health", 1.5, SINCE)
