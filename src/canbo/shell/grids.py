"""Tables that a page shows and a file carries away: one value for both, so that they cannot differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from canbo.base.packs.queries import current_pack
from canbo.base.record.queries import position
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.templatetags.canbo import ABSENT, num, say

FILE = Text("Dạng tệp", "File type")
FORMS = ("xlsx", "csv")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Cell:
    """One cell: a text, a whole number, or a share (a Fraction, shown in per cent); None is "not known".

    `href` leads to the people or things behind the figure; `mark` is the class of a cell that should be looked at;
    `words` that it stands left-aligned, as text does.
    """

    value: str | int | Fraction | None
    href: str = ""
    mark: str = ""
    words: bool = False

    @property
    def number(self) -> bool:
        """Whether it stands right-aligned among numbers."""
        return not isinstance(self.value, str)

    @property
    def shown(self) -> str:
        """The text on the page."""
        if self.value is None:
            return ABSENT
        if isinstance(self.value, Fraction):
            return f"{num(percent(self.value), 2)} %"
        return num(self.value) if isinstance(self.value, int) else self.value


@dataclass(frozen=True)
class Grid:
    """A table: `name` for its address and file, what it is, its heads, and rows whose first cell names the row."""

    name: str
    says: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Cell]]

    @property
    def columns(self) -> list[tuple[Text, bool]]:
        """The heads, and whether words stand under each (in the first row, as in all)."""
        row = self.rows[0] if self.rows else ()
        return [(head, not at or (bool(row) and row[at].words)) for at, head in enumerate(self.heads)]


#: What a table was taken under, in words: the filters of its page with what was chosen.
Taken = Sequence[tuple[Text, str]]


def percent(share: Fraction) -> Fraction:
    """A share in hundredths, rounded to two places as the page shows it."""
    return Fraction(round(share * 10_000), 100)


def asked_for(request: HttpRequest, grids: Sequence[Grid], taken: Taken = ()) -> HttpResponse | None:
    """The file that an address asks for (`?table=…&file=xlsx`); None when it asks for the page.

    A workbook says on a second sheet how it was taken: the filters of the page (`taken`), its address, the moment, the
    entry up to which the record had come, and the rules in use.
    """
    form = asking.choice(request, "file", FILE, FORMS)
    if not form or not grids:
        return None
    name = asking.choice(request, "table", Text("Bảng", "Table"), [grid.name for grid in grids])
    grid = next((each for each in grids if each.name == name), grids[0])
    made = _workbook(grid, _how(request, grid, taken)) if form == "xlsx" else _lines(grid)
    answer = HttpResponse(made, content_type=_SHEET if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{grid.name}.{form}"'
    return answer


def _how(request: HttpRequest, grid: Grid, taken: Taken) -> list[tuple[str, str]]:
    """How a table was taken, so that somebody can take it again."""
    query = request.GET.copy()
    for name in ("table", "file"):
        query.pop(name, None)
    told = [
        (Text("Bảng", "Table"), say(grid.says)),
        *((says, chosen) for says, chosen in taken if chosen),
        (Text("Trang", "Page"), f"{request.path}{'?' if query else ''}{query.urlencode()}"),
        (Text("Lấy lúc", "Taken at"), f"{timezone.localtime():%d/%m/%Y %H:%M}"),
        (Text("Nhật ký đến mục số", "Record up to entry"), num(position())),
        (Text("Bộ quy định", "Rules"), current_pack().digest),
    ]
    return [(say(says), words) for says, words in told]


def _workbook(grid: Grid, how: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    hundredths, whole = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "#,##0"})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, max(1, len(grid.heads) - 1), 16)
    sheet.write_row(0, 0, [say(each) for each in grid.heads], head)
    for line, row in enumerate(grid.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell.value, Fraction):
                rounded = percent(cell.value)
                sheet.write_number(line, column, rounded.numerator / (100 * rounded.denominator), hundredths)
            elif isinstance(cell.value, int):
                sheet.write_number(line, column, cell.value, whole)
            else:
                sheet.write_string(line, column, cell.shown)
    beside = book.add_worksheet(say(Text("Cách lấy số liệu", "How it was taken")))
    beside.set_column(0, 0, 28)
    beside.set_column(1, 1, 80)
    for line, pair in enumerate(how):
        for column, words in enumerate(pair):
            beside.write_string(line, column, words)
    book.close()
    return out.getvalue()


def _lines(grid: Grid) -> bytes:
    """As comma-separated text with a mark that spreadsheets know UTF-8 by; no text of it can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([say(each) for each in grid.heads])
    for row in grid.rows:
        writer.writerow([_tame(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _tame(cell: Cell) -> str | int:
    if isinstance(cell.value, int):
        return cell.value
    text = cell.shown
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") and isinstance(cell.value, str) else text
