"""A case step by step: no step without its conditions, and every refusal names its cure."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from canbo.core.procedure_plan import Plan
from canbo.core.procedure_run import advance, opened, why_not
from canbo.core.procedure_state import (
    Attended,
    Balloted,
    Bar,
    Chosen,
    Closed,
    Condition,
    Decided,
    Facts,
    Filed,
    Listed,
    Notified,
    Recalled,
    State,
    Stopped,
    Tallied,
    Tally,
    Withdrawn,
    event_read,
    event_written,
    state_read,
    written,
)  # fmt: skip
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import DAY, FILES, a_meeting, a_plan, at_b, play, sealed, vote
from canbo.lib.text import Text

HELD = dt.date(2026, 11, 10)
CAPS = Facts(conditions={"caps": Condition(True, Text("Trong giới hạn.", "Within the caps."))})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return a_plan()


def refused(code: str, *args) -> Refusal:
    with pytest.raises(Refusal) as told:
        advance(*args)
    assert told.value.code == f"procedures.{code}"
    return told.value


def sat(plan: Plan, state: State, facts: Facts | None = None, **more: int) -> State:
    """The meeting of the open step, called and held, nothing voted on yet."""
    for event in a_meeting(**more):
        if state.step != "C" or not isinstance(event, Filed):
            now = DAY if isinstance(event, Notified) else HELD
            state = advance(plan, state, event, facts or Facts(), now)
    return state


def held(plan: Plan, votes: dict[str, int], **more: int) -> State:
    """The first meeting, called, held and counted."""
    return vote(plan, sat(plan, at_b(plan), **more), votes, now=HELD)


def test_a_case_goes_from_list_to_decision(plan: Plan):
    state = held(plan, {"X": 9, "Y": 5, "Z": 4})
    state = advance(plan, state, Closed(), Facts(), HELD)
    assert (state.step, state.names) == ("C", ("X", "Y"))
    state = play(plan, vote(plan, sat(plan, state), {"X": 5, "Y": 4}, now=HELD), [Closed()], now=HELD)
    assert (state.step, state.names) == ("D", ("X",))
    state = play(plan, state, [Decided(("X",), {}, "15-QĐ/TU ngày 20/11/2026"), Closed()], CAPS, HELD)
    assert (state.status, state.names, state.now) == ("decided", ("X",), None)
    assert [each.step for each in state.trail] == ["A", "B", "C", "D"]


def test_an_empty_list_is_not_closed(plan: Plan):
    assert refused("empty", plan, opened(plan, 1, DAY), Closed(), Facts(), DAY).remedy


def test_a_barred_name_is_kept_off_the_list_with_its_reason(plan: Plan):
    bar = Bar(Text("Quá tuổi.", "Over the age."))
    told = refused("barred", plan, opened(plan, 1, DAY), Listed(("X",)), Facts(barred={"X": bar}), DAY)
    assert told.says == bar.says


def test_the_notice_counts_working_days_and_names_the_first_day(plan: Plan):
    event = Notified(dt.date(2026, 11, 4), "Phòng họp", ("V1",))
    told = refused("notice", plan, at_b(plan), event, Facts(), DAY)
    assert "05/11/2026" in told.says.vi
    assert told.citation is not None
    holiday = Facts(holidays=frozenset({dt.date(2026, 11, 5)}))
    assert "06/11/2026" in refused("notice", plan, at_b(plan), event, holiday, DAY).says.vi


def test_attendance_waits_for_the_day_of_the_meeting(plan: Plan):
    state = play(plan, at_b(plan), a_meeting()[:1])
    refused("early", plan, state, Attended(("V1",)), Facts(), DAY)


def test_one_too_few_is_no_quorum_and_nothing_can_be_counted(plan: Plan):
    call, come, _ = a_meeting(present=5)
    state = play(plan, at_b(plan), [call])
    state = advance(plan, state, come, Facts(), HELD)
    told = refused("quorum", plan, state, Balloted(1), Facts(), HELD)
    assert "5" in told.says.vi
    assert "6" in told.says.vi
    assert refused("quorum", plan, state_with_minutes(plan, state), Closed(), Facts(), HELD).remedy
    state = advance(plan, state, Recalled(), Facts(), HELD)
    assert state.now.sitting is None
    assert len(state.now.failed) == 1
    six = play(plan, advance(plan, state, call, Facts(), DAY), [Attended(come.present + ("V6",))], now=HELD)
    refused("quorum-there", plan, six, Recalled(), Facts(), HELD)


def state_with_minutes(plan: Plan, state: State) -> State:
    return advance(plan, state, Filed("minutes", "12-BB"), Facts(), HELD)


def test_the_person_concerned_and_relatives_leave_and_the_quorum_is_counted_anew(plan: Plan):
    state = at_b(plan, ("V1", "X"))
    facts = Facts(related={"V2": frozenset({"X"}), "V3": frozenset({"V9"})})
    call, come, _ = a_meeting(summoned=8, present=6)
    state = play(plan, play(plan, state, [call], facts), [come], facts, HELD)
    sitting = state.now.sitting
    assert sitting.recused == {"V1": "person", "V2": "relatives"}
    assert (sitting.called_to_vote, sitting.voting) == (6, 4)
    state = vote(plan, state, {"V1": 4, "X": 3}, facts, HELD)
    assert (state.now.sitting.rounds[0].number, state.now.sitting.rounds[0].passed) == (6, ("V1",))


def test_only_the_sealed_count_of_its_own_ballot_is_taken_over(plan: Plan):
    state = sat(plan, at_b(plan))
    refused("no-ballot", plan, state, Tallied(1, "d"), Facts(), HELD)
    state = advance(plan, state, Balloted(7), Facts(), HELD)
    refused("out", plan, state, Balloted(8), Facts(), HELD)
    refused("not-sealed", plan, state, Tallied(7, "d"), Facts(), HELD)
    told = sealed(plan, state, {"X": 9})
    known = Facts(ballots={7: told, 8: told})
    refused("other-ballot", plan, state, Tallied(8, told.digest), known, HELD)
    refused("other-ballot", plan, state, Tallied(7, "d"), known, HELD)
    assert advance(plan, state, Tallied(7, told.digest), known, HELD).now.sitting.rounds[0].passed == ("X",)


def test_a_count_measured_against_another_number_than_attendance_gives_is_refused(plan: Plan):
    state = advance(plan, sat(plan, at_b(plan)), Balloted(1), Facts(), HELD)
    told = sealed(plan, state, {"X": 9})
    other = Facts(ballots={1: replace(told, number=8)})
    assert "8" in refused("other_base", plan, state, Tallied(1, told.digest), other, HELD).says.vi


def test_a_void_ballot_gives_way_to_a_new_one_and_counts_for_nothing(plan: Plan):
    state = advance(plan, sat(plan, at_b(plan)), Balloted(1), Facts(), HELD)
    void = Facts(ballots={1: Tally("void")})
    refused("void", plan, state, Tallied(1, ""), void, HELD)
    state = advance(plan, state, Balloted(2), void, HELD)
    assert [each.ballot for each in state.now.sitting.rounds] == [2]


def test_the_minutes_of_a_count_are_filed_with_its_result():
    files = FILES["procedures/choosing.yaml"].replace("papers: [minutes]", "papers: [minutes, tally_minutes]")
    codes = FILES["codes/case-papers.yaml"] + "  - {code: tally_minutes, name: {vi: Kiểm phiếu, en: Tally}}\n"
    plan = a_plan({"procedures/choosing.yaml": files, "codes/case-papers.yaml": codes})
    state = advance(plan, sat(plan, at_b(plan)), Balloted(1), Facts(), HELD)
    told = sealed(plan, state, {"X": 9})
    state = advance(plan, state, Tallied(1, told.digest, "3/BB-KP"), Facts(ballots={1: told}), HELD)
    assert state.now.papers["tally_minutes"] == "3/BB-KP"


def test_exactly_half_is_left_to_the_chair_with_a_reason(plan: Plan):
    state = held(plan, {"X": 8, "Y": 4, "Z": 0}, summoned=8, present=8)
    refused("half", plan, state, Closed(), Facts(), HELD)
    refused("choice", plan, state, Chosen(("Y",), " "), Facts(), HELD)
    refused("choice", plan, state, Chosen(("Z",), "Vì"), Facts(), HELD)
    state = play(plan, state, [Chosen(("Y",), "Đã trao đổi đủ ý kiến"), Closed()], now=HELD)
    assert state.names == ("X", "Y")


def test_when_nobody_passes_the_first_two_go_into_a_run_off(plan: Plan):
    state = held(plan, {"X": 4, "Y": 3, "Z": 1})
    assert refused("nobody", plan, state, Closed(), Facts(), HELD).remedy
    state = vote(plan, state, {"X": 4, "Y": 4}, now=HELD)
    assert state.now.sitting.rounds[-1].names == ("X", "Y")
    refused("no-round", plan, state, Balloted(3), Facts(), HELD)
    assert play(plan, state, [Closed()], now=HELD).status == "stopped"


def test_a_tie_at_the_tail_is_voted_on_again_among_the_tied(plan: Plan):
    two = vote(plan, sat(plan, _two_places(plan)), {"X": 8, "Y": 5, "Z": 5}, now=HELD)
    assert two.now.sitting.rounds[-1].tied == ("Y", "Z")
    refused("tie", plan, two, Closed(), Facts(), HELD)
    refused("nothing-to-choose", plan, two, Chosen(("Y",), "Vì"), Facts(), HELD)
    two = play(plan, vote(plan, two, {"Y": 5, "Z": 4}, now=HELD), [Closed()], now=HELD)
    assert two.names == ("X", "Y")


def test_those_who_tie_once_more_are_left_to_the_meeting_with_a_reason(plan: Plan):
    two = vote(plan, sat(plan, _two_places(plan)), {"X": 8, "Y": 5, "Z": 5}, now=HELD)
    two = vote(plan, two, {"Y": 4, "Z": 4}, now=HELD)
    refused("choice", plan, two, Chosen(("Y", "Z"), "Vì"), Facts(), HELD)
    assert play(plan, two, [Chosen(("Z",), "Hội nghị quyết định"), Closed()], now=HELD).names == ("X", "Z")


def test_seats_that_stay_empty_are_voted_on_again_or_left_empty(plan: Plan):
    two = vote(plan, sat(plan, _two_places(plan)), {"X": 8, "Y": 4, "Z": 3}, now=HELD)
    assert play(plan, two, [Closed()], now=HELD).names == ("X",)
    two = vote(plan, two, {"Y": 6, "Z": 3}, now=HELD)
    assert (two.now.sitting.rounds[-1].places, two.now.sitting.kept) == (1, ("X",))
    assert play(plan, two, [Closed()], now=HELD).names == ("X", "Y")


def _two_places(plan: Plan) -> State:
    state = at_b(plan, places=2)
    return advance(plan, vote(plan, sat(plan, state), {"X": 9, "Y": 9, "Z": 9}, now=HELD), Closed(), Facts(), HELD)


def test_a_decision_names_everybody_and_gives_a_reason_for_whom_it_leaves_out(plan: Plan):
    state = _two_places(plan)
    state = play(plan, vote(plan, sat(plan, state), {"X": 8, "Y": 7, "Z": 2}, now=HELD), [Closed()], now=HELD)
    refused("decide", plan, state, Decided(("X",), {}, "1-QĐ"), CAPS, HELD)
    refused("decide", plan, state, Decided(("X",), {"Y": " "}, "1-QĐ"), CAPS, HELD)
    state = advance(plan, state, Decided(("X",), {"Y": "Chưa đủ hồ sơ"}, "1-QĐ"), CAPS, HELD)
    over = Facts(conditions={"caps": Condition(False, Text("Quá 3 người.", "More than 3."))})
    assert refused("condition", plan, state, Closed(), over, HELD).says.en == "More than 3."
    assert play(plan, state, [Closed()], CAPS, HELD).names == ("X",)


def test_an_unknown_condition_does_not_pass(plan: Plan):
    open_ = Facts(conditions={"caps": Condition(None, Text("Chưa rõ.", "Unknown."))})
    state = _two_places(plan)
    state = play(plan, vote(plan, sat(plan, state), {"X": 8, "Y": 2, "Z": 2}, now=HELD), [Closed()], now=HELD)
    state = advance(plan, state, Decided(("X",), {}, "1-QĐ"), open_, HELD)
    refused("condition", plan, state, Closed(), open_, HELD)


def test_a_name_leaves_between_meetings_only(plan: Plan):
    state = play(plan, at_b(plan), [Withdrawn("Z", "Xin rút, đơn ngày 3/11")])
    assert state.names == ("X", "Y")
    refused("withdrawn", plan, held(plan, {"X": 1, "Y": 1, "Z": 1}), Withdrawn("Z", "Đơn"), Facts(), HELD)


def test_a_case_stops_by_a_document_and_then_nothing_happens_any_more(plan: Plan):
    refused("stop", plan, at_b(plan), Stopped(" "), Facts(), DAY)
    state = play(plan, at_b(plan), [Stopped("9-KL/TU")])
    assert state.status == "stopped"
    assert why_not(plan, state, Closed, Facts(), DAY).code == "procedures.ended"


def test_a_state_and_its_events_survive_their_json(plan: Plan):
    state = held(plan, {"X": 8, "Y": 4, "Z": 0}, summoned=8, present=8)
    again = state_read(json.loads(json.dumps(written(state))))
    assert written(again) == written(state)
    assert (
        advance(plan, again, Chosen(("Y",), "Vì"), Facts(), HELD).now
        == advance(plan, state, Chosen(("Y",), "Vì"), Facts(), HELD).now
    )
    for event in (*a_meeting(), Balloted(3), Tallied(3, "d", "5/BB"), Decided(("X",), {"Y": "Vì"}, "1"), Closed()):
        assert written(event_read(json.loads(json.dumps(event_written(event))))) == written(event)


def test_nobody_is_named_before_the_purpose_is_published_and_where():
    makes = "lists: makes,\n         next: B"
    plan = a_plan(
        {
            "procedures/choosing.yaml": FILES["procedures/choosing.yaml"].replace(makes, f"before: [call], {makes}"),
            "codes/case-papers.yaml": FILES["codes/case-papers.yaml"]
            + "  - {code: call, name: {vi: Thông báo, en: Publication}, group: public}\n",
        }
    )
    state = opened(plan, 1, DAY)
    told = why_not(plan, state, Listed, Facts(), DAY)
    assert told is not None
    assert (told.code, told.citation) == ("procedures.papers-before", plan.first.cites)
    assert told.says.en == "Nobody may be named before this is there: Publication."
    with pytest.raises(Refusal) as refused:
        play(plan, state, [Filed("call", "3-TB, 02/11/2026", "  ")])
    assert (refused.value.code, refused.value.status) == ("procedures.where", 422)
    state = play(plan, state, [Filed("call", "3-TB, 02/11/2026", "tại trụ sở"), Listed(("X",))])
    assert state.names == ("X",)
    assert state.now is not None
    assert state.now.papers == {"call": "3-TB, 02/11/2026; tại trụ sở"}
