"""What the registers hold now of the people in a file, and which of those rows an item of the file means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.people.importing.codes import CodeBook
from canbo.apps.people.importing.mapping import EVERY
from canbo.apps.people.importing.registers import REGISTERS, Register
from canbo.apps.people.models import PersonVersion
from canbo.lib.text import fold

#: A whole register row by column.
Row = dict[str, Any]
#: People asked for by number, so many in one statement; of more than _MANY the whole table is read.
_FEW, _MANY = 800, 6000


@dataclass
class Standing:
    """The people of the register by key, and their rows that are on the record: `rows[register][person id]`."""

    people: dict[str, int]
    rows: dict[str, dict[int, list[Row]]] = field(default_factory=dict)

    def of(self, register: str, person: int | None) -> list[Row]:
        """The rows of one person in one register."""
        return [] if person is None else self.rows.get(register, {}).get(person, [])


def standing(keys: Iterable[str], known: Mapping[str, int], registers: Collection[str]) -> Standing:
    """What stands now for the people of these keys, in these registers; `known` are the ids of all people by key."""
    wanted = set(keys)
    found = Standing({key: known[key] for key in wanted if key in known})
    ids = set(found.people.values())
    for name in registers if ids else ():
        found.rows[name] = _rows(REGISTERS[name], ids)
    return found


def _rows(register: Register, people: set[int]) -> dict[int, list[Row]]:
    query = register.model._default_manager.filter(entry_to__isnull=True).order_by("id")
    asked = [query] if len(people) > _MANY else [query.filter(person_id__in=some) for some in batched(people, _FEW)]
    found: dict[int, list[Row]] = defaultdict(list)
    for part in asked:
        for row in part.values():
            if row["person_id"] in people:
                found[row["person_id"]].append(row)
    return found


def batched(people: Iterable[int], size: int) -> Iterator[list[int]]:
    """The people in lists of at most `size`."""
    some = iter(people)
    while batch := list(islice(some, size)):
        yield batch


def same_row(register: Register, slot: str, given: Row, rows: list[Row], taken: set[int]) -> Row | None:
    """The row that an item of a file means, or None for a new one; `taken` are rows that other items mean.

    Rows that may stand in the column go first, then those alike in what tells rows apart (a blank is like a blank),
    then those that agree in more columns, then those that say least beyond what the item says, then the older.
    """
    candidates = [row for row in rows if row["id"] not in taken and _is_same(register, given, row)]
    if len(candidates) < 2:  # nearly always: nothing is to be weighed
        return candidates[0] if candidates else None

    def nearness(row: Row) -> tuple[bool, int, int, int, int]:
        alike = sum((given.get(name) or None) == (row[name] or None) for name in register.tells)
        return slot == EVERY or register.stands(row), alike, _agreement(given, row), _said(row, given), -row["id"]

    return max(candidates, key=nearness)


def _said(row: Row, given: Row) -> int:
    """The number of columns that a row fills and an item leaves blank, negative: a lower one is further off."""
    return -sum(1 for name, value in row.items() if value not in ("", None, False) and name not in given)


def _agreement(given: Row, row: Row) -> int:
    return sum(row[name] == value for name, value in given.items())


def _is_same(register: Register, given: Row, row: Row) -> bool:
    if register.model is PersonVersion:
        return True
    for name in register.needs:
        says, stands = given.get(name), row[name]
        if says != stands and not _compatible(name, says, stands):
            return False
    for name in register.tells:
        says, stands = given.get(name), row[name]
        if says and stands and says != stands and not _compatible(name, says, stands):
            return False
    return True


def _compatible(name: str, given: Any, stands: Any) -> bool:
    """Of two dates that differ, whether one says the same less precisely than the other."""
    if name not in ("since", "on", "issued") or not given or not stands:
        return False
    return stands.startswith(f"{given}-") or given.startswith(f"{stands}-")


def bodies_by_text() -> dict[str, int]:
    """Body ids by folded code, and by folded name where only one body has ever had it."""
    found = {fold(code): pk for pk, code in Body.objects.values_list("pk", "code")}
    names: dict[str, set[int]] = defaultdict(set)
    versions = BodyVersion.objects.filter(entry_to__isnull=True)
    for body, name in versions.values_list("body_id", "name"):
        names[fold(name)].add(body)
    for name, bodies in names.items():
        if len(bodies) == 1:
            found.setdefault(name, next(iter(bodies)))
    return found


def stands_in(register: Register, slot_rows: list[Row], constants: Mapping[str, Any], book: CodeBook) -> Row | None:
    """The row that stands in a column of an export: of those with the slot's constants, the last in order."""
    rows = [row for row in slot_rows if register.stands(row) and matches(row, constants)]
    return max(rows, key=lambda row: register.order(row, book) or (-row["id"],), default=None)


def matches(row: Row, constants: Mapping[str, Any]) -> bool:
    """Whether a row has a slot's constants."""
    return all(row[name] == value for name, value in constants.items())
