"""One person's dossier as it grows: rows with the moments at which they came onto the record and were superseded."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from tools.world.careers import Step
from tools.world.establishment import Slot
from tools.world.timeline import TODAY, iso, when_written

#: A row: written at moment, superseded at moment (None: it stands), table, what it says.
Kept = tuple[int, "int | None", str, Any]


class Leaving(NamedTuple):
    """That somebody left: the first day out of service, why, by which decision, and who keeps the dossier today."""

    day: int
    why: str
    by: str
    home: str


@dataclass(slots=True)
class Life:
    """A person, the career and the rows; days are ordinals. `first` is the moment at which the dossier was opened."""

    key: str
    number: int
    rng: Random
    slot: Slot
    sex: str
    group: str
    born: int
    steps: list[Step]
    leads: bool
    first: int = 0
    rows: list[Kept] = field(default_factory=list)
    papers: int = 0
    unrated: bool = False  # a year has no rating
    left: Leaving | None = None
    example: str = ""  # "good": nothing is missing; "reprimanded": nothing is missing, and disciplined in 2024

    @property
    def start(self) -> int:
        """The first day of service."""
        return self.steps[0].since

    @property
    def until(self) -> int:
        """The last day of service, or the last one that the world knows."""
        return self.left.day - 1 if self.left else TODAY

    def put(self, table: str, row: Any, day: int | None = None, until: int | None = None) -> None:
        """Write a row at the moment that follows `day` (default: when the dossier was opened)."""
        moment = self.first if day is None else max(self.first, when_written(day))
        self.rows.append((moment, until, table, row))

    def spell(self, table: str, row: Any, since: int, last: int | None) -> None:
        """Write a row that lasts: open at first when its end was written later, then closed."""
        begun = max(self.first, when_written(since))
        ended = begun if last is None else max(begun, when_written(last))
        if ended > begun:
            self.rows.append((begun, ended, table, row._replace(last="")))
        self.rows.append((ended, None, table, row))

    def paper(self, row: Any, day: int | None = None) -> int:
        """Write a paper; gives its number within the person, by which other rows point at it."""
        self.papers += 1
        self.put("Paper", row, day)
        return self.papers

    def title_on(self, day: int) -> Step | None:
        """The step that covers a day."""
        return next((s for s in self.steps if s.since <= day and (s.last is None or day <= s.last)), None)


def written(rng: Random, day: int, *, month: float = 0.0, year: float = 0.0) -> str:
    """A day as a paper gives it: in full, or only the month or year with these probabilities."""
    draw = rng.random()
    text = iso(day)
    return text[:4] if draw < year else text[:7] if draw < year + month else text
