"""What hangs under each body of a day: bodies, posts and places allotted. Kept until the record moves on.

Only figures of the establishment: who holds the posts is counted in `people`, for those who may see it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass

from canbo.apps.bodies.queries import links_on
from canbo.apps.bodies.quotas import SEATS, allotted_on, covered, posts_by_body, summed
from canbo.base.record.queries import position

#: Days kept: one of 12,000 bodies is some 3 MB.
_KEPT = 4
_rolled: OrderedDict[tuple[dt.date, int], dict[int, Under]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Under:
    """Everything under a body, itself left out of `bodies`. `allotted` None: nobody has said."""

    bodies: int
    posts: int
    allotted: int | None


def rolled_up(day: dt.date) -> dict[int, Under]:
    """What hangs under each body that stands on a day, by its number."""
    key = (day, position())
    with _lock:
        if key in _rolled:
            _rolled.move_to_end(key)
            return _rolled[key]
    found = _counted(day)
    with _lock:
        _rolled[key] = found
        while len(_rolled) > _KEPT:
            _rolled.popitem(last=False)
    return found


def forget() -> None:
    """Drop what is kept: for tests, whose record begins anew."""
    with _lock:
        _rolled.clear()


def _counted(day: dt.date) -> dict[int, Under]:
    tree = links_on(day)
    bodies = summed(tree, {each.body: 1 for each in tree})
    posts = summed(tree, posts_by_body(day))
    allotted: dict[int, int] = {}
    for own in (numbers for category, numbers in allotted_on(day).items() if category != SEATS):
        for body, number in covered(tree, own).items():
            allotted[body] = allotted.get(body, 0) + number
    return {e.body: Under(bodies[e.body] - 1, posts[e.body], allotted.get(e.body)) for e in tree}
