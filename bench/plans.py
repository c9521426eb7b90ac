"""Everybody in every plan that the law lets them in, and one night's review of all of it.

For `bench.dossiers_in_process`, which has built the province.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Discipline, Person, PersonVersion, Planned
from canbo.apps.planning.actions import failing, review_all
from canbo.apps.planning.models import Cycle, Place
from canbo.base.accounts.actions import system_account
from canbo.base.fields import stamped
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting
from canbo.base.record.models import Entry
from canbo.base.record.rows import written

TERM, SINCE = "2030-2035", "2026-01-05"
#: People who are disciplined on the day before the night.
DISCIPLINED = 100
_AT_ONCE = 2_000


def everybody_planned(at: dt.datetime) -> tuple[int, int]:
    """Put everybody whom no clause of exit surely keeps out into the plan of each title; gives titles and places."""
    people = list(PersonVersion.objects.filter(entry_to__isnull=True, left="").values_list("person_id", flat=True))
    body, by = Body.objects.get(code="LG"), system_account(at=at)
    titles = [each.code for each in current_pack().titles_with_standards("planning")]
    places = 0
    for title in titles:
        out = failing(title, people, at.date())
        kept = [each for each in people if each not in out]
        with acting("bench.planned", by=by, at=at, payload={"title": title, "people": len(kept)}) as entry:
            cycle = Cycle.objects.create(body=body, title=title, term=TERM, entry=entry)
            _place(cycle, kept, entry)
        places += len(kept)
    return len(titles), places


def _place(cycle: Cycle, people: list[int], entry: Entry) -> None:
    said = {"title": cycle.title, "term": cycle.term, "decision": "1-QĐ", "since": SINCE, "entry_from": entry}
    planned = [_stamped(Planned(person_id=each, **said)) for each in people]
    made = Planned.objects.bulk_create(planned, batch_size=_AT_ONCE)
    Place.objects.bulk_create(
        [Place(cycle=cycle, person_id=row.person_id, planned=row, decision="1-QĐ", entry_from=entry) for row in made],
        batch_size=_AT_ONCE,
    )


def _stamped(row: Planned) -> Planned:
    stamped(row)
    return row


def discipline(at: dt.datetime) -> None:
    """Discipline some of those planned."""
    chosen = Place.objects.filter(entry_to__isnull=True).order_by("person_id").values("person_id").distinct()
    people = Person.objects.filter(pk__in=chosen[:DISCIPLINED])
    with acting("bench.discipline", by=system_account(at=at), at=at, payload={"people": DISCIPLINED}) as entry:
        for person in people:
            written(Discipline, entry, person=person, form="reprimand", on=at.date().isoformat())


def nightly(say: Callable[[str, float, str, str], None], at: dt.datetime) -> None:
    """Measure the review of a night after which some leave, each by its clause."""
    titles, places = everybody_planned(at)
    discipline(at)
    began, worked = time.perf_counter(), time.process_time()
    left = review_all(by=system_account(at=at), at=at + dt.timedelta(hours=12))
    spent, worked = time.perf_counter() - began, time.process_time() - worked
    people = PersonVersion.objects.filter(entry_to__isnull=True, left="").count()
    if {each.clause for each in left} != {"DP-4"}:
        raise SystemExit(f"left by {sorted({each.clause for each in left})}: only the disciplined should leave")
    say(f"nightly review: {people:,} people, {titles} titles, {places:,} places; {len(left)} leave", spent, "s", "30 s")
    say("nightly review: work of the processor in it", worked, "s", "15 s, so that a busy machine keeps to 30")
