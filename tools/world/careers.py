"""Careers that make sense: from the first post to the one held today, step by step, without overlap."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tools.world.establishment import Establishment, Post, Slot
from tools.world.timeline import REFORMED, TODAY
from tools.world.titles import EX_DISTRICT, KINDS, LADDERS, LEADERS, Rung
from tools.world.tree import Unit

YEAR = 365.25
#: First posts by the sort of the later career.
_ENTRY = {
    "provincial": "specialist",
    "department": "specialist",
    "division": "specialist",
    "principal": "specialist",
    "specialist": "specialist",
    "district": "district_specialist",
    "commune": "commune_specialist",
    "school": "teacher",
    "teacher": "teacher",
    "hospital": "doctor",
    "clinical": "doctor",
    "doctor": "doctor",
    "nurse": "nurse",
    "centre": "public_employee",
    "public": "public_employee",
    "staff": "staff",
}
#: Years of age at the first post.
_FIRST = {"doctor": (25, 26), "nurse": (22, 24), "teacher": (22, 24), "commune_specialist": (22, 26)}


@dataclass(slots=True)
class Step:
    """A spell in a title at a body (None: outside the province); days are ordinals, `last` None while it lasts."""

    title: str
    unit: Unit | None
    since: int
    last: int | None
    post: Post | None = None
    brought_in: bool = False


def career(rng: Random, slot: Slot, born: int, established: Establishment, until: int = TODAY) -> list[Step]:
    """The steps of somebody born on `born` who holds `slot` today, or held it until a day; the earliest first."""
    entry = _ENTRY[slot.title.split("_")[0]]
    if slot.title in EX_DISTRICT or slot.category == "civil_servant" and slot.title.startswith("commune_"):
        entry = "district_specialist"
    youngest, oldest = _FIRST.get(entry, (22, 25))
    start = min(born + int(rng.uniform(youngest + 0.3, oldest + 0.9) * YEAR), until - 120)
    steps = [_present_step(rng, slot, start, until)]
    if slot.post:
        slot.post.busy.append((steps[0].since, until + 4000 if until == TODAY else until))
    groups = established.groups_near(slot.unit)
    ladder = rng.choice(LADDERS.get(slot.title, ((),)))
    if slot.unit.since > steps[0].since - 2 and slot.title not in LEADERS:
        ladder = (Rung(slot.title, 1, 6), *ladder)  # the body is new: the same work in what it was made from
    for number, rung in enumerate(ladder):
        end = steps[-1].since - 1
        if end - start < 300:
            break
        years = rng.uniform(rung.least, rung.most)
        final = number == len(ladder) - 1 or (end - start) / YEAR < years + 1
        since = start if final and not KINDS[rung.title].posts else max(start, end - int(years * YEAR))
        if (since - born) / YEAR >= KINDS[rung.title].ages[0] - 3:
            steps += _taken(rng, rung.title, since, end, established, groups)
    _fill_beginning(rng, entry, start, steps, established, groups)
    steps.reverse()
    _mark_transfers(rng, steps)
    return steps


def _present_step(rng: Random, slot: Slot, start: int, until: int) -> Step:
    leads = slot.title in LEADERS
    tenure = rng.triangular(0.2, 7.0, 2.5) if leads else rng.triangular(0.3, 16.0, 4.0)
    if not LADDERS.get(slot.title, ((),))[0] and rng.random() < 0.6:
        tenure = 60  # has worked there from the beginning
    since = max(until - int(tenure * YEAR), start, slot.unit.since)
    if leads:
        since = max(since, min(start + int(5 * YEAR), until - 60), slot.unit.since)
    if slot.post:  # not before whoever held it last
        since = max([since, *(last + 1 for _, last in slot.post.busy if last < until)])
    return Step(slot.title, slot.unit, since, None if until == TODAY else until, slot.post)


def _taken(rng: Random, title: str, since: int, last: int, established: Establishment, groups: list[str]) -> list[Step]:
    """A step in that title over these days, in two parts where a reform lies between; nothing when no place is free."""
    found = established.take(rng, title, since, last, groups)
    if found:
        return [Step(title, found[0], since, last, found[1])]
    if since < REFORMED <= last:
        later = established.take(rng, title, REFORMED, last, groups)
        earlier = established.take(rng, title, since, REFORMED - 1, groups)
        parts = [(later, REFORMED, last), (earlier, since, REFORMED - 1)]
        if later or not earlier:
            return [Step(title, found[0], a, b, found[1]) for found, a, b in parts if found]
        last = REFORMED - 1  # only the earlier part is there: what follows is filled by the first post's kind
        return [
            *_simple(rng, "specialist", REFORMED, parts[0][2], established, groups),
            Step(title, earlier[0], since, last, earlier[1]),
        ]
    return []


def _simple(
    rng: Random, title: str, since: int, last: int, established: Establishment, groups: list[str]
) -> list[Step]:
    """A step in a title without posts; outside the province when no body fits."""
    if since > last:
        return []
    found = established.take(rng, title, since, last, groups)
    return [Step(title, found[0] if found else None, since, last)]


def _fill_beginning(
    rng: Random, entry: str, start: int, steps: list[Step], established: Establishment, groups: list[str]
) -> None:
    """Bridge what the ladder left open between the first post and the earliest step so far (latest first)."""
    earliest = steps[-1]
    if earliest.since - start < 300:
        if not KINDS[earliest.title].posts and earliest.unit and earliest.unit.exists(start, earliest.since):
            earliest.since = start
        return
    if earliest.title == entry and earliest.unit and earliest.unit.exists(start, earliest.since):
        earliest.since = start
        return
    end = earliest.since - 1
    if entry in ("commune_specialist", "district_specialist") and end >= REFORMED:
        steps += _simple(rng, "commune_specialist", max(start, REFORMED), end, established, groups)
        end = REFORMED - 1
    steps += _simple(rng, entry, start, end, established, groups)


def _mark_transfers(rng: Random, steps: list[Step]) -> None:
    """Leaders who came from another body: some of them by transfer or rotation."""
    for before, after in zip(steps, steps[1:], strict=False):
        elsewhere = before.unit is None or after.unit is None or before.unit.top != after.unit.top
        if after.title in LEADERS and elsewhere and rng.random() < 0.35:
            after.brought_in = True
