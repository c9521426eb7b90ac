"""Who holds posts, by body and by year: sex, ethnic group, age, study. Counted in the database, rolled up the tree.

Somebody counts where the main post was certainly held on the day; nobody is counted twice, since nobody holds two main
posts at once. Only what the dossiers attest is counted; where one is silent the person counts as unclear.
"""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.quotas import summed
from canbo.apps.people.models import Degree, Holding, PersonVersion, Theory
from canbo.apps.people.reports import MAJORITY, only_of, some_of, years_before
from canbo.base.record.kept import Kept
from canbo.base.record.tallies import Counts, Tallies
from canbo.base.record.then import stands
from canbo.core.calendar import stamp
from canbo.core.rules import CodeList
from canbo.lib.text import Text

#: Numbers of people by figure and body.
Figures = Mapping[str, Mapping[int, int]]
#: What is counted, in the order of the columns.
FIGURES = {
    "all": Text("Tổng số", "All"),
    "women": Text("Nữ", "Women"),
    "minority": Text("Dân tộc thiểu số", "Ethnic minorities"),
    "young": Text("Trẻ tuổi", "Young"),
    "university": Text("Đại học trở lên", "University or higher"),
    "master": Text("Thạc sĩ trở lên", "Master or higher"),
    "intermediate": Text("Trung cấp lý luận trở lên", "Intermediate theory or higher"),
    "advanced": Text("Cao cấp, cử nhân lý luận", "Advanced theory"),
    "unclear": Text("Hồ sơ chưa rõ", "Unclear"),
}
#: Study: the table, its list of codes, and the least codes that are counted, each a figure of its name.
_STUDY = {
    "people_degree": ("degrees", ("university", "master")),
    "people_theory": ("theory-levels", ("intermediate", "advanced")),
}
_LEVELS = tuple(level for _, levels in _STUDY.values() for level in levels)
#: Counts kept: of a few readers, each for a day and for the last days of some years.
_tallies = Tallies(32, dict.fromkeys((PersonVersion, Holding, Degree, Theory), "person_id"))
_counted: Kept[dict[dt.date, Figures]] = Kept(32)


@dataclass(frozen=True)
class Asked:
    """Whose figures: the people whom the reader may see, on a day, young below an age in years, by the lists of the
    pack of a digest."""

    people: QuerySet[PersonVersion]
    day: dt.date
    young_below: int
    lists: Mapping[str, CodeList]
    digest: str = ""


def by_body(asked: Asked, *days: dt.date) -> dict[dt.date, Figures]:
    """For some days (default: the one asked) each figure by the body of the main post, not yet rolled up.

    One question, carried forward by whom the entries since have touched.
    """
    wanted = days or (asked.day,)
    sql, values = asked.people.order_by().values("person_id").query.sql_with_params()
    question = (sql, values, wanted, asked.young_below, asked.digest)
    return _counted.answer(question, lambda: _by_day(wanted, _tallied(asked, wanted, question)))


def _tallied(asked: Asked, days: Sequence[dt.date], question: Hashable) -> Counts:
    return _tallies.answer(question, lambda only: _count(asked, days, only))


def _by_day(days: Sequence[dt.date], counts: Counts) -> dict[dt.date, Figures]:
    found: dict[dt.date, dict[str, dict[int, int]]] = {day: {name: {} for name in FIGURES} for day in days}
    for (place, name, body), number in counts.items():
        if number:
            found[days[place]][name][body] = number
    return dict(found)


def _count(asked: Asked, days: Sequence[dt.date], only: Collection[int] | None) -> Counts:
    """Each figure by the place of the day and by the body, of everybody or of some people."""
    source, values = _source(asked, only)
    each = []
    for place, day in enumerate(days):
        conditions = {name: f"count(*) filter (where {sql})" for name, sql in _conditions(asked, day).items()}
        each.append(f"select {place}, body_id, {', '.join(conditions.values())} from counted {_HELD} group by body_id")
        values += [stamp(day)] * 2
    with connection.cursor() as cursor:
        cursor.execute(f"with counted as materialized ({source}) {' union all '.join(each)}", values)
        return Counter(
            {
                (place, name, body): number
                for place, body, *numbers in cursor.fetchall()
                for name, number in zip(FIGURES, numbers, strict=True)
                if number
            }
        )


def rolled_up(tree: list[BodyOn], counted: Figures) -> dict[str, dict[int, int]]:
    """Each figure of a body with everything under it."""
    return {name: summed(tree, own) for name, own in counted.items()}


def people_behind(asked: Asked, figure: str, bodies: Collection[int]) -> QuerySet[PersonVersion]:
    """The people whom a figure of some bodies counts."""
    source = _posts(asked, figure)
    inside = ", ".join(str(int(body)) for body in sorted(bodies)) or "-1"  # no body has that number
    sql = (
        f"select person_id from ({source}) counted {_HELD} and body_id in ({inside}) "
        f"and ({_conditions(asked, asked.day)[figure]})"
    )
    return asked.people.filter(person__in=RawSQL(sql, [stamp(asked.day)] * 2))  # noqa: S611


#: Main posts certainly held on a day.
_HELD = "where since_hi <= %s and (last_lo is null or last_lo > %s)"


def _conditions(asked: Asked, day: dt.date) -> dict[str, str]:
    """Each figure of a day as a condition on the columns of `_source`."""
    limit, on = years_before(day, asked.young_below), stamp(day)
    return {
        "all": "1 = 1",
        "women": "sex = 'F'",
        "minority": f"ethnicity > '' and ethnicity not in ({_quoted(MAJORITY)})",
        "young": f"born_lo > {limit:d}",
        **{level: f"{level} <= {on:d}" for level in _LEVELS},
        "unclear": f"sex = '' or ethnicity = '' or born_hi is null or (born_lo <= {limit:d} and born_hi > {limit:d})",
    }


def _source(asked: Asked, only: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """The main posts of people who may be seen (of all, or of some) with what is counted of the person: of study the
    first day on which it reached the level asked."""
    seen, values = only_of(some_of(asked.people, only), "h.person_id")
    of = "" if only is None else f" and h.person_id in {_listed(only)}"
    return f"{_posts(asked, only=only)} {seen}{of}", values


def _posts(asked: Asked, figure: str = "", only: Collection[int] | None = None) -> str:
    """Everybody's main posts with what is counted, or with what one figure looks at alone."""
    columns, joins = ["h.body_id", "h.person_id", "h.since_hi", "h.last_lo"], []
    if figure not in ("all", *_LEVELS):
        columns += ["v.sex", "v.ethnicity", "v.born_lo", "v.born_hi"]
        joins.append(f"join people_personversion v on v.person_id = h.person_id and {stands('v')}")
    for table, (name, levels) in _STUDY.items():
        if not figure or figure in levels:
            columns += levels
            first = _first_reached(table, {each: _reaching(asked.lists[name], each) for each in levels}, only)
            joins.append(f"left join ({first}) {table}_of on {table}_of.person_id = h.person_id")
    return (
        f"select {', '.join(columns)} from people_holding h {' '.join(joins)} "
        f"where {stands('h')} and not h.concurrent and h.body_id is not null"
    )


def _first_reached(table: str, levels: Mapping[str, Iterable[str]], only: Collection[int] | None) -> str:
    """The first day on which somebody's study reached each of some levels."""
    of = "" if only is None else f"and person_id in {_listed(only)}"
    days = (
        f"min(case when grade in ({_quoted(codes)}) then coalesce(on_lo, 0) end) as {level}"
        for level, codes in levels.items()
    )
    return f"select person_id, {', '.join(days)} from {table} s where {stands('s')} {of} group by person_id"


def _listed(people: Collection[int]) -> str:
    return f"({', '.join(str(int(person)) for person in people) or '-1'})"


def _reaching(codes: CodeList, least: str) -> list[str]:
    """The codes of a list that rank no lower than one."""
    limit = codes.rank(least)
    return [code.code for code in codes.codes.values() if code.rank is not None and code.rank >= limit]


def _quoted(words: Iterable[str]) -> str:
    """Codes of the rules as they are written into a statement."""
    return ", ".join("'" + word.replace("'", "''").replace("%", "%%") + "'" for word in words)
