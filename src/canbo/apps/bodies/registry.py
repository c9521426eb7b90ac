"""Which tables follow their bodies when a decree moves them: each capability that has one adds its list of carriers.

Named as text and read on first use: `config/wiring` runs before the models are loaded.
"""

from __future__ import annotations

_LISTS: list[str] = []


def carry_with(*lists: str) -> None:
    """Add lists of carriers (dotted names of tuples of `carrying.Carrier`). Harmless when done again."""
    _LISTS.extend(each for each in lists if each not in _LISTS)


def carrier_lists() -> tuple[str, ...]:
    """The lists that were added, in order."""
    return tuple(_LISTS)
