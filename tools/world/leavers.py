"""Who worked in the province and left: retired, resigned, transferred, died, dismissed, in 2014–2026.

They come on top of those in service. Each has a career that ends the day before, the decision, and nothing later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

from canbo.base.packs.queries import current_pack
from canbo.core.calendar import month_number
from canbo.core.rules import Table
from tools.world.careers import YEAR, career
from tools.world.establishment import Establishment, Post, Slot
from tools.world.identity import sex_of
from tools.world.life import Leaving, Life
from tools.world.names import GROUPS, wheel
from tools.world.rows import DisciplineRow, PaperRow
from tools.world.size import Size
from tools.world.timeline import REFORMED, TODAY, iso, when_written
from tools.world.titles import KINDS, LEADERS
from tools.world.tree import Tree, Unit

#: How many of a thousand left in which year: the reform of 2025 let many go before their age.
_YEARS = wheel(
    {str(year): share for year, share in zip(
        range(2014, 2027), (44, 46, 52, 58, 62, 64, 60, 58, 66, 70, 76, 202, 142), strict=True
    )}
)  # fmt: skip
#: Why, before the reform and in it, for those who led and for the others.
_BEFORE = {
    True: wheel({"retired": 74, "transferred": 13, "died": 5, "retired_early": 4, "dismissed": 4}),
    False: wheel({"retired": 56, "resigned": 21, "transferred": 14, "died": 6, "dismissed": 3}),
}
_SINCE = {
    True: wheel({"retired_early": 58, "retired": 28, "transferred": 8, "died": 3, "resigned": 2, "dismissed": 1}),
    False: wheel({"retired_early": 39, "retired": 26, "resigned": 22, "transferred": 9, "died": 3, "dismissed": 1}),
}
#: Ages at leaving, by reason: the youngest, the oldest and the usual.
_AGES = {
    "retired_early": (50.2, 57.5, 55.5),
    "resigned": (25.0, 49.0, 33.0),
    "transferred": (27.0, 50.0, 36.0),
    "died": (31.0, 58.5, 50.0),
    "dismissed": (30.0, 54.0, 42.0),
}
#: What they held lastly, by category; titles of districts end with them.
_TITLES = {
    "public_employee": wheel(
        {"teacher": 60, "nurse": 10, "doctor": 9, "public_employee": 7, "staff": 6, "school_vice_principal": 4,
         "school_principal": 3, "clinical_department_head": 1}
    ),
    "commune": wheel(
        {"commune_specialist": 70, "commune_front_vice_chair": 6, "commune_front_chair": 5, "commune_secretary": 4,
         "commune_deputy_secretary": 5, "commune_peoples_committee_vice_chair": 10}
    ),
    "civil_servant": wheel(
        {"specialist": 40, "principal_specialist": 20, "district_specialist": 18, "division_head": 8,
         "division_deputy_head": 8, "department_deputy_director": 4, "department_director": 2}
    ),
}  # fmt: skip
_CATEGORIES = wheel({"public_employee": 72, "commune": 13, "civil_servant": 15})
#: Where plain titles of communes were worked in before the reform.
_OLD_HOMES = {"commune_specialist": "commune_office"}
_LEAST = 420  # days in the last post
_KEEPER = "LG.SNV"  # keeps the dossiers of bodies that left no heir
_ISSUERS = {"public_employee": "Sở Nội vụ", "commune": "Ủy ban nhân dân huyện", "civil_servant": "Sở Nội vụ"}


class _Last(NamedTuple):
    """The last place: what, where, which seat if it has one."""

    title: str
    unit: Unit
    post: Post | None


def leavers(size: Size, established: Establishment, seed: str) -> Iterator[Life]:
    """Their lives, numbered after those in service, without what study, service and conduct add."""
    for number in range(size.people + 1, size.people + size.leavers + 1):
        yield _life(number, Random(f"{seed}/{number}"), established)


def _life(number: int, rng: Random, established: Establishment) -> Life:
    year, category = int(_YEARS.draw(rng)), _CATEGORIES.draw(rng)
    day = _day(rng, year)
    last = _last_place(rng, category, day, established)
    slot = Slot(last.title, last.unit, category, last.post)
    leads = last.title in LEADERS
    sex = sex_of(rng, slot)
    why = (_SINCE if day >= REFORMED - 120 else _BEFORE)[leads].draw(rng)
    day, born = _born(rng, sex, why, day)
    steps = career(rng, slot, born, established, until=day - 1)
    life = Life(f"LG-{number:06}", number, rng, slot, sex, GROUPS[slot.unit.upland].draw(rng), born, steps, leads)
    life.first = when_written(steps[0].since)
    life.left = Leaving(day, why, _decision(rng, why), _heir(established.tree, last.unit))
    return life


def _day(rng: Random, year: int) -> int:
    """The first day of a month of that year; of the first year not of January, of 2026 of the months that have been."""
    return dt.date(year, rng.randrange(2 if year == 2014 else 1, 13 if year < 2026 else 11), 1).toordinal()


def _last_place(rng: Random, category: str, day: int, established: Establishment) -> _Last:
    """A title and a body that stood in the last post's days, with a free seat where the title has seats."""
    since = day - _LEAST
    if category == "commune" and day > REFORMED:  # its bodies are as old as the reform
        since = max(since, REFORMED)
    while True:
        title = _TITLES[category].draw(rng)
        kind = KINDS[title]
        if kind.posts:
            post = rng.choice(established.by_title[title])
            if post.free(since, day - 1):
                return _Last(title, post.unit, post)
            continue
        home = _OLD_HOMES.get(title, kind.home) if day <= REFORMED else kind.home
        unit = rng.choice(established.tree.by_sort["school" if home == "any" else home])
        if unit.exists(since, day - 1):
            return _Last(title, unit, None)


def _born(rng: Random, sex: str, why: str, day: int) -> tuple[int, int]:
    """The first day out of service (for who retires, moved to one on which somebody can) and the day of birth."""
    if why != "retired":
        day -= rng.randrange(28)
        return day, day - int(rng.triangular(*_AGES[why]) * YEAR)
    while day <= TODAY:
        month = month_number(dt.date.fromordinal(day)) - 1
        for age in range(660, 745):
            if _age(sex, month - age, dt.date.fromordinal(day)) == age:
                born = dt.date((month - age) // 12, (month - age) % 12 + 1, rng.randrange(1, 29))
                return day, born.toordinal()
        day = (dt.date.fromordinal(day) + dt.timedelta(days=32)).replace(day=1).toordinal()
    return _born(rng, sex, why, day - 400)


@cache
def _law(day: dt.date) -> Table:
    value = current_pack().parameter("retirement_age", day).value
    assert isinstance(value, tuple)
    return value


@cache
def _age(sex: str, born: int, day: dt.date) -> int | None:
    """The age of retirement in months of who was born in a month, by the law of the day."""
    for conditions, months in _law(day):
        if all(_holds(condition, sex, born) for condition in conditions):
            return int(months)
    return None


def _holds(condition: tuple[int, int | str | None, int | str | None], sex: str, born: int) -> bool:
    column, low, high = condition
    if column == 0:
        return sex == low
    return (low is None or int(low) <= born) and (high is None or born <= int(high))


def _decision(rng: Random, why: str) -> str:
    number = rng.randrange(20, 2900)
    return f"Trích lục khai tử {number}/TLKT" if why == "died" else f"{number}/QĐ-SNV"


def _heir(tree: Tree, unit: Unit) -> str:
    """Who keeps the dossier today: the body, or what it went into."""
    while unit.last is not None:
        if unit.successor not in tree.units:
            return _KEEPER
        unit = tree.units[unit.successor]
    return unit.code


def part(life: Life) -> None:
    """Write the paper of the leaving, and for who was dismissed the discipline."""
    left = life.left
    if left is None:
        return
    issued = left.day - life.rng.randrange(3, 30)
    issuer = "Ủy ban nhân dân xã" if left.why == "died" else _ISSUERS[life.slot.category]
    life.paper(PaperRow("leaving_decision", left.by, issuer, iso(issued)), issued)
    if left.why == "dismissed":
        life.paper(PaperRow("discipline_decision", left.by, issuer, iso(issued)), issued)
        life.put("Discipline", DisciplineRow(iso(left.day), "", "government", "dismissal", "duty", False), left.day)
