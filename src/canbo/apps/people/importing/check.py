"""The dry run: reads a file through a mapping, compares it with the registers and says what an import would do."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing import reading
from canbo.apps.people.importing.cells import plain_text
from canbo.apps.people.importing.codes import CodeBook, Lists
from canbo.apps.people.importing.compare import Comparison
from canbo.apps.people.importing.errors import CellFault, Expected, unreadable
from canbo.apps.people.importing.header import Table, find_table
from canbo.apps.people.importing.mapping import Column, ColumnMapping
from canbo.apps.people.importing.memory import collection_paused
from canbo.apps.people.importing.parsing import Reading, parser_of
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.standing import bodies_by_text, standing
from canbo.base.record.queries import position
from canbo.lib.text import Text

_KEY = Text("số hiệu của người, không để trống", "the person's staff number, not blank")
_KEY_ONCE = Text(
    "mỗi người một dòng; số hiệu này đã có ở dòng {line}", "one line a person; line {line} has this number"
)
_REQUIRED = Text("không để trống", "not blank")

#: Parsed values of a column, one per line of the table.
Parsed = dict[Column, list[Any]]


def plan_import(data: bytes, filename: str, mapping: ColumnMapping, pack: Lists, on: dt.date) -> ImportPlan:
    """The dry run of a file on a day. Nothing is written.

    Faulty cells are listed in the plan. Raises Refusal for a file that cannot be read at all: password, not a workbook,
    too large, an unknown encoding, no line of data.
    """
    at = position()
    grid = reading.read(data, filename, sheet=mapping.sheet, comment=mapping.comment, encoding=mapping.encoding)
    table = find_table(grid, mapping)
    if not table.body and not table.faults:
        raise unreadable("empty", "Trang tính không có dòng dữ liệu nào.", "The sheet has no line of data.")
    plan = ImportPlan(mapping, filename, hashlib.sha256(data).hexdigest(), at, table)
    for fault in (*grid.faults, *table.faults):
        plan.blame(fault)
    if mapping.key in table.at:
        with collection_paused():
            _compare(plan, table, mapping, CodeBook(pack), on)
    return plan


def _compare(plan: ImportPlan, table: Table, mapping: ColumnMapping, book: CodeBook, on: dt.date) -> None:
    codes = tuple(Body.objects.values_list("code", flat=True))
    asked = Reading(book, bodies_by_text(), codes, on)
    parsed = {
        column: _parse(plan, table, column, parser_of(column, mapping, asked))
        for column in table.at
        if not column.generate
    }
    keys = _keys(plan, table, mapping.key, parsed)
    _override(plan, mapping, parsed, keys, asked)
    registers = {column.to.register for column in mapping.columns} - {"key"} | {"person", "section"}
    now = standing((key for key in keys if key), registers)
    comparison = Comparison(plan, table, parsed, now, book, on)
    for index, key in enumerate(keys):
        if key:
            comparison.line(index, key)


def _parse(plan: ImportPlan, table: Table, column: Column, parser: Any) -> list[Any]:
    """Every cell of a column; each distinct cell is parsed once. A faulty cell becomes None and a fault."""
    known: dict[Any, Any] = {}
    found: list[Any] = []
    written = table.cells(column)
    if set(map(type, written)) == {str}:  # as in every file that Canbo wrote, and most others
        known = {cell: parser(cell) for cell in dict.fromkeys(written)}
        if not any(type(value) is Expected or value is None and column.required for value in known.values()):
            return [known[cell] for cell in written]
    for index, cell in enumerate(written):
        seen = cell if type(cell) is str else (type(cell), cell)
        try:
            value = known[seen]
        except KeyError:
            value = known[seen] = parser(cell)
        if type(value) is Expected:
            plan.blame(_fault(table, index, column, cell, value.says))
            table.faulty.add((index, column))
            value = None
        elif value is None and column.required:
            plan.blame(_fault(table, index, column, cell, _KEY if column.to.register == "key" else _REQUIRED))
        found.append(value)
    return found


def _fault(table: Table, index: int, column: Column, cell: Any, expected: Text) -> CellFault:
    line = table.body[index][0]
    return CellFault(table.grid.sheet, line, table.letter(column), column.header, plain_text(cell), expected)


def _keys(plan: ImportPlan, table: Table, column: Column, parsed: Parsed) -> list[str]:
    """The key of every line; "" where there is none or another line has it."""
    first: dict[str, int] = {}
    keys = []
    for index, key in enumerate(parsed[column]):
        line = table.body[index][0]
        if not isinstance(key, str) or not key:
            if not column.required:
                plan.blame(_fault(table, index, column, "", _KEY))
            keys.append("")
        elif key in first:
            plan.blame(_fault(table, index, column, key, _KEY_ONCE.filled(line=first[key])))
            keys.append("")
        else:
            first[key] = line
            keys.append(key)
    return keys


def _override(plan: ImportPlan, mapping: ColumnMapping, parsed: Parsed, keys: list[str], asked: Reading) -> None:
    """Values that another source gives for single cells, as the mapping says."""
    for override in mapping.overrides:
        column = next((each for each in parsed if each.to == override.to), None)
        if column is None or override.key not in keys:
            continue
        value = parser_of(column, mapping, asked)(override.value)
        index = keys.index(override.key)
        if isinstance(value, Expected):
            plan.blame(_fault(plan.table, index, column, override.value, value.says))
        else:
            parsed[column][index] = value
