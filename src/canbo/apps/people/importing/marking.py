"""The file handed back with its faulty cells marked, and a list of all faults."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import Any

import xlsxwriter

from canbo.apps.people.importing.cells import plain_text
from canbo.apps.people.importing.errors import CellFault
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.reading import Grid

_COLUMN = re.compile(r"[A-Z]+")
#: A comment holds at most this many characters here.
_COMMENT = 500
_HEADER = ("Trang tính", "Dòng", "Cột", "Tiêu đề", "Giá trị", "Cần ghi", "Expected")


def fault_workbook(plan: ImportPlan) -> bytes:
    """Every sheet that was read, line by line, its faulty cells coloured and commented; and a list of all faults.

    Comments are in Vietnamese, the list in both languages. Values are written as text, as they were read.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    marked = book.add_format({"bg_color": "#F8D7DA", "border": 1, "border_color": "#A61B29"})
    bold = book.add_format({"bold": True})
    for table in plan.tables:
        _copy(book.add_worksheet(_sheet_name(table.grid.sheet)), table.grid, plan, marked)
    _list(book.add_worksheet("Danh sách lỗi"), plan, bold)
    book.close()
    return buffer.getvalue()


def _copy(sheet: Any, grid: Grid, plan: ImportPlan, marked: Any) -> None:
    faults = _by_cell([fault for fault in plan.faults if fault.sheet == grid.sheet])
    for line, row in zip(grid.lines, grid.rows, strict=True):
        for place, cell in enumerate(row):
            if (line, place) not in faults and (text := plain_text(cell)):
                sheet.write_string(line - 1, place, text)
    for (line, place), found in faults.items():
        sheet.write_string(line - 1, place, found[0].value, marked)
        note = "\n".join(f"Cần ghi: {fault.expected.vi}" for fault in found)[:_COMMENT]
        sheet.write_comment(line - 1, place, note, {"x_scale": 2})


def _by_cell(faults: list[CellFault]) -> dict[tuple[int, int], list[CellFault]]:
    found: dict[tuple[int, int], list[CellFault]] = defaultdict(list)
    for fault in faults:
        if fault.row and _COLUMN.fullmatch(fault.column):
            found[fault.row, _index(fault.column)].append(fault)
    return found


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _list(sheet: Any, plan: ImportPlan, bold: Any) -> None:
    for place, title in enumerate(_HEADER):
        sheet.write_string(0, place, title, bold)
    for number, fault in enumerate(plan.faults, start=1):
        cells = (
            fault.sheet,
            str(fault.row or ""),
            fault.column,
            fault.column_title,
            fault.value,
            fault.expected.vi,
            fault.expected.en,
        )
        for place, text in enumerate(cells):
            sheet.write_string(number, place, text)


def _sheet_name(name: str) -> str:
    """A sheet's name without what Excel forbids, at most 31 characters, never that of the list."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip("'")[:31]
    return clean if clean.strip() and clean.lower() not in ("danh sách lỗi", "history") else "Tệp"
