"""The two works on a file that was sent: its check, and its import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.people import uploads
from canbo.apps.people.background import KILLED, Report, Work, refusal_from, report_of, values_of
from canbo.apps.people.importing.apply import CHECK_AGAIN, apply_import
from canbo.apps.people.importing.codes import CodeBook
from canbo.apps.people.importing.export import Open
from canbo.apps.people.importing.marking import fault_workbook
from canbo.apps.people.importing.progress import Tell
from canbo.apps.people.importing.registers import REGISTERS
from canbo.apps.people.importing.summary import Reads, mark, summary
from canbo.apps.people.permissions_import import outside_charge, why_not_import, why_not_officer
from canbo.apps.people.uploads import Upload
from canbo.apps.people.visibility import DOSSIER, sealed_tables
from canbo.base.access.queries import opened_things
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def checking(upload: Upload, actor: Account, at: dt.datetime) -> Work:
    """The dry run of a file for an account: what its page shows, and the file with its faulty cells marked."""
    today = timezone.localdate(at)

    def work(tell: Tell) -> dict[str, Any]:
        plan = uploads.plan_of(upload, today, tell)
        if plan.fault_count:
            upload.marked.write_bytes(fault_workbook(plan))
        else:
            upload.marked.unlink(missing_ok=True)
        refused = why_not_import(plan, actor, today)
        outside = set(outside_charge(plan, actor, today)) if plan.updates else set()
        bodies = dict(Body.objects.values_list("pk", "code"))
        reads = _reads(actor, at)
        found = summary(plan, CodeBook(current_pack()), bodies, lambda each: each.key not in outside, reads)
        return {**found, "why_not": values_of(refused)}

    return work


def writing(upload: Upload, actor: Account, at: dt.datetime) -> Work:
    """The import of a file that was checked: exactly what was shown is written, or nothing."""
    today = timezone.localdate(at)

    def work(tell: Tell) -> dict[str, Any]:
        shown = report_of(upload.checked)
        plan = uploads.plan_of(upload, today, tell)
        refused = why_not_import(plan, actor, today)
        if refused is not None:
            raise refused
        if shown is None or not shown.result or shown.result["mark"] != mark(plan):
            raise _changed()
        entry = apply_import(plan, by=actor, at=at, tell=tell)
        uploads.forget(upload)
        return {"inserts": len(plan.inserts), "updates": len(plan.updates), "entry": entry.seq}

    return work


def why_not_begin(upload: Upload, actor: Account, today: dt.date) -> Refusal | None:
    """Why the import of a file may not even begin: who asks, and what its check said."""
    shown = report_of(upload.checked)
    if shown is None or not shown.ended or not shown.result:
        return why_not_officer(actor, today) or _unchecked()
    return why_not_officer(actor, today) or refusal_from(shown.result["why_not"])


def open_rows(actor: Account, at: dt.datetime, keys: Mapping[int, str]) -> Open:
    """Which rows of these people (id → key) go into a file for an account: sealed ones of opened dossiers alone."""
    reads = _reads(actor, at)
    return lambda name, person: reads(name, keys[person])


def import_of(upload: Upload) -> Report | None:
    """The report of a file's import. Where its worker was killed, the record says whether it had been done by then."""
    report, shown = report_of(upload.written), report_of(upload.checked)
    killed = report and report.refused and report.refused["code"] == KILLED.code
    if report and killed and shown and shown.result:
        found = Entry.objects.filter(action="people.import", seq__gt=shown.result["position"])
        entry = found.filter(payload__contains=shown.result["digest"]).first()
        if entry is not None:
            report.refused = None
            report.result = {name: shown.result[name] for name in ("inserts", "updates")} | {"entry": entry.seq}
    return report


def told(found: dict[str, Any]) -> dict[str, Any]:
    """What a check found, with its sentences as texts in two languages."""
    faults, warnings = (
        [{**each, "expected": Text(**each["expected"])} for each in found[name]] for name in ("faults", "warnings")
    )
    notes = [Text(**each) for each in found["notes"]]
    return {**found, "faults": faults, "warnings": warnings, "notes": notes, "why_not": refusal_from(found["why_not"])}


def _reads(actor: Account, at: dt.datetime) -> Reads:
    """Sealed rows are told only of dossiers that the account has opened with a reason."""
    sealed = sealed_tables(timezone.localdate(at))
    tables = {name: register.model.__name__ for name, register in REGISTERS.items()}
    keys = {table: opened_things(DOSSIER, table, actor, at) for table in sealed}
    return lambda name, key: tables[name] not in sealed or key in keys[tables[name]]


def _unchecked() -> Refusal:
    return Refusal("import-unchecked", Text("Tệp chưa kiểm tra xong.", "The file has not been checked."), CHECK_AGAIN)


def _changed() -> Refusal:
    return Refusal(
        "import-stale",
        Text(
            "Hồ sơ đã thay đổi từ lúc kiểm tra tệp; chưa ghi gì.",
            "The registers changed since the check; nothing was written.",
        ),
        CHECK_AGAIN,
    )
