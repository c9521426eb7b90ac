"""Who offers what to whom: the only place that knows every capability."""

from __future__ import annotations

from canbo.apps.people.facts import FACTS as PEOPLE_FACTS
from canbo.apps.regulations.registry import offer
from canbo.base.packs.registry import register
from canbo.core.facts import FactDef

#: Every fact of every capability by its name.
FACTS: dict[str, FactDef] = {fact.name: fact for fact in PEOPLE_FACTS}


def wire() -> None:
    """Hand the lists of the capabilities to the registries. Harmless when done again."""
    register(PEOPLE_FACTS)
    offer("canbo.config.branches.branches_on")
