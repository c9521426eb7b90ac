"""What hangs under each body of a day: bodies, posts and places allotted. Each part is kept until its tables change.

Only figures of the establishment: who holds the posts is counted in `people`, for those who may see it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from canbo.apps.bodies.models import Allotment, Body, BodyVersion, Post
from canbo.apps.bodies.queries import Link, links_on
from canbo.apps.bodies.quotas import SEATS, allotted_on, covered, posts_by_body, summed
from canbo.apps.bodies.reached import last_of_tree
from canbo.base.record.kept import Kept, last_in

#: Days kept: one of 12,000 bodies is some 3 MB.
_links: Kept[list[Link]] = Kept(16, until=last_of_tree)
_posts: Kept[dict[int, int]] = Kept(4, until=last_in(Post))
_rolled: Kept[RolledUp] = Kept(4, until=last_in(Body, BodyVersion, Post, Allotment))


@dataclass(frozen=True, slots=True)
class Under:
    """Everything under a body, itself left out of `bodies`. `allotted` None: nobody has said."""

    bodies: int
    posts: int
    allotted: int | None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The figures of every body of a day with everything under it, by number."""

    bodies: Mapping[int, int]
    posts: Mapping[int, int]
    allotted: Mapping[int, int]

    def under(self, body: int) -> Under:
        """What hangs under one; nothing under one that does not stand."""
        return Under(self.bodies.get(body, 1) - 1, self.posts.get(body, 0), self.allotted.get(body))


def rolled_up(day: dt.date) -> RolledUp:
    """What hangs under each body that stands on a day."""
    return _rolled.answer(day, lambda: _counted(day))


def links_kept(day: dt.date) -> list[Link]:
    """The tree of a day as `links_on` gives it. Kept until a body changes; nobody may change the list."""
    return _links.answer(day, lambda: links_on(day))


def _counted(day: dt.date) -> RolledUp:
    tree = links_kept(day)
    posts = _posts.answer(day, lambda: posts_by_body(day))
    allotted: dict[int, int] = {}
    for own in (numbers for category, numbers in allotted_on(day).items() if category != SEATS):
        for body, number in covered(tree, own).items():
            allotted[body] = allotted.get(body, 0) + number
    return RolledUp(summed(tree, {body: 1 for body, _ in tree}), summed(tree, posts), allotted)
