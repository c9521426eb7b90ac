"""From a column of a mapping to the parser of its cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from canbo.apps.people.importing import cells
from canbo.apps.people.importing.bearers import Shared
from canbo.apps.people.importing.cells import NOTHING, Parser, When
from canbo.apps.people.importing.codes import BODIES, CodeBook
from canbo.apps.people.importing.errors import Expected
from canbo.apps.people.importing.listed import BodyOfSpell, listed_parser
from canbo.apps.people.importing.mapping import EVERY, Column, ColumnMapping, Target
from canbo.apps.people.importing.registers import REGISTERS, certificate_list, columns_of
from canbo.base.fields import WrittenDate, bounds_of
from canbo.core.calendar import stamp
from canbo.core.errors import nearest_names
from canbo.lib.text import Text, fold

_ID_NUMBER = re.compile(r"\d{9}|\d{12}")
_ID_EXPECTED = Expected(
    Text(
        "9 hoặc 12 chữ số (định dạng ô là văn bản để không mất số 0 đầu)",
        "9 or 12 digits (format the cell as text so that leading zeros stay)",
    )
)
#: What a column says of its list to take any text beside the mapping's own values.
FREE = "free"
#: Fields whose day cannot lie after the day of the import.
_PAST = frozenset({"born", "recruited", "party_admitted", "party_official", "on", "issued", "confirmed"})


@dataclass(frozen=True)
class Reading:
    """What parsers need to know: the code lists, the bodies by folded code and name, and the day of the import.

    `shared` are the names that several bodies have borne: a merged ward may leave its name to another.
    `known` are the cells read so far, for the columns that read them alike.
    """

    book: CodeBook
    bodies: Mapping[str, int]
    body_names: tuple[str, ...]
    on: dt.date
    shared: Mapping[str, Shared]
    known: dict[Hashable, dict[Any, Any]] = field(default_factory=dict)


def parser_of(column: Column, mapping: ColumnMapping, reading: Reading) -> Parser:
    """The parser of a column: blanks, "none", the mapping's own values, then the field's parser."""
    inner = _field_parser(column, mapping, reading)
    blank = NOTHING if column.blank_is_none else None
    # Folding costs more than the rest: texts longer than every word of the mapping are not folded.
    longest = max(map(len, (*column.blanks, *column.none, *column.values)), default=0)

    def parse(cell: Any) -> Any:
        text = cells.plain_text(cell)
        if not text:
            return blank
        if bad := cells.bad_text(cell, text):
            return bad
        if len(text) <= longest:
            folded = fold(text)
            if folded in column.blanks:
                return blank
            if folded in column.none:
                return NOTHING
            if folded in column.values:
                return column.values[folded] if column.ignore_others else inner(column.values[folded])
        return None if column.ignore_others else inner(cell)

    return parse


def alike(column: Column, mapping: ColumnMapping) -> Hashable:
    """What is the same for columns that read every cell alike: keys, which every sheet repeats, and days. Other columns
    are alike to themselves only."""
    said = (column.blanks, column.none, column.blank_is_none, column.ignore_others, *sorted(column.values.items()))
    if column.to.register == "key":
        return ("key", *said)
    kind = columns_of(REGISTERS[column.to.register]).get(column.to.field)
    if isinstance(kind, WrittenDate) and column.to.slot != EVERY:
        return ("day", kind.end, kind.name in _PAST, *said)
    return column


def code_list_of(to: Target, column: Column, mapping: ColumnMapping) -> str:
    """The name of the code list in which a target's codes stand; "" for free text."""
    if column.list:
        return column.list
    if to.register == "certificate" and to.field == "grade":
        kind = mapping.slots.get((to.register, to.slot), {}).get("kind", "")
        return certificate_list(str(kind))
    return REGISTERS[to.register].lists.get(to.field, "")


def _field_parser(column: Column, mapping: ColumnMapping, reading: Reading) -> Parser:
    to = column.to
    if to.register == "key":
        return cells.text_parser(40)
    if to.slot == EVERY:
        constants = mapping.slots.get((to.register, EVERY), {})
        return listed_parser(to.register, constants, reading.book, _spelled(reading))
    if (to.register, to.field) == ("paper", "present"):
        return cells.paper
    if (to.register, to.field) == ("person", "sex"):
        return cells.sex
    if (to.register, to.field) == ("person", "id_number"):
        return _id_number
    if (to.register, to.field) in (("person", "name"), ("relative", "name")):
        return cells.name_parser(columns_of(REGISTERS[to.register])["name"].max_length)
    return _by_kind(columns_of(REGISTERS[to.register])[to.field], column, mapping, reading)


def _by_kind(field: Any, column: Column, mapping: ColumnMapping, reading: Reading) -> Parser:
    if isinstance(field, WrittenDate):
        latest = reading.on if field.name in _PAST else None
        return cells.date_parser(end=field.end, latest=latest)
    if isinstance(field, models.BooleanField):
        return cells.flag
    if isinstance(field, models.IntegerField):
        return cells.within(cells.whole, *bounds_of(field))
    if isinstance(field, models.DecimalField):
        return cells.within(cells.decimal, *bounds_of(field))
    listed = code_list_of(column.to, column, mapping)
    if listed == BODIES:
        return _body_parser(reading, present=column.to.register == "person")
    text = cells.text_parser(field.max_length or 250)
    if listed == FREE:
        return text
    if listed:
        return _code_parser(listed, reading.book)
    return _closed(column, text) if column.values else text


def _id_number(cell: Any) -> Any:
    text = cells.plain_text(cell).replace(" ", "")
    return text if _ID_NUMBER.fullmatch(text) else _ID_EXPECTED


def _code_parser(listed: str, book: CodeBook) -> Parser:
    def parse(cell: Any) -> Any:
        text = cells.plain_text(cell)
        code = book.find(listed, text)
        return Expected(book.expected(listed, text)) if code is None else code

    return parse


def _body_parser(reading: Reading, *, present: bool) -> Parser:
    def parse(cell: Any) -> Any:
        text = cells.plain_text(cell)
        found = reading.bodies.get(fold(text)) or reading.shared.get(fold(text))
        if found is not None:  # a post says by its days which of several is meant, a place of work is one of today
            return found.meant(None, None, stamp(reading.on)) if present and isinstance(found, Shared) else found
        near = ", ".join(f"“{each}”" for each in nearest_names(text, reading.body_names))
        vi, en = (f"; gần nhất: {near}", f"; nearest: {near}") if near else ("", "")
        return Expected(
            Text(f"mã hoặc tên một cơ quan, đơn vị đã có{vi}", f"the code or name of a body on the register{en}")
        )

    return parse


def _spelled(reading: Reading) -> BodyOfSpell:
    """Which body a line of a career names in words, by its days."""

    def find(text: str, since: When, last: When | None) -> int | Expected | None:
        found = reading.bodies.get(fold(text)) or reading.shared.get(fold(text))
        return found.meant(since, last, stamp(reading.on)) if isinstance(found, Shared) else found

    return find


def _closed(column: Column, text: Parser) -> Parser:
    """Texts outside the mapping's own values are faults; the values themselves are taken as they stand."""
    known = frozenset(column.written)
    shown = ", ".join(f"“{each}”" for each in list(column.written.values())[:8])
    expected = Expected(Text(f"một trong: {shown}", f"one of: {shown}"))

    def parse(cell: Any) -> Any:
        found = text(cell)
        return found if found in known else expected

    return parse
