"""How large committees are, by level, now and on an earlier day."""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from canbo.apps.bodies.queries import tree_on
from canbo.core.calendar import stamp
from canbo.core.pack import Pack
from canbo.shell.naming import LEVELS


@dataclass(frozen=True)
class Size:
    """The committees of one level: how many there are now, and their members before and now."""

    committees: int
    before: int
    now: int

    @property
    def change(self) -> int:
        """How many more, or below zero how many fewer, sit now."""
        return self.now - self.before

    @property
    def share(self) -> Fraction | None:
        """That change as a share of the members before."""
        return Fraction(self.change, self.before) if self.before else None


def sizes(before: dt.date, day: dt.date, bodies: Collection[int]) -> dict[str, Size]:
    """Committee members by level on two days; on the second among `bodies`, on the first wherever they sat then.

    A committee of the earlier day counts when it, or what stands over it on that day, is among `bodies`.
    """
    now, then = _seats(day), _seats(before)
    levels_now = {each.body: each.level for each in tree_on(day) if each.body in bodies}
    inside: set[int] = set(bodies)
    levels_then: dict[int, str] = {}
    for each in tree_on(before):
        if each.body in inside or each.parent in inside:
            inside.add(each.body)
            levels_then[each.body] = each.level
    found = {}
    for level in LEVELS:
        sitting = {body: number for body, number in now.items() if levels_now.get(body) == level}
        sat = sum(number for body, number in then.items() if levels_then.get(body) == level)
        if sitting or sat:
            found[level] = Size(len(sitting), sat, sum(sitting.values()))
    return found


def term_ends(pack: Pack, day: dt.date) -> list[dt.date]:
    """The last days of the terms that ended before a day, latest first."""
    terms = pack.code_list("terms").codes.values()
    ends = {term.until for term in terms if term.until is not None and term.until <= day}
    return sorted(ends, reverse=True)


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
