"""The roster: which people, in what order, with which columns; read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.models import MEMBERSHIP, Degree, Holding, PersonVersion, Planned, Section, Theory
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.models import Account
from canbo.base.record.kept import Kept
from canbo.core.calendar import stamp
from canbo.lib.text import fold

_NOW = Q(entry_to__isnull=True)
#: Letters and digits of a search that are looked at; more words narrow it further.
_WORDS = 6
#: A word that occurs no more often is looked up in the joined text.
_FEW = 20_000


class Seen:
    """The people whom somebody may see, in the order of a list, and the folded text of each that a search looks at."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.ids = list(texts)
        self._texts = texts

    def __len__(self) -> int:
        return len(self.ids)

    def with_words(self, words: Sequence[str]) -> list[int]:
        """The ids of those whose text holds every word, in order. Words hold no blank.

        A rare word is found in one text in which all are joined, much faster than in each of a million; of a common
        one that text would tell too many places.
        """
        longest, *others = sorted(words, key=len, reverse=True)  # mostly the rarest
        if self._joined.count(longest) <= _FEW:
            found = [self.ids[place] for place in self._places(longest)]
        else:
            found = [person for person, text in self._texts.items() if longest in text]
        for word in others:
            found = [person for person in found if word in self._texts[person]]
        return found

    def _places(self, word: str) -> Iterator[int]:
        """The places of the texts in which a word occurs, each once."""
        at = self._joined.find(word)
        while at >= 0:
            place = bisect_right(self._begins, at) - 1
            yield place
            at = self._joined.find(word, self._begins[place + 1])

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._texts.values())

    @cached_property
    def _begins(self) -> list[int]:
        """Where each text begins in the joined one, and where the next one would."""
        return list(accumulate((len(text) + 1 for text in self._texts.values()), initial=0))


#: Lists of visible people kept: one of a province is some 6 MB.
_seen: Kept[Seen] = Kept(8)


@dataclass(frozen=True)
class Wish:
    """Which people a roster shows; empty: no matter. `body` is a code, meant with everything under it.

    `degrees` and `theory` are codes of which somebody has one; `party` is "yes", or "no" for who surely is no member.
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


@dataclass(frozen=True)
class Entry:
    """One row: the person, the post held on the day, and the names of the bodies meant."""

    person: PersonVersion
    post: Holding | None
    post_body: str
    body: str


def visible_ids(actor: Account, day: dt.date) -> Seen:
    """Ids of the people whom an account may see, sorted by given name, with what a search looks at.

    Kept until anything enters the record, since only that can change who is seen.
    """
    return _seen.answer((actor.pk, day), lambda: _visible(actor, day))


def _visible(actor: Account, day: dt.date) -> Seen:
    people = visible_people(actor, day).order_by("name_key", "person_id")
    rows = people.values_list("person_id", "name_fold", "person__key")
    return Seen({person: f"{name} {fold(number)}" for person, name, number in rows})


def wanted_ids(actor: Account, wish: Wish, day: dt.date) -> Sequence[int]:
    """Ids of the people wished for whom an account may see, sorted by given name."""
    seen = visible_ids(actor, day)
    words = fold(wish.text).split()[:_WORDS]
    found = seen.with_words(words) if words else seen.ids
    if replace(wish, text="") == Wish():
        return found
    rest = wanted(PersonVersion.objects.filter(entry_to__isnull=True), wish, day)
    kept = set(rest.order_by().values_list("person_id", flat=True))
    return [person for person in found if person in kept]


def versions(ids: Sequence[int]) -> list[PersonVersion]:
    """What is known of these people now, in their order: one query."""
    found = PersonVersion.objects.filter(person__in=ids, entry_to__isnull=True).select_related("person")
    by_id = {each.person_id: each for each in found}
    return [by_id[person] for person in ids if person in by_id]


def wanted(people: QuerySet[PersonVersion], wish: Wish, day: dt.date) -> QuerySet[PersonVersion]:
    """The people wished for, but for the text searched, sorted by given name."""
    if wish.body:
        below = RawSQL(*subtree_sql("select %s", [wish.body], day), output_field=BigIntegerField())  # noqa: S611
        people = people.filter(body__in=below)
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
