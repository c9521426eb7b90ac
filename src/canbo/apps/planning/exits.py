"""Who surely fails a clause of automatic exit from the plans of a title. Unknown never fails."""

from __future__ import annotations

import datetime as dt

from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import screen
from canbo.base.packs.queries import current_pack
from canbo.core.verdicts import Answer

EXIT_LIST = "planning-exits"


def failing(title: str, people: list[int], today: dt.date) -> dict[int, str]:
    """{person: the first clause of automatic exit that surely does not hold}, of some people by number."""
    exits = current_pack().lists[EXIT_LIST].codes
    found = screen(grounds(Request(title=title, on=today, purpose="planning")), people)
    codes = [clause.code for clause in found.clauses]
    failing = {}
    for row in found.rows:
        failed = [code for code, answer in zip(codes, row.answers, strict=True) if answer is Answer.NO]
        first = next((code for code in failed if code in exits), None)
        if first:
            failing[row.person] = first
    return failing
