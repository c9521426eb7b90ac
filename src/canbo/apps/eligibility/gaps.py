"""Whom the silence of the rules touches: posts and their holders whose title has no standard or is not known at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from canbo.apps.bodies.models import Post
from canbo.apps.people.listing import held_on, planned_on
from canbo.apps.people.models import Holding, Planned
from canbo.apps.people.visibility import visible_people
from canbo.apps.regulations.gaps import own_criteria
from canbo.apps.regulations.queries import managing_authority
from canbo.base.accounts.models import Account
from canbo.core.calendar import stamp
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.pack import Pack
from canbo.core.rules import EXPECTED, Title


@dataclass(frozen=True, slots=True)
class PostGap:
    """A title in use and what the rules lack for it; `title` None when they do not know it at all."""

    code: str
    title: Title | None
    purposes: tuple[str, ...]
    unmanaged: bool
    posts: int
    holders: int
    uncriteria: bool = False


@dataclass(frozen=True, slots=True)
class LevelOfGaps:
    """The titles in use at one level that the rules lack something for; level "" are those not known."""

    level: str
    rows: tuple[PostGap, ...]

    @property
    def posts(self) -> int:
        """Posts of these titles."""
        return sum(row.posts for row in self.rows)

    @property
    def holders(self) -> int:
        """People who hold one, as far as the reader may see them."""
        return sum(row.holders for row in self.rows)


def gaps_in_use(pack: Pack, actor: Account, on: dt.date) -> list[LevelOfGaps]:
    """Every title that a post or a person has on a day and for which something is lacking; most holders first.

    Two questions to the database. Holders are counted among those whom the reader may see.
    """
    posts, holders = posts_by_title(on), holders_by_title(actor, on)
    levels: dict[str, list[PostGap]] = {}
    for code in {*posts, *holders}:
        gap = _gap(pack, code, on, posts.get(code, 0), holders.get(code, 0))
        if gap.title is None or gap.purposes or gap.unmanaged or gap.uncriteria:
            levels.setdefault(gap.title.level if gap.title else "", []).append(gap)
    known = pack.lists.get("levels")
    order = ["", *(known.codes if known else ())]
    return [
        LevelOfGaps(level, tuple(sorted(rows, key=lambda row: (-row.holders, -row.posts, row.code))))
        for level, rows in sorted(levels.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99)
    ]


def posts_by_title(on: dt.date) -> Mapping[str, int]:
    """How many posts of each title can stand on a day."""
    day = stamp(on)
    posts = Post.objects.filter(Q(last_hi__isnull=True) | Q(last_hi__gt=day), entry_to__isnull=True, since_lo__lte=day)
    return dict(posts.order_by().values_list("title").annotate(n=Count("pk")))


def holders_by_title(actor: Account, on: dt.date) -> Mapping[str, int]:
    """How many people whom the reader may see hold each title on a day."""
    return _counted(held_on(on), actor, on)


def people_by_title(actor: Account, on: dt.date) -> Mapping[str, tuple[int, int]]:
    """How many people whom the reader may see hold each title on a day, and how many are planned for it."""
    held, planned = holders_by_title(actor, on), _counted(planned_on(on), actor, on)
    return {code: (held.get(code, 0), planned.get(code, 0)) for code in {*held, *planned}}


def _counted(rows: QuerySet[Holding] | QuerySet[Planned], actor: Account, on: dt.date) -> Mapping[str, int]:
    seen = visible_people(actor, on).values("person_id")
    found = rows.filter(person__in=seen).order_by()
    return dict(found.values_list("title").annotate(n=Count("person", distinct=True)))


def _gap(pack: Pack, code: str, on: dt.date, posts: int, holders: int) -> PostGap:
    title = pack.titles.get(code)
    if title is None:
        return PostGap(code, None, (), False, posts, holders)
    lacking = tuple(purpose for purpose in EXPECTED if not _has_standard(pack, code, purpose, on))
    unmanaged = managing_authority(code, on, pack) is None
    return PostGap(code, title, lacking, unmanaged, posts, holders, not own_criteria(pack, code, on))


def _has_standard(pack: Pack, code: str, purpose: str, on: dt.date) -> bool:
    try:
        pack.standard(code, purpose, on)
    except (NotInForce, UnknownName):
        return False
    return True
