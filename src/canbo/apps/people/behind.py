"""The people behind one figure of the statistics: the same conditions as `reports` counts with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from canbo.apps.people.models import Candidacy, PersonVersion
from canbo.apps.people.reports import BAND, NO_EARLIER_TERM, STUDY, attested_outside, best_of, shares
from canbo.core.calendar import complete_months, stamp
from canbo.core.rules import CodeList

#: Groups of candidates of an election by the figure's group.
OUTCOMES = {
    "candidates": ("elected", "not_confirmed", "not_elected", "withdrew"),
    "winners": ("elected", "not_confirmed"),
    "confirmed": ("elected",),
}


def figures(lists: Mapping[str, CodeList]) -> set[str]:
    """Every figure that has people behind it; a "?" asks for those of whom it is not known."""
    counted = {"women", "minority", "young", "not_members", "first_term"}
    study = {f"{kind}:{code}" for kind, (_, name) in STUDY.items() for code in lists[name].codes}
    ages = {f"age:{sex}:{since}" for sex in "MF" for since in range(0, 150, BAND)}
    return {"all", *counted, *(f"{each}?" for each in counted)} | study | ages


def people_behind(
    people: QuerySet[PersonVersion],
    figure: str,
    lists: Mapping[str, CodeList],
    *,
    on: dt.date,
    young_below: int,
    election: str = "",
) -> QuerySet[PersonVersion]:
    """Those of these people whom a figure counts. `young_below` is in years; `election` tells whose first term."""
    name, perhaps = figure.rstrip("?"), figure.endswith("?")
    if name in (groups := shares(on, young_below)):
        return people.filter(groups[name][perhaps])
    if name == "not_members":
        return people.filter(~attested_outside() if perhaps else attested_outside(), party_admitted="")
    if name == "first_term":
        return people.filter(person_id__in=_first_term(election, perhaps))
    kind, _, code = name.partition(":")
    if kind in STUDY:
        return people.filter(person_id__in=_highest(people, kind, code, lists))
    return _aged(people, code, on) if kind == "age" else people


def stood(people: QuerySet[PersonVersion], election: str, outcomes: tuple[str, ...]) -> QuerySet[PersonVersion]:
    """Those of these people who stood for election, with one of these outcomes."""
    found = Candidacy.objects.filter(election=election, outcome__in=outcomes, entry_to__isnull=True)
    return people.filter(person_id__in=found.values("person_id"))


def _first_term(election: str, perhaps: bool) -> QuerySet[Any, Any]:
    terms = "" if perhaps else NO_EARLIER_TERM
    found = Candidacy.objects.filter(election=election, earlier_terms=terms, entry_to__isnull=True)
    return found.values("person_id")


def _highest(
    people: QuerySet[PersonVersion], kind: str, code: str, lists: Mapping[str, CodeList]
) -> QuerySet[Any, Any]:
    """The ids of those whose highest level is a code."""
    model, name = STUDY[kind]
    order, best = best_of(model, people.order_by().values("person_id"), lists[name])
    places = [place for place, each in enumerate(order) if each.code == code]
    return best.filter(best__in=places).values("person_id")


def _aged(people: QuerySet[PersonVersion], asked: str, on: dt.date) -> QuerySet[PersonVersion]:
    """Of one sex, in the band of ages that begins with a number of years."""
    sex, _, since = asked.partition(":")
    births = people.order_by().filter(sex=sex, born_hi__isnull=False).values_list("born_hi", flat=True).distinct()
    inside = [born for born in births if born and complete_months(born, stamp(on)) // 12 // BAND * BAND == int(since)]
    if not inside:
        return people.none()
    return people.filter(sex=sex, born_hi__gte=min(inside), born_hi__lte=max(inside))
