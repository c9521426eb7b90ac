"""Every procedure of the rule pack, whatever happens in it: no decision without a quorum or by another denominator.

The rule is told here once more, in bare numbers of the sitting, by the two denominators that the procedures of the
pack use (those summoned; the roll, or all members).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.base.packs.queries import current_pack
from canbo.core.procedure_meeting import kind_of
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    Attended,
    Balloted,
    Chosen,
    Closed,
    Condition,
    Decided,
    Event,
    Facts,
    Filed,
    Listed,
    Notified,
    Passage,
    Raised,
    Recalled,
    State,
    Tallied,
)
from canbo.core.procedure_votes import turnout
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import sealed_of
from canbo.lib.text import Text

DAY = dt.date(2026, 11, 2)
EVERYBODY, NAMES = tuple("ABCDEFGHI"), ("X", "Y", "A")
#: Votes of every round by step, failed meetings and place.
Polls = dict[tuple[str, int, int], dict[str, int]]
CODES = sorted(
    code for code, each in current_pack().rules.procedures.items() if any(v.holds(DAY) for v in each.versions)
)


@functools.cache
def the_plan(code: str) -> Plan:
    return plan_on(current_pack().rules, code, DAY)


def facts(plan: Plan) -> Facts:
    codes = {code for step in plan.version.steps for code in step.conditions}
    return Facts(members=len(EVERYBODY), conditions=dict.fromkeys(codes, Condition(True, Text("…", "…"))))


def fitting(plan: Plan, state: State, draw: st.DataObject, now: dt.date) -> list[Event]:
    """What may come next; what the rule forbids is among it."""
    assert state.now is not None
    step = plan.step(state.now.step)
    papers = [each for each in (*step.before, *step.papers) if each not in state.now.papers]
    found: list[Event] = [Filed(each, "1", "Trụ sở") for each in papers] if draw.draw(st.integers(0, 9)) else []
    if step.lists == "makes" and not state.names:
        found.append(Listed(NAMES))
    if step.kind == "decision":
        found.append(Decided(state.names, {}, "1-QĐ"))
    if step.kind == "meeting":
        found += _of_meeting(state, draw, now)
    return [*found, Closed()]


def _of_meeting(state: State, draw: st.DataObject, now: dt.date) -> list[Event]:
    assert state.now is not None
    sitting = state.now.sitting
    if sitting is None:
        return [Notified(now + dt.timedelta(days=45), "P1", EVERYBODY)]
    if sitting.present is None:
        came = draw.draw(st.sampled_from((9, 9, 9, 6, 5, 5, 3)))  # five could carry a vote, and are no quorum
        return [Attended(EVERYBODY[:came], EVERYBODY[came : came + draw.draw(st.integers(0, 1))])]
    if not sitting.rounds:
        return [Recalled(), Raised(draw.draw(st.integers(0, sitting.voting)), 0), Balloted(1)]
    last = sitting.rounds[-1]
    if not last.done:
        return [Tallied(last.ballot or 0, f"{last.ballot}")]
    return [Chosen(last.halves or last.tied[: max(last.places - len(last.passed), 0)], "Vì"),
            *([Balloted(len(sitting.rounds) + 1)] if draw.draw(st.booleans()) else [])]  # fmt: skip


def boxes(plan: Plan, state: State, draw: st.DataObject, known: Facts, polls: Polls) -> Facts:
    """The count of the open round; now and then that of another room, which must not be taken."""
    sitting = state.now.sitting if state.now else None
    if state.now is None or sitting is None or not sitting.rounds or sitting.rounds[-1].done:
        return known
    asked, room = sitting.rounds[-1], turnout(sitting)
    many = st.sampled_from((sitting.voting, sitting.voting, sitting.voting, sitting.voting // 2, 0))
    votes = {name: draw.draw(many) for name in asked.names}
    if not draw.draw(st.integers(0, 7)):
        room = replace(room, summoned=room.summoned - 1, roll=(room.roll or 0) - 1, members=(room.members or 0) - 1)
    kind = plan.kinds[kind_of(plan.step(state.step), asked)]
    told = replace(sealed_of(kind, asked, votes, sitting.voting, room), digest=f"{asked.ballot}")
    polls[state.step, len(state.now.failed), len(sitting.rounds)] = votes
    return replace(known, ballots={asked.ballot or 0: told})


def run(code: str, draw: st.DataObject, polls: Polls) -> State:
    """A case to which what may come happens, in order; what is refused does not."""
    plan = the_plan(code)
    state, now, known = opened(plan, 2, DAY), DAY, facts(plan)
    for _ in range(40):
        for event in fitting(plan, state, draw, now) if state.now else ():
            now = max(now, state.now.sitting.meets) if state.now and state.now.sitting else now
            with contextlib.suppress(Refusal):
                state = advance(plan, state, event, boxes(plan, state, draw, known, polls), now)
        if state.now is None:
            break
    return state


def lawful(plan: Plan, passage: Passage, polls: Polls) -> None:
    """One closed meeting in bare numbers."""
    step, sitting = plan.step(passage.step), passage.sitting
    assert sitting is not None
    assert sitting.present is not None
    assert step.quorum is not None
    voters = [each for each in sitting.present if each not in sitting.recused]
    called = [each for each in sitting.summoned if each not in sitting.recused]
    numbers = {
        "summoned": len(called), "present": len(voters), "all_members": len(called),
        "roll": len([each for each in called if each not in sitting.deducted]),
        "valid_ballots": len(voters), "total_ballots": len(voters),
    }  # fmt: skip
    assert Fraction(len(voters), numbers[plan.base(step.quorum)]) >= plan.share(step.quorum.over)
    for place, asked in enumerate(sitting.rounds, 1):
        if asked.hands is not None:
            assert step.threshold is not None
            assert asked.number == numbers[plan.base(step.threshold)]
            assert not asked.passed or Fraction(asked.hands, asked.number) > plan.share(step.threshold.over)
            continue
        kind = plan.kinds[kind_of(step, asked)]
        if kind.base is None or kind.share is None or asked.why == "tie":
            continue
        assert (asked.base, asked.number) == (kind.base.value, numbers[str(kind.base.value)])
        votes = polls[passage.step, len(passage.failed), place]
        for name in set(asked.passed) - set(asked.halves):
            share = Fraction(votes[name], asked.number)
            goes_on = kind.below is not None and kind.below.value == "go_on"
            assert goes_on or kind.decides == "recorded" or share >= Fraction(kind.share.of.value)


@pytest.mark.parametrize("code", CODES)
def test_no_sequence_of_events_decides_without_quorum_or_by_another_denominator(code: str):
    reached, plan = [], the_plan(code)

    @settings(max_examples=15, deadline=None, derandomize=True)
    @given(st.data())
    def go(draw: st.DataObject) -> None:
        polls: Polls = {}
        state = run(code, draw, polls)
        reached.append(state.status)
        closed = [each for each in state.trail if plan.step(each.step).kind == "meeting" and each.outcome]
        for each in closed:
            lawful(plan, each, polls)
        if state.status == "decided":
            meetings = {step.code for step in plan.version.steps if step.kind == "meeting"}
            assert meetings <= {each.step for each in closed}

    go()
    assert "decided" in reached


def test_the_procedures_of_the_pack_vote_by_both_denominators():
    kinds = itertools.chain.from_iterable(the_plan(code).kinds.values() for code in CODES)
    bases = {str(kind.base.value) for kind in kinds if kind.base is not None}
    assert {"summoned", "roll"} <= bases
    assert len(CODES) >= 6
