"""Statistics of people: the structure of a group, and of the candidates of an election. Counted from the registers.

Every function takes the people that its reader may see (`visibility.visible_people`); nothing here looks further.
Who is counted as something is attested to be it; who might be is counted as unknown, never as not.
"""

# ruff: noqa: S608 - what enters the statement is written by the database layer; values are parameters

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, IntegerField, Max, Model, OuterRef, Q, QuerySet, Value, When

from canbo.apps.people.models import MEMBERSHIP, Candidacy, Degree, PersonVersion, Section, Theory
from canbo.core.calendar import complete_months, stamp
from canbo.core.rules import Code, CodeList

#: The majority group in either list of ethnic groups; everybody else who states a group belongs to a minority.
MAJORITY = ("GSO:01", "OLD:01")
#: What a candidacy says of somebody who sat in no earlier term.
NO_EARLIER_TERM = "none"
#: Width of a band of the age pyramid, in years.
BAND = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group certainly are something, and of how many it is not known."""

    number: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Band:
    """One step of an age pyramid: ages from `since` to `since + BAND - 1` in complete years, at the earliest age."""

    since: int
    men: int
    women: int


@dataclass(frozen=True)
class Structure:
    """The structure of a group on a day. `degrees` and `theory` count each person once, at the highest, by code."""

    total: int
    women: Share
    minority: Share
    not_members: Share
    young: Share
    first_term: Share
    degrees: Mapping[str, int]
    theory: Mapping[str, int]
    ages: tuple[Band, ...]


@dataclass(frozen=True)
class ElectionReport:
    """An election: everybody who stood, who won the vote, and whose election was confirmed."""

    election: str
    candidates: Structure
    winners: Structure
    confirmed: Structure
    outcomes: Mapping[str, int]


def structure(
    people: QuerySet[PersonVersion], lists: Mapping[str, CodeList], *, on: dt.date, young_below: int, election: str = ""
) -> Structure:
    """The structure of a group on a day. `young_below` is in years; `election` tells whose first term is counted."""
    asked = shares(on, young_below)
    sums = {name: Count("pk", filter=surely) for name, (surely, _) in asked.items()}
    sums |= {f"{name}_unknown": Count("pk", filter=perhaps) for name, (_, perhaps) in asked.items()}
    counted = people.order_by().aggregate(total=Count("pk"), **sums)
    undated = people.filter(party_admitted="")
    not_members = undated.filter(attested_outside()).count()
    ids = people.order_by().values("person_id")
    return Structure(
        total=counted["total"],
        women=Share(counted["women"], counted["women_unknown"]),
        minority=Share(counted["minority"], counted["minority_unknown"]),
        not_members=Share(not_members, undated.count() - not_members),
        young=Share(counted["young"], counted["young_unknown"]),
        first_term=_first_term(ids, election),
        degrees=_highest(Degree, ids, lists["degrees"]),
        theory=_highest(Theory, ids, lists["theory-levels"]),
        ages=_ages(people, on),
    )


def candidates_report(
    people: QuerySet[PersonVersion], lists: Mapping[str, CodeList], *, election: str, on: dt.date, young_below: int
) -> ElectionReport:
    """The candidates of an election among these people, by outcome."""
    stood = Candidacy.objects.filter(election=election, entry_to__isnull=True)
    groups = {
        "candidates": stood,
        "winners": stood.filter(outcome__in=("elected", "not_confirmed")),
        "confirmed": stood.filter(outcome="elected"),
    }
    found = {
        name: structure(
            people.filter(person_id__in=group.values("person_id")),
            lists,
            on=on,
            young_below=young_below,
            election=election,
        )
        for name, group in groups.items()
    }
    seen = stood.filter(person_id__in=people.order_by().values("person_id")).order_by()
    outcomes = dict(seen.values_list("outcome").annotate(number=Count("pk")))
    return ElectionReport(election, found["candidates"], found["winners"], found["confirmed"], outcomes)


def shares(on: dt.date, young_below: int) -> dict[str, tuple[Q, Q]]:
    """By group: who certainly belongs to it, and of whom that is not known."""
    limit = years_before(on, young_below)
    return {
        "women": (Q(sex="F"), Q(sex="")),
        "minority": (~Q(ethnicity__in=("", *MAJORITY)), Q(ethnicity="")),
        "young": (Q(born_lo__gt=limit), _maybe_young(limit)),
    }


def attested_outside() -> Exists:
    """That somebody confirmed the section of membership: without a date of admission it means "not a member"."""
    confirmed = Section.objects.filter(person_id=OuterRef("person_id"), entry_to__isnull=True, name=MEMBERSHIP)
    return Exists(confirmed)


def years_before(on: dt.date, years: int) -> int:
    """The stamp of the last birthday on which that age is reached on the day; later births are younger.

    An age that nobody reaches makes everybody younger.
    """
    leap = on.month == 2 and on.day == 29
    return stamp(on.replace(year=max(on.year - years, dt.MINYEAR), day=28 if leap else on.day)) | 1


def _maybe_young(limit: int) -> Q:
    return Q(born_hi__isnull=True) | Q(born_lo__lte=limit, born_hi__gt=limit)


def _first_term(ids: QuerySet[PersonVersion, Any], election: str) -> Share:
    """Candidates who sat in no earlier term; nobody when no election is asked about."""
    stood = Candidacy.objects.filter(person_id__in=ids, election=election, entry_to__isnull=True)
    counted = stood.aggregate(
        first=Count("pk", filter=Q(earlier_terms=NO_EARLIER_TERM)), unknown=Count("pk", filter=Q(earlier_terms=""))
    )
    return Share(counted["first"], counted["unknown"])


def _highest(model: type[Model], ids: QuerySet[PersonVersion, Any], codes: CodeList) -> dict[str, int]:
    """People by the highest code that they hold, best first; codes of equal weight are told apart by their order."""
    order, best = best_of(model, ids, codes)
    sql, values = best.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"select best, count(*) from ({sql}) highest where best is not null group by best", values)
        counts = dict(cursor.fetchall())
    return {order[number].code: counts[number] for number in sorted(counts, reverse=True)}


def best_of(
    model: type[Model], ids: QuerySet[PersonVersion, Any], codes: CodeList
) -> tuple[list[Code], QuerySet[Any, Any]]:
    """The codes of a list from the lowest up, and (person id, place there) of the highest that each person holds."""
    order = sorted(codes.codes.values(), key=lambda code: code.rank or 0)
    place = Case(
        *(When(grade=code.code, then=Value(number)) for number, code in enumerate(order)),
        output_field=IntegerField(),
    )
    rows = model._default_manager.filter(person_id__in=ids, entry_to__isnull=True)
    return order, rows.order_by().values_list("person_id").annotate(best=Max(place))


def _ages(people: QuerySet[PersonVersion], on: dt.date) -> tuple[Band, ...]:
    """The age pyramid; people without a birth date or sex are left out. A birth year alone counts its last day."""
    births = people.order_by().exclude(sex="").filter(born_hi__isnull=False)
    men: Counter[int] = Counter()
    women: Counter[int] = Counter()
    today = stamp(on)
    for sex, born, number in births.values_list("sex", "born_hi").annotate(number=Count("pk")):
        band = complete_months(born, today) // 12 // BAND * BAND
        (women if sex == "F" else men)[band] += number
    return tuple(Band(since, men[since], women[since]) for since in sorted(men.keys() | women.keys()))
