"""Days as integers that every database can calculate with, and dates known only to the month or year.

A *stamp* is one integer for one day::

    stamp = (year * 12 + month - 1) * 64 + day * 2 + (1 if it is the last day of its month else 0)

Stamps sort as days do, `stamp >> 6` is the month number and `stamp & 62` twice the day of the month, so that complete
months are integer arithmetic in Python, SQLite, PostgreSQL and DuckDB alike (see `complete_months`, and
`core.engines.sql.months`, its twin).
"""

from __future__ import annotations

import calendar as _stdlib
import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def stamp(day: dt.date) -> int:
    """The stamp of a day."""
    last = _stdlib.monthrange(day.year, day.month)[1] == day.day
    return (day.year * 12 + day.month - 1) * 64 + day.day * 2 + int(last)


def day_of(value: int) -> dt.date:
    """The day of a stamp: the inverse of `stamp`."""
    month = value >> 6
    return dt.date(month // 12, month % 12 + 1, (value & 62) >> 1)


def month_number(day: dt.date) -> int:
    """Months since year 0: `year * 12 + month - 1`."""
    return day.year * 12 + day.month - 1


def complete_months(start: int, end: int) -> int:
    """Complete calendar months from stamp `start` to stamp `end` (the first day no longer counted).

    Where the last month has no day of the same number, its last day completes it (Civil Code 2015, art. 147–148):
    31 January to 28 February is one month. Negative when `end` lies before `start`.
    """
    short = (end & 62) < (start & 62) and not end & 1
    return (end >> 6) - (start >> 6) - int(short)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as its paper gives it: a day, a month ("2024-06") or a year ("2024").

    `written` is kept as it stands; `first` and `last` are the earliest and latest day that it can be.
    """

    written: str

    def __post_init__(self) -> None:
        if not _WRITTEN.fullmatch(self.written):
            raise ValueError(f"{self.written!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        self._bounds()  # refuses 2024-13 and 2023-02-29 at birth, not at first use

    def _bounds(self) -> tuple[dt.date, dt.date]:
        numbers = [int(part) for part in self.written.split("-")]
        year = numbers[0]
        if len(numbers) == 1:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        month = numbers[1]
        if len(numbers) == 2:
            return dt.date(year, month, 1), dt.date(year, month, _stdlib.monthrange(year, month)[1])
        return dt.date(*numbers), dt.date(*numbers)

    @property
    def first(self) -> dt.date:
        """The earliest day it can be."""
        return self._bounds()[0]

    @property
    def last(self) -> dt.date:
        """The latest day it can be."""
        return self._bounds()[1]

    @property
    def stamps(self) -> tuple[int, int]:
        """Stamps of the earliest and the latest day."""
        first, last = self._bounds()
        return stamp(first), stamp(last)

    @property
    def until_stamps(self) -> tuple[int, int]:
        """Stamps of the day *after* the earliest and the latest day: the exclusive end of a spell that ends then."""
        first, last = self._bounds()
        one = dt.timedelta(days=1)
        return stamp(first + one), stamp(last + one)
