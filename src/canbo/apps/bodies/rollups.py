"""What hangs under each body of a day: bodies, posts and places allotted. Kept until the record moves on.

Only figures of the establishment: who holds the posts is counted in `people`, for those who may see it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from canbo.apps.bodies.queries import links_on
from canbo.apps.bodies.quotas import SEATS, allotted_on, covered, posts_by_body, summed
from canbo.base.record.kept import Kept

#: Days kept: one of 12,000 bodies is some 3 MB.
_rolled: Kept[dict[int, Under]] = Kept(4)


@dataclass(frozen=True, slots=True)
class Under:
    """Everything under a body, itself left out of `bodies`. `allotted` None: nobody has said."""

    bodies: int
    posts: int
    allotted: int | None


def rolled_up(day: dt.date) -> dict[int, Under]:
    """What hangs under each body that stands on a day, by its number."""
    return _rolled.answer(day, lambda: _counted(day))


def _counted(day: dt.date) -> dict[int, Under]:
    tree = links_on(day)
    bodies = summed(tree, {each.body: 1 for each in tree})
    posts = summed(tree, posts_by_body(day))
    allotted: dict[int, int] = {}
    for own in (numbers for category, numbers in allotted_on(day).items() if category != SEATS):
        for body, number in covered(tree, own).items():
            allotted[body] = allotted.get(body, 0) + number
    return {e.body: Under(bodies[e.body] - 1, posts[e.body], allotted.get(e.body)) for e in tree}
