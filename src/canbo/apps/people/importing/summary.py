"""What a page says of a dry run: counts, the first faults, and what would change, as JSON values."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from canbo.apps.people.importing.cells import shown_date
from canbo.apps.people.importing.codes import BODIES, CodeBook
from canbo.apps.people.importing.mapping import ColumnMapping
from canbo.apps.people.importing.plan import Difference, ImportPlan, PersonPlan
from canbo.apps.people.importing.registers import REGISTERS, certificate_list, columns_of
from canbo.base.fields import WrittenDate

#: Faults and changed fields on the page; the workbook has all faults.
SHOWN = 200
#: Whether an account may read what stands in a register of a person: (register, key).
Reads = Callable[[str, str], bool]
#: Whether the fields of a person's change go on the page.
Shows = Callable[[PersonPlan], bool]


def summary(plan: ImportPlan, book: CodeBook, bodies: Mapping[int, str], shows: Shows, reads: Reads) -> dict[str, Any]:
    """The dry run for its page. What stands in a register that the reader may not read is not told."""
    heads = _heads(plan.mapping)
    shown = ((each, change) for each in plan.updates if shows(each) for change in each.differences())
    return {
        "rows": plan.rows,
        "inserts": len(plan.inserts),
        "updates": len(plan.updates),
        "unchanged": plan.unchanged,
        "fault_count": plan.fault_count,
        "faults": [asdict(fault) for fault in plan.faults[:SHOWN]],
        "more_faults": max(0, plan.fault_count - SHOWN),
        "notes": [asdict(note) for note in plan.notes],
        "warnings": [asdict(fault) for fault in plan.warnings[:SHOWN]],
        "unmapped": plan.columns_unmapped,
        "sheets": len(plan.tables),
        "fields": _fields(plan, heads),
        "changes": [
            _change(each, change, heads, book, bodies, reads) for each, change in itertools.islice(shown, SHOWN)
        ],
        "mark": mark(plan),
        "digest": plan.digest,
        "position": plan.position,
    }


def mark(plan: ImportPlan) -> str:
    """A digest of what a dry run would write: the import does what was shown, or asks again."""
    found = hashlib.sha256(repr(sorted(plan.counts().items())).encode())
    for each in plan.updates:
        found.update(
            repr((each.key, [(change.register, change.before, change.after) for change in each.changes])).encode()
        )
    return found.hexdigest()


def _fields(plan: ImportPlan, heads: Mapping[tuple[str, str], str]) -> list[tuple[str, int]]:
    """How many changes each field has, most first."""
    counted = Counter(_head(change, heads) for each in plan.updates for change in each.differences())
    return counted.most_common()


def _change(
    each: PersonPlan,
    change: Difference,
    heads: Mapping[tuple[str, str], str],
    book: CodeBook,
    bodies: Mapping[int, str],
    reads: Reads,
) -> dict[str, Any]:
    open_ = reads(change.register, each.key)
    return {
        "line": each.line,
        "key": each.key,
        "name": each.name,
        "field": _head(change, heads),
        "before": _words(change, change.before, book, bodies) if open_ else None,
        "after": _words(change, change.after, book, bodies),
    }


def _heads(mapping: ColumnMapping) -> dict[tuple[str, str], str]:
    """What the mapping calls each field of a register."""
    return dict(_named(mapping))


def _named(mapping: ColumnMapping) -> Iterator[tuple[tuple[str, str], str]]:
    for sheet in mapping.sheets:
        for column in sheet.columns:
            name = columns_of(REGISTERS[sheet.register])[column.to.field].attname if column is not sheet.key else ""
            yield (sheet.register, name), f"{sheet.sheet} · {column.header}"
    for column in mapping.columns:
        fields = columns_of(REGISTERS[column.to.register]) if column.to.register in REGISTERS else {}
        name = fields[column.to.field].attname if column.to.field in fields else column.to.field
        yield (column.to.register, name), column.header


def _head(change: Difference, heads: Mapping[tuple[str, str], str]) -> str:
    listed = heads.get((change.register, ""))
    field = f"{change.register}.{change.field}"
    return heads.get((change.register, change.field)) or (f"{listed} ({field})" if listed else field)


def _words(change: Difference, value: Any, book: CodeBook, bodies: Mapping[int, str]) -> str:
    """A value as a workbook writes it."""
    register = REGISTERS[change.register]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    name = change.field.removesuffix("_id")
    if isinstance(columns_of(register).get(name), WrittenDate):
        return shown_date(str(value))
    listed = register.lists.get(name, "")
    if change.register == "certificate" and name == "grade":
        listed = "|".join(certificate_list(kind) for kind in ("state_management", "language", "it"))
    if listed == BODIES:
        return bodies.get(value, str(value))
    return book.name(listed, str(value)) if listed else str(value)
