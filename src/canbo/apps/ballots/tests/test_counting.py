"""A ballot from opening to closing: two sides key, differ, settle; the count is closed once and stays."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from canbo.apps.ballots.actions import (
    OnBallot,
    adopt_other,
    annul,
    appoint_teller,
    close_ballot,
    finish_keying,
    key_papers,
    open_ballot,
    open_next_round,
    resume_keying,
    unkey_paper,
    withdraw,
)
from canbo.apps.ballots.models import Ballot, Closing, KeyedPaper, Teller
from canbo.apps.ballots.queries import ballots_of, differences, names_of, result_of, state_of
from canbo.apps.ballots.testing import A_DAY, a_ballot, all_came_back, both_key, some_papers, the_teller
from canbo.apps.ballots.visibility import may_see_result, visible_ballots
from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import DossierLink
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.base.record.testing_committed import committed_db, guards_after_emptying
from canbo.base.walls.asking import everything
from canbo.core.refusal import Refusal
from canbo.core.tally import Paper

__all__ = ["committed_db", "guards_after_emptying"]
TYPED = ("", "1", "1 2", "1 2 3", "1-4", "1-5")


def refused(code: str, act, **values) -> Refusal:
    with pytest.raises(Refusal) as told:
        act(**values)
    assert told.value.code == code
    return told.value


def close(ballot: Ballot) -> Closing:
    return close_ballot(ballot=Ballot.objects.get(pk=ballot.pk), by=the_teller(), at=A_MORNING)


def outcomes(ballot: Ballot) -> list[str]:
    return [name["outcome"] for name in result_of(ballot)["names"]]


# Opening


@pytest.mark.django_db
def test_names_stand_in_vietnamese_order_by_given_name_unless_the_rule_says_otherwise():
    names = ["Trần Văn Đức", "Lê Thị Ân", "Nguyễn Văn Anh", "Phạm Văn Dũng"]
    assert [n.name for n in names_of(a_ballot(names=names))] == [
        "Nguyễn Văn Anh", "Lê Thị Ân", "Phạm Văn Dũng", "Trần Văn Đức",
    ]  # fmt: skip
    given = open_ballot(
        kind="planning_choice", body=a_body("khac"), purpose="Thử", held=A_DAY, names=[OnBallot(n) for n in names],
        summoned=3, as_given=True, by=an_account("canbo"), at=A_MORNING,
    )  # fmt: skip
    assert [n.name for n in names_of(given)] == names


@pytest.mark.django_db
def test_a_ballot_is_found_by_the_key_of_its_owner():
    ballot = a_ballot(owner="procedures:12:P3")
    a_ballot(owner="procedures:13:P3")
    assert list(ballots_of("procedures:12:P3")) == [ballot]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"names": []}, "ballots.no_names"),
        ({"names": [OnBallot("An"), OnBallot(" An ")]}, "ballots.name_twice"),
        ({"seats": 2}, "ballots.seats"),
        ({"kind": "planing_choice"}, "ballots.no_rule"),
        ({"held": A_DAY.replace(year=1990)}, "ballots.no_rule"),
        ({"summoned": 0}, "ballots.incomplete"),
        ({"purpose": " "}, "ballots.incomplete"),
    ],
)
def test_a_ballot_that_cannot_be_held_is_not_opened(changes, code):
    given = {"kind": "planning_choice", "purpose": "Thử", "held": A_DAY, "names": [OnBallot("An")], "summoned": 3}
    refused(code, open_ballot, body=a_body(), by=an_account("canbo", system=True), at=A_MORNING, **{**given, **changes})
    assert not Ballot.objects.exists()


@pytest.mark.django_db
def test_only_those_in_office_open_a_ballot_and_nobody_counts_papers_with_the_own_name():
    ballot, stranger = a_ballot(names=["An"]), an_account("la")
    given = {"kind": "planning_choice", "purpose": "Thử", "held": A_DAY, "names": [OnBallot("An")], "summoned": 3}
    refused("ballots.not_in_office", open_ballot, body=ballot.body, by=stranger, at=A_MORNING, **given)
    person = a_person("CB1").person
    a_row(DossierLink, person, account=stranger)
    named = open_ballot(
        body=ballot.body, by=an_account("canbo"), at=A_MORNING, **{**given, "names": [OnBallot("An", person=person)]}
    )
    appointing = {
        "account": stranger,
        "role": Teller.Role.MEMBER,
        "side": 1,
        "by": an_account("canbo"),
        "at": A_MORNING,
    }
    refused("ballots.teller_on_the_list", appoint_teller, ballot=named, **appointing)
    appoint_teller(ballot=ballot, **appointing)
    assert [t.account for t in ballot.tellers.filter(entry_to=None, side=1)] == [stranger]


# Keying


@pytest.mark.django_db
def test_two_sides_key_alike_and_the_head_closes():
    ballot = a_ballot(summoned=6)
    assert state_of(ballot) == "open"
    both_key(ballot, *TYPED, finish=False)
    assert state_of(ballot) == "keying"
    for side in (1, 2):
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
    assert state_of(ballot) == "ready"
    close(ballot)
    ballot.refresh_from_db()
    assert state_of(ballot) == "closed"
    assert [name["votes"] for name in result_of(ballot)["names"]] == [1, 2, 3, 4, 5]
    assert outcomes(ballot) == ["below", "below", "below", "passed", "passed"]


@pytest.mark.django_db
def test_a_double_paper_number_is_refused_and_nothing_of_the_batch_is_kept():
    ballot = a_ballot(summoned=6)
    key_papers(ballot=ballot, papers=some_papers(ballot, "1", "2"), by=the_teller(1))
    told = refused(
        "ballots.number_twice", key_papers, ballot=ballot, papers=some_papers(ballot, "3", "", "4"), by=the_teller(1)
    )
    assert "1, 2" in told.says.en
    assert KeyedPaper.objects.count() == 2
    key_papers(ballot=ballot, papers=some_papers(ballot, "5"), new=False, by=the_teller(1))
    assert KeyedPaper.objects.get(number=1).marks == "11112"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "paper", "says"),
    [
        (1, Paper("1111"), "5 names"),
        (1, Paper("11119"), "no mark"),
        (11, Paper("11111"), "1 to 10"),
        (0, Paper("11111"), "1 to 10"),
        (1, Paper("11111", ("torn",)), "no ballot fault"),
    ],
)
def test_what_cannot_be_a_paper_is_refused(number, paper, says):
    told = refused("ballots.not_a_paper", key_papers, ballot=a_ballot(), papers={number: paper}, by=the_teller(1))
    assert says in told.says.en
    assert not KeyedPaper.objects.exists()


@pytest.mark.django_db
def test_only_the_two_keying_tellers_key():
    ballot = a_ballot()
    for account in (the_teller(), an_account("la")):
        refused("ballots.not_a_teller", key_papers, ballot=ballot, papers=some_papers(ballot, ""), by=account)


@pytest.mark.django_db
def test_a_side_that_is_done_waits_for_the_other_before_anything_is_compared():
    ballot = a_ballot(summoned=2)
    all_came_back(ballot)
    key_papers(ballot=ballot, papers=some_papers(ballot, "", "1"), by=the_teller(1))
    finish_keying(ballot=ballot, by=the_teller(1), at=A_MORNING)
    refused("ballots.side_done", key_papers, ballot=ballot, papers=some_papers(ballot, ""), by=the_teller(1))
    refused("ballots.side_done", adopt_other, ballot=ballot, number=1, by=the_teller(1))
    refused("ballots.not_both_done", adopt_other, ballot=ballot, number=1, by=the_teller(2))
    resume_keying(ballot=ballot, by=the_teller(1), at=A_MORNING)
    key_papers(ballot=ballot, papers=some_papers(ballot, "2"), new=False, by=the_teller(1))


@pytest.mark.django_db
def test_differences_are_shown_paper_by_paper_and_settled_by_the_side_that_erred():
    ballot = a_ballot(summoned=3)
    all_came_back(ballot)
    for side, typed in ((1, ("", "2", "3")), (2, ("", "2 4", ""))):
        key_papers(ballot=ballot, papers=some_papers(ballot, *typed), by=the_teller(side))
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
    assert [(each.number, each.places) for each in differences(ballot)] == [(2, (3,)), (3, (2,))]
    assert state_of(ballot) == "differing"
    assert "2 papers: 2, 3" in refused("ballots.sides_differ", close, ballot=ballot).says.en
    adopt_other(ballot=ballot, number=2, by=the_teller(1))
    key_papers(ballot=ballot, papers={3: Paper("11211")}, new=False, by=the_teller(2))
    assert differences(ballot) == []
    close(ballot)


@pytest.mark.django_db
def test_a_paper_keyed_under_a_wrong_number_is_taken_back():
    ballot = a_ballot(summoned=3)
    all_came_back(ballot, 2)
    key_papers(ballot=ballot, papers={1: Paper("11111"), 3: Paper("11111")}, by=the_teller(1))
    key_papers(ballot=ballot, papers={1: Paper("11111"), 2: Paper("11111")}, by=the_teller(2))
    for side in (1, 2):
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
    assert [each.number for each in differences(ballot)] == [2, 3]
    adopt_other(ballot=ballot, number=2, by=the_teller(1))
    adopt_other(ballot=ballot, number=3, by=the_teller(1))
    refused("ballots.no_paper", unkey_paper, ballot=ballot, number=3, by=the_teller(1))
    close(ballot)


# Totals


@pytest.mark.django_db
def test_numbers_of_papers_that_do_not_meet_are_refused_with_the_ones_concerned():
    ballot = a_ballot(summoned=10)
    told = refused("ballots.totals", all_came_back, ballot=ballot, returned=11)
    assert "returned 11 > issued 10" in told.says.en
    told = refused("ballots.totals", all_came_back, ballot=ballot, printed=12, spoilt=1)
    assert "printed 12" in told.says.en


@pytest.mark.django_db
def test_keying_is_not_done_with_one_paper_too_few():
    ballot = a_ballot(summoned=3)
    all_came_back(ballot, 3)
    key_papers(ballot=ballot, papers=some_papers(ballot, "", ""), by=the_teller(1))
    told = refused("ballots.papers_missing", finish_keying, ballot=ballot, by=the_teller(1), at=A_MORNING)
    assert "1 papers are not keyed yet (2 of 3)." in told.says.en


@pytest.mark.django_db
def test_numbers_corrected_after_the_keying_must_still_meet_the_papers():
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    all_came_back(ballot, 5)
    refused("ballots.totals", close, ballot=ballot)


@pytest.mark.django_db
def test_spoilt_blank_and_invalid_papers_are_counted_apart():
    ballot = a_ballot("planning_choice", summoned=4, seats=2)
    all_came_back(ballot, 3, printed=6, spoilt=1, unused=1)
    papers = some_papers(ballot, "", "1-3", "1 2")
    for side in (1, 2):
        key_papers(ballot=ballot, papers=papers, by=the_teller(side))
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
    close(ballot)
    assert result_of(Ballot.objects.get())["papers"] == {
        "returned": 3, "valid": 1, "invalid": 2, "blank": 1, "faults": {"nobody": 1, "too_many_names": 1},
    }  # fmt: skip


@pytest.mark.django_db
def test_without_the_number_that_the_rule_measures_against_nothing_is_closed():
    ballot = a_ballot("election_no_surplus", summoned=6)
    both_key(ballot, *TYPED)
    all_came_back(ballot, 6, roll=None)
    assert refused("ballots.no_base", close, ballot=ballot).citation is not None


# Closing


@pytest.mark.django_db
def test_only_the_head_of_the_team_closes():
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    refused("ballots.not_head_teller", close_ballot, ballot=ballot, by=the_teller(1), at=A_MORNING)


@pytest.mark.django_db
def test_after_the_closing_every_action_is_refused_and_so_does_the_database():
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    close(ballot)
    ballot = Ballot.objects.get()
    refused("ballots.closed", key_papers, ballot=ballot, papers=some_papers(ballot, ""), new=False, by=the_teller(1))
    refused("ballots.closed", resume_keying, ballot=ballot, by=the_teller(1), at=A_MORNING)
    refused("ballots.closed", all_came_back, ballot=ballot)
    refused("ballots.closed", annul, ballot=ballot, reason="thử", by=an_account("canbo"), at=A_MORNING)
    papers = KeyedPaper.objects.filter(ballot=ballot, side=1)
    for forbidden in (
        lambda: papers.update(marks="22222"),
        lambda: papers.filter(number=1).delete(),
        lambda: KeyedPaper.objects.create(ballot=ballot, side=1, number=9, marks="11111"),
        lambda: Closing.objects.update(result="{}"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forbidden()
    assert papers.count() == 6


@pytest.mark.django_db
def test_a_closing_that_breaks_off_leaves_nothing_behind(monkeypatch):
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    before = Entry.objects.count()
    monkeypatch.setattr(Closing.objects, "create", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        close(ballot)
    monkeypatch.undo()
    assert Entry.objects.count() == before
    assert state_of(Ballot.objects.get()) == "ready"
    close(ballot)


def test_two_heads_who_close_at_once_close_once(committed_db):
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    told: list[str] = []
    barrier = threading.Barrier(2)

    def attempt() -> None:
        try:
            barrier.wait()
            with everything():  # a thread begins without having said for whom it asks
                close(ballot)
            told.append("closed by me")
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["ballots.closed", "closed by me"]
    assert Closing.objects.count() == 1


@pytest.mark.django_db
def test_the_closed_papers_are_a_sorted_list_that_forgets_the_pile():
    first, second = a_ballot(summoned=6), a_ballot(summoned=6, body=None)
    both_key(first, *TYPED)
    both_key(second, *reversed(TYPED))
    one, other = close(first), close(second)
    assert one.papers == other.papers
    assert one.result == other.result
    assert one.digest != other.digest
    assert sum(n for *_, n in json.loads(one.papers)) == 6


@pytest.mark.django_db
def test_the_record_holds_the_digest_and_not_the_result():
    ballot = a_ballot(summoned=6)
    both_key(ballot, *TYPED)
    closing = close(ballot)
    assert json.loads(closing.entry.payload) == {"ballot": ballot.pk, "digest": closing.digest}
    written = "".join(Entry.objects.exclude(action="packs.archive").values_list("payload", flat=True))
    assert "votes" not in written
    assert "marks" not in written


@pytest.mark.django_db
def test_a_vote_can_be_annulled_with_its_reason_and_then_nothing_more_is_keyed():
    ballot = a_ballot()
    refused("ballots.no_reason", annul, ballot=ballot, reason=" ", by=an_account("canbo"), at=A_MORNING)
    annul(ballot=ballot, reason="Thu về nhiều hơn phát ra", by=an_account("canbo"), at=A_MORNING)
    ballot = Ballot.objects.get()
    refused("ballots.annulled", key_papers, ballot=ballot, papers=some_papers(ballot, ""), by=the_teller(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyedPaper.objects.create(ballot=ballot, side=1, number=1, marks="11111")


# Further rounds


@pytest.mark.django_db
def test_a_tie_for_the_last_seat_opens_a_vote_between_the_tied_under_the_same_rules():
    ballot = a_ballot("election_no_surplus", names=["An", "Bình", "Cường"], summoned=4, seats=2, owner="x")
    both_key(ballot, "", "", "", "3")
    close(ballot)
    ballot = Ballot.objects.get()
    assert outcomes(ballot) == ["passed", "passed", "not_among"]
    refused("ballots.no_round", open_next_round, ballot=ballot, by=an_account("canbo"), at=A_MORNING)

    tied = a_ballot("election_no_surplus", names=["An", "Bình", "Cường"], summoned=4, seats=2, owner="y")
    both_key(tied, "", "", "2-3", "")
    close(tied)
    tied = Ballot.objects.get(pk=tied.pk)
    assert outcomes(tied) == ["passed", "tied", "tied"]
    second = open_next_round(ballot=tied, by=an_account("canbo"), at=A_MORNING)
    assert ([n.name for n in names_of(second)], second.seats, second.round) == (["Bình", "Cường"], 1, "tie")
    assert (second.pack_id, second.owner, second.after) == (tied.pack_id, "y", tied)
    refused("ballots.round_open", open_next_round, ballot=tied, by=an_account("canbo"), at=A_MORNING)


@pytest.mark.django_db
def test_too_few_elected_opens_another_round_and_a_withdrawn_name_is_not_in_it():
    ballot = a_ballot("election_surplus", names=["An", "Bình", "Cường", "Dung"], summoned=4, seats=2)
    withdraw(name=names_of(ballot)[3], reason="Có đơn xin rút", by=an_account("canbo"), at=A_MORNING)
    both_key(ballot, "2-4", "2-4", "2-4", "1 3 4")
    close(ballot)
    ballot = Ballot.objects.get()
    assert outcomes(ballot) == ["passed", "below", "below", "withdrawn"]
    second = open_next_round(ballot=ballot, by=an_account("canbo"), at=A_MORNING)
    assert ([n.name for n in names_of(second)], second.seats, second.round) == (["Bình", "Cường"], 1, "again")


# Who sees what


@pytest.mark.django_db
def test_a_result_that_is_not_announced_is_kept_from_members_and_shown_to_those_in_charge():
    kept, announced = a_ballot("planning_introduction", summoned=6), a_ballot("congress_closing", summoned=6)
    assert not may_see_result(an_account("la"), kept, A_DAY)
    for role, sees in ((Role.MEMBER, False), (Role.OFFICER, True), (Role.HEAD, True)):
        account = an_account(role.value)
        Grant.objects.create(
            account=account, role=role, body_code="tinh", since="2020-01-01", decision="1-QĐ", entry_from=an_entry()
        )
        assert may_see_result(account, kept, A_DAY) == sees
        assert may_see_result(account, announced, A_DAY) == sees
        assert visible_ballots(account, A_DAY).count() == 2
    assert may_see_result(the_teller(1), kept, A_DAY)
    assert not visible_ballots(an_account("la"), A_DAY).exists()


@pytest.mark.django_db
def test_reading_the_state_of_a_ballot_asks_alike_for_few_and_many_papers(django_assert_max_num_queries):
    ballot = a_ballot(summoned=40)
    both_key(ballot, *["1 3"] * 40)
    with django_assert_max_num_queries(6):
        assert state_of(Ballot.objects.get()) == "ready"


@pytest.mark.django_db
def test_nothing_is_keyed_while_the_system_is_read_only(settings):
    ballot = a_ballot()
    settings.READ_ONLY = True
    refused("record.read_only", key_papers, ballot=ballot, papers=some_papers(ballot, ""), by=the_teller(1))
    refused("record.read_only", unkey_paper, ballot=ballot, number=1, by=the_teller(1))


@pytest.mark.django_db
def test_a_teller_is_replaced_until_papers_are_keyed():
    ballot, system = a_ballot(), an_account("canbo")
    key_papers(ballot=ballot, papers=some_papers(ballot, ""), by=the_teller(1))
    values = {"ballot": ballot, "account": an_account("ba"), "role": Teller.Role.MEMBER, "by": system, "at": A_MORNING}
    refused("ballots.side_begun", appoint_teller, side=1, **values)
    assert appoint_teller(side=2, **values).side == 2
