"""Yearly ratings. The lowest rating of a year stands for it where Party and government rated differently."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import confirmed, flag
from canbo.apps.people.facts.suppliers import RATING_BODY
from canbo.core.facts import FactDef, Query
from canbo.lib.text import Text

_RATING = "people_rating"


def last_ratings(q: Query) -> str:
    """How many of the last `years` calendar years before the year of the day were rated `least` or better.

    A year without a rating counts only at the upper end; not at all when the ratings are confirmed complete.
    """
    return _years(q, f">= {q.rank('rating-grades', q.arg('least'))}")


def rated_not_done(q: Query) -> str:
    """How many of the last `years` calendar years before the year of the day were rated not_done.

    A year without a rating counts only at the upper end; not at all when the ratings are confirmed complete.
    """
    lowest = q.rank("rating-grades", "'not_done'")
    return _years(q, f"= {lowest}")


def _years(q: Query, condition: str) -> str:
    asked = int(q.arg("years"))
    this_year = (int(q.asof) >> 6) // 12
    graded = (
        f"select t.person_id as person_id, t.year as year, {q.rank('rating-grades', 't.grade')} as grade "
        f"from {q.table(_RATING)} t where t.year >= {this_year - asked} and t.year < {this_year}"
    )
    # 1 for a year that counts, 0 for one that does not, null for one that only has a grade the list does not know.
    rated = (
        f"select g.person_id as person_id, {flag(f'min(g.grade) {condition}')} as yes, 1 as told, 0 as complete "
        f"from ({graded}) g where g.grade is not null group by g.person_id, g.year"
    )
    complete = f"select s.person_id, 0 as yes, 0 as told, 1 as complete from ({confirmed(q, 'ratings')}) s"
    open_years = f"(case when max(r.complete) = 1 then 0 else {asked} - sum(r.told) end)"
    return (
        f"select r.person_id as person_id, sum(r.yes) as lo, sum(r.yes) + {open_years} as hi, "
        f"cast(null as bigint) as src from ({rated} union all {complete}) r group by r.person_id"
    )


FACTS = (
    FactDef(
        "last_ratings",
        "quantity",
        "year",
        Text("Số năm gần nhất được xếp loại từ mức quy định trở lên", "Recent years rated at or above the grade named"),
        last_ratings,
        RATING_BODY,
        "ratings",
        _RATING,
        params={"years": "integer", "least": "code"},
    ),
    FactDef(
        "rated_not_done",
        "quantity",
        "year",
        Text("Số năm gần nhất bị xếp loại không hoàn thành nhiệm vụ", "Recent years rated as duties not done"),
        rated_not_done,
        RATING_BODY,
        "ratings",
        _RATING,
        params={"years": "integer"},
    ),
)
