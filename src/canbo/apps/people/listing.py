"""The roster: which people, in what order, with which columns; read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.models import Holding, PersonVersion
from canbo.core.calendar import stamp
from canbo.lib.text import fold

#: Letters and digits of a search that are looked at; more words narrow it further.
_WORDS = 6


@dataclass(frozen=True)
class Wish:
    """Which people a roster shows; empty: no matter. `body` is a code, meant with everything under it."""

    text: str = ""
    body: str = ""
    sex: str = ""
    category: str = ""
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """One row: the person, the post held on the day, and the names of the bodies meant."""

    person: PersonVersion
    post: Holding | None
    post_body: str
    body: str


def wanted(people: QuerySet[PersonVersion], wish: Wish, day: dt.date) -> QuerySet[PersonVersion]:
    """The people wished for, sorted by given name."""
    for word in fold(wish.text).split()[:_WORDS]:
        people = people.filter(Q(name_fold__contains=word) | Q(person__key__icontains=word))
    if wish.body:
        below = RawSQL(*subtree_sql("select %s", [wish.body], day), output_field=BigIntegerField())  # noqa: S611
        people = people.filter(body__in=below)
    if wish.sex:
        people = people.filter(sex=wish.sex)
    if wish.category:
        people = people.filter(category=wish.category)
    if wish.title:
        people = people.filter(Exists(held_on(day).filter(person=OuterRef("person_id"), title=wish.title)))
    return people.order_by("name_key", "person_id")


def held_on(day: dt.date) -> QuerySet[Holding]:
    """Posts possibly held on a day, as now on the record."""
    on = stamp(day)
    return Holding.objects.filter(Q(last_hi__isnull=True) | Q(last_hi__gt=on), entry_to__isnull=True, since_lo__lte=on)


def entries(people: Sequence[PersonVersion], day: dt.date) -> list[Entry]:
    """The rows of a page: two queries, whatever their number."""
    posts = main_posts([each.person_id for each in people], day)
    bodies = {each.body_id for each in people} | {post.body_id for post in posts.values()}
    called = body_names(bodies, day)
    rows = []
    for each in people:
        post = posts.get(each.person_id)
        rows.append(Entry(each, post, called.get(post.body_id, "") if post else "", called.get(each.body_id, "")))
    return rows


def main_posts(people: Iterable[int], day: dt.date) -> Mapping[int, Holding]:
    """The main post of each person on a day: the latest begun of those that are not concurrent."""
    found: dict[int, Holding] = {}
    for post in held_on(day).filter(person__in=list(people)).order_by("-concurrent", "since_lo", "pk"):
        found[post.person_id] = post
    return found


def body_names(bodies: Iterable[int | None], day: dt.date) -> Mapping[int | None, str]:
    """Names of bodies by id, as on a day; a body gone by then keeps its last name."""
    on = stamp(day)
    wanted_ids = [body for body in bodies if body is not None]
    versions = BodyVersion.objects.filter(body__in=wanted_ids, entry_to__isnull=True, since_lo__lte=on)
    return dict(versions.order_by("since_lo").values_list("body_id", "name"))
