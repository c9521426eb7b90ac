"""Small drawn tables: who has which rows, and what a fact tells about everybody at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from canbo.apps.people.facts import FACTS
from canbo.apps.people.models import OfPerson, Paper, Person, Section
from canbo.apps.people.testing import a_person, a_row
from canbo.core.calendar import stamp
from canbo.core.engines.sql import Scope, fact_select
from canbo.core.facts import Argument, FactUse

#: A dossier: rows as (model, fields); the fields of the identity page come as a mapping alone.
Dossier = Sequence["tuple[type[OfPerson] | type[Paper], dict[str, Any]] | dict[str, Any]"]
#: Exact value, interval, or None for unknown.
Told = int | tuple[int, int] | None

BY_NAME = {fact.name: fact for fact in FACTS}
SCALES = {
    "degrees": {"secondary": 10, "college": 30, "university": 50, "master": 60},
    "academic-ranks": {"PGS": 10, "GS": 20},
    "theory-levels": {"none": 0, "elementary": 10, "intermediate": 20, "advanced": 30, "bachelor": 30},
    "state-management-levels": {"none": 0, "specialist": 10, "principal_specialist": 20},
    "rating-grades": {"not_done": 1, "done": 2, "good": 3, "excellent": 4},
    "title-ranks": {"specialist": 100, "deputy": 300, "chief": 500, "head": 500, "secretary": 900},
}


def months(years: int, more: int = 0) -> int:
    """A number of months from years and months."""
    return years * 12 + more


def month_number(year: int, month: int) -> int:
    """The month number of a month written as people do."""
    return year * 12 + month - 1


#: Men retire at 60 when born up to 9/1965, at 62 later; women at 55 up to 12/1970, at 60 later; none before 1940.
RETIREMENT = (
    (((0, "M", "M"), (1, month_number(1940, 1), month_number(1965, 9))), months(60)),
    (((0, "M", "M"), (1, month_number(1965, 10), None)), months(62)),
    (((0, "F", "F"), (1, month_number(1940, 1), month_number(1970, 12))), months(55)),
    (((0, "F", "F"), (1, month_number(1971, 1), None)), months(60)),
)


#: Whoever became chief before 2018 was equal to a deputy then; since, chiefs are equal to heads.
RANKS_THEN = ((((0, "chief", "chief"), (1, None, month_number(2017, 12))), 300),)
TABLES = {"retirement_age": RETIREMENT, "title_rank_then": RANKS_THEN}


def confirmed(section: str) -> tuple[type[OfPerson], dict[str, Any]]:
    """The section of the dossier is confirmed complete."""
    return Section, {"name": section}


def dossiers(**people: Dossier) -> dict[str, Person]:
    """People by a word that tells why they are in the table."""
    made = {}
    for label, rows in people.items():
        identity: dict[str, Any] = {}
        for row in rows:
            if isinstance(row, dict):
                identity |= row
        made[label] = a_person(key=label, **identity).person
        for row in rows:
            if not isinstance(row, dict):
                a_row(row[0], made[label], **row[1])
    return made


def asked(
    fact: str, people: Mapping[str, Person], on: str, *, known: int | None = None, **args: Argument
) -> dict[str, Told]:
    """What the fact tells about each of the people on a day; None where it is unknown."""
    ids = {person.pk: label for label, person in people.items()}
    scope = Scope(stamp(dt.date.fromisoformat(on)), known, sorted(ids), scales=SCALES, tables=TABLES)
    with connection.cursor() as cursor:
        cursor.execute(fact_select(BY_NAME[fact], FactUse(fact, tuple(sorted(args.items()))), scope))
        rows = cursor.fetchall()
    answers: dict[str, Told] = dict.fromkeys(people)
    for person, lo, hi, _ in rows:
        answers[ids[person]] = None if lo is None or hi is None else int(lo) if lo == hi else (int(lo), int(hi))
    return answers


def told(fact: str, on: str, table: Mapping[str, Dossier], **args: Argument) -> dict[str, Told]:
    """Draw the table and ask about everybody in it at once."""
    return asked(fact, dossiers(**table), on, **args)
