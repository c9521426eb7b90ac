"""Granting roles and ending them."""

import datetime as dt

import pytest

from canbo.base.access.actions import end_grant, grant_role
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.testing import an_account
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
SINCE = dt.date(2026, 1, 1)


@pytest.fixture
def house():
    return an_account("canbo", system=True)


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
    assert code_of(give, chief, lan) == "access.not_administrator"
    give(house, chief, Role.ADMINISTRATOR)
    assert give(chief, lan).account == lan
    assert code_of(give, chief, chief) == "access.own_role"
    assert Grant.objects.filter(account=chief).count() == 1
