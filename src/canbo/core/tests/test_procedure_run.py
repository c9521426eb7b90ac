"""A case step by step: no step without its conditions, and every refusal names its cure."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from canbo.core.procedure_plan import Plan
from canbo.core.procedure_run import advance, opened, why_not
from canbo.core.procedure_state import (
    Again,
    Attended,
    Bar,
    Chosen,
    Closed,
    Condition,
    Count,
    Counted,
    Decided,
    Facts,
    Filed,
    Listed,
    Notified,
    Recalled,
    State,
    Stopped,
    Withdrawn,
    event_read,
    event_written,
    state_read,
    written,
)  # fmt: skip
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import DAY, a_meeting, a_plan, at_b, play
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


def held(plan: Plan, votes: dict[str, int], **more) -> State:
    """The first meeting, called, held and counted."""
    state = at_b(plan)
    for event in a_meeting(votes, **more):
        state = advance(plan, state, event, Facts(), DAY if isinstance(event, Notified) else HELD)
    return state


def test_a_case_goes_from_list_to_decision(plan: Plan):
    state = held(plan, {"X": 9, "Y": 5, "Z": 4})
    state = advance(plan, state, Closed(), Facts(), HELD)
    assert (state.step, state.names) == ("C", ("X", "Y"))
    calls = a_meeting({"X": 5, "Y": 4})[:3]
    state = play(plan, state, [Notified(HELD, "P1", calls[0].summoned), *calls[1:], Closed()], now=HELD)
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
    state = play(plan, at_b(plan), a_meeting({})[:1])
    refused("early", plan, state, Attended(("V1",)), Facts(), DAY)


def test_one_too_few_is_no_quorum_and_nothing_can_be_counted(plan: Plan):
    call, come, count, _ = a_meeting({"X": 5, "Y": 5, "Z": 5}, present=5)
    state = play(plan, at_b(plan), [call])
    state = advance(plan, state, come, Facts(), HELD)
    told = refused("quorum", plan, state, count, Facts(), HELD)
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
    call, come, *_ = a_meeting({}, summoned=8, present=6)
    state = play(plan, play(plan, state, [call], facts), [come], facts, HELD)
    sitting = state.now.sitting
    assert sitting.recused == {"V1": "person", "V2": "relatives"}
    assert (sitting.called_to_vote, sitting.voting) == (6, 4)
    refused("count", plan, state, Counted(Count(5, 5, 5, {"V1": 3, "X": 3})), facts, HELD)
    state = advance(plan, state, Counted(Count(4, 4, 4, {"V1": 4, "X": 3})), facts, HELD)
    assert (state.now.sitting.rounds[0].against, state.now.sitting.rounds[0].passed) == (6, ("V1",))


@pytest.mark.parametrize(
    "count",
    [
        Count(10, 9, 9, {"X": 1, "Y": 1, "Z": 1}),
        Count(9, 10, 9, {"X": 1, "Y": 1, "Z": 1}),
        Count(9, 8, 9, {"X": 1, "Y": 1, "Z": 1}),
        Count(9, 9, 8, {"X": 9, "Y": 1, "Z": 1}),
        Count(9, 9, 9, {"X": 1, "Y": 1}),
        Count(9, 9, 9, {"X": 1, "Y": 1, "Z": 1, "W": 1}),
        Count(9, 9, 9, {"X": 5, "Y": 1, "Z": 1}, {"X": 5}),
        Count(9, 9, 9, {"X": -1, "Y": 1, "Z": 1}),
    ],
)
def test_totals_that_do_not_meet_are_refused(plan: Plan, count: Count):
    call, come, *_ = a_meeting({})
    state = play(plan, play(plan, at_b(plan), [call]), [come], now=HELD)
    assert refused("count", plan, state, Counted(count), Facts(), HELD).status == 422


def test_an_election_refuses_more_choices_than_papers_allow(plan: Plan):
    state = advance(plan, held(plan, {"X": 9, "Y": 9, "Z": 0}), Closed(), Facts(), HELD)
    call, come, *_ = a_meeting({})
    state = play(plan, state, [Notified(HELD, "P1", call.summoned), come], now=HELD)
    refused("count", plan, state, Counted(Count(9, 9, 9, {"X": 5, "Y": 5})), Facts(), HELD)


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
    state = advance(plan, state, Again(), Facts(), HELD)
    assert state.now.sitting.rounds[-1].names == ("X", "Y")
    state = play(plan, state, [Counted(Count(9, 9, 9, {"X": 4, "Y": 4})), Closed()], now=HELD)
    assert state.status == "stopped"


def test_a_tie_at_the_tail_is_voted_on_again_among_the_tied(plan: Plan):
    state = advance(plan, held(plan, {"X": 9, "Y": 9, "Z": 9}), Closed(), Facts(), HELD)
    call, come, *_ = a_meeting({})
    state = play(plan, state, [Notified(HELD, "P1", call.summoned), come], now=HELD)
    # Nine papers for one place leave nobody room to tie above one half; ask with two places.
    assert state.places == 1
    two = play(plan, _two_places(plan), [Notified(HELD, "P1", call.summoned), come], now=HELD)
    two = advance(plan, two, Counted(Count(9, 9, 9, {"X": 8, "Y": 5, "Z": 5})), Facts(), HELD)
    assert two.now.sitting.rounds[-1].tied == ("Y", "Z")
    refused("tie", plan, two, Closed(), Facts(), HELD)
    two = play(plan, two, [Again(), Counted(Count(9, 9, 9, {"Y": 5, "Z": 4})), Closed()], now=HELD)
    assert two.names == ("X", "Y")


def _two_places(plan: Plan) -> State:
    state = at_b(plan, places=2)
    for event in (*a_meeting({"X": 9, "Y": 9, "Z": 9}), Closed()):
        state = advance(plan, state, event, Facts(), DAY if isinstance(event, Notified) else HELD)
    return state


def test_a_decision_names_everybody_and_gives_a_reason_for_whom_it_leaves_out(plan: Plan):
    state = _two_places(plan)
    call, come, *_ = a_meeting({})
    votes = Counted(Count(9, 9, 9, {"X": 8, "Y": 7, "Z": 2}))
    state = play(plan, state, [Notified(HELD, "P1", call.summoned), come, votes, Closed()], now=HELD)
    refused("decide", plan, state, Decided(("X",), {}, "1-QĐ"), CAPS, HELD)
    refused("decide", plan, state, Decided(("X",), {"Y": " "}, "1-QĐ"), CAPS, HELD)
    state = advance(plan, state, Decided(("X",), {"Y": "Chưa đủ hồ sơ"}, "1-QĐ"), CAPS, HELD)
    over = Facts(conditions={"caps": Condition(False, Text("Quá 3 người.", "More than 3."))})
    assert refused("condition", plan, state, Closed(), over, HELD).says.en == "More than 3."
    assert play(plan, state, [Closed()], CAPS, HELD).names == ("X",)


def test_an_unknown_condition_does_not_pass(plan: Plan):
    open_ = Facts(conditions={"caps": Condition(None, Text("Chưa rõ.", "Unknown."))})
    state = _two_places(plan)
    call, come, *_ = a_meeting({})
    votes = Counted(Count(9, 9, 9, {"X": 8, "Y": 2, "Z": 2}))
    state = play(plan, state, [Notified(HELD, "P1", call.summoned), come, votes, Closed()], now=HELD)
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
    for event in (*a_meeting({"X": 1}), Decided(("X",), {"Y": "Vì"}, "1"), Closed()):
        assert written(event_read(json.loads(json.dumps(event_written(event))))) == written(event)
