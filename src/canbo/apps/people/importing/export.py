"""A workbook with the columns of a mapping, such that importing it back changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing.cells import shown_date
from canbo.apps.people.importing.codes import BODIES, CodeBook, Lists
from canbo.apps.people.importing.listed import write_items
from canbo.apps.people.importing.mapping import EVERY, Column, ColumnMapping, DetailSheet
from canbo.apps.people.importing.parsing import FREE, code_list_of
from canbo.apps.people.importing.plain import Sheet, write_sheets
from canbo.apps.people.importing.registers import REGISTERS, columns_of
from canbo.apps.people.importing.standing import Row, Standing, matches, standing, stands_in
from canbo.apps.people.models import TELLING_REASONS, PersonVersion
from canbo.base.fields import WrittenDate
from canbo.lib.text import fold

_SHEET = "Hồ sơ"

#: Whether rows of a register of a person go into a file: (register, person id).
Open = Callable[[str, int], bool]


def export_people(
    people: Iterable[PersonVersion], mapping: ColumnMapping, pack: Lists, *, opens: Open = lambda name, person: True
) -> bytes:
    """The workbook of these people, in their order, with the sheets and columns of a mapping that stand in a file.

    Whoever calls it passes only people that its user may see, and says by `opens` which rows that user may read; rows
    that are not open are left out as if nothing were known.
    """
    columns = [column for column in mapping.columns if not column.compose and not column.generate]
    versions = list(people)
    keys = _keys(versions)
    registers = {column.to.register for column in columns} | {sheet.register for sheet in mapping.sheets}
    now = standing(keys.values(), {key: person for person, key in keys.items()}, registers - {"key"} | {"section"})
    for name, rows in now.rows.items():
        now.rows[name] = {person: found for person, found in rows.items() if opens(name, person)}
    for person, found in now.rows.get("person", {}).items():
        if not opens("discipline", person):
            now.rows["person"][person] = [_reason_untold(row) for row in found]
    writer = _Writer(mapping, CodeBook(pack), now, dict(Body.objects.values_list("pk", "code")))
    lines = ([writer.cell(column, version, keys[version.person_id]) for column in columns] for version in versions)
    sheets: list[Sheet] = [(mapping.sheet or _SHEET, [column.header for column in columns], lines)]
    for sheet in mapping.sheets:
        head = [column.header for column in sheet.columns]
        sheets.append(
            (sheet.sheet, head, writer.rows(sheet, [(each.person_id, keys[each.person_id]) for each in versions]))
        )
    return write_sheets(sheets)


def _keys(versions: list[PersonVersion]) -> dict[int, str]:
    people = PersonVersion.objects.filter(entry_to__isnull=True).values_list("person_id", "person__key")
    wanted = {version.person_id for version in versions}
    return {person: key for person, key in people.iterator(chunk_size=5000) if person in wanted}


def _reason_untold(row: Row) -> Row:
    """A row without a reason of leaving that would tell what the disciplines say: not stated is not false."""
    return {**row, "left_why": ""} if row["left_why"] in TELLING_REASONS else row


class _Writer:
    """Writes the cells of people."""

    def __init__(self, mapping: ColumnMapping, book: CodeBook, now: Standing, bodies: Mapping[int, str]) -> None:
        self.mapping = mapping
        self.book = book
        self.now = now
        self.bodies = bodies
        self._person = 0
        self._chosen: dict[tuple[str, str], Row | None] = {}
        self._known: dict[tuple[Column, Any], str] = {}

    def cell(self, column: Column, version: PersonVersion, key: str) -> str:
        """The text of one cell."""
        if version.person_id != self._person:
            self._person = version.person_id
            self._chosen = {}
        if column.to.register == "key":
            return key
        if column.to.slot == EVERY:
            return self._listed(column)
        row = self._row(column)
        if row is None:
            return self._nothing(column)
        if column.to.field == "present":
            return shown_date(row["issued"]) or "x"
        return self._field(column, row) or self._nothing(column)

    def rows(self, sheet: DetailSheet, people: Iterable[tuple[int, str]]) -> Iterator[list[str]]:
        """The lines of a sheet: one for each row of its register that has the sheet's constants."""
        mine = sheet.key
        for person, key in people:
            rows = [row for row in self.now.of(sheet.register, person) if matches(row, _fixed(sheet))]
            for row in sorted(rows, key=_in_time):
                yield [key if column is mine else self._field(column, row) for column in sheet.columns]

    def _row(self, column: Column) -> Row | None:
        place = (column.to.register, column.to.slot)
        if place not in self._chosen:
            rows = self.now.of(column.to.register, self._person)
            register = REGISTERS[column.to.register]
            self._chosen[place] = stands_in(register, rows, self.mapping.slots.get(place, {}), self.book)
        return self._chosen[place]

    def _nothing(self, column: Column) -> str:
        """The mapping's word for "none" where the section is confirmed and nothing stands in the register."""
        if not column.none or not column.confirms:
            return ""
        register = REGISTERS[column.to.register]
        anchor = column.to.register == "person" or column.to.field == next(
            need
            for need in register.needs
            if need not in self.mapping.slots.get((column.to.register, column.to.slot), {})
        )
        confirmed = any(row["name"] == column.confirms for row in self.now.of("section", self._person))
        empty = column.to.register == "person" or not self.now.of(column.to.register, self._person)
        return column.none_written if anchor and confirmed and empty else ""

    def _listed(self, column: Column) -> str:
        """All rows of a register that no column of their own shows."""
        name = column.to.register
        shown = {
            row["id"]
            for each in self.mapping.columns
            if each.to.register == name and each.to.slot != EVERY and (row := self._row(each))
        }
        constants = self.mapping.slots.get((name, EVERY), {})
        rows = [row for row in self.now.of(name, self._person) if row["id"] not in shown and matches(row, constants)]
        rows.sort(key=_in_time)
        return write_items(name, rows, self.book, self.bodies)

    def _field(self, column: Column, row: Row) -> str:
        field = columns_of(REGISTERS[column.to.register])[column.to.field]
        value = row[field.attname]
        if value is None or value == "":
            return ""
        asked = (column, value)
        if asked not in self._known:  # a province writes few different things
            self._known[asked] = self._written(column, field, value)
        return self._known[asked]

    def _written(self, column: Column, field: Any, value: Any) -> str:
        """How a column writes a value that is not blank."""
        if column.to.register == "person" and column.to.field == "sex":
            return "Nữ" if value == "F" else "Nam"
        if isinstance(field, WrittenDate):
            return shown_date(value)
        if isinstance(value, bool):
            return "Có" if value else "Không"
        listed = code_list_of(column.to, column, self.mapping)
        if listed == BODIES:
            return self.bodies[value]
        text = str(value)
        if text in column.written:
            return column.written[text]
        words = self.book.name(listed, text) if listed and listed != FREE else text
        # A code whose name is the mapping's word for "none" or for a blank is written as the code itself.
        return text if fold(words) in column.none | column.blanks else words


def _fixed(sheet: DetailSheet) -> dict[str, Any]:
    """The constants of a sheet that none of its columns says otherwise."""
    return {name: value for name, value in sheet.constants.items() if sheet.column_of(name) is None}


def _in_time(row: Row) -> tuple[int, int]:
    return (row.get("year") or row.get("since_lo") or row.get("on_lo") or 0, row["id"])
