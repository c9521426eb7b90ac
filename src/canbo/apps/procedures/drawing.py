"""The diagram of a procedure, drawn from its data: boxes in order, where each leads, where a case stands."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import STOPPED, State
from canbo.lib.text import Text

WIDTH = 960
_GAP, _HEIGHT = 16, 56
#: Above the boxes: with ways back, and without. Below them: a line of a name. How wide a letter of it is.
_TOP_BACK, _TOP, _LINE, _LETTER = 34, 4, 15, 6.4


@dataclass(frozen=True, slots=True)
class Box:
    """One step: `mood` tells whether it is done, open, ahead, or where the case was stopped."""

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
    top: int
    name_height: int
    box_height: int = _HEIGHT
    width: int = WIDTH

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return self.name_line + self.name_height

    @property
    def name_line(self) -> int:
        """Where the names of the steps begin."""
        return self.top + self.box_height

    @property
    def code_line(self) -> int:
        """Where the codes of the steps are written."""
        return self.top + 24

    @property
    def word_line(self) -> int:
        """Where it is written how a step stands."""
        return self.top + 44


def drawn(plan: Plan, state: State | None = None) -> Drawing:
    """The diagram of a plan, with how far a case has come."""
    steps = plan.version.steps
    top = _TOP_BACK if any(step.nobody in {each.code for each in steps} for step in steps) else _TOP
    wide = (WIDTH - _GAP * (len(steps) - 1)) / len(steps)
    done = {each.step: len(each.outcome) for each in state.trail} if state else {}
    boxes = tuple(
        Box(step, round(place * (wide + _GAP), 1), round(wide, 1), _mood(step, state, done), done.get(step.code))
        for place, step in enumerate(steps)
    )
    at = {box.step.code: box.middle for box in boxes}
    backs = tuple(Back(at[step.code], at[step.nobody]) for step in steps if step.nobody in at)
    names = max(_name_height(step.name, wide) for step in steps)
    return Drawing(boxes, backs, top, names)


def _name_height(name: Text, wide: float) -> int:
    """The room that the name of a step takes under its box, in the language that needs more."""
    letters = max(8, int(wide / _LETTER))
    return 8 + _LINE * max(len(textwrap.wrap(said, letters)) for said in (name.vi, name.en))


def _mood(step: Step, state: State | None, done: dict[str, int]) -> str:
    if state is not None and state.step == step.code:
        return "open"
    if state is not None and state.status == STOPPED and state.trail and state.trail[-1].step == step.code:
        return "stopped"
    return "done" if step.code in done else "ahead"
