"""What belongs to a decision besides its entry. Capabilities say it; the record bundles it for an inspector.

A capability has a module `evidence` that calls `offers`; the command that makes bundles looks for these modules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from canbo.base.record.models import Entry


@dataclass(frozen=True)
class Evidence:
    """The entry of a decision, the files that it rests on (name → bytes), and the entries that led to it."""

    entry: Entry
    files: Mapping[str, bytes]
    others: Sequence[Entry] = ()


#: Kind of decision → what finds its evidence by an identifier; raises Refusal when there is no such decision.
KINDS: dict[str, Callable[[str], Evidence]] = {}


def offers(kind: str, find: Callable[[str], Evidence]) -> None:
    """Say how the evidence of a kind of decision is found. Raises ValueError when another says it already."""
    if KINDS.get(kind, find) is not find:
        raise ValueError(f"evidence of {kind!r} is offered twice")
    KINDS[kind] = find
