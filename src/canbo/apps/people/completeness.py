"""What each section of a dossier is needed for: the clauses of the standards that a person may be measured by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from canbo.apps.people.facts import FACTS
from canbo.core.clauses import fact_uses
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.pack import Pack

_SECTION_OF = {fact.name: fact.section for fact in FACTS}


@dataclass(frozen=True)
class Needed:
    """A standard that reads a section: the title, and the codes of its clauses that do."""

    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How many of the sections that the person's standards read are confirmed complete."""

    confirmed: int
    needed: int


def purposes(pack: Pack, titles: Iterable[str], day: dt.date) -> Mapping[str, tuple[Needed, ...]]:
    """For each section, the standards of these titles that read it on a day. Titles without a standard add nothing."""
    found: dict[str, list[Needed]] = {}
    for title in dict.fromkeys(titles):
        for section, clauses in _read_by(pack, title, day).items():
            found.setdefault(section, []).append(Needed(title, tuple(dict.fromkeys(clauses))))
    return {section: tuple(needed) for section, needed in found.items()}


def score(needed: Mapping[str, object], confirmed: Iterable[str]) -> Score:
    """How far the needed sections are confirmed."""
    return Score(len(set(needed) & set(confirmed)), len(needed))


def _read_by(pack: Pack, title: str, day: dt.date) -> Mapping[str, list[str]]:
    try:
        standard = pack.standard(title, "appointment", day)
    except (NotInForce, UnknownName):
        return {}
    found: dict[str, list[str]] = {}
    for clause in standard.clauses:
        for use in fact_uses(clause.test):
            if section := _SECTION_OF.get(use.name, ""):
                found.setdefault(section, []).append(clause.code)
    return found
