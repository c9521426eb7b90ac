"""Parsers from the text of a cell to a value, one maker per kind of field.

A parser takes one cell and returns its value, `None` for blank, `NOTHING` for an attested "none", or `Expected` when it
cannot take the cell. Each distinct text of a column is parsed once.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from canbo.apps.people.importing.errors import Expected
from canbo.apps.people.importing.garbled import UNICODE, is_garbled
from canbo.core.calendar import PartialDate, day_of
from canbo.lib.text import Text, fold, nfc

#: A parser of one cell.
Parser = Callable[[Any], Any]


class Nothing:
    """The source says that there is none, which is not the same as saying nothing."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = Nothing()


class When(NamedTuple):  # a tuple, for lines of a sheet are compared by what their cells say
    """A date of a cell: as it will stand in the register, with its two stamps."""

    written: str
    lo: int
    hi: int


_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
#: Years that a personnel file can speak of.
YEARS = range(1900, 2101)
_SERIALS = range(10_000, 80_000)
_EPOCH = dt.date(1899, 12, 30)
#: A spreadsheet keeps fifteen digits of a number: beyond, what it shows is rounded.
_EXACT = 1e15

DATE = Text(
    "ngày/tháng/năm, tháng/năm hoặc năm (bốn chữ số), như 05/09/1974, 09/1974, 1974",
    "day/month/year, month/year or a year of four digits, such as 05/09/1974, 09/1974, 1974",
)
_NO_SUCH_DAY = Text("một ngày có trong lịch", "a day that the calendar has")
_FOUR_DIGITS = Text(
    "năm đủ bốn chữ số: hai chữ số không rõ thế kỷ", "a year of four digits: two leave the century open"
)
_OUT_OF_RANGE = Text("năm từ 1900 đến 2100", "a year from 1900 to 2100")
FLAG = Text("“x” hoặc “Có”; “Không”; hoặc để trống", "“x” or “Có” (yes); “Không” (no); or blank")
WHOLE = Text("một số nguyên không âm", "a whole number, not negative")
NUMBER = Text("một số, phần lẻ không quá hai chữ số", "a number with at most two decimals")
_PLAIN = Text("giá trị, không phải công thức hay mã lỗi của bảng tính", "a value, not a formula or a spreadsheet error")
_LETTERS = Text("chữ đọc được, không có ký tự điều khiển", "readable text without control characters")
_ROUNDED = Text(
    "chữ số ở dạng văn bản: bảng tính làm tròn số dài hơn 15 chữ số",
    "digits as text: a spreadsheet rounds a number of more than 15",
)
SEX = Text("“Nam” hoặc “Nữ”", "“Nam” (male) or “Nữ” (female)")
NAME = Text("họ tên viết bằng chữ", "a name in letters")
PAPER = Text("“x” hoặc ngày ký của giấy tờ", "“x” or the day on which the paper was issued")

_YES = frozenset({"x", "co", "dung", "1", "true", "yes", "da xac minh", "v"})
_NO = frozenset({"khong", "sai", "0", "false", "no", "khong dung"})
_SEXES = {"nam": "M", "m": "M", "nu": "F", "f": "F"}


def plain_text(cell: Any) -> str:
    """A cell as tidy text: NFC, no invisible or doubled blanks; whole numbers without a decimal point."""
    if isinstance(cell, str):
        return _tidied(cell)
    if isinstance(cell, bool):
        return "x" if cell else "Không"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%d/%m/%Y") if not _has_time(cell) else str(cell)
    return "" if cell is None else str(cell)


@functools.lru_cache(maxsize=64)
def _tidied(cell: str) -> str:
    """Tidy text; every parser asks for that of its cell, whoever asked before it."""
    return nfc(cell if cell.isascii() else _INVISIBLE.sub("", cell))


def bad_text(cell: Any, text: str) -> Expected | None:
    """What no cell may hold, whatever its column: a formula, an error of the spreadsheet, control characters."""
    if text.startswith(("=", "#")) and (text[0] == "=" or _ERROR.fullmatch(text)):
        return Expected(_PLAIN)
    if isinstance(cell, str) and not text.isprintable() and _CONTROL.search(text):
        return Expected(_LETTERS)
    return None


def text_parser(longest: int) -> Parser:
    """Text of at most `longest` characters, each of which was read as it was written."""
    too_long = Expected(Text(f"tối đa {longest} ký tự", f"at most {longest} characters"))

    def parse(cell: Any) -> Any:
        text = plain_text(cell)
        if len(text) > longest:
            return too_long
        if isinstance(cell, float) and not abs(cell) < _EXACT:
            return Expected(_ROUNDED)
        return Expected(UNICODE) if is_garbled(text) else text

    return parse


def date_parser(*, end: bool = False, latest: dt.date | None = None) -> Parser:
    """A partial date. `end` gives the stamps of an exclusive end; `latest` is the last day that makes sense."""

    def parse(cell: Any) -> Any:
        written = written_date(cell)
        if isinstance(written, Expected):
            return written
        when, first = _when(written, end)
        if latest and first > latest:
            return Expected(Text(f"không sau ngày {latest:%d/%m/%Y}", f"not after {latest:%d/%m/%Y}"))
        return when

    return parse


@functools.lru_cache(maxsize=1 << 16)
def _when(written: str, end: bool) -> tuple[When, dt.date]:
    """A written date with its stamps, and its first day. Columns of one file share most of their days."""
    date = PartialDate(written)
    lo, hi = date.until_stamps if end else date.stamps
    return When(written, lo, hi), date.first


def written_date(cell: Any) -> str | Expected:
    """The register's text for a date cell: "1974", "1974-09" or "1974-09-05"; nothing is guessed."""
    if isinstance(cell, dt.datetime | dt.date):
        return Expected(DATE) if _has_time(cell) else _checked(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numeric_date(cell)
    return _read_date(plain_text(cell).replace(" ", ""))


@functools.lru_cache(maxsize=1 << 16)
def _read_date(text: str) -> str | Expected:
    if match := _DAY.fullmatch(text):
        return _checked(int(match[3]), int(match[2]), int(match[1]))
    if match := _MONTH.fullmatch(text):
        return _checked(int(match[2]), int(match[1]), 0)
    if match := _ISO.fullmatch(text):
        if match[2] is None:
            return _checked(int(match[1]), 0, 0)
        return _checked(int(match[1]), int(match[2]), int(match[3] or 0))
    return Expected(_FOUR_DIGITS if _SHORT_YEAR.fullmatch(text) else DATE)


def _numeric_date(number: float) -> str | Expected:
    if number in YEARS:
        return _checked(int(number), 0, 0)
    if _SERIALS.start <= number < _SERIALS.stop:
        day = _EPOCH + dt.timedelta(days=int(number))
        return Expected(
            Text(
                f"một ngày; ô chứa số {number:g}, nếu là ngày {day:%d/%m/%Y} thì định dạng ô là ngày",
                f"a date; the cell holds the number {number:g}: format it as a date if it means {day:%d/%m/%Y}",
            )
        )
    return Expected(DATE)


def _checked(year: int, month: int, day: int) -> str | Expected:
    """The text of a date whose unknown parts are 0 ("00/09/1974" is September 1974)."""
    if year not in YEARS:
        return Expected(_OUT_OF_RANGE)
    if day and not month:
        return Expected(_NO_SUCH_DAY)
    written = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
    try:
        return PartialDate(written).written
    except ValueError:
        return Expected(_NO_SUCH_DAY)


def _has_time(cell: dt.date) -> bool:
    return isinstance(cell, dt.datetime) and cell.time() != dt.time()


def flag(cell: Any) -> Any:
    """Yes or no."""
    text = fold(plain_text(cell))
    if text in _YES:
        return True
    return False if text in _NO else Expected(FLAG)


def sex(cell: Any) -> Any:
    """M or F."""
    return _SEXES.get(fold(plain_text(cell))) or Expected(SEX)


def name_parser(longest: int) -> Parser:
    """Somebody's name: words, not a number and not a yes."""
    text = text_parser(longest)

    def parse(cell: Any) -> Any:
        found = text(cell)
        if isinstance(found, Expected) or (not isinstance(cell, bool) and any(map(str.isalpha, found))):
            return found
        return Expected(NAME)

    return parse


def whole(cell: Any) -> Any:
    """A whole number; dots between groups of three are the Vietnamese thousands mark."""
    text = plain_text(cell)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) and isinstance(cell, str):
        text = text.replace(".", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else Expected(WHOLE)


def decimal(cell: Any) -> Any:
    """A number with at most two decimals, with point or comma."""
    try:
        number = Decimal(plain_text(cell).replace(",", "."))
    except InvalidOperation:
        return Expected(NUMBER)
    if not number.is_finite() or abs(number) >= 1000 or round(number, 2) != number:
        return Expected(NUMBER)
    return round(number, 2)


def within(number: Parser, low: int, high: int | None) -> Parser:
    """A number that its column can hold: from `low` to `high`, both included; None: without an end."""
    expected = (
        Expected(Text(f"một số từ {low} trở lên", f"a number from {low}"))
        if high is None
        else Expected(Text(f"một số từ {low} đến {high}", f"a number from {low} to {high}"))
    )

    def parse(cell: Any) -> Any:
        found = number(cell)
        if isinstance(found, Expected) or (low <= found and (high is None or found <= high)):
            return found
        return expected

    return parse


def paper(cell: Any) -> Any:
    """A confirmed paper: the date on which it was issued, or "" where only its presence is said."""
    if fold(plain_text(cell)) in _YES:
        return ""
    found = date_parser()(cell)
    return Expected(PAPER) if isinstance(found, Expected) else found


def shown_date(written: str) -> str:
    """A date of the register as people write it: 05/09/1974, 09/1974, 1974."""
    return "/".join(reversed(written.split("-")))


def shown_stamp(value: int) -> str:
    """The day of a stamp as dd/mm/yyyy."""
    return f"{day_of(value):%d/%m/%Y}"
