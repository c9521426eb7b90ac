"""Dates as Vietnamese papers and spreadsheets write them, read as partial dates: nothing is guessed."""

from __future__ import annotations

import re

from canbo.core.calendar import PartialDate
from canbo.lib.text import fold

_YEAR = r"(?P<year>\d{4})"
_MONTH, _DAY = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_SEPARATOR = r"\s*[/.\-]\s*"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?:ngay\s+)?{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}",
        rf"{_YEAR}-{_MONTH}-{_DAY}(?:[t ]00:00(?::00(?:\.0+)?)?)?",
        rf"(?:ngay\s+)?{_DAY}\s+thang\s+{_MONTH},?\s+nam\s+{_YEAR}",
        rf"(?:thang\s+)?{_MONTH}{_SEPARATOR}{_YEAR}",
        rf"{_YEAR}-{_MONTH}",
        rf"thang\s+{_MONTH},?\s+nam\s+{_YEAR}",
        rf"(?:nam\s+)?{_YEAR}",
    )
)
_SHORT_YEAR = re.compile(rf"(?:\d{{1,2}}{_SEPARATOR}){{1,2}}\d{{2}}|\d{{2}}")


class UnreadDate(ValueError):
    """A text that is no date. `short_year` is true when only the century is missing."""

    def __init__(self, text: str, *, short_year: bool = False) -> None:
        self.text = text
        self.short_year = short_year
        super().__init__(f"{text!r} gives a year of two digits" if short_year else f"{text!r} is no date")


def read_date(text: str) -> PartialDate:
    """The date that a text gives: "28/11/1974", "6/1974", "06-1974", "1974", "ngày 3 tháng 2 năm 1980", "1974-11-28".

    The day comes before the month. Raises UnreadDate for anything else: a year of two digits, 30/02/1980, words.
    """
    plain = fold(text)
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found:
            return _made(text, found.groupdict())
    raise UnreadDate(text, short_year=bool(_SHORT_YEAR.fullmatch(plain)))


def _made(text: str, parts: dict[str, str]) -> PartialDate:
    numbers = [parts["year"], *(f"{int(parts[name]):02d}" for name in ("month", "day") if name in parts)]
    try:
        return PartialDate("-".join(numbers))
    except ValueError as fault:
        raise UnreadDate(text) from fault
