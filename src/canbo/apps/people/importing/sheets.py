"""Sheets whose every line is one row of a register: their lines as items, tied to people by the key."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.people.importing.cells import NOTHING, When, plain_text
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
    """The lines of one sheet as items, by the key of their person.

    Lines that say the same of several people are one item: a province says few different things. Of one person no two
    lines are, so that the key and the item's id name the line. `keys` and `made` are the key and item of every line;
    a line without a person has none.
    """

    sheet: DetailSheet
    table: Table
    keys: Sequence[Any] = ()
    made: list[Item | None] = field(default_factory=list)
    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)

    @functools.cached_property
    def places(self) -> dict[tuple[str, int], int]:
        """In which line of the table each item of a key stands. Worked out when the first of them is asked for."""
        told = zip(self.keys, self.made, strict=True)
        return {(key, id(item)): place for place, (key, item) in enumerate(told) if item is not None}


def rows_of(
    sheet: DetailSheet, table: Table, parsed: Parsed, known: Collection[str], blame: Callable[[CellFault], None]
) -> SheetRows:
    """The rows that the lines of a sheet give; a key that is not `known` is a fault of its cell."""
    if sheet.key not in parsed:
        return SheetRows(sheet, table)
    rows = SheetRows(sheet, table, parsed[sheet.key])
    names = _names(sheet)
    columns = {names[column]: values for column, values in parsed.items() if column is not sheet.key}
    lines = zip(*columns.values(), strict=True) if columns else itertools.repeat(())
    triples = [(name, f"{name}_lo", f"{name}_hi") for name in columns]
    found: dict[str, list[Item]] = defaultdict(list)
    alike: dict[tuple[Any, ...], Item] = {}
    add = rows.made.append
    for key, line in zip(rows.keys, lines, strict=False):
        if key not in known:
            if key is not None:  # blank or faulty otherwise, and named as such already
                blame(_unknown(table, len(rows.made), sheet, key))
            add(None)
            continue
        item = alike.get(line)
        if item is None:
            item = alike[line] = _item(sheet, triples, line)
        found[key].append(item)
        add(item)
    _part(rows, found)
    rows.items = {key: tuple(items) for key, items in found.items()}
    return rows


def _part(rows: SheetRows, found: dict[str, list[Item]]) -> None:
    """Lines that say the same of one person become items of their own."""
    twice = {key for key, items in found.items() if len(items) > 1 and len(set(map(id, items))) < len(items)}
    if not twice:
        return
    for key in twice:
        found[key] = []
    for place, (key, item) in enumerate(zip(rows.keys, rows.made, strict=True)):
        if item is not None and key in twice:
            rows.made[place] = own = dict(item)
            found[key].append(own)


def _item(sheet: DetailSheet, names: Iterable[tuple[str, str, str]], line: tuple[Any, ...]) -> Item:
    """What one line says, with the sheet's constants; a date fills its three columns."""
    item: Item = dict(sheet.constants)
    for (name, lo, hi), value in zip(names, line, strict=True):
        if value is None or value is NOTHING:
            continue
        if name == "present":
            put(item, name, value)
        elif type(value) is When:
            item[name], item[lo], item[hi] = value
        else:
            item[name] = value
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
