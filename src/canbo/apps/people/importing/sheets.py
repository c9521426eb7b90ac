"""Sheets whose every line is one row of a register: their lines as items, tied to people by the key."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.people.importing.cells import NOTHING, plain_text
from canbo.apps.people.importing.errors import CellFault
from canbo.apps.people.importing.header import Table
from canbo.apps.people.importing.listed import Item, put
from canbo.apps.people.importing.mapping import Column, DetailSheet
from canbo.apps.people.importing.registers import REGISTERS, columns_of
from canbo.lib.text import Text

#: Values of a sheet by column, one per line.
Parsed = Mapping[Column, list[Any]]


@dataclass
class SheetRows:
    """The lines of one sheet: the items of every key, and in which line of the table each of them stands.

    Lines that say the same of several people are one item: a province says few different things. Of one person no two
    lines are, so that the key and the item's id name the line.
    """

    sheet: DetailSheet
    table: Table
    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    places: dict[tuple[str, int], int] = field(default_factory=dict)


def rows_of(
    sheet: DetailSheet, table: Table, parsed: Parsed, known: Collection[str], blame: Callable[[CellFault], None]
) -> SheetRows:
    """The rows that the lines of a sheet give; a key that is not `known` is a fault of its cell."""
    rows = SheetRows(sheet, table)
    if sheet.key not in parsed:
        return rows
    names = _names(sheet)
    columns = {names[column]: values for column, values in parsed.items() if column is not sheet.key}
    lines = zip(*columns.values(), strict=True) if columns else itertools.repeat(())
    found: dict[str, list[Item]] = defaultdict(list)
    places = rows.places
    alike: dict[tuple[Any, ...], Item] = {}
    for place, (key, line) in enumerate(zip(parsed[sheet.key], lines, strict=False)):
        if key is None:  # blank or faulty, and named as such already
            continue
        if key not in known:
            blame(_unknown(table, place, sheet, key))
            continue
        item = alike.get(line)
        if item is None:
            item = alike[line] = _item(sheet, columns, line)
        elif (key, id(item)) in places:
            item = dict(item)
        found[key].append(item)
        places[key, id(item)] = place
    rows.items = {key: tuple(items) for key, items in found.items()}
    return rows


def _item(sheet: DetailSheet, names: Iterable[str], line: tuple[Any, ...]) -> Item:
    """What one line says, with the sheet's constants."""
    item: Item = dict(sheet.constants)
    for name, value in zip(names, line, strict=True):
        if value is not None and value is not NOTHING:
            put(item, name, value)
    return item


def _names(sheet: DetailSheet) -> dict[Column, str]:
    """The column of the register that each column of the sheet fills."""
    known = columns_of(REGISTERS[sheet.register])
    return {
        column: known[column.to.field].attname if column.to.field in known else column.to.field
        for column in sheet.columns
    }


def _unknown(table: Table, place: int, sheet: DetailSheet, key: str) -> CellFault:
    expected = Text(
        "số hiệu của người có trong trang người hoặc đã có hồ sơ",
        "the staff number of somebody on the sheet of people, or with a dossier",
    )
    line = table.body[place][0]
    return CellFault(table.grid.sheet, line, table.letter(sheet.key), sheet.key.header, plain_text(key), expected)
