"""Statistics of people: the structure of a group, and of the candidates of an election. Counted from the registers.

Every function takes the people that its reader may see (`visibility.visible_people`); nothing here looks further.
Who is counted as something is attested to be it; who might be is counted as unknown, never as not.
"""

# ruff: noqa: S608 - what enters the statement is written by the database layer; values are parameters

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, IntegerField, Max, Model, OuterRef, Q, QuerySet, Value, When

from canbo.apps.people.models import MEMBERSHIP, Candidacy, Degree, PersonVersion, Section, Theory
from canbo.base.record.tallies import Counts
from canbo.core.calendar import complete_months, stamp
from canbo.core.rules import Code, CodeList

#: The majority group in either list of ethnic groups; everybody else who states a group belongs to a minority.
MAJORITY = ("GSO:01", "OLD:01")
#: What a candidacy says of somebody who sat in no earlier term.
NO_EARLIER_TERM = "none"
#: Width of a band of the age pyramid, in years.
BAND = 5
#: Groups of which it can be unknown who belongs to them.
SHARES = ("women", "minority", "not_members", "young", "first_term")
#: Kinds of study: the table and the list of codes.
STUDY: dict[str, tuple[type[Model], str]] = {"degree": (Degree, "degrees"), "theory": (Theory, "theory-levels")}


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
    counts = tally(people, lists, on=on, young_below=young_below, election=election)
    return structured(counts, lists)


def tally(
    people: QuerySet[PersonVersion], lists: Mapping[str, CodeList], *, on: dt.date, young_below: int, election: str = ""
) -> Counts:
    """What a structure counts, figure by figure: it adds up over people."""
    asked = shares(on, young_below)
    sums = {f"{name}_{sure}": Count("pk", filter=groups[not sure]) for name, groups in asked.items() for sure in (1, 0)}
    counted = people.order_by().aggregate(total=Count("pk"), **sums)
    undated = people.filter(party_admitted="")
    not_members = undated.filter(attested_outside()).count()
    ids = people.order_by().values("person_id")
    first, unclear = _first_term(ids, election)
    counts: Counts = Counter({("total", 1): counted["total"]})
    counts.update({(name, sure): counted[f"{name}_{sure}"] for name in asked for sure in (1, 0)})
    counts.update({("not_members", 1): not_members, ("not_members", 0): undated.count() - not_members})
    counts.update({("first_term", 1): first, ("first_term", 0): unclear})
    for kind, (model, name) in STUDY.items():
        counts.update({(kind, code): number for code, number in _highest(model, ids, lists[name]).items()})
    counts.update(_ages(people, on))
    return counts


def structured(counts: Counts, lists: Mapping[str, CodeList]) -> Structure:
    """A structure out of its counts."""
    share = {name: Share(counts[name, 1], counts[name, 0]) for name in SHARES}
    study = {
        kind: {
            code.code: counts[kind, code.code]
            for code in reversed(_in_order(lists[name]))
            if counts[kind, code.code]
        }
        for kind, (_, name) in STUDY.items()
    }  # fmt: skip
    bands = sorted({band for (kind, band), number in counts.items() if kind in ("F", "M") and number})
    ages = tuple(Band(since, counts["M", since], counts["F", since]) for since in bands)
    return Structure(total=counts["total", 1], **share, degrees=study["degree"], theory=study["theory"], ages=ages)


def some_of(people: QuerySet[PersonVersion], only: Collection[int] | None) -> QuerySet[PersonVersion]:
    """All of these people, or (for counts that are carried forward) some of them."""
    return people if only is None else people.filter(person__in=only)


def only_of(people: QuerySet[PersonVersion], column: str) -> tuple[str, list[Any]]:
    """That a column holds one of these people, for a statement written by hand; nothing, where they are everybody."""
    asked = people.order_by().values("person_id").query.sql_with_params()
    everybody = PersonVersion.objects.filter(entry_to__isnull=True).order_by().values("person_id")
    if asked == everybody.query.sql_with_params():
        return "", []
    return f"and {column} in ({asked[0]})", list(asked[1])


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


def _first_term(ids: QuerySet[PersonVersion, Any], election: str) -> tuple[int, int]:
    """Candidates who sat in no earlier term, and those of whom it is unknown; of no election nobody."""
    stood = Candidacy.objects.filter(person_id__in=ids, election=election, entry_to__isnull=True)
    if not election:
        return 0, 0
    counted = stood.aggregate(
        first=Count("pk", filter=Q(earlier_terms=NO_EARLIER_TERM)), unknown=Count("pk", filter=Q(earlier_terms=""))
    )
    return counted["first"], counted["unknown"]


def _highest(model: type[Model], ids: QuerySet[PersonVersion, Any], codes: CodeList) -> dict[str, int]:
    """People by the highest code that they hold; codes of equal weight are told apart by their order."""
    order, best = best_of(model, ids, codes)
    sql, values = best.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"select best, count(*) from ({sql}) highest where best is not null group by best", values)
        return {order[place].code: number for place, number in cursor.fetchall()}


def _in_order(codes: CodeList) -> list[Code]:
    """The codes of a list from the lowest up."""
    return sorted(codes.codes.values(), key=lambda code: code.rank or 0)


def best_of(
    model: type[Model], ids: QuerySet[PersonVersion, Any], codes: CodeList
) -> tuple[list[Code], QuerySet[Any, Any]]:
    """The codes of a list from the lowest up, and (person id, place there) of the highest that each person holds."""
    order = _in_order(codes)
    place = Case(
        *(When(grade=code.code, then=Value(number)) for number, code in enumerate(order)),
        output_field=IntegerField(),
    )
    rows = model._default_manager.filter(person_id__in=ids, entry_to__isnull=True)
    return order, rows.order_by().values_list("person_id").annotate(best=Max(place))


def _ages(people: QuerySet[PersonVersion], on: dt.date) -> Counts:
    """The age pyramid by sex and band; people without a birth date or sex are left out. A birth year alone counts its
    last day."""
    births = people.order_by().exclude(sex="").filter(born_hi__isnull=False)
    counts: Counts = Counter()
    today = stamp(on)
    for sex, born, number in births.values_list("sex", "born_hi").annotate(number=Count("pk")):
        counts["F" if sex == "F" else "M", complete_months(born, today) // 12 // BAND * BAND] += number
    return counts
