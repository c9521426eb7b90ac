"""Who offers what to whom: the only place that knows every capability."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from canbo.apps.bodies.queries import tree_on
from canbo.apps.people.facts import FACTS as PEOPLE_FACTS
from canbo.apps.regulations.registry import Branch, offer
from canbo.base.packs.registry import register
from canbo.core.facts import FactDef

#: Every fact of every capability by its name.
FACTS: dict[str, FactDef] = {fact.name: fact for fact in PEOPLE_FACTS}


def wire() -> None:
    """Hand the lists of the capabilities to the registries. Harmless when done again."""
    register(PEOPLE_FACTS)
    offer(_branches)


def _branches(day: dt.date) -> Mapping[str, Branch]:
    """The tree of bodies for the law below it: who studies what hangs on where they are in office."""
    found = tree_on(day)
    codes = {body.body: body.code for body in found}
    return {body.code: Branch(body.name, codes.get(body.parent, "") if body.parent else "") for body in found}
