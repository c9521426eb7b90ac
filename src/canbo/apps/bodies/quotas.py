"""How many people bodies may have: the allotments of a day, and figures rolled up the tree.

An allotment is for a body with everything under it. Where a body has none, those under it say together what it has;
where nobody has one, nothing is known, which is not none.
"""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection

from canbo.apps.bodies.models import Act, Allotment, Body
from canbo.apps.bodies.queries import BodyOn, Link
from canbo.core.calendar import stamp

#: The category of seats on a committee: decided like places, but nobody's payroll.
SEATS = "committee"
#: Figures by the number of a body.
ByBody = Mapping[int, int]


def allotted_on(day: dt.date) -> dict[str, dict[int, int]]:
    """The allotments that certainly hold on a day, by category and body."""
    on = stamp(day)
    found: dict[str, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select category, body_id, number from bodies_allotment where entry_to_id is null and since_hi <= %s "
            "and (last_lo is null or last_lo > %s)",
            [on, on],
        )
        for category, body, number in cursor.fetchall():
            found.setdefault(category, {})[body] = number
    return found


def posts_by_body(day: dt.date) -> dict[int, int]:
    """How many posts each body certainly has on a day."""
    on = stamp(day)
    with connection.cursor() as cursor:
        cursor.execute(
            "select body_id, count(*) from bodies_post where entry_to_id is null and since_hi <= %s "
            "and (last_lo is null or last_lo > %s) group by body_id",
            [on, on],
        )
        return dict(cursor.fetchall())


def history_of(body: Body) -> list[Allotment]:
    """The allotments of a body as they stand on the record, by category, newest first."""
    rows = Allotment.objects.filter(body=body, entry_to__isnull=True).select_related("decree")
    return list(rows.order_by("category", "-since_lo"))


def inherited(own: ByBody, then: dt.date | None, day: dt.date) -> dict[int, int]:
    """Figures of bodies of an earlier day as those of the bodies into which they have been merged since."""
    merged = Act.objects.filter(kind=Act.Kind.MERGE, entry_to__isnull=True, effective__gt=then, effective__lte=day)
    total = dict(own)
    for before, after in merged.order_by("effective", "pk").values_list("before_id", "after_id"):
        if before is not None and after is not None and before != after and before in total:
            total[after] = total.get(after, 0) + total.pop(before)
    return total


def summed(tree: Sequence[BodyOn | Link], own: ByBody) -> dict[int, int]:
    """Figures of bodies with those of everything under each. `tree` has parents first (`tree_on`)."""
    total = {each.body: own.get(each.body, 0) for each in tree}
    for each in reversed(tree):
        if each.parent in total and (number := total[each.body]):
            total[each.parent] += number
    return total


def covered(tree: Sequence[BodyOn | Link], own: ByBody) -> dict[int, int]:
    """Allotments of bodies with everything under each; a body of which nothing is known is left out."""
    total: dict[int, int] = {}
    for each in reversed(tree):
        if each.body in own:
            total[each.body] = own[each.body]
        if each.body in total and each.parent is not None:
            total[each.parent] = total.get(each.parent, 0) + total[each.body]
    return total
