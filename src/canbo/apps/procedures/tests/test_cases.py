"""A case on the record: who may move it, who is summoned, two people at once, and what cannot be changed."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from shutil import copytree

import pytest
from django.db import DatabaseError, transaction

from canbo.apps.ballots.actions import annul, appoint_teller, enter_numbers
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import ballots_of, tellers_of
from canbo.apps.people.actions import correct_person, correct_row
from canbo.apps.people.marks import marks
from canbo.apps.people.models import Holding, Person, PersonVersion, Relative
from canbo.apps.people.testing import a_row
from canbo.apps.procedures.actions import happen
from canbo.apps.procedures.balloting import open_vote, take_result
from canbo.apps.procedures.days_off import unsure_days_off
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import (
    facts_for,
    holidays,
    newest,
    owner_of,
    plan_of,
    state_of,
    steps_about,
    summoned,
)
from canbo.apps.procedures.replay import replayed
from canbo.apps.procedures.testing import (
    AT,
    Department,
    a_case,
    a_department,
    count_and_close,
    do,
    file_all,
    hold,
    list_names,
    meet,
    the_ballot,
    vote,
)
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.core.calendar import add_working_days
from canbo.core.procedure_plan import plan_on
from canbo.core.procedure_state import Balloted, Chosen, Closed, Decided, Listed, Passage, Recalled, State
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
NAMES = ("so-P1", "so-P2", "so-P3")


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def refused(code: str, case: Case, event, by) -> Refusal:
    with pytest.raises(Refusal) as told:
        do(case, event, by)
    assert told.value.code == f"procedures.{code}"
    return told.value


def test_a_whole_planning_runs_from_pool_to_approval(where: Department):
    case = a_case(where)
    list_names(case, where, NAMES)
    state = meet(case, where, dict.fromkeys(NAMES, 1))
    # Of four leaders the three concerned leave the vote: the director alone is counted, and counts.
    assert state.now.sitting.recused == dict.fromkeys(NAMES, "person")
    assert state.now.sitting.rounds[0].number == 1
    assert state_of(do(case, Closed(), where.head)).step == "P3"
    state = meet(case, where, {"so-P1": 5, "so-P2": 4, "so-P3": 2})
    assert state.now.sitting.rounds[0].number == 6
    assert state_of(do(case, Closed(), where.head)).names == NAMES[:2]
    meet(case, where, {"so-P1": 9, "so-P2": 6})
    do(case, Closed(), where.head)
    state = meet(case, where, {"so-P1": 2, "so-P2": 1})
    assert state.now.sitting.rounds[0].halves == ("so-P2",)
    do(case, Chosen((), "Chưa thống nhất"), where.head)
    assert state_of(do(case, Closed(), where.head)).step == "P6"
    file_all(case, where.officer)
    do(case, Decided(("so-P1",), {}, "15-QĐ/TU, 02/11/2026"), where.approver)
    state = state_of(do(case, Closed(), where.approver))
    assert (state.status, state.names) == ("decided", ("so-P1",))
    assert replayed(case) == []
    assert Entry.objects.filter(action__startswith="procedures.").count() == Move.objects.count()


def test_a_change_of_the_dossier_shortly_before_a_meeting_about_somebody_is_marked(where: Department):
    listed, other = (Person.objects.get(key=key) for key in ("so-P1", "so-H2"))
    corrected = PersonVersion.objects.get(person=listed, entry_to__isnull=True)
    correct_row(row=corrected, by=an_account("nha", system=True), at=AT - dt.timedelta(days=30), born="1979-03-02")
    case = a_case(where)
    list_names(case, where, ("so-P1",))
    meet(case, where, {"so-P1": 1})
    steps = steps_about(listed)
    assert {each.day for each in steps} >= {state_of(newest(case)).now.sitting.meets}
    assert steps_about(other) == []
    found = marks(listed, current_pack(), AT.date())
    assert {(mark.before, mark.after) for mark in found} == {(corrected.born, "1979-03-02")}
    assert {mark.step.says.vi for mark in found} >= {plan_of(case).step("P2").name.vi}


def test_those_summoned_are_drawn_from_the_posts_of_the_day(where: Department):
    plan = plan_of(a_case(where))
    assert {each.key for each in summoned(plan, plan.step("P2"), where.body, AT.date())} == {"so-D", *NAMES}
    wide = {each.key for each in summoned(plan, plan.step("P3"), where.body, AT.date())}
    assert wide == {"so-D", *NAMES, "so-H1", "so-H2"}
    assert len(summoned(plan, plan.step("P4"), where.body, AT.date())) == 10
    assert summoned(plan, plan.step("P2"), where.body, dt.date(2021, 1, 1)) == []
    former = Person.objects.get(key="so-V1")
    a_row(Holding, former, title="department_deputy_director", since="2021-02", last="2024-12", body=where.body,
          concurrent=True)  # fmt: skip
    assert "so-V1" not in {each.key for each in summoned(plan, plan.step("P2"), where.body, AT.date())}
    assert "so-V1" in {each.key for each in summoned(plan, plan.step("P2"), where.body, dt.date(2024, 1, 1))}


def test_a_relative_of_a_name_leaves_the_vote_whoever_declared_it(where: Department):
    case = a_case(where)
    director, concerned = (Person.objects.get(key=key) for key in ("so-D", "so-H1"))
    a_row(Relative, concerned, relation="sibling", name="Lãnh Đạo D", relative=director)
    list_names(case, where, ("so-H1",))
    state = meet(case, where, {"so-H1": 3})
    assert state.now.sitting.recused == {"so-D": "relatives"}
    assert state.now.sitting.rounds[0].number == 3


def test_a_meeting_one_short_of_its_quorum_decides_nothing_and_is_called_again(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    file_all(case, where.officer)
    with pytest.raises(Refusal) as told:
        meet(case, where, {"so-H1": 2}, absent=("so-P1", "so-P2"))
    assert told.value.code == "procedures.quorum"
    assert told.value.citation is not None
    assert not Ballot.objects.exists()
    refused("quorum", case, Closed(), where.head)
    do(case, Recalled(), where.officer)
    state = meet(case, where, {"so-H1": 3}, absent=("so-P1",))
    assert len(state.now.failed) == 1
    assert state_of(do(case, Closed(), where.head)).step == "P3"


def test_each_pair_of_hands_does_its_own_deeds(where: Department):
    case = a_case(where)
    assert refused("not_in_office", case, Listed(NAMES), where.head).status == 403
    list_names(case, where, ("so-H1",))
    meet(case, where, {"so-H1": 4})
    refused("not_in_office", case, Closed(), where.officer)
    stranger = a_department("khac")
    refused("not_in_office", case, Closed(), stranger.head)


def test_nobody_handles_a_case_on_whose_list_the_own_name_stands(where: Department):
    from_list = Person.objects.get(key="so-P1")
    a_row_link(where, from_list)
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    refused("own_case", case, Closed(), where.officer)


def a_row_link(where: Department, person: Person) -> None:
    person.account_links.create(account=where.officer, entry_from=Entry.objects.order_by("-seq").first())


def test_a_name_without_a_dossier_in_sight_is_not_listed(where: Department):
    assert "so-P9" in refused("stranger", a_case(where), Listed(("so-P9",)), where.officer).says.vi


def test_who_has_left_service_is_not_listed(where: Department):
    version = PersonVersion.objects.get(person__key="so-P1")
    correct_person(person=version.person, by=where.officer, at=AT, left="2026-01-01", left_why="retired")
    refusal = refused("left_service", a_case(where), Listed(("so-P1",)), where.officer)
    assert "so-P1" in refusal.says.vi


def test_of_two_who_close_one_step_at_once_one_is_refused(where: Department):
    case = a_case(where)
    do(case, Listed(("so-H1",)), where.officer)
    file_all(case, where.officer)
    seen = newest(case).number
    happen(case=case, seen=seen, event=Closed(), by=where.officer, at=AT)
    with pytest.raises(Refusal) as told:
        happen(case=case, seen=seen, event=Closed(), by=where.officer, at=AT)
    assert told.value.code == "procedures.moved"


@pytest.mark.parametrize("how", ["changed", "removed", "a second after one", "out of the record"])
def test_the_database_refuses_any_other_path(where: Department, how: str):
    case = a_case(where)
    do(case, Listed(("so-H1",)), where.officer)
    move = newest(case)
    said = {"case": case, "event": "{}", "state": move.state, "step": "P6", "status": "running"}
    first = Entry.objects.get(seq=1)
    deeds = {
        "changed": lambda: Move.objects.filter(pk=move.pk).update(step="P6"),
        "removed": lambda: Move.objects.filter(pk=move.pk)._raw_delete("default"),
        "a second after one": lambda: Move.objects.create(number=2, after=move.after, entry=move.entry, **said),
        "out of the record": lambda: Move.objects.create(number=2, after=move, entry=first, **said),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        deeds[how]()


def test_a_case_keeps_the_rules_it_began_with(where: Department):
    case = a_case(where)
    plan = plan_of(case)
    assert plan.on == AT.date()
    assert case.pack_id
    assert str(plan.version.cites.instrument).startswith("377-QĐ/TW")


def test_a_ballot_of_another_case_is_not_taken_and_leaves_nothing_behind(where: Department):
    case, other = a_case(where), a_case(where)
    for each in (case, other):
        list_names(each, where, ("so-H1",))
        hold(each, where)
    open_vote(case=other, seen=newest(other).number, by=where.officer, at=AT)
    before, entries = newest(case).number, Entry.objects.count()
    refused("other_ballot", case, Balloted(the_ballot(other).pk), where.officer)
    assert (newest(case).number, Entry.objects.count()) == (before, entries)


def test_the_ballot_bears_the_attendance_and_the_rules_of_its_case(where: Department):
    case = a_case(where)
    list_names(case, where, NAMES)
    hold(case, where)
    open_vote(case=case, seen=newest(case).number, by=where.officer, at=AT)
    ballot = the_ballot(case)
    # The three concerned leave the vote: one is called, present, on the roll and a member.
    assert (ballot.summoned, ballot.present, ballot.roll, ballot.members) == (1, 1, 1, 1)
    assert (ballot.kind, ballot.under, ballot.pack_id) == ("planning_introduction", case.opened, case.pack_id)
    assert [name.person.key for name in ballot.names.all()] == list(NAMES)
    with pytest.raises(Refusal) as told:
        enter_numbers(ballot=ballot, present=2, printed=2, issued=2, spoilt=0, unused=0, returned=2, by=a_head(ballot),
                      at=AT)  # fmt: skip
    assert told.value.code == "ballots.settled"


def a_head(ballot: Ballot) -> Account:
    head = an_account("kp-truong")
    appoint_teller(ballot=ballot, account=head, role=Teller.Role.HEAD, by=an_account("canbo", system=True), at=AT)
    return head


def test_a_count_waits_for_its_seal_and_is_taken_over_once(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    hold(case, where)
    open_vote(case=case, seen=newest(case).number, by=where.officer, at=AT)
    with pytest.raises(Refusal) as told:
        take_result(case=case, seen=newest(case).number, by=where.officer, at=AT)
    assert told.value.code == "procedures.not-sealed"
    refused("not-counted", case, Closed(), where.head)
    count_and_close(the_ballot(case), {"so-H1": 4}, by=where.officer)
    take_result(case=case, seen=newest(case).number, by=where.officer, at=AT)
    with pytest.raises(Refusal) as told:
        take_result(case=case, seen=newest(case).number, by=where.officer, at=AT)
    assert told.value.code == "procedures.counted"


def test_an_annulled_ballot_is_opened_anew_with_its_team(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    hold(case, where)
    open_vote(case=case, seen=newest(case).number, by=where.officer, at=AT)
    first = the_ballot(case)
    a_head(first)
    annul(ballot=first, reason="Thu về nhiều hơn phát ra", by=where.officer, at=AT)
    state = vote(case, where, {"so-H1": 4})
    assert [each.ballot for each in state.now.sitting.rounds] == [the_ballot(case).pk]
    assert [each.account.username for each in tellers_of(the_ballot(case))][0] == "kp-truong"
    assert replayed(case) == []


def test_a_second_round_is_a_ballot_after_the_first(where: Department):
    case = a_case(where, places=1)
    list_names(case, where, ("so-H1", "so-H2", "so-V1"))
    meet(case, where, {"so-H1": 4, "so-H2": 4, "so-V1": 4})
    do(case, Closed(), where.head)
    meet(case, where, {"so-H1": 2, "so-H2": 2, "so-V1": 0})
    refused("nobody", case, Closed(), where.head)
    state = vote(case, where, {"so-H1": 3, "so-H2": 1})
    first, second = ballots_of(owner_of(case)).order_by("pk")[1:]
    assert (second.after_id, second.round, second.kind) == (first.pk, "again", "planning_choice")
    assert state.now.sitting.rounds[1].names == ("so-H1", "so-H2")
    assert replayed(case) == []


def test_rules_that_change_while_the_meeting_runs_change_nothing_for_its_ballot(where: Department, settings, tmp_path):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    hold(case, where)
    newer = copytree(settings.POLICY, tmp_path / "vn")
    share = newer / "parameters" / "planning_vote_majority.yaml"
    share.write_text(share.read_text(encoding="utf-8").replace("1/2", "3/4"), encoding="utf-8")
    settings.POLICY = newer
    state = vote(case, where, {"so-H1": 3})
    assert plan_of(a_case(where)).kinds["planning_introduction"].share.of.value == Fraction(3, 4)
    assert the_ballot(case).pack_id == case.pack_id
    assert state.now.sitting.rounds[0].passed == ("so-H1",)


def test_whoever_is_related_to_a_name_neither_chairs_nor_decides(where: Department):
    case = a_case(where)
    concerned, chair = (Person.objects.get(key=key) for key in ("so-H1", "so-D"))
    a_row(Relative, concerned, relation="sibling", name="Lãnh Đạo D", relative=chair)
    chair.account_links.create(account=where.head, entry_from=Entry.objects.order_by("-seq").first())
    list_names(case, where, ("so-H1",))
    meet(case, where, {"so-H1": 3})
    told = refused("relative", case, Closed(), where.head)
    assert (told.status, told.citation is not None) == (403, True)


def test_the_stored_state_is_what_its_events_give(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    meet(case, where, {"so-H1": 4})
    assert replayed(case) == []
    assert json.loads(newest(case).event)["event"] == "tallied"


def test_a_public_holiday_is_no_working_day_of_a_notice(where: Department):
    days = holidays(current_pack())
    fixed = [(1, 1), (4, 30), (5, 1), (9, 2)]
    assert all(dt.date(year, month, day) in days for year in range(2020, 2028) for month, day in fixed)
    case = a_case(where)
    plan, state = plan_of(case), state_of(newest(case))
    assert facts_for(case, plan, state, AT.date()).holidays == days
    assert add_working_days(dt.date(2026, 8, 31), 1, days) == dt.date(2026, 9, 3)


def test_a_deadline_over_days_off_whose_date_no_law_names_says_so():
    pack = current_pack()
    plan, today = plan_on(pack.rules, "party_election", dt.date(2027, 1, 20)), dt.date(2027, 1, 20)
    step = next(each for each in plan.version.steps if each.notice)
    state = State("running", 3, ("A",), Passage(step.code, today, ("A",)))
    found = unsure_days_off(pack, plan, state, today, dt.date(2027, 3, 10))
    assert {each.says.en for each in found} == {"Lunar New Year"}
    assert unsure_days_off(pack, plan, state, today, dt.date(2027, 1, 29)) == []
    other = State("running", 3, ("A",), Passage(plan.first.code, today, ("A",)))
    assert unsure_days_off(pack, plan, other, today, dt.date(2027, 3, 10)) == ()
