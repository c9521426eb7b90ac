"""How large committees may be, by level, now and on an earlier day, and how many sit."""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection
from django.db.models import Q, QuerySet

from canbo.apps.bodies.quotas import SEATS, allotted_on
from canbo.apps.bodies.reached import among, tree_kept
from canbo.apps.people.models import PersonVersion, Seat
from canbo.base.packs.queries import current_pack
from canbo.core.calendar import stamp
from canbo.core.pack import Pack
from canbo.core.rules import DatedValue
from canbo.shell.naming import LEVELS


@dataclass(frozen=True)
class Size:
    """The committees of one level: how many there are, how many members were decided for them before and now, how many
    sit. None: no decree about it stands in the register."""

    committees: int
    before: int | None
    now: int | None
    sitting: int

    @property
    def change(self) -> int | None:
        """How many more members are decided now, or below zero how many fewer."""
        return None if self.before is None or self.now is None else self.now - self.before

    def still(self, share: Fraction) -> int | None:
        """How many members fewer are still to be decided for a share; part of a member counts as a whole one."""
        if self.before is None or self.change is None:
            return None
        wanted = share * self.before
        return max(0, -((-wanted.numerator) // wanted.denominator) + self.change)

    @property
    def share(self) -> Fraction | None:
        """That change as a share of the number before."""
        return Fraction(self.change, self.before) if self.before and self.change is not None else None


#: Levels of whose committees the rule on their size speaks.
REDUCED = ("province", "district")


def reduction_on(day: dt.date) -> DatedValue | None:
    """By which share committees are to be smaller than before, by the rules of a day; None before any rule."""
    values = current_pack().parameters["committee_reduction_share"].values
    return next((each for each in values if each.holds(day)), None)


def sizes(before: dt.date, day: dt.date, bodies: Collection[int]) -> dict[str, Size]:
    """Committee sizes by level on two days: now those among `bodies`, before those that hung there then.

    A committee of the earlier day counts when it, or what stood over it on that day, is among `bodies`.
    """
    seats = _seats(day)
    now, then = allotted_on(day).get(SEATS, {}), allotted_on(before).get(SEATS, {})
    levels_now = {each.body: each.level for each in tree_kept(day) if each.body in bodies}
    inside: set[int] = set(bodies)
    levels_then: dict[int, str] = {}
    for each in tree_kept(before):
        if each.body in inside or each.parent in inside:
            inside.add(each.body)
            levels_then[each.body] = each.level
    found = {}
    for level in LEVELS:
        here = {body for body, at in levels_now.items() if at == level and (body in seats or body in now)}
        was = [number for body, number in then.items() if levels_then.get(body) == level]
        decided = [number for body, number in now.items() if body in here]
        if here or was:
            sitting = sum(seats.get(body, 0) for body in here)
            found[level] = Size(len(here), sum(was) if was else None, sum(decided) if decided else None, sitting)
    return found


def term_ends(pack: Pack, day: dt.date) -> list[dt.date]:
    """The last days of the terms that ended before a day, latest first."""
    terms = pack.code_list("terms").codes.values()
    ends = {term.until for term in terms if term.until is not None and term.until <= day}
    return sorted(ends, reverse=True)


def sitting(day: dt.date, bodies: Collection[int]) -> QuerySet[PersonVersion]:
    """Who certainly sits on some committees on a day as a full member. Each once."""
    on = stamp(day)
    seats = Seat.objects.filter(
        Q(last_lo__isnull=True) | Q(last_lo__gt=on), among("body", frozenset(bodies)), entry_to__isnull=True,
        alternate=False, since_hi__lte=on,
    )  # fmt: skip
    return PersonVersion.objects.filter(entry_to__isnull=True, person__in=seats.values("person"))


def _seats(day: dt.date) -> dict[int, int]:
    """Full members who certainly sit on a day, by committee."""
    on = stamp(day)
    with connection.cursor() as cursor:
        cursor.execute(
            "select body_id, count(distinct person_id) from people_seat where entry_to_id is null and not alternate "
            "and body_id is not null and since_hi <= %s and (last_lo is null or last_lo > %s) group by body_id",
            [on, on],
        )
        return dict(cursor.fetchall())
