"""Mapping files: which column of a workbook means which field of the dossier. In YAML, checked whole at load."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from canbo.apps.people.importing.registers import REGISTERS, columns_of
from canbo.core.errors import nearest_names
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, fold

_FOLDER = Path(__file__).parent / "mappings"
_PLACE = re.compile(r"\{([^{}]+)\}")

#: Slot of a column on a sheet whose every line is a row of one register.
ROW = "row"
#: Slot of a column whose cell lists several rows ("2019: tốt; 2020: xuất sắc"), and registers that have such columns.
EVERY = "*"
LISTED = ("rating", "holding", "reward", "section")
#: What a mapping file, and one of its columns, may say.
_KEYS = {
    "mapping",
    "title",
    "sheet",
    "header_row",
    "comment",
    "encoding",
    "attested",
    "blanks",
    "slots",
    "columns",
    "sheets",
    "overrides",
}
_SHEET_KEYS = {"sheet", "register", "header_row", "constants", "columns"}
_COLUMN_KEYS = {
    "header",
    "also",
    "compose",
    "generate",
    "to",
    "required",
    "list",
    "values",
    "blanks",
    "none",
    "blank",
    "clears",
    "confirms",
    "others",
    "title",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes: `key`, `person.name`, `degree.highest.grade` or, for listed rows, `rating.*`."""

    register: str
    slot: str = ""
    field: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.register, self.slot, self.field) if part)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a mapping.

    `values` are texts with their codes (folded text → value); `blanks` texts read as blank; `none` texts that attest
    "none". `blank_is_none`: the source prints the column for everybody, so that blank attests "none" too. `clears`: an
    attested "none" closes what stands on the register. `confirms`: the section that "none" confirms. `ignore_others`:
    texts outside `values` are blank. `compose` makes the cell from others: "QH-{row}", "{unit_result|unit_list}".
    """

    header: str
    to: Target
    also: tuple[str, ...] = ()
    compose: str = ""
    generate: str = ""
    required: bool = False
    list: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    blanks: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    none_written: str = ""
    blank_is_none: bool = False
    clears: bool = False
    confirms: str = ""
    ignore_others: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Folded headers under which the column is found."""
        return frozenset(fold(name) for name in (self.header, *self.also) if name)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The headers that `compose` reads, each with those that stand in for it when it is blank."""
        return tuple(tuple(place.split("|")) for place in _PLACE.findall(self.compose))


@dataclass(frozen=True, slots=True)
class Override:
    """A value that another source gives for one cell: whose, which field, what, and that source."""

    key: str
    to: Target
    value: str
    source: str


@dataclass(frozen=True, eq=False)
class DetailSheet:
    """A sheet whose every line is one row of `register`, tied to its person by the key; `constants` hold for all."""

    sheet: str
    register: str
    columns: tuple[Column, ...]
    header_row: int = 1
    constants: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Column:
        """The column of the stable key."""
        return next(column for column in self.columns if column.to.register == "key")

    def column_of(self, name: str) -> Column | None:
        """The column that gives a field."""
        return next((column for column in self.columns if column.to.field == name), None)


@dataclass(frozen=True)
class ColumnMapping:
    """A mapping file: how a kind of workbook is read.

    `columns` read the sheet with a line for each person; `sheets` are others with a line for each row of one register.
    `slots` are constants of a row ("rating.2023" → year 2023); `attested` the day of which an attested "none" speaks
    (default: the day of the import).
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    sheet: str = ""
    header_row: int = 1
    comment: str = ""
    encoding: str = ""
    attested: dt.date | None = None
    slots: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    sheets: tuple[DetailSheet, ...] = ()

    @property
    def key(self) -> Column:
        """The column of the stable key."""
        return next(column for column in self.columns if column.to.register == "key")


def mapping_names() -> tuple[str, ...]:
    """The mappings that come with Canbo."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


def load_mapping(name: str) -> ColumnMapping:
    """A mapping by its name, or by the path of a .yaml file. Raises Refusal with every fault it has."""
    if name in mapping_names():
        return read_mapping((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    file = Path(name)
    if file.suffix == ".yaml" and file.is_file():
        return read_mapping(file.read_text(encoding="utf-8"))
    known = ", ".join(nearest_names(name, mapping_names()) or mapping_names())
    raise Refusal(
        "import-unknown-mapping",
        Text(f"Không có tệp ánh xạ “{name}”; gần nhất: {known}.", f"There is no mapping “{name}”; nearest: {known}."),
        status=422,
    )


@functools.lru_cache(maxsize=32)
def read_mapping(text: str) -> ColumnMapping:
    """A mapping from the text of its file, kept: reading YAML costs more than a small import. Raises Refusal that lists
    all faults."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise _faulty([str(fault)]) from fault
    faults = list(_faults(data))
    if faults:
        raise _faulty(faults)
    blanks = data.get("blanks", [])
    return ColumnMapping(
        name=data["mapping"],
        title=Text(**data["title"]),
        columns=tuple(_column(each, blanks) for each in data["columns"]),
        sheet=data.get("sheet", ""),
        header_row=data.get("header_row", 1),
        comment=data.get("comment", ""),
        encoding=data.get("encoding", ""),
        attested=data.get("attested"),
        slots=_slots(data),
        overrides=tuple(
            Override(str(each["key"]), target(each["to"]), str(each["value"]), each["source"])
            for each in data.get("overrides", [])
        ),
        sheets=tuple(_sheet(each, blanks) for each in data.get("sheets", [])),
    )


def _sheet(data: dict[str, Any], blanks: list[str]) -> DetailSheet:
    register = data["register"]
    columns = tuple(_column({**each, "to": _row_target(register, each["to"])}, blanks) for each in data["columns"])
    return DetailSheet(data["sheet"], register, columns, data.get("header_row", 1), data.get("constants", {}))


def _row_target(register: str, to: str) -> str:
    return to if to == "key" else f"{register}.{ROW}.{to}"


def _slots(data: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Constants by register and slot; a slot of papers or certificates is named by its kind."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in data["columns"]:
        to = target(each["to"])
        if to.register in ("paper", "certificate"):
            found[to.register, to.slot] = {"kind": to.slot}
    for name, said in data.get("slots", {}).items():
        register, _, slot = name.partition(".")
        found.setdefault((register, slot), {}).update(said or {})
    return found


def target(text: str) -> Target:
    """The target that a text names. Raises ValueError for one that no register has."""
    parts = text.split(".")
    register = REGISTERS.get(parts[0])
    if text == "key":
        return Target("key")
    if len(parts) == 2 and parts[1] == EVERY and parts[0] in LISTED:
        return Target(parts[0], EVERY)
    if parts[0] == "person" and len(parts) == 2:
        slot, name = "", parts[1]
    elif register and len(parts) == 3:
        slot, name = parts[1], parts[2]
    else:
        raise ValueError(f"unknown target {text!r}: nearest {nearest_names(parts[0], REGISTERS) or sorted(REGISTERS)}")
    known = columns_of(REGISTERS[parts[0]])
    if name not in known and (parts[0], name) != ("paper", "present"):
        raise ValueError(f"{parts[0]} has no field {name!r}: nearest {nearest_names(name, known) or sorted(known)}")
    return Target(parts[0], slot, name)


def _faults(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        yield "a mapping file is a YAML mapping"
        return
    for key in ("mapping", "title", "columns"):
        if key not in data:
            yield f"{key} is missing"
    for key in data.keys() - _KEYS:
        yield f"unknown entry {key!r}: nearest {nearest_names(str(key), _KEYS)}"
    targets = []
    for number, column in enumerate(data.get("columns") or [], start=1):
        yield from (f"column {number}: {fault}" for fault in _column_faults(column))
        targets.append(column.get("to") if isinstance(column, dict) else None)
    if targets.count("key") != 1:
        yield "exactly one column goes to key"
    for number, sheet in enumerate(data.get("sheets") or [], start=1):
        yield from (f"sheet {number}: {fault}" for fault in _sheet_faults(sheet))
    for each in data.get("overrides") or []:
        if {"key", "to", "value", "source"} - each.keys():
            yield f"an override needs key, to, value and source: {each}"


def _sheet_faults(sheet: Any) -> Iterator[str]:
    if not isinstance(sheet, dict) or {"sheet", "register", "columns"} - sheet.keys():
        yield "a sheet needs `sheet`, `register` and `columns`"
        return
    for key in sheet.keys() - _SHEET_KEYS:
        yield f"unknown entry {key!r}: nearest {nearest_names(str(key), _SHEET_KEYS)}"
    if sheet["register"] not in REGISTERS or sheet["register"] == "person":
        yield f"unknown register {sheet['register']!r}: nearest {nearest_names(str(sheet['register']), REGISTERS)}"
        return
    targets = [column.get("to") for column in sheet["columns"] if isinstance(column, dict)]
    if targets.count("key") != 1:
        yield "exactly one column goes to key"
    for column in sheet["columns"]:
        told = isinstance(column, dict) and isinstance(column.get("to"), str)
        yield from _column_faults({**column, "to": _row_target(sheet["register"], column["to"])} if told else column)


def _column_faults(column: Any) -> Iterator[str]:
    if not isinstance(column, dict) or "to" not in column:
        yield "a column needs `to`"
        return
    for key in column.keys() - _COLUMN_KEYS:
        yield f"unknown entry {key!r}: nearest {nearest_names(str(key), _COLUMN_KEYS)}"
    if not {"header", "compose", "generate"} & column.keys():
        yield "a column needs `header`, `compose` or `generate`"
    try:
        target(column["to"])
    except ValueError as fault:
        yield str(fault)


def _column(data: dict[str, Any], blanks: list[str]) -> Column:
    to = target(data["to"])
    values = {str(text): str(value) for text, value in data.get("values", {}).items()}
    written: dict[str, str] = {}
    for text, value in values.items():
        written.setdefault(value, text)
    register = REGISTERS.get(to.register)
    none = [str(text) for text in data.get("none", [])]
    return Column(
        header=data.get("header", "") or data.get("title", "") or str(to),
        to=to,
        also=tuple(data.get("also", ())),
        compose=data.get("compose", ""),
        generate=data.get("generate", ""),
        required=bool(data.get("required")),
        list=data.get("list", ""),
        values={fold(text): value for text, value in values.items()},
        written=written,
        blanks=frozenset(fold(str(text)) for text in [*blanks, *data.get("blanks", [])]),
        none=frozenset(map(fold, none)),
        none_written=none[0] if none else "",
        blank_is_none=data.get("blank") == "none",
        clears=bool(data.get("clears")),
        confirms=data.get("confirms", register.section if register else ""),
        ignore_others=data.get("others") == "ignore",
    )


def _faulty(faults: list[str]) -> Refusal:
    listed = "; ".join(faults)
    return Refusal(
        "import-mapping-faulty",
        Text(f"Tệp ánh xạ có lỗi: {listed}.", f"The mapping file is faulty: {listed}."),
        status=422,
    )
