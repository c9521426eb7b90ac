"""Fifty officers on one case at once, each with something of their own to enter: how fast, and is anything lost.

Argument: the name of the database for the figures. Prints figures as lines of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
import time

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up before its models are imported
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from canbo.apps.procedures.actions import happen  # noqa: E402
from canbo.apps.procedures.models import Case, Move  # noqa: E402
from canbo.apps.procedures.queries import newest  # noqa: E402
from canbo.apps.procedures.testing import AT, Department, a_case, a_department  # noqa: E402
from canbo.base.access.actions import grant_role, note_reading  # noqa: E402
from canbo.base.access.models import Reading, Role  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.accounts.testing import an_account  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.record.verifying import verify  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from canbo.core.procedure_state import Filed  # noqa: E402
from canbo.core.refusal import Refusal  # noqa: E402

OFFICERS, READINGS = 50, 20
MOVED = "procedures.moved"


def officers(where: Department) -> list[Account]:
    """Fifty accounts that are personnel officers over the body."""
    house, made = system_account(at=AT), []
    for number in range(OFFICERS):
        account = an_account(f"cb-{number}")
        since = dt.date(2020, 1, 1)
        grant_role(account=account, role=Role.OFFICER, body_code="so", since=since, by=house, at=AT)
        made.append(account)
    return made


def file_a_paper(case: Case, by: Account, told: list[str]) -> None:
    """File one's own paper; whoever was late looks again and repeats it, as a person would."""
    while True:
        try:
            happen(case=case, seen=newest(case).number, event=Filed("plan", by.username), by=by, at=AT)
        except Refusal as refusal:
            told.append(refusal.code)
            if refusal.code != MOVED:
                return
        else:
            return


def read_dossiers(by: Account) -> None:
    """Open dossiers, each reading noted."""
    for number in range(READINGS):
        note_reading(kind="dossier", key=f"{by.username}-{number}", roles=(Role.OFFICER,), by=by, at=AT)


def at_once(deeds: list[tuple]) -> float:  # type: ignore[type-arg]  # a function and its arguments
    """Do all of it at the same time, each in a thread with a connection of its own; how many seconds it took."""
    ready = threading.Barrier(len(deeds) + 1)

    def one(deed, *arguments) -> None:  # type: ignore[no-untyped-def]  # whatever the deed takes
        with everything():
            ready.wait()
            try:
                deed(*arguments)
            finally:
                connection.close()

    threads = [threading.Thread(target=one, args=deed) for deed in deeds]
    for each in threads:
        each.start()
    ready.wait()
    begun = time.perf_counter()
    for each in threads:
        each.join()
    return time.perf_counter() - begun


def main(name: str) -> None:
    """Make the database and the town, let fifty loose, print what came of it. Exits when anything is lost."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, skip_checks=True)
    where = a_department()
    case, cast, told = a_case(where), officers(where), []  # type: ignore[var-annotated]
    before = Entry.objects.count()
    took = at_once([(file_a_paper, case, by, told) for by in cast])
    events = [json.loads(event) for event in Move.objects.filter(case=case).values_list("event", flat=True)]
    kept = {each.get("words") for each in events}
    lost = OFFICERS - len(kept & {by.username for by in cast})
    if lost or set(told) - {MOVED} or Entry.objects.count() != before + OFFICERS or verify().breaks:
        raise SystemExit(f"{name}: {lost} of {OFFICERS} lost; {set(told)}")
    late = f"none lost; {len(told)} told that somebody else was quicker, and repeated it"
    figures = [(f"{name}: {OFFICERS} officers move one case at once", OFFICERS / took, "a second", late)]
    took = at_once([(read_dossiers, by) for by in cast])
    noted = Reading.objects.count()
    if noted != OFFICERS * READINGS or verify().breaks:
        raise SystemExit(f"{name}: {noted} readings noted of {OFFICERS * READINGS}, or not as they were bound")
    asked = f"all noted, in {Entry.objects.count() - before - OFFICERS} entries"
    figures.append((f"{name}: readings noted by {OFFICERS} at once", noted / took, "a second", asked))
    for figure in figures:
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    with everything():
        main(*sys.argv[1:])
