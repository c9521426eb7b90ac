"""Which tables follow their bodies when a decree moves them: each capability that has one adds its list of carriers.

Named as text and read on first use: `config/wiring` runs before the models are loaded.
"""

from __future__ import annotations

_LISTS: list[str] = []
_STAYING: dict[str, str] = {}


def carry_with(*lists: str) -> None:
    """Add lists of carriers (dotted names of tuples of `carrying.Carrier`). Harmless when done again."""
    _LISTS.extend(each for each in lists if each not in _LISTS)


def carrier_lists() -> tuple[str, ...]:
    """The lists that were added, in order."""
    return tuple(_LISTS)


def leave_behind(column: str, why: str) -> None:
    """Say that the rows of a column ("ballots.Ballot.body") stay with the body that they name, and why."""
    _STAYING[column] = why


def left_behind() -> frozenset[str]:
    """The columns whose rows stay with their body."""
    return frozenset(_STAYING)
