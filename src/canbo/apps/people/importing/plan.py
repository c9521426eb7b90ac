"""What an import would do: faults, people to add, people to correct. A value; nothing in it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.people.importing.errors import CellFault
from canbo.apps.people.importing.header import Table
from canbo.apps.people.importing.mapping import ColumnMapping
from canbo.lib.text import Text

#: Faults that are listed; beyond them only their number is kept.
FAULTS_LISTED = 5000


@dataclass(slots=True)  # not frozen: there are a million of them, and freezing doubles what one costs
class RowChange:
    """One register row to write: new (`before` None), corrected, or closed (`after` None).

    `before` is the whole row as it stands; `after` the given columns of a new row, or all of a corrected one.
    """

    register: str
    slot: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that an import would change, in plain values."""

    register: str
    slot: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """What would be written for one line of the file. `person_id` is None for somebody new."""

    line: int
    key: str
    name: str
    person_id: int | None
    changes: tuple[RowChange, ...]

    def differences(self) -> Iterator[Difference]:
        """The fields that would change, without stamps and search columns."""
        for change in self.changes:
            before, after = change.before or {}, change.after or {}
            for name in sorted({*before, *after}):
                if name in _BESIDE or name.endswith(("_lo", "_hi")):
                    continue
                if before.get(name) != after.get(name) and (before.get(name) or after.get(name)):
                    yield Difference(change.register, change.slot, name, before.get(name), after.get(name))


#: Columns that follow from others or belong to the record.
_BESIDE = frozenset({"id", "person_id", "entry_from_id", "entry_to_id", "name_fold", "name_key", "paper_id"})


@dataclass
class ImportPlan:
    """The dry run of one file. `position` is the record's last entry when it was made; `digest` of the file's bytes."""

    mapping: ColumnMapping
    filename: str
    digest: str
    position: int
    table: Table
    others: list[Table] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    more_faults: int = 0
    warnings: list[CellFault] = field(default_factory=list)
    inserts: list[PersonPlan] = field(default_factory=list)
    updates: list[PersonPlan] = field(default_factory=list)
    unchanged: int = 0

    @property
    def columns_unmapped(self) -> list[str]:
        """Headers of the file that the mapping does not read."""
        return [title for table in self.tables for title in table.unmapped]

    @property
    def tables(self) -> list[Table]:
        """The sheets of the file that are read: the one of the people, then the others."""
        return [self.table, *self.others]

    @property
    def notes(self) -> list[Text]:
        """What was left out of the file, in sentences."""
        return [note for table in self.tables for note in table.grid.notes]

    @property
    def rows(self) -> int:
        """Lines of data in the file."""
        return sum(len(table.body) for table in self.tables)

    @property
    def fault_count(self) -> int:
        """All faults, those beyond the listed ones too."""
        return len(self.faults) + self.more_faults

    def counts(self) -> dict[str, int]:
        """Register rows that would be written, by register, and people."""
        rows = Counter(
            change.register for plan in (*self.inserts, *self.updates) for change in plan.changes if change.after
        )
        people = {"inserted": len(self.inserts), "updated": len(self.updates), "unchanged": self.unchanged}
        return people | {f"rows.{name}": number for name, number in sorted(rows.items())}

    def blame(self, fault: CellFault) -> None:
        """Add a fault."""
        if len(self.faults) < FAULTS_LISTED:
            self.faults.append(fault)
        else:
            self.more_faults += 1
