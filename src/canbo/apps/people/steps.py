"""Steps of procedures about a person, told by the capabilities that keep them; marks asks for them.

No models are imported here, so that `config/wiring.py` can add to it before they are loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.module_loading import import_string

from canbo.lib.text import Text

#: Dotted names of functions that give the steps about a person (a Person).
_OFFERED: list[str] = []


@dataclass(frozen=True)
class Step:
    """A step of a procedure about a person: its day, what it was, and which case it belongs to ("" for none).

    An `open` step has begun on that day and goes on: every change since then falls before its end.
    """

    day: dt.date
    says: Text
    case: str = ""
    open: bool = False

    def near(self, changed: dt.date, days: int) -> bool:
        """Whether a change of that day fell so many days before the step, or fewer."""
        if self.open and changed >= self.day:
            return True
        return changed <= self.day <= changed + dt.timedelta(days=days)


def offer_steps(name: str) -> None:
    """Let a capability tell of its steps, by the dotted name of its function. Harmless when done again."""
    if name not in _OFFERED:
        _OFFERED.append(name)


def steps_about(person: object) -> Iterator[Step]:
    """Every step about a person that some capability tells of."""
    for name in _OFFERED:
        yield from import_string(name)(person)
