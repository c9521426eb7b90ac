"""Every blocked button of every procedure in the pack says the condition, the article and the cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from canbo.apps.procedures.desk import Deed, desk
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_state import RUNNING, Condition, Facts, Passage, Round, Sitting, State
from canbo.lib.text import Text

DAY = dt.date(2026, 11, 20)
EVERYBODY = tuple(f"V{number}" for number in range(9))
MISSING = Condition(False, Text("Chưa đạt.", "Not met."), Text("Bổ sung.", "Supply it."))


def sittings() -> Iterator[Sitting | None]:
    """Not called; called for later; held by too few; held by all; papers out; counted with nobody, a tie, a half."""
    yield None
    later = Sitting(DAY, DAY + dt.timedelta(days=40), "P1", EVERYBODY, len(EVERYBODY))
    yield later
    for present in (EVERYBODY[:1], EVERYBODY):
        yield Sitting(DAY, DAY, "P1", EVERYBODY, len(EVERYBODY), present)
    for more in ({}, {"done": True}, {"done": True, "tied": ("A", "B")}, {"done": True, "halves": ("A",)}):
        asked = Round(("A", "B"), 1, ballot=1, **more)
        yield Sitting(DAY, DAY, "P1", EVERYBODY, len(EVERYBODY), EVERYBODY, rounds=(asked,))


def blocked(plan: Plan) -> Iterator[tuple[str, Deed]]:
    """Each blocked button with its step, in every such situation, with an empty list and with names on it."""
    codes = {code for step in plan.version.steps for code in step.conditions}
    facts = Facts(members=len(EVERYBODY), conditions=dict.fromkeys(codes, MISSING))
    for step in plan.version.steps:
        for sitting in sittings() if step.kind == "meeting" else (None,):
            for names in ((), ("A", "B")):
                state = State(RUNNING, 1, names, Passage(step.code, DAY, names, sitting=sitting))
                shown = desk(plan, state, facts, DAY, current_pack(), {}, lambda event: None)
                yield from ((step.code, deed) for deed in shown.deeds if deed.why_not is not None)


@pytest.mark.parametrize("code", sorted(current_pack().rules.procedures))
def test_every_blocked_button_says_what_is_missing_by_which_article_and_what_to_do(code: str):
    try:
        plan = plan_on(current_pack().rules, code, DAY)
    except NotInForce:
        pytest.skip("no longer in force")
    found = list(blocked(plan))
    assert len(found) > len(plan.version.steps)
    assert {(at, deed.kind, deed.why_not.code) for at, deed in found if deed.why_not.remedy is None} == set()
    assert {(at, deed.kind, deed.why_not.code) for at, deed in found if deed.why_not.citation is None} == set()
