"""Yearly ratings. The lowest rating of a year stands for it where Party and government rated differently."""

from __future__ import annotations

from collections.abc import Callable

from canbo.apps.people.facts.shapes import flag
from canbo.apps.people.facts.suppliers import RATING_BODY
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_RATING = "people_rating"


def last_ratings(q: Query) -> Fold:
    """How many of the last `years` calendar years before the year of the day were rated `least` or better.

    A year without a rating counts only at the upper end; not at all when the ratings are confirmed complete.
    """
    return _years(q, f">= {q.rank('rating-grades', q.arg('least'))}")


def rated_not_done(q: Query) -> Fold:
    """How many of the last `years` calendar years before the year of the day were rated not_done.

    A year without a rating counts only at the upper end; not at all when the ratings are confirmed complete.
    """
    lowest = q.rank("rating-grades", "'not_done'")
    return _years(q, f"= {lowest}")


def _years(q: Query, condition: str) -> Fold:
    """Years whose lowest grade meets the condition. A grade that the list does not know is no rating."""
    this_year = (int(q.asof) >> 6) // 12
    asked = int(q.arg("years"))
    parts = {
        f"y{year}": ("min", f"case when t.year = {year} then t.rank end")
        for year in range(this_year - asked, this_year)
    }

    def years(counts: Callable[[str], str]) -> tuple[str, str]:
        """How many years count; nothing for somebody without any rating in them."""
        told = " or ".join(f"g.{year} is not null" for year in parts) or "false"
        return "", f"case when {told} then {' + '.join(flag(counts(f'g.{year}')) for year in parts) or '0'} end"

    rated = years(lambda grade: f"{grade} {condition}")
    return Fold(
        _RATING,
        lo=rated,
        hi=years(lambda grade: f"{grade} {condition} or {grade} is null"),
        # No lower end: facts over different numbers of years then read the same rows in one pass.
        where=f"t.year < {this_year}",
        values={"rank": q.rank("rating-grades", "t.grade")},
        parts=parts,
        none_when="ratings",
        hi_if_complete=rated,
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
