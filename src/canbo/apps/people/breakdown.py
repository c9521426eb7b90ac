"""Who holds posts, by body and by year: sex, ethnic group, age, study. Counted in the database, rolled up the tree.

Somebody counts where the main post was certainly held on the day; nobody is counted twice, since nobody holds two main
posts at once. Only what the dossiers attest is counted; where one is silent the person counts as unclear.
"""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.quotas import summed
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.reports import MAJORITY, years_before
from canbo.base.record.kept import Kept
from canbo.core.calendar import stamp
from canbo.core.rules import CodeList
from canbo.lib.text import Text

#: What is counted, in the order of the columns.
FIGURES = {
    "all": Text("Tổng số", "All"),
    "women": Text("Nữ", "Women"),
    "minority": Text("Dân tộc thiểu số", "Ethnic minorities"),
    "young": Text("Trẻ tuổi", "Young"),
    "university": Text("Đại học trở lên", "University or higher"),
    "advanced": Text("Cao cấp, cử nhân lý luận", "Advanced theory"),
    "unclear": Text("Hồ sơ chưa rõ", "Unclear"),
}
#: The least codes of study that are counted.
_STUDY = (("degrees", "people_degree", "university"), ("theory-levels", "people_theory", "advanced"))
#: Counts kept: of a few readers, each for some years.
_counted: Kept[dict[str, dict[int, int]]] = Kept(64)


@dataclass(frozen=True)
class Asked:
    """Whose figures: the people whom the reader may see, on a day, young below an age in years."""

    people: QuerySet[PersonVersion]
    day: dt.date
    young_below: int
    lists: Mapping[str, CodeList]


def by_body(asked: Asked) -> dict[str, dict[int, int]]:
    """Each figure by the body of the main post, not yet rolled up. One question, kept until the record moves on."""
    sql, values = asked.people.order_by().values("person_id").query.sql_with_params()
    return _counted.answer((sql, values, asked.day, asked.young_below), lambda: _by_body(asked))


def _by_body(asked: Asked) -> dict[str, dict[int, int]]:
    conditions, values = _conditions(asked)
    sums = ", ".join(f"sum(case when {condition} then 1 else 0 end)" for condition in conditions.values())
    source, more = _source(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"select h.body_id, {sums} {source} group by h.body_id", [*values, *more])
        rows = cursor.fetchall()
    return {name: {row[0]: int(row[place]) for row in rows} for place, name in enumerate(conditions, 1)}


def rolled_up(tree: list[BodyOn], counted: Mapping[str, Mapping[int, int]]) -> dict[str, dict[int, int]]:
    """Each figure of a body with everything under it."""
    return {name: summed(tree, own) for name, own in counted.items()}


def people_behind(asked: Asked, figure: str, bodies: set[int]) -> list[int]:
    """The people whom a figure of some bodies counts."""
    conditions, values = _conditions(asked, only=figure)
    source, more = _source(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"select h.body_id, h.person_id {source} and {conditions[figure]}", [*more, *values])
        return [person for body, person in cursor.fetchall() if body in bodies]


def _conditions(asked: Asked, only: str = "") -> tuple[dict[str, str], list[Any]]:
    """Each figure as a condition on the holding `h`, the person `v` and the study `g0`, `g1`; and its parameters."""
    limit = years_before(asked.day, asked.young_below)
    marks = ", ".join(["%s"] * len(MAJORITY))
    least = [asked.lists[of].rank(code) for of, _, code in _STUDY]
    found: dict[str, tuple[str, list[Any]]] = {
        "all": ("1 = 1", []),
        "women": ("v.sex = 'F'", []),
        "minority": (f"v.ethnicity > '' and v.ethnicity not in ({marks})", list(MAJORITY)),
        "young": ("v.born_lo > %s", [limit]),
        "university": ("g0.best >= %s", [least[0]]),
        "advanced": ("g1.best >= %s", [least[1]]),
        "unclear": (
            "(v.sex = '' or v.ethnicity = '' or v.born_hi is null or (v.born_lo <= %s and v.born_hi > %s))",
            [limit, limit],
        ),
    }
    chosen = {name: found[name] for name in ([only] if only else FIGURES)}
    return {name: sql for name, (sql, _) in chosen.items()}, [each for _, values in chosen.values() for each in values]


def _source(asked: Asked) -> tuple[str, list[Any]]:
    """Main posts certainly held on the day by people who may be seen, with the person and the best study by then."""
    on = stamp(asked.day)
    joins, values = [], []
    for number, (of, table, _) in enumerate(_STUDY):
        ranks = [(code.code, code.rank) for code in asked.lists[of].codes.values() if code.rank is not None]
        cases = " ".join("when %s then %s" for _ in ranks)
        joins.append(
            f"left join (select person_id, max(case grade {cases} end) as best from {table} where entry_to_id is null "
            f"and (on_lo is null or on_lo <= %s) group by person_id) g{number} on g{number}.person_id = h.person_id"
        )
        values += [*(part for pair in ranks for part in pair), on]
    seen, seen_values = asked.people.order_by().values("person_id").query.sql_with_params()
    sql = (
        "from people_holding h join people_personversion v on v.person_id = h.person_id and v.entry_to_id is null "
        f"{' '.join(joins)} where h.entry_to_id is null and not h.concurrent and h.since_hi <= %s "
        f"and (h.last_lo is null or h.last_lo > %s) and h.body_id is not null and h.person_id in ({seen})"
    )
    return sql, [*values, on, on, *seen_values]
