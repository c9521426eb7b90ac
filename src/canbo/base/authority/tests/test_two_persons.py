"""Acts that need two people: proposed by one, confirmed by another, and never by the same, whoever asks how."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.test import Client

from canbo.base.access.actions import grant_role
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.actions import change_account, recover
from canbo.base.accounts.halves import first_half, whole
from canbo.base.accounts.second_factor import has_second_factor
from canbo.base.accounts.testing import an_account
from canbo.base.authority.actions import WAITS, confirm, drop, propose
from canbo.base.authority.models import Answer
from canbo.base.keeping.restored import accept, mark_restored, restored
from canbo.base.record.actions import acting, erase
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
SINCE = dt.date(2026, 1, 1)
GRANT = {"account": "lan", "role": "officer", "body": "so", "since": "2026-02-01", "until": None, "decision": "5-QĐ/TU"}


def administrator(username):
    account = an_account(username)
    by = an_account("canbo", system=True)
    grant_role(account=account, role=Role.ADMINISTRATOR, body_code="so", since=SINCE, by=by, at=NOW)
    return account


@pytest.fixture
def two():
    an_account("lan")
    return administrator("an"), administrator("binh")


def code_of(action, **named):
    before = position()
    with pytest.raises(Refusal) as refused:
        action(**named)
    assert position() == before
    return refused.value.code


def proposed(by, kind="access.grant", what=GRANT, at=NOW):
    return propose(kind=kind, what=what, by=by, at=at)


def test_a_role_is_granted_by_two_and_entered_twice(two):
    first, second = two
    proposal = proposed(first)
    assert not Grant.objects.filter(account__username="lan").exists()
    grant = confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
    assert (grant.account.username, grant.role, grant.body_code) == ("lan", "officer", "so")
    entries = list(Entry.objects.order_by("-seq")[:3])
    assert [(each.action, each.by) for each in reversed(entries)] == [
        ("authority.propose", first), ("authority.confirm", second), ("access.grant", second),
    ]  # fmt: skip
    assert f'"proposal":{proposal.pk}' in entries[0].payload


def test_an_administrator_alone_grants_nothing(two):
    lan = an_account("lan")
    alone = {
        "account": lan,
        "role": Role.OFFICER,
        "body_code": "so",
        "since": SINCE,
        "decision": "5-QĐ/TU",
        "by": two[0],
    }
    assert code_of(grant_role, **alone, at=NOW) == "authority.needs_two"


def test_whoever_proposed_cannot_confirm(two):
    proposal = proposed(two[0])
    assert code_of(confirm, proposal=proposal, digest=proposal.digest, by=two[0], at=NOW) == "authority.same_person"


def test_the_database_refuses_the_same_person_twice(two):
    proposal = proposed(two[0])
    with (
        pytest.raises(DatabaseError, match="second person"),
        transaction.atomic(),
        acting("authority.confirm", by=two[0], at=NOW, payload={}) as entry,
    ):
        Answer.objects.create(proposal=proposal, entry=entry, confirmed=True, digest=proposal.digest)


@pytest.mark.parametrize(("digest", "late"), [("0" * 64, dt.timedelta()), (None, WAITS + dt.timedelta(seconds=1))])
def test_the_database_refuses_another_digest_and_a_late_confirmation(two, digest, late):
    proposal = proposed(two[0])
    with (
        pytest.raises(DatabaseError, match="second person"),
        transaction.atomic(),
        acting("authority.confirm", by=two[1], at=NOW + late, payload={}) as entry,
    ):
        Answer.objects.create(proposal=proposal, entry=entry, confirmed=True, digest=digest or proposal.digest)


def test_a_proposal_runs_out_is_answered_once_and_must_be_the_one_that_was_read(two):
    first, second = two
    proposal = proposed(first)
    late = NOW + WAITS + dt.timedelta(seconds=1)
    assert code_of(confirm, proposal=proposal, digest=proposal.digest, by=second, at=late) == "authority.expired"
    assert code_of(confirm, proposal=proposal, digest="0" * 64, by=second, at=NOW) == "authority.another_digest"
    confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
    again = {"proposal": proposal, "digest": proposal.digest, "by": second, "at": NOW}
    proposal.refresh_from_db()
    assert code_of(confirm, **again) == "authority.answered"


def test_nobody_takes_part_in_an_act_about_themselves(two):
    first, second = two
    about = {**GRANT, "account": "binh"}
    assert code_of(propose, kind="access.grant", what=about, by=second, at=NOW) == "authority.concerned"
    proposal = proposed(first, what=about)
    assert code_of(confirm, proposal=proposal, digest=proposal.digest, by=second, at=NOW) == "authority.concerned"


def test_who_may_not_do_it_alone_may_not_be_one_of_the_two(two):
    stranger = an_account("khach")
    assert code_of(propose, kind="access.grant", what=GRANT, by=stranger, at=NOW) == "access.not_administrator"
    proposal = proposed(two[0])
    refused = code_of(confirm, proposal=proposal, digest=proposal.digest, by=stranger, at=NOW)
    assert refused == "access.not_administrator"


def test_an_act_that_is_refused_in_the_end_leaves_the_proposal_open(two):
    first, second = two
    proposal = proposed(first, what={**GRANT, "until": "2026-01-15"})
    assert code_of(confirm, proposal=proposal, digest=proposal.digest, by=second, at=NOW) == "access.empty_range"
    proposal.refresh_from_db()
    assert not hasattr(proposal, "answer")


def test_a_proposal_is_withdrawn_or_declined(two):
    first, second = two
    for by in two:
        proposal = proposed(first)
        assert not drop(proposal=proposal, by=by, at=NOW).confirmed
        proposal.refresh_from_db()
        assert code_of(drop, proposal=proposal, by=second, at=NOW) == "authority.answered"
    stranger = an_account("khach")
    assert code_of(drop, proposal=proposed(first), by=stranger, at=NOW) == "access.not_administrator"


RECOVER = {"account": "lan", "reason": "mất điện thoại"}


def test_two_recover_an_account_and_neither_knows_the_whole_password(two):
    first, second = two
    lan = an_account("lan")
    proposal = proposed(first, "accounts.recover", RECOVER)
    half = confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
    lan.refresh_from_db()
    assert not has_second_factor(lan)
    assert not Authenticator.objects.filter(user=lan).exists()
    assert lan.check_password(whole(first_half(proposal.pk), half))
    assert lan.one_time_until == NOW + dt.timedelta(days=1)
    assert not any(half in (each.payload or "") for each in Entry.objects.all())


def test_nobody_recovers_an_account_alone_nor_their_own(two):
    assert code_of(recover, account=an_account("lan"), by=two[0], at=NOW) == "accounts.recovered_by_two"
    own = {"account": "an", "reason": "mất điện thoại"}
    assert code_of(propose, kind="accounts.recover", what=own, by=two[0], at=NOW) == "authority.concerned"
    assert (
        code_of(propose, kind="accounts.recover", what=RECOVER, by=an_account("lan"), at=NOW) == "authority.concerned"
    )
    assert code_of(propose, kind="accounts.recover", what=RECOVER, by=an_account("khach"), at=NOW) == (
        "authority.not_administrator"
    )


def test_an_entry_is_erased_by_two(two):
    first, second = two
    with acting("test", by=first, at=NOW, payload={"name": "sai"}) as entry:
        pass
    what = {"entry": entry.seq, "decision": "7-QĐ/TU"}
    proposal = proposed(first, "record.erase", what)
    confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
    assert Entry.objects.get(seq=entry.seq).payload is None


def test_not_even_the_house_erases_or_closes_alone(two):
    house = an_account("canbo", system=True)
    with acting("test", by=two[0], at=NOW, payload={"name": "sai"}) as entry:
        pass
    assert code_of(erase, seq=entry.seq, decision="7-QĐ/TU", by=house, at=NOW) == "authority.needs_two"
    lan = an_account("lan")
    changed = {"account": lan, "shown_as": "Lan", "active": False, "at": NOW}
    for one in (house, two[0]):
        assert code_of(change_account, by=one, **changed) == "authority.needs_two"


def test_an_account_is_closed_and_opened_again_by_two(two):
    first, second = two
    lan = an_account("lan", shown_as="Lan", password="mật khẩu rất dài")
    client = Client()
    client.force_login(lan, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/delegations/").status_code == 200
    for active, opens in (("closed", False), ("open", True)):
        what = {"account": "lan", "shown_as": "Lan Anh", "active": active, "reason": "nghỉ hưu"}
        proposal = proposed(first, "accounts.change", what)
        confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
        lan.refresh_from_db()
        assert (lan.shown_as, lan.is_active) == ("Lan Anh", opens)
        assert (client.get("/delegations/").status_code == 200) is opens
    again = proposed(first, "accounts.change", what)
    with pytest.raises(Refusal, match="nothing to change"):
        confirm(proposal=again, digest=again.digest, by=second, at=NOW)


def test_a_restored_installation_is_read_and_waits_for_two_before_anything_is_written(two, settings, tmp_path):
    first, second = two
    settings.HOME = tmp_path
    mark_restored("ab" * 32, 7)

    def act():
        with acting("people.correct", by=first, at=NOW, payload={}):
            pass

    assert code_of(act) == "keeping.restored"
    assert code_of(accept, root="ab" * 32, by=first, at=NOW) == "keeping.nothing_restored"
    proposal = proposed(first, "keeping.accept", {"root": "ab" * 32})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "on_commit", lambda do: do())  # a test never commits
        confirm(proposal=proposal, digest=proposal.digest, by=second, at=NOW)
    assert restored() is None
    act()


def test_a_decider_without_a_second_factor_decides_nothing():
    bare = an_account("bare", second_factor=False)
    by = an_account("canbo", system=True)
    grant_role(account=bare, role=Role.OFFICER, body_code="so", since=SINCE, by=by, at=NOW)

    def act(deed):
        with acting(deed, by=bare, at=NOW, payload={}):
            pass

    assert code_of(act, deed="people.correct") == "authority.no_second_factor"
    act("accounts.password")
