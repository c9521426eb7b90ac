"""The funnel of planning for the Central Committee: what each unit found and introduced, what the centre kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canbo.apps.procedures.models import Move
from canbo.apps.procedures.queries import plan_of, state_of, unreadable
from canbo.core.procedure_state import DECIDED
from canbo.lib.text import Text

#: The procedure of a unit and that of the centre.
UNIT, CENTRE = "central_planning_local", "central_planning"


@dataclass(frozen=True)
class Unit:
    """What one unit did: its quota, how many it found, how many it introduced (None: not yet)."""

    move: Move
    quota: int
    found: int
    introduced: int | None


@dataclass(frozen=True)
class Stage:
    """One width of the funnel; `share` is of the widest, in hundredths."""

    says: Text
    people: int
    share: int

    @property
    def left(self) -> float:
        """Where its bar begins, so that all bars stand over one middle."""
        return (100 - self.share) / 2


@dataclass(frozen=True)
class Funnel:
    """All units and the stages of the whole."""

    units: Sequence[Unit]
    stages: Sequence[Stage]

    @property
    def done(self) -> int:
        """How many units have introduced their names."""
        return len([unit for unit in self.units if unit.introduced is not None])

    @property
    def quota(self) -> int:
        """What was allotted to all units together."""
        return sum(unit.quota for unit in self.units)


def funnel(moves: Iterable[Move]) -> Funnel:
    """The funnel of some cases, each at its newest move."""
    every = list(moves)
    units = [_unit(move) for move in every if move.case.procedure == UNIT]
    widths = [
        (Text("Đơn vị phát hiện", "Found by units"), sum(unit.found for unit in units)),
        (Text("Đơn vị giới thiệu", "Introduced by units"), sum(unit.introduced or 0 for unit in units)),
    ]
    for move in every:
        if move.case.procedure == CENTRE and unreadable(move.case.pack_id) is None:
            steps = {step.code: step.name for step in plan_of(move.case).version.steps}
            widths += [(steps[each.step], len(each.outcome)) for each in state_of(move).trail]
    widest = max((people for _, people in widths), default=0)
    return Funnel(units, [Stage(says, people, 100 * people // widest if widest else 0) for says, people in widths])


def _unit(move: Move) -> Unit:
    state = state_of(move)
    found = len(state.trail[0].outcome) if state.trail else len(state.names)
    return Unit(move, move.case.places, found, len(state.names) if state.status == DECIDED else None)
