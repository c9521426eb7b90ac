"""The tree as pages ask for it again and again, kept until a body changes: whole, and what some offices reach.

What is reached is counted out: the database lists people faster by numbers of bodies than by a tree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.permissions import tops
from canbo.apps.bodies.queries import BodyOn, subtree_sql, tree_on
from canbo.base.record.kept import Kept, last_in


@dataclass(frozen=True)
class Reached:
    """Numbers of the bodies reached and of all the others; whether a top of the tree is among those begun from."""

    inside: frozenset[int]
    outside: frozenset[int]
    from_top: bool


def among(column: str, bodies: frozenset[int]) -> Q:
    """Rows whose column holds one of some bodies: thousands of numbers, written into the question as they are."""
    numbers = ", ".join(str(int(body)) for body in sorted(bodies or {-1}))  # no body has that number
    return Q(Func(F(column), template=f"%(expressions)s in ({numbers})", output_field=BooleanField()))


def reached(codes: Sequence[str], day: dt.date) -> Reached:
    """The bodies of these codes and everything under them on a day. Kept until a body changes."""
    return _reached.answer((tuple(codes), day), lambda: _count_out(codes, day))


def tree_kept(day: dt.date) -> list[BodyOn]:
    """The tree of a day as `tree_on` gives it. Kept until a body changes; nobody may change the list."""
    return _trees.answer(day, lambda: tree_on(day))


def _count_out(codes: Sequence[str], day: dt.date) -> Reached:
    if not codes:
        return Reached(frozenset(), frozenset(Body.objects.values_list("pk", flat=True)), from_top=False)
    sql, values = subtree_sql(", ".join(["%s"] * len(codes)), codes, day)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        inside = frozenset(number for (number,) in cursor.fetchall())
    every = frozenset(Body.objects.values_list("pk", flat=True))
    from_top = Body.objects.filter(code__in=codes).filter(code__in=tops()).exists()
    return Reached(inside, every - inside, from_top)


#: The last entry that wrote or closed anything of the tree.
last_of_tree = last_in(Body, BodyVersion)
_trees: Kept[list[BodyOn]] = Kept(16, until=last_of_tree)
_reached: Kept[Reached] = Kept(32, until=last_of_tree)
