"""Head tellers killed while they close their counts: each count is closed wholly or not at all, and can be closed.

For `bench.kill_in_process`, which has made the database; every kill is one of a fork of its process.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from dataclasses import dataclass

from django.db import connections

from canbo.apps.ballots.actions import close_ballot, counted_result
from canbo.apps.ballots.models import Ballot, Closing
from canbo.apps.ballots.testing import a_ballot, both_key, the_teller
from canbo.base.record.models import Entry
from canbo.lib.hashing import sha256_hex

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
PAPERS = ("", "3", "1 2", "5", "", "2-4")
#: Seconds after it has begun within which a head teller is killed.
LONGEST = 0.3


def killed_while_closing(ballot: Ballot, after: float) -> None:
    """Close a count in a fork of this process and kill it so many seconds later."""
    connections.close_all()  # a fork must not speak over our connection
    hears, told = os.pipe()
    teller = os.fork()
    if not teller:
        head = the_teller()
        os.write(told, b"!")
        try:
            close_ballot(ballot=ballot, by=head, at=AT)
            time.sleep(1)
        finally:
            os._exit(1)
    os.read(hears, 1)
    time.sleep(after)
    os.kill(teller, signal.SIGKILL)
    os.waitpid(teller, 0)
    os.close(hears)
    os.close(told)


def faulty(ballot: Ballot, expected: tuple[str, str]) -> bool:
    """Whether what stands of a closed count is anything but the whole of it."""
    made = Closing.objects.select_related("entry").get(ballot=ballot)
    whole = (made.result, made.papers) == expected
    return not whole or made.digest != sha256_hex(made.salt + made.result + made.papers) or made.entry_id is None


@dataclass(frozen=True)
class Closings:
    """Counts closed before the kill, counts closed once more after it, and what was not whole."""

    before: int
    again: int
    faults: int


def close_and_kill(counts: int, chance: random.Random) -> Closings:
    """Key, kill while closing, look, close what is open, look again."""
    before = again = faults = 0
    for _ in range(counts):
        ballot = a_ballot(summoned=len(PAPERS))
        both_key(ballot, *PAPERS)
        expected = counted_result(ballot)
        killed_while_closing(ballot, chance.uniform(0, LONGEST))
        if Closing.objects.filter(ballot=ballot).exists():
            before += 1
        else:
            close_ballot(ballot=Ballot.objects.get(pk=ballot.pk), by=the_teller(), at=AT)
            again += 1
        faults += faulty(ballot, expected)
    return Closings(before, again, faults + abs(Entry.objects.filter(action="ballots.close").count() - counts))
