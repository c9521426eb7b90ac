"""Doing what a plan says: one action, one entry on the record, everything or nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import IntegrityError, models

from canbo.apps.people.importing.memory import collection_paused
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.progress import Tell, quiet
from canbo.apps.people.importing.registers import REGISTERS
from canbo.apps.people.importing.writing import PersonRow, insert_rows
from canbo.apps.people.models import Person
from canbo.base.accounts.models import Account
from canbo.base.keeping.estimates import MANY_ROWS, renew_estimates
from canbo.base.record.actions import acting
from canbo.base.record.models import Entry
from canbo.base.record.rows import impossible
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Keys or ids named in one statement.
_BATCH = 800

WRITES = Text("Đang ghi vào hồ sơ", "Writing to the dossiers")
CHECK_AGAIN = Text("Kiểm tra lại tệp rồi nhập.", "Check the file again, then import it.")


def apply_import(plan: ImportPlan, *, by: Account, at: dt.datetime, tell: Tell = quiet) -> Entry:
    """Write a plan to the registers as one entry by `by`. `tell` hears how far it has come.

    Raises Refusal when the plan has faults, would write nothing, or the registers have changed since it was made;
    nothing is written then, nor when anything else fails on the way.
    """
    _refuse_faults(plan)
    payload = {
        "file": plan.filename,
        "digest": plan.digest,
        "mapping": plan.mapping.name,
        "rows": plan.rows,
        "counts": plan.counts(),
    }
    try:
        with collection_paused(), acting("people.import", by=by, at=at, payload=payload) as entry:
            _refuse_stale(plan, entry)
            people = _new_people(plan, entry)
            _close(plan, entry)
            new = _new_rows(plan, people)
            done, total = 0, sum(map(len, new.values()))
            for name, rows in new.items():
                for written in insert_rows(REGISTERS[name].model, rows, entry):
                    done += written
                    tell(WRITES, done, total)
            if done >= MANY_ROWS:
                renew_estimates(Person, *(REGISTERS[name].model for name in new))
    except IntegrityError as fault:  # what two lines of the file say can contradict each other: one post, two people
        raise impossible(str(fault)) from fault
    return entry


def _refuse_faults(plan: ImportPlan) -> None:
    if plan.fault_count:
        raise Refusal(
            "import-faults",
            Text(
                f"Tệp còn {plan.fault_count} lỗi; chưa ghi gì.",
                f"The file has {plan.fault_count} faults; nothing was written.",
            ),
            Text("Sửa các ô có lỗi rồi kiểm tra lại.", "Correct the faulty cells, then check again."),
            status=422,
        )
    if not plan.inserts and not plan.updates:
        raise Refusal(
            "import-nothing",
            Text(
                "Tệp trùng khớp với hồ sơ; không có gì để ghi.", "The file agrees with the registers; nothing to write."
            ),
        )


def _refuse_stale(plan: ImportPlan, entry: Entry) -> None:
    """Rows written or closed since the dry run make its comparison worthless."""
    since = models.Q(entry_from__gt=plan.position, entry_from__lt=entry.seq)
    closed = models.Q(entry_to__gt=plan.position, entry_to__lt=entry.seq)
    touched = Person.objects.filter(since).exists() or any(
        register.model._default_manager.filter(since | closed).exists() for register in REGISTERS.values()
    )
    if touched:
        raise Refusal(
            "import-stale",
            Text(
                "Hồ sơ đã thay đổi từ lúc kiểm tra tệp; chưa ghi gì.",
                "The registers changed since the check; nothing was written.",
            ),
            CHECK_AGAIN,
        )


def _new_people(plan: ImportPlan, entry: Entry) -> dict[str, int]:
    """The new people of a plan, written; their ids by key."""
    new = [Person(key=each.key, entry_from=entry) for each in plan.inserts]
    Person.objects.bulk_create(new, batch_size=_BATCH)
    return {person.key: person.pk for person in new}


def _close(plan: ImportPlan, entry: Entry) -> None:
    """Close the rows that are corrected or withdrawn."""
    closing: dict[str, list[int]] = defaultdict(list)
    for each in plan.updates:
        for change in each.changes:
            if change.before is not None:
                closing[change.register].append(change.before["id"])
    for name, ids in closing.items():
        manager = REGISTERS[name].model._default_manager
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            if manager.filter(pk__in=batch, entry_to__isnull=True).update(entry_to=entry) != len(batch):
                raise Refusal(
                    "import-stale",
                    Text("Hồ sơ vừa thay đổi; chưa ghi gì.", "The registers changed; nothing was written."),
                    CHECK_AGAIN,
                )


def _new_rows(plan: ImportPlan, people: dict[str, int]) -> dict[str, list[PersonRow]]:
    """The rows to insert, by register."""
    found: dict[str, list[PersonRow]] = defaultdict(list)
    for each in (*plan.inserts, *plan.updates):
        person = people[each.key] if each.person_id is None else each.person_id
        for change in each.changes:
            if change.after is not None:
                found[change.register].append((person, change.after))
    return found
