"""The diagram of a procedure, drawn from its data: boxes in order, where each leads, where a case stands."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import State

WIDTH = 960
_GAP, _TOP, _HEIGHT = 16, 34, 56


@dataclass(frozen=True, slots=True)
class Box:
    """One step: `mood` tells whether it is done, open or ahead."""

    step: Step
    x: float
    width: float
    mood: str
    names: int | None

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Back:
    """A way back from one step to an earlier one."""

    start: float
    end: float


@dataclass(frozen=True)
class Drawing:
    """Boxes on one line, with arrows between neighbours and ways back above them."""

    boxes: tuple[Box, ...]
    backs: tuple[Back, ...]
    top: int = _TOP
    box_height: int = _HEIGHT
    width: int = WIDTH
    height: int = _TOP + _HEIGHT + 34


def drawn(plan: Plan, state: State | None = None) -> Drawing:
    """The diagram of a plan, with how far a case has come."""
    steps = plan.version.steps
    wide = (WIDTH - _GAP * (len(steps) - 1)) / len(steps)
    done = {each.step: len(each.outcome) for each in state.trail} if state else {}
    boxes = tuple(
        Box(step, round(place * (wide + _GAP), 1), round(wide, 1), _mood(step, state, done), done.get(step.code))
        for place, step in enumerate(steps)
    )
    at = {box.step.code: box.middle for box in boxes}
    backs = tuple(Back(at[step.code], at[step.nobody]) for step in steps if step.nobody in at)
    return Drawing(boxes, backs)


def _mood(step: Step, state: State | None, done: dict[str, int]) -> str:
    if state is not None and state.step == step.code:
        return "open"
    return "done" if step.code in done else "ahead"
