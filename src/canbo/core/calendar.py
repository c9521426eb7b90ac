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
import functools
import re
from collections.abc import Container
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


def add_months(day: dt.date, months: int) -> dt.date:
    """The day of the same number so many months later (or earlier), or the last day of a month that lacks it."""
    number = month_number(day) + months
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, min(day.day, _stdlib.monthrange(year, month + 1)[1]))


def age_on(born: dt.date, on: dt.date) -> int:
    """Complete years of age on a day, rounded down; 29 February counts as reached on 28 February of other years."""
    return complete_months(stamp(born), stamp(on)) // 12


def is_working_day(day: dt.date, holidays: Container[dt.date]) -> bool:
    """Monday to Friday and no holiday. The holidays of a year are decided each year and come from outside."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(day: dt.date, number: int, holidays: Container[dt.date]) -> dt.date:
    """The last day of a time limit of so many working days that begins on the day after `day`."""
    if number < 0:
        raise ValueError("a time limit has no negative number of days")
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def working_days_between(start: dt.date, end: dt.date, holidays: Container[dt.date]) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` does not come after `start`."""
    days = range(1, (end - start).days + 1)
    return sum(is_working_day(start + dt.timedelta(days=each), holidays) for each in days)


@dataclass(frozen=True, slots=True)
class Term:
    """A term from its first day to the day on which the next one begins."""

    since: dt.date
    until: dt.date

    def holds(self, on: dt.date) -> bool:
        """True when the day lies in the term."""
        return self.since <= on < self.until

    def covered(self, since: dt.date, until: dt.date | None) -> bool:
        """True when a spell (`until` exclusive, None while it lasts) covers the whole term."""
        return since <= self.since and (until is None or until >= self.until)


@functools.lru_cache(maxsize=1 << 15)
def _bounds_of(written: str) -> tuple[dt.date, dt.date]:
    """The earliest and the latest day of a date as its paper gives it. Kept: registers share most of their days."""
    numbers = [int(part) for part in written.split("-")]
    year = numbers[0]
    if len(numbers) == 1:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    month = numbers[1]
    if len(numbers) == 2:
        return dt.date(year, month, 1), dt.date(year, month, _stdlib.monthrange(year, month)[1])
    return dt.date(*numbers), dt.date(*numbers)


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
        return _bounds_of(self.written)

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

    @property
    def eve(self) -> PartialDate:
        """The day, month or year before it, written as precisely."""
        return PartialDate((self.first - dt.timedelta(days=1)).isoformat()[: len(self.written)])

    def before(self, other: PartialDate) -> bool | None:
        """True or False when it surely is or is not before the other; None when the papers leave it open."""
        if self.last < other.first:
            return True
        return False if self.first >= other.last else None

    def on_or_before(self, day: dt.date) -> bool | None:
        """True or False when it surely has or has not come by the day; None when the paper leaves it open."""
        if self.last <= day:
            return True
        return False if self.first > day else None

    def months_until(self, day: dt.date) -> tuple[int, int]:
        """The fewest and the most complete months from it to a day."""
        first, last = self.stamps
        end = stamp(day)
        return complete_months(last, end), complete_months(first, end)
