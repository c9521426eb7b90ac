"""One line of a file against what stands on the register: the rows that would be written, and what forbids them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from canbo.apps.bodies.lineage import endings
from canbo.apps.people.importing import cells
from canbo.apps.people.importing.cells import NOTHING, When
from canbo.apps.people.importing.codes import CodeBook
from canbo.apps.people.importing.errors import CellFault
from canbo.apps.people.importing.header import Table
from canbo.apps.people.importing.listed import Item, put, spread
from canbo.apps.people.importing.mapping import EVERY, Column
from canbo.apps.people.importing.names import generated_name
from canbo.apps.people.importing.plan import ImportPlan, PersonPlan, RowChange
from canbo.apps.people.importing.seats import Taken, crowded
from canbo.apps.people.importing.sheets import SheetRows
from canbo.apps.people.importing.slots import (
    ORDER,
    New,
    Slot,
    ends_before_it_begins,
    lacking,
    listed_in,
    sheet_slot,
    slots_of,
    standing_in,
    to_be_given,
    wrong_body,
)
from canbo.apps.people.importing.standing import Row, Standing, same_row
from canbo.core.calendar import PartialDate
from canbo.lib.names import sort_key
from canbo.lib.text import Text, fold

#: A stamp after every day.
_NEVER = 2**31
_STANDS = Text(
    "hồ sơ đang có mục này; muốn ghi “Không” phải đính chính hồ sơ trước",
    "the dossier has such a row; correct the dossier before writing “none”",
)
_TWICE = Text("mỗi mục một lần", "each item once")
_NAME = Text("họ tên của người chưa có hồ sơ", "the name of somebody who has no dossier yet")
_ENDS = Text(
    "chức vụ chính trước đó sẽ được ghi thôi giữ ngày {day}, trước khi giữ chức vụ mới",
    "the earlier main post will be entered as ended on {day}, before the new one begins",
)
_ONE_MAIN = Text(
    "mỗi thời điểm một chức vụ chính; hồ sơ đã có chức vụ chính khác cùng thời gian: ghi là kiêm nhiệm hoặc sửa ngày",
    "one main post at a time; the dossier has another in the same time: mark one concurrent or correct the days",
)


class Comparison:
    """Compares lines of one file with the register and puts what it finds into the plan."""

    def __init__(
        self,
        plan: ImportPlan,
        lines: Sequence[tuple[int, str]],
        parsed: Mapping[Column, list[Any]],
        sheets: Sequence[SheetRows],
        now: Standing,
        book: CodeBook,
        on: dt.date,
    ) -> None:
        self.plan = plan
        self.table = plan.table
        self.lines = lines
        self.sheets = sheets
        self.now = now
        self.book = book
        attested = PartialDate((plan.mapping.attested or on).isoformat())
        self.attested = spread("confirmed", When(attested.written, *attested.stamps))
        self.generated = next((each for each in plan.mapping.columns if each.generate), None)
        slots = slots_of(plan, parsed)
        self.person = slots.pop(("person", ""))
        given = {place for name, _, values in self.person.fields if name == "body_id" for place in values}
        self.ended = endings((place for place in given if isinstance(place, int)), on)
        self.taken: list[Taken] = []
        self.on = on
        self.registers: dict[str, list[Slot]] = {}
        for slot in slots.values():
            self.registers.setdefault(slot.register_name, []).append(slot)
        for rows in sheets:
            self.registers.setdefault(rows.sheet.register, []).append(sheet_slot(rows, lines))

    def line(self, index: int) -> None:
        """Add what one line would do."""
        number, key = self.lines[index]
        person = self.now.people.get(key)
        confirmed: dict[str, bool] = {}
        before = next(iter(self.now.of("person", person)), None)
        given = self._person(index, key, before, confirmed)
        changes = list(_corrected("person", "", before, given))
        named: set[str] = set()
        for register, slots in self.registers.items():
            changes.extend(self._register(index, person, register, slots, confirmed, named))
        changes.extend(list(self._main_posts(index, person, changes)) if "holding" in self.registers else ())
        body = given.get("body_id", (before or {}).get("body_id"))
        self.taken += [
            Taken(index, number, body, change)
            for change in changes
            if change.register == "holding" and (change.before or not (change.after or {}).get("last"))
        ]
        changes.extend(self._confirmations(person, confirmed, named))
        name = given.get("name") or (before or {}).get("name", "")
        found = PersonPlan(number, key, name, person, tuple(changes))
        if person is None:
            self.plan.inserts.append(found)
        elif changes:
            self.plan.updates.append(found)
        else:
            self.plan.unchanged += 1

    def together(self) -> None:
        """Add what the lines say together: a post that more people hold than it has seats."""
        slots = self.registers.get("holding", [])
        column = next((slot.heads.get("title") or slot.anchor for slot in slots), None) or self.plan.mapping.key
        for taken, says, sure in crowded(self.taken, self.book.pack.titles, self.on):
            if sure:
                self._blame(taken.index, column, says, taken.change.after)
            else:
                self.plan.warnings.append(self._fault(taken.index, column, says, taken.change.after))

    def _person(self, index: int, key: str, before: Row | None, confirmed: dict[str, bool]) -> Item:
        """The given columns of a PersonVersion."""
        given: Item = {}
        for name, column, values in self.person.fields:
            value = values[index]
            if value is NOTHING:
                if column.confirms:
                    confirmed[column.confirms] = True
                if before and before[name] and not column.clears:
                    self._blame(index, column, _STANDS)
                elif before and before[name]:
                    given |= _blank(before, name)
            elif value is not None:
                put(given, name, value)
                if name == "body_id" and value in self.ended and (before is None or before[name] != value):
                    self._blame(index, column, _standing(self.ended[value]))
        if self.generated and before is None and "name" not in given:
            given["name"] = generated_name(f"{self.plan.mapping.name}:{key}", given.get("sex", ""))
        if "name" in given:
            given |= {"name_fold": fold(given["name"]), "name_key": sort_key(given["name"])}
        elif before is None:
            self._blame(index, self._name_column(), _NAME)
        self._beside(index, {**(before or {}), **given})
        return given

    def _beside(self, index: int, person: Row) -> None:
        """Columns that stand only beside another: a reason for leaving without its day."""
        for name, other in self.person.register.beside.items():
            if person.get(name) and not person.get(other):
                column = self.person.heads.get(other) or self.person.heads.get(name) or self._name_column()
                self._blame(index, column, to_be_given(self.person, other))

    def _name_column(self) -> Column:
        return next((column for name, column, _ in self.person.fields if name == "name"), self.plan.mapping.key)

    def _register(
        self, index: int, person: int | None, name: str, slots: list[Slot], confirmed: dict[str, bool], named: set[str]
    ) -> Iterable[RowChange]:
        """Changes of one register."""
        rows = self.now.of(name, person)
        if not rows and len(slots) == 1 and slots[0].name == EVERY:
            return self._all_new(index, slots[0], named)
        return self._compared(index, name, rows, slots, confirmed, named)

    def _compared(
        self, index: int, name: str, rows: list[Row], slots: list[Slot], confirmed: dict[str, bool], named: set[str]
    ) -> Iterator[RowChange]:
        """Every item of the line finds the row that it means, or is new."""
        taken: set[int] = set()
        seen: set[tuple[Any, ...]] = set()
        needs = slots[0].register.needs
        only = {tuple(map(row.get, needs)): row for row in rows} if slots[0].register.once else {}
        for slot in slots:
            if not slot.said[index]:
                if slot.anchor and slot.anchor.confirms and slot.name != EVERY:
                    confirmed[slot.anchor.confirms] = False
                continue
            for column, item in self._items(index, slot, rows, confirmed):
                if item is None:
                    yield from (RowChange(name, slot.name, row, None) for row in standing_in(slot, rows))
                    continue
                if slot.register.once:
                    once = tuple(item.get(need) for need in slot.register.needs)
                    if once in seen:
                        self._blame(index, column, _TWICE, item)
                        continue
                    seen.add(once)
                if name == "section":
                    named.add(item.get("name", ""))
                row = _meant(slot, item, rows, only, taken)
                if row:
                    taken.add(row["id"])
                elif open_ := lacking(slot.register, item):
                    self._blame(index, slot.heads.get(open_, column), to_be_given(slot, open_), item)
                    continue
                if ends_before_it_begins(item, row or {}):
                    self._blame(index, slot.heads.get("last", column), ORDER, item)
                if "decided_by" in slot.heads and (wrong := wrong_body(slot, {**(row or {}), **item})):
                    self._blame(index, slot.heads["decided_by"], wrong, item)
                yield from _corrected(name, slot.name, row, item)

    def _all_new(self, index: int, slot: Slot, named: set[str]) -> list[RowChange]:
        """The rows that a listing cell gives where the register has none: what is said of an item is worked out once.

        The items of a column are few objects that many lines share (`listed_parser`), so they are known by identity.
        """
        value = slot.fields[0][2][index]
        if type(value) is not tuple:
            return []
        known = [slot.new.get(id(item)) or slot.learn(item) for item in value]
        if slot.faulty or (slot.register.once and len({new.once for new in known}) < len(known)):
            return self._sound(index, slot, value, known, named)
        if slot.register_name == "section":
            named.update(item["name"] for item in value)
        return [new.change for new in known]

    def _sound(
        self, index: int, slot: Slot, items: Sequence[Item], known: Sequence[New], named: set[str]
    ) -> list[RowChange]:
        """Those of a line's new rows that have no fault and stand in it once; the others are faults of their cells."""
        column = slot.fields[0][1]
        seen: set[tuple[Any, ...]] = set()
        found: list[RowChange] = []
        for item, new in zip(items, known, strict=True):
            if new.once and new.once in seen:
                self._blame(index, column, _TWICE, item)
                continue
            seen.add(new.once)
            if slot.register_name == "section":
                named.add(item.get("name", ""))
            if new.fault is not None:
                self._blame(index, new.blamed or column, new.fault, item)
            else:
                found.append(new.change)
        return found

    def _items(
        self, index: int, slot: Slot, rows: list[Row], confirmed: dict[str, bool]
    ) -> Iterator[tuple[Column, Item | None]]:
        """The rows that a slot's cells give; None for "close what stands here"."""
        given: Item = {}
        first: Column | None = None
        nothing = False
        for name, column, values in slot.fields:
            value = values[index]
            if value is None:
                continue
            if value is NOTHING:
                nothing = nothing or column is slot.anchor
                continue
            if slot.name == EVERY:
                yield from ((column, item) for item in value)
                continue
            put(given, name, value)
            if value is not False:  # "no" beside "none" says nothing more
                first = first or column
        if slot.anchor and slot.anchor.confirms and slot.name != EVERY:
            self._confirm(slot, index, nothing, confirmed)
        if nothing:
            yield from self._none(index, slot, rows, first)
        elif first:
            if slot.anchor and slot.anchor.to.field not in given and slot.anchor.to.field != "present":
                if (index, slot.anchor) not in self.table.faulty:
                    self._blame(index, first, to_be_given(slot, slot.anchor.to.field))
            else:
                yield slot.anchor or first, {**slot.constants, **given}

    def _confirm(self, slot: Slot, index: int, nothing: bool, confirmed: dict[str, bool]) -> None:
        """A section is complete when one of its columns says "none" and no other of them is blank."""
        if slot.anchor is None:
            return
        section = slot.anchor.confirms
        if slot.answers[index] is None:
            confirmed[section] = False
        elif nothing:
            confirmed.setdefault(section, True)

    def _none(
        self, index: int, slot: Slot, rows: list[Row], other: Column | None
    ) -> Iterator[tuple[Column, Item | None]]:
        if slot.anchor is None:
            return
        if other:
            self._blame(
                index,
                other,
                Text(
                    f"để trống khi “{slot.anchor.header}” là “Không”", f"blank where “{slot.anchor.header}” says none"
                ),
            )
        elif standing_in(slot, rows) and not slot.anchor.clears:
            self._blame(index, slot.anchor, _STANDS)
        else:
            yield slot.anchor, None

    def _confirmations(self, person: int | None, confirmed: Mapping[str, bool], named: set[str]) -> Iterator[RowChange]:
        """Sections that the line attests complete, where nobody has confirmed them yet."""
        stand = {row["name"] for row in self.now.of("section", person)} | named
        for name, complete in confirmed.items():
            if complete and name not in stand:
                yield RowChange("section", "", None, {"name": name, **self.attested})

    def _main_posts(self, index: int, person: int | None, changes: list[RowChange]) -> Iterator[RowChange]:
        """A new present main post ends the one that stands on its eve; two main posts on one day are a fault."""
        ours = [change for change in changes if change.register == "holding"]
        after = [change.after for change in ours if change.after and not change.after.get("concurrent")]
        if not after:
            return
        column = next((slot.anchor for slot in self.registers["holding"] if slot.anchor), self.plan.mapping.key)
        item = next((item for slot in self.registers["holding"] for item in listed_in(slot, index)), None)
        touched = {change.before["id"] for change in ours if change.before}
        others = [row for row in self.now.of("holding", person) if row["id"] not in touched and not row["concurrent"]]
        newest = max((row for row in after if not row.get("last")), key=lambda row: row["since_lo"], default=None)
        for row in list(others):
            if newest and not row["last"] and row["since_hi"] < newest["since_lo"]:
                others.remove(row)
                last = PartialDate(newest["since"]).eve
                self.plan.warnings.append(
                    self._fault(index, column, _ENDS.filled(day="/".join(reversed(last.written.split("-")))), item)
                )
                yield RowChange("holding", "", row, {**row, **_ended(last)})
        if _overlap([*others, *after]):
            self._blame(index, column, _ONE_MAIN, item)

    def _blame(self, index: int, column: Column, expected: Text, item: Item | None = None) -> None:
        """Add a fault, unless the cell is faulty already: its neighbours would only repeat it."""
        table, place = self._place(index, item)
        if (place, column) not in table.faulty:
            self.plan.blame(self._fault(index, column, expected, item))

    def _fault(self, index: int, column: Column, expected: Text, item: Item | None = None) -> CellFault:
        """A fault in the line of a person, or in the line of a sheet that gave an item."""
        table, index = self._place(index, item)
        line, row = table.body[index]
        place = table.at.get(column)
        value = cells.plain_text(row[place]) if place is not None and place < len(row) else ""
        return CellFault(table.grid.sheet, line, table.letter(column), column.header, value, expected)

    def _place(self, index: int, item: Item | None) -> tuple[Table, int]:
        """The table and its line that gave an item, else the line of the person."""
        named = (self.lines[index][1], id(item))
        found = ((each.table, each.places[named]) for each in self.sheets if named in each.places)
        return next(found, (self.table, index))


def _meant(slot: Slot, item: Item, rows: list[Row], only: Mapping[tuple[Any, ...], Row], taken: set[int]) -> Row | None:
    """The row that an item means; `only` are the rows by what nobody has twice, where that is so."""
    if slot.register.once:
        return only.get(tuple(map(item.get, slot.register.needs)))
    return same_row(slot.register, slot.name, item, rows, taken) if rows else None


def _standing(ended: Text) -> Text:
    return Text(f"cơ quan, đơn vị đang hoạt động; {ended.vi}", f"a body that still stands; {ended.en}")


def _ended(last: PartialDate) -> Item:
    """The columns of a last day."""
    low, high = last.until_stamps
    return {"last": last.written, "last_lo": low, "last_hi": high}


def _overlap(rows: list[Row]) -> bool:
    """Whether two of these spells certainly hold on one day."""
    spans = sorted((row["since_hi"], row.get("last_lo") or _NEVER) for row in rows if row.get("since_hi"))
    spans = [(first, last) for first, last in spans if first < last]
    return any(later < last for (_, last), (later, _) in itertools.pairwise(spans))


def _blank(row: Row, name: str) -> Item:
    stamps = {f"{name}{end}": None for end in ("_lo", "_hi") if f"{name}{end}" in row}
    return {name: "" if isinstance(row[name], str) else None, **stamps}


def _corrected(register: str, slot: str, before: Row | None, given: Item) -> Iterator[RowChange]:
    if before is None:
        yield RowChange(register, slot, None, given)
    elif not given.items() <= before.items():
        yield RowChange(register, slot, before, {**before, **given})
