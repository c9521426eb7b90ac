"""The header of a sheet against a mapping: which column of the file is which column of the mapping."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from canbo.apps.people.importing.cells import plain_text
from canbo.apps.people.importing.errors import CellFault, column_letter
from canbo.apps.people.importing.mapping import Column, ColumnMapping, DetailSheet
from canbo.apps.people.importing.reading import Cell, Grid
from canbo.core.errors import nearest_names
from canbo.lib.text import Text, fold

_ONCE = Text("mỗi tiêu đề một cột", "each header once")
_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True)
class Table:
    """The data below the header: lines of the file with their cells, and the position of every mapped column.

    `at[column]` is a position, or None for a composed or generated column. `faulty` are cells that could not be read.
    """

    grid: Grid
    header: list[str]
    body: list[tuple[int, list[Cell]]]
    at: dict[Column, int | None] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    faulty: set[tuple[int, Column]] = field(default_factory=set)
    _turned: list[tuple[Cell, ...]] | None = None

    def letter(self, column: Column) -> str:
        """The letter of a column of the mapping; "" for one that has no place of its own."""
        place = self.at.get(column)
        return "" if place is None else column_letter(place)

    def cells(self, column: Column) -> Sequence[Cell]:
        """All cells of a column of the mapping, in the order of the body."""
        place = self.at[column]
        if place is None:
            return self._composed(column)
        if self._turned is None:
            self._turned = list(itertools.zip_longest(*(row for _, row in self.body), fillvalue=""))
        return self._turned[place] if place < len(self._turned) else ("",) * len(self.body)

    def _composed(self, column: Column) -> list[Cell]:
        places = [[self._position(name) for name in part] for part in column.parts]
        return [self._compose(column.compose, places, row) for _, row in self.body]

    def _position(self, name: str) -> int:
        return next((i for i, title in enumerate(self.header) if fold(title) == fold(name)), -1)

    @staticmethod
    def _compose(template: str, places: list[list[int]], row: list[Cell]) -> str:
        """The template filled; blank where the first part is blank in all its columns."""
        parts = []
        for options in places:
            texts = (plain_text(row[place]) for place in options if 0 <= place < len(row))
            parts.append(next((text for text in texts if text), ""))
        if not parts or not parts[0]:
            return ""
        filled = iter(parts)
        return _PLACE.sub(lambda match: next(filled), template)


def find_table(grid: Grid, mapping: ColumnMapping | DetailSheet) -> Table:
    """The table that a mapping describes; its faults are those of the header and of its shape."""
    top = mapping.header_row - 1
    header = [plain_text(cell) for cell in grid.rows[top]] if top < len(grid.rows) else []
    while header and not header[-1]:
        header.pop()
    lines = zip(grid.lines[top + 1 :], grid.rows[top + 1 :], strict=True)
    # Most lines begin with a number or a letter, which settles it without asking further.
    body = [
        (line, row)
        for line, row in lines
        if (row and type(row[0]) is str and row[0][:1].isalnum()) or any(c != "" and plain_text(c) for c in row)
    ]
    table = Table(grid, header, body)
    line = grid.lines[top] if top < len(grid.lines) else mapping.header_row
    table.faults.extend(_header_faults(table, mapping, line))
    table.faults.extend(_overhanging(table))
    return table


def _header_faults(table: Table, mapping: ColumnMapping | DetailSheet, line: int) -> Iterator[CellFault]:
    sheet = table.grid.sheet
    folded: dict[str, int] = {}
    for place, title in enumerate(table.header):
        if title and fold(title) in folded:
            yield CellFault(sheet, line, column_letter(place), title, title, _ONCE)
        folded.setdefault(fold(title), place)
    read = set()
    for column in mapping.columns:
        found = [folded[name] for name in column.names if name in folded]
        if len(found) > 1:
            second = max(found)
            yield CellFault(sheet, line, column_letter(second), table.header[second], table.header[second], _ONCE)
        if column.generate or column.compose:
            table.at[column] = None
            wanted = {fold(name) for part in column.parts for name in part}
            read |= wanted
            if wanted - folded.keys():
                yield _missing(table, line, ", ".join(name for part in column.parts for name in part))
        elif found:
            table.at[column] = found[0]
            read.add(fold(table.header[found[0]]))
        elif column.required:
            yield _missing(table, line, column.header)
    table.unmapped = [title for title in table.header if title and fold(title) not in read]


def _missing(table: Table, line: int, title: str) -> CellFault:
    near = nearest_names(title, [each for each in table.header if each])
    vi = f"một cột có tiêu đề “{title}”" + (f"; gần nhất: “{near[0]}”" if near else "")
    en = f"a column headed “{title}”" + (f"; nearest: “{near[0]}”" if near else "")
    return CellFault(table.grid.sheet, line, "", title, "", Text(vi, en))


def _overhanging(table: Table) -> Iterator[CellFault]:
    """Cells without a header above them: the row is shifted, or the header is cut."""
    widest = max(map(len, (row for _, row in table.body)), default=0)
    outside = [place for place in range(widest) if place >= len(table.header) or not table.header[place]]
    expected = Text("không có ô nào ngoài các cột có tiêu đề", "no cell outside the columns that have a header")
    for line, row in table.body if outside else ():
        for place in outside:
            if place < len(row) and plain_text(row[place]):
                yield CellFault(table.grid.sheet, line, column_letter(place), "", plain_text(row[place]), expected)
                break
