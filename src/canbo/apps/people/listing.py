"""The roster: which people, in what order, with which columns; read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q, QuerySet

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.reached import Reached, among, reached
from canbo.apps.people.conditions import Condition
from canbo.apps.people.meeting import meeting
from canbo.apps.people.models import MEMBERSHIP, Degree, Holding, PersonVersion, Planned, Section, Theory
from canbo.apps.people.reach import having_left, in_service, number_within, people_within, reach_of
from canbo.apps.people.searching import having_words
from canbo.base.accounts.models import Account
from canbo.base.record.kept import Kept
from canbo.core.calendar import stamp

_NOW = Q(entry_to__isnull=True)
#: Of a search among more people than this, no more than _COUNTED are counted: who sees a nation narrows it further.
_PROVINCE = 100_000
_COUNTED = 10_000
#: People passed over at once on the way to a page far down.
_STRIDE = 20_000


@dataclass(frozen=True)
class Wish:
    """Which people a roster shows; empty: no matter. `body` is a code, meant with everything under it.

    `degrees` and `theory` are codes of which somebody has one; `party` is "yes", or "no" for who surely is no member.
    `left` is "" for who is in service on the day, "yes" for who has left by then, "all" for both. `on` is another day
    than the one on which the list is asked for: who was there then, in which post, on the tree of that day.
    """

    text: str = ""
    body: str = ""
    sex: str = ""
    category: str = ""
    title: str = ""
    planned: str = ""
    degrees: tuple[str, ...] = ()
    theory: tuple[str, ...] = ()
    party: str = ""
    left: str = ""
    conditions: tuple[Condition, ...] = ()
    on: dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """One row: the person, the post held on the day, and the names of the bodies meant."""

    person: PersonVersion
    post: Holding | None
    post_body: str
    body: str


class Found:
    """The people wished for whom an account may see on a day, sorted by given name. Asked for by pages, never all at
    once."""

    def __init__(self, actor: Account, wish: Wish, day: dt.date) -> None:
        self._reach = reach_of(actor, day)
        self._wish = wish
        self._day = wish.on or day
        self._meeting = meeting(wish.conditions, actor, self._day)

    @cached_property
    def people(self) -> QuerySet[PersonVersion]:
        """What is known of them now."""
        people = wanted(people_within(self._reach), replace(self._wish, text=""), self._day)
        return self._meeting.among(having_words(people, self._wish.text) if self._wish.text else people)

    @cached_property
    def total(self) -> int:
        """How many they are; where there are `more`, how many have been counted. Kept until the record moves on."""
        return _COUNTED if self.more else self._counted

    @cached_property
    def more(self) -> bool:
        """Whether there are more than have been counted."""
        return self._wish != Wish() and self._counted > _COUNTED and self._of_a_nation

    @cached_property
    def _counted(self) -> int:
        if self._wish == Wish():
            return number_within(self._reach)
        return _totals.answer(self._question, self._count)

    @property
    def _question(self) -> Hashable:
        return self._reach, self._wish, self._meeting.opened

    @cached_property
    def _of_a_nation(self) -> bool:
        return number_within(self._reach) > _PROVINCE

    def page(self, first: int, rows: int) -> list[int]:
        """The numbers of so many of them, after so many others.

        Who stands before some places of the list is remembered: it is read on from the nearest, in strides that the
        database walks along its index.
        """
        places = _places.answer(self._question, lambda: {0: None})
        known = max(place for place in list(places) if place <= first)
        while first - known > _STRIDE and (last := self._rows(places[known], _STRIDE - 1, 1)):
            known += _STRIDE
            places[known] = last[0]
        before = min(1, first - known)  # who stands before the page is read with it, and remembered
        found = self._rows(places[known], first - known - before, before + rows)
        for place, last_before in ((first, before - 1), (first + rows, before + rows - 1)):
            if 0 <= last_before < len(found):
                places[place] = found[last_before]
        return [person for _, person in found[before:]]

    def _rows(self, last: tuple[str, int] | None, first: int, rows: int) -> list[tuple[str, int]]:
        """Names to sort by and numbers, behind somebody of the list (None: from its head)."""
        people = self.people if last is None else self.people.filter(_after(*last))
        return list(people.values_list("name_key", "person_id")[first : first + rows])

    def ids(self, most: int | None = None) -> list[int]:
        """The numbers of all of them, or of the first."""
        return list(self.people.values_list("person_id", flat=True)[:most])

    def _count(self) -> int:
        people = self.people.order_by()
        return (people[: _COUNTED + 1] if self._of_a_nation else people).count()


def visible_ids(actor: Account, day: dt.date) -> list[int]:
    """Ids of the people whom an account may see, in service or not, sorted by given name."""
    return Found(actor, Wish(left="all"), day).ids()


def visible_number(actor: Account, day: dt.date) -> int:
    """How many people in service on a day an account may see."""
    return number_within(reach_of(actor, day))


def _after(key: str, person: int) -> Q:
    """Who stands behind somebody in the order of lists."""
    return Q(name_key__gte=key) & (Q(name_key__gt=key) | Q(person__gt=person))


#: Numbers found, and the last row of pages shown, by reach and wish.
_totals: Kept[int] = Kept(256)
_places: Kept[dict[int, tuple[str, int] | None]] = Kept(64)


def versions(ids: Sequence[int]) -> list[PersonVersion]:
    """What is known of these people now, in their order: one query."""
    found = PersonVersion.objects.filter(person__in=ids, entry_to__isnull=True).select_related("person")
    by_id = {each.person_id: each for each in found}
    return [by_id[person] for person in ids if person in by_id]


def wanted(people: QuerySet[PersonVersion], wish: Wish, day: dt.date) -> QuerySet[PersonVersion]:
    """The people wished for, but for the text searched, sorted by given name."""
    people = {"": in_service, "yes": having_left}[wish.left](people, day) if wish.left != "all" else people
    if wish.on:
        people = people.exclude(recruited_lo__gt=stamp(day))
    if wish.body:
        people = _under(people, reached([wish.body], day), then=day if wish.on else None)
    if wish.sex:
        people = people.filter(sex=wish.sex)
    if wish.category:
        people = people.filter(category=wish.category)
    if wish.title:
        people = people.filter(person__in=held_on(day).filter(title=wish.title).values("person_id"))
    for table, names in ((Degree, wish.degrees), (Theory, wish.theory)):
        if names:
            graded = table._default_manager.filter(_NOW, grade__in=names)
            people = people.filter(person__in=graded.values_list("person_id", flat=True))
    if wish.planned:
        people = people.filter(person__in=planned_on(day).filter(title=wish.planned).values("person_id"))
    if wish.party == "yes":
        people = people.exclude(party_admitted="")
    if wish.party == "no":
        attested = Section.objects.filter(_NOW, name=MEMBERSHIP).values("person_id")
        people = people.filter(party_admitted="", person__in=attested)
    return people.order_by("name_key", "person_id")


def _under(people: QuerySet[PersonVersion], under: Reached, then: dt.date | None) -> QuerySet[PersonVersion]:
    """Whose dossier is kept in some bodies; on another day than today: who held a main post in them."""
    if then is not None:
        held = held_on(then).filter(among("body", under.inside), concurrent=False)
        return people.filter(person__in=held.values("person_id"))
    return people.filter(among("body", under.inside)) if under.outside else people.filter(body__isnull=False)


def planned_on(day: dt.date) -> QuerySet[Planned]:
    on = stamp(day)
    return Planned.objects.filter(_NOW, Q(last_hi__isnull=True) | Q(last_hi__gt=on), since_lo__lte=on)


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
