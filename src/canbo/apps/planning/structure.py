"""Caps and shares of a plan, with numerator and denominator, and the smallest cure of a shortfall. Standards stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from canbo.apps.people.models import PersonVersion
from canbo.apps.planning.models import TARGETS, Target
from canbo.core.calendar import PartialDate, add_months
from canbo.core.errors import NotInForce
from canbo.core.pack import Pack
from canbo.core.rules import DatedValue
from canbo.core.shares import Share
from canbo.lib.text import Text

#: The code of the Kinh majority in both lists of ethnic groups.
MAJORITY = ("GSO:01", "OLD:01")
#: By the kind of a share: the parameter with which a rule asks for it.
PARAMETERS = {kind: f"planning_{kind}_share" for kind in TARGETS}


def value_on(pack: Pack, name: str, on: dt.date) -> DatedValue | None:
    """A parameter's row on a day; None when no rule tells it then."""
    try:
        return pack.parameter(name, on)
    except NotInForce:
        return None


def structure(
    pack: Pack, people: Collection[PersonVersion], level: str, on: dt.date, targets: Mapping[str, Target]
) -> list[Share]:
    """The shares of women, young and minority people among those planned, against the rule of the day.

    `targets`: what the committee of the area wants by its own document; of two numbers the higher one counts.
    """
    women = [each.sex == "F" if each.sex else None for each in people]
    minority = [each.ethnicity not in MAJORITY if each.ethnicity else None for each in people]
    below = value_on(pack, "planning_young_below", on)
    years = below.value.get(level) if below and isinstance(below.value, dict) else None
    if "young" in targets and not isinstance(years, int):
        years = targets["young"].young_below
    young = [_younger(each.born, years, on) for each in people]
    age = f"dưới {years} tuổi", f"under {years}"
    if not isinstance(years, int):
        age = "chưa thấy quy định tuổi", "no rule tells the age"
    return [
        _share(says, answers, value_on(pack, PARAMETERS[kind], on), targets.get(kind))
        for kind, says, answers in (
            ("women", Text("Nữ", "Women"), women),
            ("minority", Text("Dân tộc thiểu số", "Ethnic minorities"), minority),
            ("young", Text(f"Trẻ ({age[0]})", f"Young ({age[1]})"), young),
        )
    ]


def _share(says: Text, answers: Sequence[bool | None], rule: DatedValue | None, target: Target | None) -> Share:
    wanted = rule.value if rule and isinstance(rule.value, Fraction) else None
    own = target is not None and (wanted is None or target.share > wanted)
    there, unknown = sum(each is True for each in answers), sum(each is None for each in answers)
    return Share(
        says, there, len(answers), unknown, target.share if target and own else wanted,
        rule.cites if rule else None, rule.why if rule else None,
        f"{target.document}, {target.decided_by}" if target and own else "",
    )  # fmt: skip


def _younger(born: str, years: object, on: dt.date) -> bool | None:
    """Whether somebody is surely younger than so many years on a day; None when the date leaves it open."""
    if not born or not isinstance(years, int):
        return None
    reached = PartialDate(born).on_or_before(add_months(on, -12 * years))
    return None if reached is None else not reached
