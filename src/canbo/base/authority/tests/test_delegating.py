"""Lending an office: for a time, by a decision, to another, once; and what the one who acts for another may do."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.testing import an_account
from canbo.base.authority.actions_delegating import lend, take_back
from canbo.base.authority.delegating import lent_to, mandate_of
from canbo.base.authority.models import Delegation
from canbo.base.record.actions import acting
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
DECISION = {"decided_by": "Ban Tổ chức", "number": "7-QĐ/BTC", "decided_on": dt.date(2026, 5, 28)}


def office(username="an", role=Role.OFFICER, since=dt.date(2026, 1, 1), until=dt.date(2027, 1, 1)):
    by = an_account("canbo", system=True)
    account = an_account(username)
    return grant_role(account=account, role=role, body_code="so", since=since, until=until, by=by, at=NOW)


def lent(grant, to="binh", **values):
    said = {"deeds": ("people.",), **DECISION, "since": JUNE, "until": JULY, "by": grant.account, "at": NOW, **values}
    return lend(grant=grant, to=an_account(to), **said)


def code_of(action, *arguments, **named):
    before = position()
    with pytest.raises(Refusal) as refused:
        action(*arguments, **named)
    assert position() == before
    return refused.value.code


def acting_for(delegation):
    account = an_account(delegation.account.username)
    account.mandate = mandate_of(delegation)
    return account


def test_what_is_lent_is_held_from_its_first_day_until_it_ends_by_itself():
    binh = acting_for(lent(office()))
    days = [dt.date(2026, 5, 31), JUNE, dt.date(2026, 6, 30), JULY]
    assert [grants_on(binh, day, [Role.OFFICER]).exists() for day in days] == [False, True, True, False]
    assert [lent_to(binh, day).exists() for day in days] == [False, True, True, False]


def test_a_lent_office_counts_only_while_acting_for_its_holder_and_then_alone():
    delegation = lent(office())
    own = office("binh", Role.HEAD)
    assert [each.pk for each in grants_on(an_account("binh"), JUNE)] == [own.pk]
    assert [each.pk for each in grants_on(acting_for(delegation), JUNE)] == [delegation.grant_id]


def test_what_is_done_for_another_says_so_on_the_record():
    with acting("people.correct", by=acting_for(lent(office())), at=NOW, payload={}):
        pass
    entry = Entry.objects.latest("seq")
    assert (entry.by.username, '"on_behalf_of":"an"' in entry.payload) == ("binh", True)
    assert '"number":"7-QĐ/BTC"' in entry.payload


def test_only_what_was_lent_is_done_for_another():
    binh = acting_for(lent(office()))

    def act(deed):
        with acting(deed, by=binh, at=NOW, payload={}):
            pass

    assert code_of(act, "bodies.change") == "authority.not_lent"
    act("people.correct")


def test_an_office_is_lent_by_its_holder_to_another_within_the_time_it_is_held():
    grant = office()
    assert code_of(lent, grant, "an") == "authority.to_oneself"
    assert code_of(lent, grant, by=an_account("chi")) == "authority.not_holder"
    assert code_of(lent, grant, until=dt.date(2027, 1, 2)) == "authority.longer_than_held"
    assert code_of(lent, grant, since=dt.date(2025, 12, 31)) == "authority.longer_than_held"
    assert code_of(lent, grant, until=JUNE) == "authority.empty_range"
    assert code_of(lent, grant, number=" ") == "authority.no_decision"
    assert code_of(lent, grant, deeds=()) == "authority.no_decision"


def test_what_is_lent_is_not_lent_on():
    delegation = lent(office())
    binh = acting_for(delegation)
    assert code_of(lent, delegation.grant, "chi", by=binh) == "authority.passed_on"
    assert code_of(lent, delegation.grant, "chi", by=an_account("binh")) == "authority.not_holder"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.STANDING, Role.TELLER, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_votes_counts_inspection_and_administration_are_personal(role):
    assert code_of(lent, office(role=role)) == "authority.personal"


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ("an", {"account": "an"}),
        ("binh", {}),
        ("chi", {}),
        ("an", {"until": dt.date(2027, 1, 2)}),
        ("an", {"since": dt.date(2025, 12, 31)}),
        ("an", {"until": JUNE}),
        ("an", {"number": ""}),
        ("an", {"role": Role.MEMBER}),
    ],
    ids=[
        "to oneself",
        "by the receiver",
        "by a third",
        "too long",
        "too early",
        "for no time",
        "no decision",
        "a vote",
    ],
)
def test_the_database_refuses_what_nobody_may_lend(by, values):
    grant = office(role=values.get("role", Role.OFFICER))
    to = an_account(values.get("account", "binh"))
    changed = {name: value for name, value in values.items() if name not in ("account", "role")}
    said = {"deeds": "people.", **DECISION, "since": JUNE, "until": JULY, **changed, "account": to}
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting("authority.lend", by=an_account(by), at=NOW, payload={}) as entry,
    ):
        Delegation.objects.create(grant=grant, entry_from=entry, **said)


def test_the_database_takes_what_may_be_lent():
    grant = office()
    with acting("authority.lend", by=grant.account, at=NOW, payload={}) as entry:
        Delegation.objects.create(
            grant=grant,
            account=an_account("binh"),
            entry_from=entry,
            deeds="people.",
            since=JUNE,
            until=JULY,
            **DECISION,
        )
    assert Delegation.objects.count() == 1


def test_a_delegation_is_ended_early_by_giver_or_receiver_alone():
    grant = office()
    assert code_of(take_back, delegation=lent(grant), by=an_account("chi"), at=NOW) == "authority.not_yours"
    for who in ("an", "binh"):
        take_back(delegation=lent(grant), by=an_account(who), at=NOW)
    assert lent_to(an_account("binh"), JUNE).count() == 1


def test_a_delegation_ends_with_the_office_it_was_given_from():
    delegation = lent(office())
    with acting("access.end", by=an_account("canbo", system=True), at=NOW, payload={}) as ending:
        type(delegation.grant).objects.filter(pk=delegation.grant_id).update(entry_to=ending)
    assert not lent_to(an_account("binh"), JUNE).exists()
    assert not grants_on(acting_for(delegation), timezone.localdate(NOW)).exists()
