"""Planning for the Central Committee as the pack has it: four steps in a unit, five at the centre, and the funnel."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from canbo.base.packs.queries import current_pack
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import Attended, Closed, Decided, Facts, Filed, Listed, Notified, State, Withdrawn
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import vote

DAY = dt.date(2018, 11, 20)
BEFORE = dt.date(2018, 10, 31)
EVERYBODY = tuple(f"V{number}" for number in range(9))
#: Published: 116 units found about 250 people; 220 were planned.
UNITS, FOUND, PLANNED = 116, 250, 220


@functools.cache
def the_plan(code: str, on: dt.date = DAY) -> Plan:
    return plan_on(current_pack().rules, code, on)


def do(plan: Plan, state: State, *events) -> State:
    for event in events:
        state = advance(plan, state, event, Facts(), DAY)
    return state


def papers(plan: Plan, state: State) -> list[Filed]:
    step = plan.step(state.step)
    return [Filed(paper, "1-TB, 20/11/2018", "Trụ sở") for paper in (*step.before, *step.papers)]


def held(plan: Plan, state: State, votes: dict[str, int]) -> State:
    """The meeting of the open step: everybody comes and votes, the step is closed."""
    state = do(plan, state, *papers(plan, state), Notified(DAY, "Hội trường", EVERYBODY), Attended(EVERYBODY))
    return do(plan, vote(plan, state, votes, now=DAY), Closed())


def found_by_a_unit(quota: int, names: tuple[str, ...], votes: dict[str, int]) -> State:
    """The four steps of one unit; `votes` are those of the closing."""
    plan = the_plan("central_planning_local")
    state = opened(plan, quota, DAY)
    state = do(plan, state, *papers(plan, state), Listed(names), Closed())
    for _ in ("L2", "L3"):
        state = held(plan, state, dict.fromkeys(names[:quota], 5))
    return held(plan, state, votes)


def test_no_rule_tells_the_steps_before_they_were_told():
    with pytest.raises(LookupError):
        the_plan("central_planning_local", BEFORE)


def test_a_unit_goes_four_steps_and_keeps_to_its_quota():
    state = found_by_a_unit(2, ("A", "B", "C"), {"A": 9, "B": 8, "C": 7})
    assert (state.status, state.names) == ("decided", ("A", "B"))
    assert [each.step for each in state.trail] == ["L1", "L2", "L3", "L4"]


def test_introductions_rank_and_drop_nobody():
    plan = the_plan("central_planning_local")
    state = do(plan, opened(plan, 1, DAY), *papers(plan, opened(plan, 1, DAY)), Listed(("A", "B")), Closed())
    state = held(plan, state, {"A": 9, "B": 0})
    assert (state.step, state.names) == ("L3", ("A", "B"))


def test_a_name_at_half_of_the_leadership_is_not_introduced():
    state = found_by_a_unit(2, ("A", "B"), {"A": 9, "B": 4})
    assert state.names == ("A",)


def test_the_funnel_from_116_units_to_the_plan():
    quotas = [2 + (unit < FOUND - 2 * UNITS) for unit in range(UNITS)]
    lists = [tuple(f"{unit}-{place}" for place in range(quota)) for unit, quota in enumerate(quotas)]
    names = tuple(name for each in lists for name in found_by_a_unit(len(each), each, dict.fromkeys(each, 9)).names)
    assert len(names) == FOUND
    plan = the_plan("central_planning")
    state = opened(plan, PLANNED, DAY)
    state = do(plan, state, Listed(names), *papers(plan, state), Closed())
    state = do(plan, state, *(Withdrawn(name, "Không đủ điều kiện, báo cáo thẩm định 3-BC") for name in names[:20]))
    for _ in ("C2", "C3", "C4"):
        state = do(plan, state, *papers(plan, state), Closed())
    out = dict.fromkeys(names[20:30], "Chưa đủ độ chín")
    state = do(plan, state, *papers(plan, state), Decided(names[30:], out, "12-NQ/TW"), Closed())
    assert (state.status, len(state.names)) == ("decided", PLANNED)
    assert [len(each.outcome) for each in state.trail] == [FOUND, 230, 230, 230, PLANNED]


def test_no_central_step_is_passed_without_its_papers():
    plan = the_plan("central_planning")
    state = do(plan, opened(plan, 3, DAY), Listed(("A",)))
    with pytest.raises(Refusal) as told:
        do(plan, state, Closed())
    assert told.value.code == "procedures.papers"
