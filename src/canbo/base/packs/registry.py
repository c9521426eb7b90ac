"""The facts that applications offer to the law. `config` fills this once at start; a pack is checked against it."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.core.facts import FactDef

#: Every declared fact by name.
FACTS: dict[str, FactDef] = {}


def register(facts: Iterable[FactDef]) -> None:
    """Offer facts to the law. Raises ValueError when a name is declared twice by different declarations."""
    for fact in facts:
        if FACTS.get(fact.name, fact) != fact:
            raise ValueError(f"fact {fact.name!r} is declared twice")
        FACTS[fact.name] = fact
