"""A file as a grid of cells: .xlsx through calamine, .csv through its encoding and delimiter."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import python_calamine as calamine

from canbo.apps.people.importing import package
from canbo.apps.people.importing.errors import CellFault, column_letter, unreadable
from canbo.lib.text import Text

#: A cell as it was read: text, number, boolean, date, or "" for blank.
Cell = Any

#: Name shown for the only sheet of a .csv file.
CSV_SHEET = "CSV"
COLUMNS_LIMIT = 130
ROWS_LIMIT = 100_000
#: Cells of all sheets together, blank ones too: what one sheet of that many lines and columns may hold.
CELLS_LIMIT = ROWS_LIMIT * COLUMNS_LIMIT
#: Sheets read at the same time, where so many are larger than this (bytes): a small one is read in no time.
_AT_ONCE, _LARGE = 2, 1 << 20
_LONGEST = f"{csv.field_size_limit():,}".replace(",", ".")
_DELIMITERS = ",;\t|"
#: How a workbook begins, whatever its name says.
_WORKBOOK = b"PK\x03\x04"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")

_FORMULA = Text(
    "giá trị, không phải công thức (chép ô, dán dạng giá trị)", "a value, not a formula (copy, paste as values)"
)
_MERGED = Text(
    "ô không bị gộp (bỏ gộp ô và ghi giá trị vào từng ô)", "a cell that is not merged (unmerge and fill each cell)"
)
UTF8 = Text("Lưu lại tệp dạng “CSV UTF-8”.", "Save it again as “CSV UTF-8”.")


@dataclass(slots=True)
class Grid:
    """The cells of one sheet. `rows[i]` stands in line `lines[i]` of the file; blank cells are ""."""

    sheet: str
    rows: list[list[Cell]]
    lines: list[int]
    faults: list[CellFault] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class Sheets:
    """The sheets of an open file: their names, and their cells in that order, each sheet as soon as it is read."""

    names: tuple[str, ...]
    grids: Iterator[Grid]


def read(data: bytes, filename: str, *, sheet: str = "", comment: str = "", encoding: str = "") -> Grid:
    """The grid of a file. Raises Refusal when it cannot be read; faults of single cells are listed in the grid."""
    return read_sheets(data, filename, (sheet,), comment=comment, encoding=encoding)[0]


def read_sheets(
    data: bytes, filename: str, sheets: tuple[str, ...], *, comment: str = "", encoding: str = ""
) -> list[Grid]:
    """The grids of those of these sheets that a workbook shows. Raises Refusal as `open_sheets` and its grids do."""
    return list(open_sheets(data, filename, sheets, comment=comment, encoding=encoding).grids)


def open_sheets(
    data: bytes, filename: str, sheets: tuple[str, ...], *, comment: str = "", encoding: str = ""
) -> Sheets:
    """Those of these sheets that a workbook shows ("": the first); a .csv file is one sheet.

    Raises Refusal when the file cannot be read or has none of them; its grids raise one when a sheet cannot be read.
    """
    if len(data) > package.FILE_LIMIT:
        raise package.too_large()
    if not data.strip():
        raise unreadable("empty", "Tệp trống.", "The file is empty.")
    if filename.lower().endswith((".csv", ".tsv", ".txt")) and not data.startswith(_WORKBOOK):
        return Sheets((CSV_SHEET,), iter([_read_csv(data, comment, encoding)]))
    found = package.inspect(data)
    chosen = _choose(found, sheets)
    notes = [_ignored(sheet) for sheet in found if sheet not in chosen]
    return Sheets(tuple(sheet.name for sheet in chosen), _grids(data, chosen, notes))


def _grids(data: bytes, chosen: list[package.Sheet], notes: list[Text]) -> Iterator[Grid]:
    """The sheets in their order, read while the one before is worked on; the first bears the notes.

    Two large ones are read at a time: calamine reads without holding up Python. A book serves one thread only.
    """
    books = threading.local()
    sizes: list[int] = []

    def read_one(sheet: package.Sheet) -> Grid:
        _refuse_many(sizes)
        if not hasattr(books, "own"):
            books.own = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _grid(books.own, sheet, sizes)

    large = sum(sheet.size > _LARGE for sheet in chosen)
    readers = ThreadPoolExecutor(max(1, min(large, _AT_ONCE)))
    try:
        for grid in readers.map(read_one, chosen):
            grid.notes.extend(notes)
            notes = []
            yield grid
    except (calamine.CalamineError, OSError, ValueError, TypeError, OverflowError) as fault:
        raise package.not_a_workbook() from fault
    finally:
        readers.shutdown(cancel_futures=True)


def _refuse_many(sizes: list[int]) -> None:
    """Two cells at the ends of a sheet make millions of blanks between them: a few such sheets would fill a memory."""
    if sum(sizes) > CELLS_LIMIT:
        raise package.too_large()


def _grid(book: calamine.CalamineWorkbook, sheet: package.Sheet, sizes: list[int]) -> Grid:
    found = book.get_sheet_by_name(sheet.name)
    lines, columns = (each + 1 for each in found.end or (-1, -1))
    if lines > ROWS_LIMIT or columns > COLUMNS_LIMIT:
        raise package.too_large()
    sizes.append(lines * columns)
    _refuse_many(sizes)
    rows = found.to_python(skip_empty_area=False)
    grid = Grid(sheet.name, rows, list(range(1, len(rows) + 1)))
    grid.faults.extend(_formula_fault(grid, address) for address in sheet.formulas)
    grid.faults.extend(_merge_fault(grid, start, end) for start, end in found.merged_cell_ranges or [])
    return grid


def _choose(sheets: tuple[package.Sheet, ...], wanted: tuple[str, ...]) -> list[package.Sheet]:
    visible = [sheet for sheet in sheets if sheet.visible]
    if not visible:
        raise unreadable("no-sheet", "Bảng tính không có trang nào hiển thị.", "The workbook shows no sheet.")
    if wanted == ("",):
        return visible[:1]
    named = {sheet.name: sheet for sheet in visible}
    if not set(wanted) & named.keys():
        vi, en = "”, “".join(wanted), "” or “".join(wanted)
        raise unreadable("no-sheet", f"Không có trang tính “{vi}”.", f"There is no sheet “{en}”.")
    return [named[name] for name in wanted if name in named]


def _ignored(sheet: package.Sheet) -> Text:
    if sheet.visible:
        return Text(f"Bỏ qua trang tính “{sheet.name}”.", f"Sheet “{sheet.name}” was left out.")
    return Text(f"Bỏ qua trang tính ẩn “{sheet.name}”.", f"Hidden sheet “{sheet.name}” was left out.")


def _formula_fault(grid: Grid, address: str) -> CellFault:
    match = _ADDRESS.fullmatch(address)
    letter, row = (match[1], int(match[2])) if match else ("", 0)
    return CellFault(grid.sheet, row, letter, "", "=…", _FORMULA)


def _merge_fault(grid: Grid, start: tuple[int, int], end: tuple[int, int]) -> CellFault:
    span = f"{column_letter(start[1])}{start[0] + 1}:{column_letter(end[1])}{end[0] + 1}"
    return CellFault(grid.sheet, start[0] + 1, column_letter(start[1]), "", span, _MERGED)


def _read_csv(data: bytes, comment: str, encoding: str) -> Grid:
    text = decode(data, encoding)
    if found := _CONTROL.search(text):
        raise unreadable(
            "not-text",
            f"Tệp có ký tự điều khiển U+{ord(found[0]):04X}.",
            f"The file holds U+{ord(found[0]):04X}.",
            UTF8,
        )
    grid = Grid(CSV_SHEET, [], [])
    skipped = 0
    if comment:
        while text.startswith(comment):
            text = text.partition("\n")[2]
            skipped += 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = skipped + 1
    try:
        for row in reader:
            if not (comment and row and row[0].startswith(comment)):
                grid.rows.append(row)
                grid.lines.append(line)
            line = skipped + reader.line_num + 1
            if len(grid.rows) > ROWS_LIMIT or len(row) > COLUMNS_LIMIT:
                raise package.too_large()
    except csv.Error as fault:
        raise unreadable(
            "csv-broken",
            f"Dòng {line}: dấu ngoặc kép không khớp, hoặc một ô dài quá {_LONGEST} ký tự.",
            f"Line {line}: quotation marks do not match, or a cell is longer than {_LONGEST} characters.",
            UTF8,
        ) from fault
    return grid


def decode(data: bytes, encoding: str = "") -> str:
    """The text of a .csv file: byte-order mark first, then UTF-8, or the encoding that the mapping names.

    Nothing is guessed: an 8-bit Vietnamese code page read as another one gives wrong names without any error.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError) as fault:
        raise unreadable(
            "encoding",
            "Không đọc được bảng mã của tệp (không phải UTF-8 hoặc UTF-16).",
            "The encoding of the file is not UTF-8 or UTF-16.",
            UTF8,
        ) from fault


def _delimiter(text: str) -> str:
    """The delimiter that occurs most often in the first line, outside quotation marks."""
    outside = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(_DELIMITERS, key=outside.count)
