"""The half of `bench.workbooks` that imports broken workbooks, each into an empty register that is emptied again."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from collections import Counter

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up before models are imported
from django.db import transaction  # noqa: E402

from bench.mutants import mutant  # noqa: E402
from canbo.apps.people.importing.apply import apply_import  # noqa: E402
from canbo.apps.people.importing.check import plan_import  # noqa: E402
from canbo.apps.people.importing.mapping import load_mapping  # noqa: E402
from canbo.apps.people.importing.marking import fault_workbook  # noqa: E402
from canbo.apps.people.models import Person, PersonVersion  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.packs.queries import current_pack  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from canbo.core.refusal import Refusal  # noqa: E402

ON = dt.date(2026, 6, 1)
AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
#: What may become of a workbook: refused as a whole, faults named by cell, or written.
GONE_WELL = ("refused", "faulty", "written")


def taken_in(data: bytes, by: Account) -> str:
    """What became of a workbook: one of GONE_WELL, or what went wrong. Whatever it wrote is undone."""
    with transaction.atomic():
        told = _tried(data, by)
        transaction.set_rollback(True)
    return told


def _tried(data: bytes, by: Account) -> str:
    before = _counted()
    try:
        told = _told(data, by)
    except Exception as fault:  # noqa: BLE001 - whatever comes is what is looked for
        return f"{type(fault).__name__}: {fault}"[:300]
    after = _counted()
    whole = after[2] == before[2] + 1 if told == "written" else after == before
    return told if whole else f"{told}, but half-written: {before} {after}"


def _told(data: bytes, by: Account) -> str:
    try:
        plan = plan_import(data, "nhap.xlsx", load_mapping("province-60"), current_pack(), ON)
    except Refusal:
        return "refused"
    if plan.faults:
        fault_workbook(plan)
    try:
        apply_import(plan, by=by, at=AT)
    except Refusal:
        return "faulty" if plan.faults else "refused"
    return "written"


def _counted() -> tuple[int, int, int]:
    return Person.objects.count(), PersonVersion.objects.count(), Entry.objects.count()


def main(count: int) -> None:
    """Try so many on a database of their own; prints one line of JSON: outcomes, what went wrong, peak memory in MB."""
    call_command("migrate", verbosity=0)
    by, outcomes, wrong = system_account(at=AT), Counter[str](), {}
    for seed in range(count):
        told = taken_in(mutant(seed), by)
        outcomes[told if told in GONE_WELL else "wrong"] += 1
        if told not in GONE_WELL:
            wrong[seed] = told
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"outcomes": outcomes, "wrong": wrong, "peak": peak}))


if __name__ == "__main__":
    with everything():
        main(int(sys.argv[1]))
