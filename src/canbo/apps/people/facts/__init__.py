"""What dossiers can tell the law: every fact about a person, declared once.

The meaning of a fact stands in the docstring of its select; `docs/reference/facts.md` is made from these declarations.
"""

from canbo.apps.people.facts import (
    age,
    discipline,
    findings,
    origin,
    papers,
    party,
    planning,
    posts,
    ratings,
    seats,
    study,
)
from canbo.core.facts import FactDef

FACTS: tuple[FactDef, ...] = (
    *age.FACTS,
    *origin.FACTS,
    *party.FACTS,
    *study.FACTS,
    *posts.FACTS,
    *seats.FACTS,
    *ratings.FACTS,
    *discipline.FACTS,
    *planning.FACTS,
    *papers.FACTS,
    *findings.FACTS,
)
