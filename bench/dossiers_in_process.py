"""In a process of its own, over the demo province: a list page, two hundred candidates, the import of a whole province.

`python -m bench.dossiers_in_process` with CANBO_HOME naming an empty folder prints its figures as JSON lines.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
import re
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command

importlib.import_module("canbo.config.wsgi")  # the process starts as a server does

import xlsxwriter  # noqa: E402 - what follows needs Django set up
from django.db import connection  # noqa: E402
from django.db.models import Count, QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from bench.plans import nightly  # noqa: E402
from canbo.apps.eligibility.explaining import verdicts  # noqa: E402
from canbo.apps.eligibility.request import Request, grounds  # noqa: E402
from canbo.apps.eligibility.screening import screen  # noqa: E402
from canbo.apps.people.importing.apply import apply_import  # noqa: E402
from canbo.apps.people.importing.check import plan_import  # noqa: E402
from canbo.apps.people.importing.export import export_people  # noqa: E402
from canbo.apps.people.importing.mapping import load_mapping  # noqa: E402
from canbo.apps.people.models import Holding, PersonVersion  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.packs.queries import current_pack  # noqa: E402
from tools.world.cast import CAST  # noqa: E402

DAY = dt.date(2026, 11, 1)
TIMES = 50
#: An identity number of the demo province.
_NUMBER = re.compile(r"999\d{9}")
#: People with all their sheets in one file: a sheet of an import holds at most 100,000 rows.
IN_A_FILE = 5_000


def _say(what: str, value: float, unit: str, asked: str) -> None:
    print(json.dumps([what, value, unit, asked]), flush=True)


def _timed(times: int, deed: Callable[[], Any]) -> list[float]:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        deed()
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent)


def pages() -> None:
    """The list of people, a hundred to a page; one dossier; the tree of bodies; the statistics of everybody."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(username=CAST[0].username))
    shown = (
        ("/people/", "list page of 100 rows"),
        ("/people/?q=dang+thi", "search by folded name"),
        (f"/people/{_somebody()}/", "dossier page"),
        ("/bodies/", "tree page"),
        ("/people/statistics/", "statistics of everybody"),
    )
    for path, name in shown:
        client.get(path)
        spent = _timed(TIMES, lambda path=path: client.get(path))
        _say(f"{name}: median", spent[TIMES // 2], "ms", "")
        _say(f"{name}: p95", spent[int(TIMES * 0.95)], "ms", "100 ms")
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        _say(f"{name}: queries", len(seen), "", "does not grow with rows")


def _somebody() -> str:
    """The staff number of somebody with a full career."""
    rows = Holding.objects.filter(entry_to__isnull=True).values_list("person__key")
    return str(rows.annotate(posts=Count("pk")).order_by("-posts", "person__key")[0][0])


def candidates() -> None:
    """Two hundred people with every clause and reason from the live database, others each time; everybody, twice."""
    asked = grounds(Request("department_director", DAY, place="P34:40"))
    people = list(PersonVersion.objects.filter(entry_to__isnull=True, left="").values_list("person_id", flat=True))
    hundreds = iter(range(0, len(people), 200))
    spent = _timed(TIMES, lambda: verdicts(asked, people[(first := next(hundreds)) : first + 200]))
    _say(
        f"200 candidates × {len(asked.standard.clauses)} clauses with reasons: median",
        spent[TIMES // 2],
        "ms",
        "100 ms",
    )
    for again in ("first, with the columnar copy", "again"):
        _say(f"everybody ({len(people):,}), {again}", _timed(1, lambda: screen(asked, people))[0], "ms", "")


def importing() -> None:
    """A province of sixty columns, all of them new people."""
    pack, mapping = current_pack(), load_mapping("province-60")
    people = PersonVersion.objects.filter(entry_to__isnull=True, left="")
    data = _renamed(export_people(people, mapping, pack), "X")
    began = time.perf_counter()
    plan = plan_import(data, "province.xlsx", mapping, pack, DAY)
    _say(f"import {plan.rows:,} × 60: dry run", time.perf_counter() - began, "s", "20 s")
    if plan.fault_count:
        raise SystemExit(f"{plan.fault_count} faults, first: {plan.faults[0]}")
    began = time.perf_counter()
    apply_import(plan, by=system_account(at=timezone.now()), at=timezone.now())
    _say(f"import {plan.rows:,} × 60: apply", time.perf_counter() - began, "s", "40 s")


def importing_sheets() -> None:
    """The whole province with every sheet of its dossiers, all new people, in as many files as the limits ask for."""
    people = PersonVersion.objects.filter(entry_to__isnull=True, person__key__startswith="LG-")
    keys = sorted(people.values_list("person__key", flat=True))
    lines, spent = 0, {"export": 0.0, "dry run": 0.0, "apply": 0.0}
    for first in range(0, len(keys), IN_A_FILE):
        last = min(first + IN_A_FILE, len(keys)) - 1
        lines += _through(people.filter(person__key__gte=keys[first], person__key__lte=keys[last]), spent)
    what = f"{len(keys):,} people, {lines:,} lines on all sheets, {-(-len(keys) // IN_A_FILE)} files"
    _say(f"{what}: export", spent["export"], "s", "")
    _say(f"{what}: import, dry run", spent["dry run"], "s", "20 s")
    _say(f"{what}: import, apply", spent["apply"], "s", "40 s")


def _through(people: QuerySet[PersonVersion], spent: dict[str, float]) -> int:
    """Export some, import them as others, add the seconds of each step to `spent`; how many lines there were."""
    pack, mapping = current_pack(), load_mapping("province-sheets")
    data = _renamed(_taking(spent, "export", lambda: export_people(people, mapping, pack)), "Y")
    plan = _taking(spent, "dry run", lambda: plan_import(data, "sheets.xlsx", mapping, pack, DAY))
    if plan.fault_count:
        raise SystemExit(f"{plan.fault_count} faults, first: {plan.faults[0]}")
    house = system_account(at=timezone.now())
    _taking(spent, "apply", lambda: apply_import(plan, by=house, at=timezone.now()))
    return plan.rows


def _taking(spent: dict[str, float], what: str, deed: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = deed()
    spent[what] += time.perf_counter() - began
    return found


def _renamed(data: bytes, mark: str) -> bytes:
    """The same workbook with other staff numbers in the first column of each sheet and other identity numbers, so that
    everybody is new."""
    given = CalamineWorkbook.from_filelike(io.BytesIO(data))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name in given.sheet_names:
        page = book.add_worksheet(name)
        for number, row in enumerate(given.get_sheet_by_name(name).to_python()):
            cells = (
                [row[0], *row[1:]]
                if number == 0
                else [f"{mark}-{row[0]}", *(_another_number(cell, mark) for cell in row[1:])]
            )
            page.write_row(number, 0, cells)
    book.close()
    return out.getvalue()


def _another_number(cell: object, mark: str) -> object:
    """Another identity number for one of the province's, which all begin alike; any other cell as it is."""
    return f"{ord(mark):03d}{cell[3:]}" if isinstance(cell, str) and _NUMBER.fullmatch(cell) else cell


def main() -> None:
    """Build the province and measure."""
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    call_command("demo", stdout=io.StringIO())
    _say("the demo province is built", time.perf_counter() - began, "s", "120 s")
    candidates()
    pages()
    importing()
    importing_sheets()
    nightly(_say, dt.datetime.combine(DAY, dt.time(3), dt.UTC) + dt.timedelta(days=30))


if __name__ == "__main__":
    main()
