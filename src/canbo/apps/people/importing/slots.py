"""Slots: the cells of a file that together make one row of a register, and what is to be said of such a row."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from canbo.apps.people.columns import column_words
from canbo.apps.people.deciding import in_a_cell, why_not_decided
from canbo.apps.people.importing.listed import Item
from canbo.apps.people.importing.mapping import EVERY, Column
from canbo.apps.people.importing.plan import ImportPlan, RowChange
from canbo.apps.people.importing.registers import REGISTERS, Register, columns_of
from canbo.apps.people.importing.sheets import SheetRows
from canbo.apps.people.importing.standing import Row, matches
from canbo.lib.text import Text

_SINCE = Text("Ngày bắt đầu", "First day")
ORDER = Text("ngày kết thúc không trước ngày bắt đầu", "a last day that is not before the first")


class New(NamedTuple):
    """An item as a new row: the change, what nobody has twice (empty: no matter), its fault and the column of that."""

    change: RowChange
    once: tuple[Any, ...]
    fault: Text | None
    blamed: Column | None


@dataclass
class Slot:
    """The columns that together make one row, one column that lists several, or a sheet with a line for each.

    `anchor` is the column it cannot lack; `heads` the columns by the field that they give.
    """

    name: str
    register_name: str
    register: Register
    constants: Mapping[str, Any]
    fields: list[tuple[str, Column, list[Any]]] = field(default_factory=list)
    heads: dict[str, Column] = field(default_factory=dict)
    anchor: Column | None = None
    answers: list[Any] = field(default_factory=list)  # the anchor's values
    said: list[bool] = field(default_factory=list)  # whether any of its cells says anything, by line
    new: dict[int, New] = field(default_factory=dict)  # by an item's id
    faulty: bool = False  # whether any of these has a fault

    def learn(self, item: Item) -> New:
        """What is to be said of an item as a new row, kept for the next line that has it."""
        new = self.new[id(item)] = _new(self, item)
        self.faulty = self.faulty or new.fault is not None
        return new


def _new(slot: Slot, item: Item) -> New:
    """An item as a new row."""
    change = RowChange(slot.register_name, slot.name, None, item)
    once = tuple(map(item.get, slot.register.needs)) if slot.register.once else ()
    if open_ := lacking(slot.register, item):
        return New(change, once, to_be_given(slot, open_), slot.heads.get(open_))
    if ends_before_it_begins(item, {}):
        return New(change, once, ORDER, slot.heads.get("last"))
    wrong = wrong_body(slot, item)
    return New(change, once, wrong, slot.heads.get("decided_by") if wrong else None)


def wrong_body(slot: Slot, values: Row) -> Text | None:
    """Which body decides, with its source, where a file names another; None where it names none or the right one."""
    if "decided_by" not in slot.heads:
        return None
    refusal = why_not_decided(slot.register.model, values)
    return in_a_cell(refusal) if refusal else None


def lacking(register: Register, item: Item) -> str:
    """The first column that a new row cannot leave open and this one does; "" when there is none."""
    for name in itertools.chain(register.needs, register.demands):
        if not item.get(name):
            return name
    return ""


def to_be_given(slot: Slot, need: str) -> Text:
    """What is expected where a row lacks a column: its cell, or a column for it."""
    if column := slot.heads.get(need):
        return Text(f"có “{column.header}” cùng dòng", f"“{column.header}” in the same line")
    says = _SINCE if need == "since" else column_words(slot.register.model._meta.object_name or "", need)
    return Text(f"thêm một cột cho “{says.vi}”", f"a column beside it for “{says.en}”")


def listed_in(slot: Slot, index: int) -> tuple[Item, ...]:
    """The items that one line of people has on a sheet of its own, or in a cell that lists them."""
    value = slot.fields[0][2][index] if slot.name == EVERY else None
    return value if isinstance(value, tuple) else ()


def sheet_slot(rows: SheetRows, lines: Sequence[tuple[int, str]]) -> Slot:
    """The lines of a sheet as the items that each person lists."""
    sheet = rows.sheet
    register = REGISTERS[sheet.register]
    anchor = next((column for need in register.needs if (column := sheet.column_of(need))), sheet.key)
    values = [rows.items.get(key) for _, key in lines]
    heads = {column.to.field: column for column in sheet.columns if column in rows.table.at}
    slot = Slot(EVERY, sheet.register, register, sheet.constants, [("", anchor, values)], heads)
    slot.said = [value is not None for value in values]
    return slot


def slots_of(plan: ImportPlan, parsed: Mapping[Column, list[Any]]) -> dict[tuple[str, str], Slot]:
    """The columns of the mapping that the file has, by the row that they make."""
    slots: dict[tuple[str, str], Slot] = {("person", ""): Slot("", "person", REGISTERS["person"], {})}
    for column, values in parsed.items():
        to = column.to
        if to.register == "key":
            continue
        register = REGISTERS[to.register]
        constants = _constants(plan, to.register, to.slot)
        slot = slots.setdefault((to.register, to.slot), Slot(to.slot, to.register, register, constants))
        known = columns_of(register)
        slot.fields.append((known[to.field].attname if to.field in known else to.field, column, values))
        if to.slot != EVERY:
            slot.heads[to.field] = column
        needs = [need for need in register.needs if need not in constants]
        if to.field == "present" or (needs and to.field == needs[0]):
            slot.anchor, slot.answers = column, values
    for slot in slots.values():
        lines = zip(*(values for _, _, values in slot.fields), strict=True)
        slot.said = [any(value is not None for value in line) for line in lines]
    return slots


def _constants(plan: ImportPlan, register: str, slot: str) -> dict[str, Any]:
    return dict(plan.mapping.slots.get((register, slot), {}))


def ends_before_it_begins(item: Item, row: Row) -> bool:
    """Whether the values of a cell, with what stands, name a last day on or before the first."""
    ends = item.get("last_hi") or row.get("last_hi")
    if not ends:
        return False
    both = {**row, **item}
    return bool(both["last_hi"] and both["last_hi"] <= (both.get("since_lo") or both.get("on_lo") or 0))


def standing_in(slot: Slot, rows: list[Row]) -> list[Row]:
    """The rows that stand in the place of a slot."""
    return [row for row in rows if slot.register.stands(row) and matches(row, slot.constants)]
