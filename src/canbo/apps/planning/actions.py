"""Opening a cycle, entering an approved plan, leaving it: the only writes of planning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import body_on
from canbo.apps.people.models import Person, Planned
from canbo.apps.planning.exits import failing
from canbo.apps.planning.models import Cycle, Exit, Place, Review, Target
from canbo.apps.planning.permissions import why_not_keep, why_not_outside, why_not_plan, why_not_remove, why_not_title
from canbo.apps.planning.queries import cycle_of, places
from canbo.apps.planning.sources import CENTRE, OUTSIDE, PROCEDURE, UNIT
from canbo.apps.planning.targets import why_not_target
from canbo.apps.procedures.actions import open_case
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.permissions import approving
from canbo.apps.regulations.permissions import why_not_decided_at, why_not_decided_by
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied, written
from canbo.core.pack import Pack
from canbo.core.procedure_state import State

CENTRAL = "central"
#: The entry that every nightly review leaves, whether or not somebody left a plan.
REVIEWED = "planning.reviewed"
#: The clause that no longer holds once somebody has the post: that is no failure, the plan has come true.
TAKEN_UP = "DP-2"
#: Rows read at once.
_AT_ONCE = 2_000


def open_cycle(
    *,
    body: Body,
    title: str,
    term: str,
    purpose: str,
    places: int,
    outside: bool = False,
    by: Account,
    at: dt.datetime,
) -> Case:
    """Plan a title of a body for a term: the cycle (the standing one, if there is one) and a case that runs it.

    `outside`: for people who work elsewhere, whom no ballot introduces.

    Raises Refusal when `by` may not, the title or the term is not known, or no planning standard holds for the title.
    """
    today, pack = timezone.localdate(at), current_pack()
    refuse(why_not_plan(by, body.pk, today) or why_not_title(pack, title, term, today))
    with transaction.atomic():
        cycle = Cycle.objects.filter(body=body, title=title, term=term).first()
        if cycle is None:
            payload = {"body": body.code, "title": title, "term": term}
            with acting("planning.open", by=by, at=at, payload=payload) as entry:
                cycle = Cycle.objects.create(body=body, title=title, term=term, entry=entry)
        return open_case(
            procedure=procedure_for(pack, title, body, today, outside=outside), body=body,
            purpose=purpose, places=places, title=title, term=term, owner=cycle.owner,
            by=by, at=at,
        )  # fmt: skip


def procedure_for(pack: Pack, title: str, body: Body, day: dt.date, *, outside: bool = False) -> str:
    """By which procedure a body plans a title: those of the central level come from units and are decided there.

    Raises Refusal for people from elsewhere planned for the central level: there each unit introduces its own.
    """
    if pack.a_title(title).level != CENTRAL:
        return OUTSIDE if outside else PROCEDURE
    refuse(why_not_outside(pack, day) if outside else None)
    on = body_on(body.code, day)
    return CENTRE if on is not None and on.level == CENTRAL else UNIT


def set_target(
    *, body: Body, kind: str, hundredths: int | None, young_below: int | None, since: dt.date | None, document: str,
    decided_by: str, by: Account, at: dt.datetime,
) -> Target:  # fmt: skip
    """Enter the share that a committee wants in the plans of an area, in the place of an earlier one of its kind.

    `hundredths` of a per cent; `young_below` in years, for the young alone. Raises Refusal when `by` may not, something
    is missing, or the rule of the centre asks for more.
    """
    today, age = timezone.localdate(at), young_below if kind == "young" else None
    refuse(why_not_plan(by, body.pk, today))
    refuse(why_not_target(kind, hundredths, age, (document, decided_by), since, today))
    told = {
        "hundredths": hundredths,
        "young_below": age,
        "document": document.strip(),
        "decided_by": decided_by.strip(),
    }
    payload = {"body": body.code, "kind": kind, "since": str(since), **told}
    with acting("planning.set_target", by=by, at=at, payload=payload) as entry:
        for earlier in Target.objects.filter(body=body, kind=kind, entry_to__isnull=True):
            closed(earlier, entry)
        return written(Target, entry, body=body, kind=kind, since=since, **told)


def enter_plan(case: Case, state: State, by: Account, at: dt.datetime) -> None:
    """Enter an approved list in the plan and in the dossiers, inside the transaction of the decision.

    Each place names the body that approved: the one for which the account decided. Whom a unit introduces to the
    centre is in no plan yet.
    """
    if case.procedure == UNIT:
        return
    cycle, today = cycle_of(case), timezone.localdate(at)
    day, body = today.isoformat(), _approved_by(case, cycle, by, today)
    payload = {"cycle": cycle.pk, "names": list(state.names), "decision": state.why, "decided_by": body}
    with acting("planning.approve", by=by, at=at, payload=payload) as entry:
        for person in Person.objects.filter(key__in=state.names).order_by("key"):
            if Place.objects.filter(cycle=cycle, person=person, entry_to__isnull=True).exists():
                continue
            said = {"title": cycle.title, "term": cycle.term, "decision": state.why}
            planned = written(Planned, entry, person=person, since=day, decided_by=body, **said)
            written(Place, entry, cycle=cycle, person=person, planned=planned, decision=state.why)


def _approved_by(case: Case, cycle: Cycle, by: Account, day: dt.date) -> str:
    """The body for which an account approves a plan: one that may decide on the title; blank where none is known."""
    named = approving(by, case, day)
    return next((body for body in named if why_not_decided_at([body], cycle.title, day) is None), "")


def remove(*, place: Place, document: str, decided_by: str, by: Account, at: dt.datetime) -> Exit:
    """Take somebody out of a plan by the yearly review, on the decision of the body that decides on the title.

    Raises Refusal when `by` may not, no document is named, or another body is.
    """
    today = timezone.localdate(at)
    refuse(why_not_plan(by, place.cycle.body_id, today))
    refuse(why_not_remove(document, decided_by, today))
    refuse(why_not_decided_by(decided_by, place.cycle.title, today))
    told = {"document": document.strip(), "decided_by": decided_by.strip()}
    payload = {"place": place.pk, "person": place.person.key, **told}
    with acting("planning.remove", by=by, at=at, payload=payload) as entry:
        return _leave(place, entry, today, why="review", **told)


def keep(*, cycle: Cycle, document: str, by: Account, at: dt.datetime) -> Review:
    """The yearly review: whoever stands in a plan is kept, by a document; first go those who surely fail the standard.

    Raises Refusal when `by` may not, no document is named, the year is reviewed, or somebody fails.
    """
    today = timezone.localdate(at)
    refuse(why_not_plan(by, cycle.body_id, today) or why_not_keep(cycle, document, today))
    kept = sorted(places(cycle).values_list("person__key", flat=True))
    payload = {"cycle": cycle.pk, "document": document.strip(), "kept": kept}
    with acting("planning.keep", by=by, at=at, payload=payload) as entry:
        return Review.objects.create(
            cycle=cycle, year=today.year, on=today, kept=len(kept), document=document.strip(), entry=entry
        )


def review_all(*, by: Account, at: dt.datetime) -> list[Exit]:
    """The nightly review: whoever surely fails a clause of automatic exit leaves, with that clause. Unknown never does.

    One screen a title, whatever the number of people, and all of them before anybody leaves: the columnar store is
    good until the next entry. Only the places that end are read whole. That it ran stands on the record too.
    """
    today = timezone.localdate(at)
    standing = Place.objects.filter(entry_to__isnull=True)
    by_title: dict[str, set[int]] = {}
    for title, person in standing.values_list("cycle__title", "person_id").iterator(chunk_size=_AT_ONCE):
        by_title.setdefault(title, set()).add(person)
    there = standing.count()
    clauses = {title: failing(title, sorted(people), today) for title, people in sorted(by_title.items())}
    left = [_ended(place, clauses[place.cycle.title][place.person_id], by, at) for place in _ending(standing, clauses)]
    with acting(REVIEWED, by=by, at=at, payload={"places": there, "left": len(left)}):
        return left


def _ending(standing: QuerySet[Place], clauses: Mapping[str, Mapping[int, str]]) -> list[Place]:
    """The places of those who fail, by title, read in parts that every database takes."""
    found: list[Place] = []
    for title, people in clauses.items():
        ids = sorted(people)
        for start in range(0, len(ids), _AT_ONCE):
            part = standing.filter(cycle__title=title, person__in=ids[start : start + _AT_ONCE])
            found += part.select_related("person", "cycle", "planned").order_by("pk")
    return found


def _ended(place: Place, clause: str, by: Account, at: dt.datetime) -> Exit:
    payload = {"place": place.pk, "person": place.person.key, "clause": clause}
    with acting("planning.exit", by=by, at=at, payload=payload) as entry:
        why = "placed" if clause == TAKEN_UP else "standard"
        return _leave(place, entry, timezone.localdate(at), why=why, clause=clause)


def _leave(place: Place, entry: Entry, on: dt.date, *, why: str, **ground: str) -> Exit:
    """Close a place and its row of the dossier; `ground` is the clause, or the document and the body that decided."""
    closed(place, entry)
    if place.planned.entry_to_id is None:
        closed(place.planned, entry)
        copied(place.planned, entry, last=max(on.isoformat(), place.planned.since))
    return Exit.objects.create(place=place, on=on, why=why, entry=entry, **ground)
