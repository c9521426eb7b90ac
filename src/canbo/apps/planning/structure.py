"""Caps and shares of a plan, with numerator and denominator, and the smallest cure of a shortfall. Standards stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from fractions import Fraction

from canbo.apps.people.models import PersonVersion
from canbo.core.calendar import PartialDate, add_months
from canbo.core.errors import NotInForce
from canbo.core.pack import Pack
from canbo.core.rules import DatedValue
from canbo.core.shares import Share
from canbo.lib.text import Text

#: The code of the Kinh majority in both lists of ethnic groups.
MAJORITY = ("GSO:01", "OLD:01")


def value_on(pack: Pack, name: str, on: dt.date) -> DatedValue | None:
    """A parameter's row on a day; None when no rule tells it then."""
    try:
        return pack.parameter(name, on)
    except NotInForce:
        return None


def structure(pack: Pack, people: Collection[PersonVersion], level: str, on: dt.date) -> list[Share]:
    """The shares of women, young and minority people among those planned, against the rule of the day."""
    women = [each.sex == "F" if each.sex else None for each in people]
    minority = [each.ethnicity not in MAJORITY if each.ethnicity else None for each in people]
    below = value_on(pack, "planning_young_below", on)
    years = below.value.get(level) if below and isinstance(below.value, dict) else None
    young = [_younger(each.born, years, on) for each in people]
    age = f"dưới {years} tuổi", f"under {years}"
    if not isinstance(years, int):
        age = "chưa thấy quy định tuổi", "no rule tells the age"
    return [
        _share(pack, Text("Nữ", "Women"), "planning_women_share", women, on),
        _share(pack, Text("Dân tộc thiểu số", "Ethnic minorities"), "planning_minority_share", minority, on),
        _share(pack, Text(f"Trẻ ({age[0]})", f"Young ({age[1]})"), "planning_young_share", young, on),
    ]


def _share(pack: Pack, says: Text, name: str, answers: Sequence[bool | None], on: dt.date) -> Share:
    dated = value_on(pack, name, on)
    wanted = dated.value if dated and isinstance(dated.value, Fraction) else None
    there, unknown = sum(each is True for each in answers), sum(each is None for each in answers)
    return Share(
        says, there, len(answers), unknown, wanted, dated.cites if dated else None, dated.why if dated else None
    )


def _younger(born: str, years: object, on: dt.date) -> bool | None:
    """Whether somebody is surely younger than so many years on a day; None when the date leaves it open."""
    if not born or not isinstance(years, int):
        return None
    reached = PartialDate(born).on_or_before(add_months(on, -12 * years))
    return None if reached is None else not reached
