"""In a process of its own, on an empty database: two sides key whole boxes of papers, and the count is closed.

`python -m bench.ballots_in_process NAME` with CANBO_HOME naming an empty folder prints its figures as JSON lines; NAME
is how the database is called in them.
"""

from __future__ import annotations

import json
import random
import sys
import time

import django
from django.core.management import call_command

django.setup()

from canbo.apps.ballots.actions import close_ballot, finish_keying, key_papers  # noqa: E402 - after django.setup()
from canbo.apps.ballots.actions_minutes import issue_minutes  # noqa: E402
from canbo.apps.ballots.models import Ballot  # noqa: E402
from canbo.apps.ballots.queries import kind_of  # noqa: E402
from canbo.apps.ballots.testing import a_ballot, all_came_back, the_teller  # noqa: E402
from canbo.base.record.testing import A_MORNING  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from canbo.core.tally import Paper  # noqa: E402
from canbo.core.tally_entry import read_marks  # noqa: E402

SIZES = ((350, 55), (500, 250))


def _say(what: str, value: float, unit: str, asked: str) -> None:
    print(json.dumps([what, value, unit, asked]), flush=True)


def _box(ballot: Ballot, papers: int, names: int) -> list[Paper]:
    """Papers on which one name in ten is disagreed with, read from what a teller would type."""
    chance, kind = random.Random(papers), kind_of(ballot)  # noqa: S311 - no secret
    typed = (" ".join(str(n + 1) for n in range(names) if chance.random() < 0.1) for _ in range(papers))
    return [Paper(read_marks(kind, names, text)) for text in typed]


def measure(database: str, papers: int, names: int) -> None:
    """Key every paper by itself from both sides, close, and issue the minutes."""
    listed = [f"Nguyễn Văn {number}" for number in range(names)]
    ballot = a_ballot(names=listed, summoned=papers)
    box = _box(ballot, papers, names)
    all_came_back(ballot)
    spent = []
    for side in (1, 2):
        for number, paper in enumerate(box, 1):
            began = time.perf_counter()
            key_papers(ballot=ballot, papers={number: paper}, by=the_teller(side))
            spent.append((time.perf_counter() - began) * 1000)
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
    spent.sort()
    size = f"{database}: {papers} papers of {names} names"
    _say(f"{size}: one paper saved, median", spent[len(spent) // 2], "ms", "behind the keyboard, 50")
    _say(
        f"{size}: one paper saved, 99 of 100 within",
        spent[len(spent) * 99 // 100],
        "ms",
        "under 100: the next paper is keyed meanwhile",
    )
    began = time.perf_counter()
    close_ballot(ballot=Ballot.objects.get(pk=ballot.pk), by=the_teller(), at=A_MORNING)
    _say(f"{size}: compared, counted, closed", (time.perf_counter() - began) * 1000, "ms", "under 1,000")
    began = time.perf_counter()
    issue_minutes(ballot=Ballot.objects.get(pk=ballot.pk), by=the_teller(), at=A_MORNING)
    _say(f"{size}: minutes as PDF and Word", (time.perf_counter() - began) * 1000, "ms", "")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    with everything():  # as whoever sees all of it: a server shows nobody else's rows to a process without an asker
        for many, wide in SIZES:
            measure(sys.argv[1] if len(sys.argv) > 1 else "SQLite", many, wide)
