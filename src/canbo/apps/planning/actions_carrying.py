"""Carrying whoever stands in a plan into the plan of the body that takes over, inside the entry of the decree."""

from __future__ import annotations

from canbo.apps.bodies.carrying import Found, Move
from canbo.apps.planning.models import Cycle, Place
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied
from canbo.core.calendar import PartialDate


def into_plans(found: list[Found], move: Move, entry: Entry) -> list[Found]:
    """The plans of the bodies that take over, entered where there are none. Whoever stands in one already stays out."""
    going = dict.fromkeys(each.row for each in found)
    places = Place.objects.select_related("cycle", "planned").in_bulk(list(going))
    landed: list[Found] = []
    taken: dict[int, set[int]] = {}
    for row, body, _ in found:
        place = places[row]
        plan = _plan(place.cycle, body, entry)
        there = taken.setdefault(plan.pk, set(_standing_in(plan)))
        if place.person_id in there:
            _told_already(place, move, entry)
        else:
            landed.append(Found(row, plan.pk, False))
        there.add(place.person_id)
    return landed


def _plan(earlier: Cycle, body: int | None, entry: Entry) -> Cycle:
    asked = {"body_id": body, "title": earlier.title, "term": earlier.term}
    return Cycle.objects.filter(**asked).first() or Cycle.objects.create(**asked, entry=entry)


def _standing_in(plan: Cycle) -> list[int]:
    return list(Place.objects.filter(cycle=plan, entry_to__isnull=True).values_list("person_id", flat=True))


def _told_already(place: Place, move: Move, entry: Entry) -> None:
    """Planned for the same title and term by both bodies: from the day on the plan that takes over says it once."""
    closed(place, entry)
    if place.planned.entry_to_id is None:
        closed(place.planned, entry)
        eve = PartialDate(move.effective.isoformat()).eve.written
        copied(place.planned, entry, last=max(eve, place.planned.since))
