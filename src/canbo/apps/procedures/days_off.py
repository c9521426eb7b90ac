"""Days off on which a deadline rests though no law names their date: they must be checked against the yearly notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.apps.procedures.queries import HOLIDAYS
from canbo.core.pack import Pack
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import State
from canbo.lib.text import Text

#: The group of days that the law itself names by their date.
_FIXED = "fixed"


@dataclass(frozen=True)
class DayOff:
    """A day off and what it is called."""

    day: dt.date
    says: Text


def unsure_days_off(pack: Pack, plan: Plan, state: State, today: dt.date, first_day: dt.date) -> Sequence[DayOff]:
    """The unsure days off between the call of the open meeting and its day, or between today and its first day.

    Empty where the step has no days of notice: then no deadline rests on any.
    """
    listed, step = pack.lists.get(HOLIDAYS), plan.step(state.step) if state.now else None
    if listed is None or step is None or not step.notice or not plan.whole(step.notice):
        return ()
    sitting = state.now.sitting if state.now else None
    since, until = (sitting.called, sitting.meets) if sitting else (today, first_day)
    found = [
        DayOff(dt.date.fromisoformat(code), each.name) for code, each in listed.codes.items() if each.group != _FIXED
    ]
    return [each for each in found if since <= each.day <= until]
