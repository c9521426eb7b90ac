"""The dry run: reads a file through a mapping, compares it with the registers and says what an import would do."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import NoneType
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing import reading
from canbo.apps.people.importing.bearers import Shared, shared_names
from canbo.apps.people.importing.cells import When, plain_text
from canbo.apps.people.importing.codes import CodeBook, Lists
from canbo.apps.people.importing.compare import Comparison
from canbo.apps.people.importing.errors import CellFault, Expected, unreadable
from canbo.apps.people.importing.header import Table, find_table
from canbo.apps.people.importing.mapping import Column, ColumnMapping, DetailSheet
from canbo.apps.people.importing.memory import collection_paused
from canbo.apps.people.importing.once import borne_by_others, written_otherwise
from canbo.apps.people.importing.parsing import Reading, alike, parser_of
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.progress import Tell, quiet
from canbo.apps.people.importing.sheets import SheetRows, rows_of
from canbo.apps.people.importing.standing import bodies_by_text, standing
from canbo.apps.people.models import Person
from canbo.base.record.queries import position
from canbo.core.calendar import stamp
from canbo.lib.text import Text

_KEY = Text("số hiệu của người, không để trống", "the person's staff number, not blank")
_KEY_ONCE = Text(
    "mỗi người một dòng; số hiệu này đã có ở dòng {line}", "one line a person; line {line} has this number"
)
_REQUIRED = Text("không để trống", "not blank")

#: What a dry run tells of itself.
READS = Text("Đang đọc tệp", "Reading the file")
PARSES = Text("Đang kiểm tra từng ô", "Checking every cell")
COMPARES = Text("Đang so với hồ sơ", "Comparing with the dossiers")
#: Lines between two words about how far the comparison has come.
_OFTEN = 500

#: Parsed values of a column, one per line of the table.
Parsed = dict[Column, list[Any]]
#: The sheets beside that of the people, each as soon as it is read.
Others = Iterator[tuple[DetailSheet, Table]]


@collection_paused()
def plan_import(
    data: bytes,
    filename: str,
    mapping: ColumnMapping,
    pack: Lists,
    on: dt.date,
    *,
    tell: Tell = quiet,
    arranged: reading.Grid | None = None,
) -> ImportPlan:
    """The dry run of a file on a day. Nothing is written. `tell` hears how far it has come.

    `arranged` is the sheet of a free list that a layout has made plain; then the file is not read again.

    Faulty cells are listed in the plan. Raises Refusal for a file that cannot be read at all: password, not a workbook,
    too large, an unknown encoding, no line of data.
    """
    at = position()
    tell(READS, 0, 0)
    table, others = (find_table(arranged, mapping), iter(())) if arranged else _tables(data, filename, mapping)
    plan = ImportPlan(mapping, filename, hashlib.sha256(data).hexdigest(), at, table)
    _blame_shape(plan, table)
    if mapping.key in table.at or not table.body:
        _compare(plan, others, CodeBook(pack, mapping.attested), on, tell)
    else:
        for _, other in others:
            _add(plan, other)
    if not any(each.body or each.faults for each in plan.tables):
        raise unreadable("empty", "Trang tính không có dòng dữ liệu nào.", "The sheet has no line of data.")
    return plan


def _tables(data: bytes, filename: str, mapping: ColumnMapping) -> tuple[Table, Others]:
    """The table of the people, empty where the workbook has only other sheets of the mapping, and those others."""
    sheets = {each.sheet: each for each in mapping.sheets}
    opened = reading.open_sheets(
        data, filename, (mapping.sheet, *sheets), comment=mapping.comment, encoding=mapping.encoding
    )
    grids = opened.grids
    if opened.names[0] in sheets:
        table = Table(reading.Grid(mapping.sheet, [], []), [], [])
    else:
        table = find_table(next(grids), mapping)
    return table, ((sheets[grid.sheet], find_table(grid, sheets[grid.sheet])) for grid in grids)


def _add(plan: ImportPlan, other: Table) -> None:
    """One more sheet of the file."""
    plan.others.append(other)
    _blame_shape(plan, other)


def _blame_shape(plan: ImportPlan, table: Table) -> None:
    """The faults of a sheet's header and shape."""
    for fault in (*table.grid.faults, *table.faults):
        plan.blame(fault)


def _compare(plan: ImportPlan, others: Others, book: CodeBook, on: dt.date, tell: Tell) -> None:
    mapping, table = plan.mapping, plan.table
    codes = tuple(Body.objects.values_list("code", flat=True))
    asked = Reading(book, bodies_by_text(), codes, on, shared_names())
    done = len(mapping.columns)
    steps = done + sum(len(each.columns) for each in mapping.sheets)
    parsed = _columns(plan, table, asked, functools.partial(_after, tell, 0, steps))
    keys = _keys(plan, table, mapping.key, parsed) if mapping.key in table.at else []
    _override(plan, mapping, parsed, keys, asked)
    people = dict(Person.objects.values_list("key", "pk"))
    _once(plan, parsed, keys, people)
    lines = [(line, key) for (line, _), key in zip(table.body, keys, strict=True)]
    known = people.keys() | keys
    sheets: list[SheetRows] = []
    for sheet, other in others:
        _add(plan, other)
        values = _columns(plan, other, asked, functools.partial(_after, tell, done, steps))
        sheets.append(rows_of(sheet, other, values, known, plan.blame))
        done += len(sheet.columns)
    lines += _beside(sheets, keys)
    for cells in parsed.values():
        cells += [None] * (len(lines) - len(cells))
    now = standing((key for _, key in lines if key), people, _registers(mapping, [each.sheet for each in sheets]))
    comparison = Comparison(plan, lines, parsed, sheets, now, book, on)
    for index, (_, key) in enumerate(lines):
        if index % _OFTEN == 0:
            tell(COMPARES, index, len(lines))
        if key:
            comparison.line(index)
    comparison.together()


def _after(tell: Tell, before: int, steps: int, done: int) -> None:
    """Tell of the columns of one sheet after those of others."""
    tell(PARSES, before + done, steps)


def _registers(mapping: ColumnMapping, details: Iterable[DetailSheet]) -> set[str]:
    named = {column.to.register for column in mapping.columns} | {sheet.register for sheet in details}
    return named - {"key"} | {"person", "section"}


def _beside(sheets: list[SheetRows], keys: list[str]) -> list[tuple[int, str]]:
    """Lines for those of whom only other sheets speak, under the number of the first line that does."""
    named = set(keys)
    found: dict[str, int] = {}
    for rows in sheets:
        for key, items in rows.items.items():
            if key not in named:
                found.setdefault(key, rows.table.body[rows.places[key, id(items[0])]][0])
    return [(line, key) for key, line in found.items()]


def _columns(plan: ImportPlan, table: Table, asked: Reading, tell: Callable[[int], None]) -> Parsed:
    """Every column of a table, parsed."""
    found: Parsed = {}
    for done, column in enumerate(table.at):
        tell(done)
        if not column.generate:
            known = asked.known.setdefault(alike(column, plan.mapping), {})
            found[column] = _parse(plan, table, column, parser_of(column, plan.mapping, asked), known)
    return found if not asked.shared else {column: _settled(plan, table, column, found, asked) for column in found}


def _settled(plan: ImportPlan, table: Table, column: Column, parsed: Parsed, asked: Reading) -> list[Any]:
    """The cells of a column, each name that several bodies have borne settled by the days of its line."""
    values = parsed[column]
    if Shared not in set(map(type, values)):
        return values
    days = {
        other.to.field: cells
        for other, cells in parsed.items()
        if (other.to.register, other.to.slot) == (column.to.register, column.to.slot)
    }
    found = list(values)
    for index, value in enumerate(values):
        if type(value) is not Shared:
            continue
        since, last = (_day(days[name][index]) if name in days else None for name in ("since", "last"))
        found[index] = value.meant(since, last, stamp(asked.on))
        if isinstance(found[index], Expected):
            plan.blame(_fault(table, index, column, value.name, found[index].says))
            table.faulty.add((index, column))
            found[index] = None
    return found


def _day(value: Any) -> When | None:
    """The day that a cell gives, where it gives one."""
    return value if isinstance(value, When) else None


def _parse(plan: ImportPlan, table: Table, column: Column, parser: Any, known: dict[Any, Any]) -> list[Any]:
    """Every cell of a column; each distinct cell that is not `known` is parsed once. A faulty cell becomes None and a
    fault."""
    found: list[Any] = []
    written = table.cells(column)
    if set(map(type, written)) == {str}:  # as in every file that Canbo wrote, and most others
        distinct = dict.fromkeys(written)
        for cell in distinct.keys() - known.keys():
            known[cell] = parser(cell)
        kinds = {type(known[cell]) for cell in distinct}
        if Expected not in kinds and not (column.required and NoneType in kinds):
            return list(map(known.__getitem__, written))
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


def _once(plan: ImportPlan, parsed: Parsed, keys: list[str], people: Mapping[str, int]) -> None:
    """Blame what only one person can have and two would."""
    table, key = plan.table, plan.mapping.key
    for index, says in written_otherwise(keys, people):
        plan.blame(_fault(table, index, key, keys[index], says))
    column = next((each for each in parsed if (each.to.register, each.to.field) == ("person", "id_number")), None)
    if column is not None:
        lines = [line for line, _ in table.body]
        for index, says in borne_by_others(parsed[column], keys, lines):
            plan.blame(_fault(table, index, column, parsed[column][index], says))


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
