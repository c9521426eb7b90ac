"""In a process of its own, on an empty SQLite: one step of a case, and the pages of a body with many running cases.

`python -m bench.procedures_in_process CASES` with CANBO_HOME naming an empty folder prints its figures as JSON lines.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

import django
from django.core.management import call_command

django.setup()

from django.test import Client  # noqa: E402 - after django.setup()

from canbo.apps.procedures.balloting import open_vote, take_result  # noqa: E402
from canbo.apps.procedures.queries import newest  # noqa: E402
from canbo.apps.procedures.testing import (  # noqa: E402
    AT,
    a_case,
    a_department,
    count_and_close,
    do,
    file_all,
    hold,
    list_names,
    the_ballot,
)
from canbo.core.procedure_state import Closed, Listed  # noqa: E402

NAMES = ("so-H1", "so-H2")
TIMES = 9


def _say(what: str, value: float, unit: str, asked: str) -> None:
    print(json.dumps([what, value, unit, asked]), flush=True)


def _spent(act: object, *args: object, **kwargs: object) -> float:
    began = time.perf_counter()
    act(*args, **kwargs)  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000


def main(cases: int) -> None:
    """Many running cases, then the steps of one among them, then the pages."""
    call_command("migrate", verbosity=0)
    where = a_department()
    for number in range(cases - TIMES):
        case = a_case(where)
        do(case, Listed(NAMES), where.officer)
        if number % 3 == 0:
            file_all(case, where.officer)
            do(case, Closed(), where.officer)
    closes, opens, takes = [], [], []
    for _ in range(TIMES):
        case = a_case(where)
        list_names(case, where, NAMES)
        hold(case, where)
        said = {"case": case, "by": where.officer, "at": AT}
        opens.append(_spent(open_vote, seen=newest(case).number, **said))
        count_and_close(the_ballot(case), dict.fromkeys(NAMES, 4), by=where.officer)
        takes.append(_spent(take_result, seen=newest(case).number, **said))
        closes.append(_spent(do, case, Closed(), where.head))
    _say("open the ballot of a step", statistics.median(opens), "ms", "under 50 ms")
    _say("take over its sealed count", statistics.median(takes), "ms", "under 50 ms")
    _say("close the step", statistics.median(closes), "ms", "under 50 ms")
    client = Client(headers={"host": "localhost"})
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    for what, address in (
        (f"page of a body with {cases} running cases", "/procedures/"),
        ("days of all cases", "/procedures/days"),
        ("page of one case", f"/procedures/{case.pk}/"),
    ):
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} does not answer")
        spent = [_spent(client.get, address) for _ in range(TIMES)]
        _say(what, statistics.median(spent), "ms", "under 150 ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
