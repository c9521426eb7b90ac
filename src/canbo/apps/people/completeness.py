"""What each section of a dossier is needed for, by the clauses of the standards; how many dossiers lack one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.people.facts import FACTS
from canbo.apps.people.models import SECTIONS, PersonVersion, Section
from canbo.apps.people.reach import Reach, in_service, number_within, people_within, reach_of
from canbo.base.accounts.models import Account
from canbo.base.record.kept import Kept, last_in
from canbo.core.clauses import fact_uses
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.pack import Pack

_SECTION_OF = {fact.name: fact.section for fact in FACTS}
#: Of how many people of a reach every section is confirmed.
_whole: Kept[int] = Kept(64, until=last_in(Section, PersonVersion, Body, BodyVersion))


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


def number_unconfirmed(actor: Account, day: dt.date) -> int:
    """Of how many people in service whom an account may see some section is not confirmed complete."""
    reach = reach_of(actor, day)
    return number_within(reach) - _whole.answer(reach, lambda: _count_whole(reach))


def _count_whole(reach: Reach) -> int:
    confirmed = Section.objects.filter(entry_to__isnull=True, name__in=SECTIONS).order_by()
    whole = confirmed.values("person").annotate(number=Count("pk")).filter(number=len(SECTIONS))
    return in_service(people_within(reach), reach.day).filter(person__in=whole.values("person")).count()


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
