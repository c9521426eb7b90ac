"""What stands on a row of a dossier in other capabilities: while something does, the row is not withdrawn.

No models are imported here, so that `config/wiring.py` can add to it before they are loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.module_loading import import_string

from canbo.core.refusal import Refusal

#: Dotted names of functions that say why a row (an OfPerson) cannot be withdrawn now, or None.
_OFFERED: list[str] = []


def offer_ground(name: str) -> None:
    """Let a capability say what stands on a row, by the dotted name of its function. Harmless when done again."""
    if name not in _OFFERED:
        _OFFERED.append(name)


def what_stands_on(row: object) -> Iterator[Refusal]:
    """Every reason that some capability has against withdrawing a row, with its cure."""
    for name in _OFFERED:
        if (reason := import_string(name)(row)) is not None:
            yield reason
