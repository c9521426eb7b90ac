"""Finding people by words of their names and by staff numbers, in a register of a province or of a nation.

A word finds the names that have it anywhere; one with a digit finds the staff numbers that begin with it too, or whose
digits do. What names there are stands in memory, once each, however many people bear it; the people of the names found
are then read along an index. Names so many that this would be slow are looked for along the list itself: there, the
next one is never far.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from canbo.apps.people.models import Person, PersonVersion
from canbo.base.record.kept import Carried
from canbo.base.walls.asking import everything
from canbo.lib.text import fold

#: Words of a search that are looked at; more would narrow it further.
_WORDS = 6
#: More names than these are not listed, but looked for along the list of people.
_MANY = 8_000
#: Ways in which staff numbers may begin that are tried for one typed without its letters.
_STEMS = 20


class Called:
    """Folded names, each once, joined into one text: a word is found there much faster than in each of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._known = frozenset(self.names)
        self._joined = "\n".join(self.names)
        self._begins = list(itertools.accumulate((len(name) + 1 for name in self.names), initial=0))

    def with_more(self, names: Iterable[str]) -> Called:
        """These names and others; itself where all are known."""
        new = [name for name in names if name not in self._known]
        return Called([*self.names, *new]) if new else self

    def having(self, words: Sequence[str], most: int) -> list[str] | None:
        """The names that have every word; None when they are more than `most`. Words hold no blank."""
        longest, *others = sorted(words, key=len, reverse=True)  # mostly the rarest
        hits = (name for name in self._with_word(longest) if all(word in name for word in others))
        found = list(itertools.islice(hits, most + 1))
        return found if len(found) <= most else None

    def _with_word(self, word: str) -> Iterator[str]:
        at = self._joined.find(word)
        while at >= 0:
            place = bisect_right(self._begins, at) - 1
            yield self.names[place]
            at = self._joined.find(word, self._begins[place + 1])


def having_words(people: QuerySet[PersonVersion], text: str) -> QuerySet[PersonVersion]:
    """Those of the people whose name or staff number has every word of a text."""
    words = text.split()[:_WORDS]
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    parts = [folded for word in words if word not in numbers for folded in fold(word).split()]
    if parts:
        people = people.filter(_named(parts))
    for word in numbers:
        people = people.filter(_numbered(word) | _named([fold(word)]))
    return people


def _named(words: Sequence[str]) -> Q:
    with everything():  # of which nothing is shown: people within the asker's sight are sought by it
        found = _called.answer().having(words, _MANY)
    if found is not None:
        return Q(name_fold__in=found)
    along = Q()
    for word in words:
        along &= Q(name_fold__contains=word)
    return along


def _numbered(word: str) -> Q:
    """Whose staff number begins with a word, in whatever case, or has it behind its letters."""
    written = {word, word.upper(), word.lower()}
    if word.isdecimal():
        written |= {stem + word for stem in _stems()}
    wanted = Q()
    for each in sorted(written):
        wanted |= _begins(each)
    return Q(person__in=Person.objects.filter(wanted).values("pk"))


def _begins(text: str) -> Q:
    """Staff numbers that begin with a text. On PostgreSQL by the one function whose index a walled table may use."""
    if connection.vendor != "postgresql":
        return Q(key__startswith=text)
    return Q(Func(F("key"), Value(text), function="starts_with", output_field=BooleanField()))


def _stems() -> list[str]:
    """What stands before the digits of staff numbers: "VN-", "LG-". Each is one look into their index."""
    found: list[str] = []
    numbers = Person.objects.order_by("key").values_list("key", flat=True)
    first = numbers.first()
    while first is not None and len(found) < _STEMS:
        stem = first.rstrip("0123456789")
        if stem in found:
            break
        found.append(stem)
        first = numbers.filter(key__gt=f"{stem}:").first()  # the sign after the nine
    return found


def _find(last: int) -> Called:
    return Called(_names(0, last))


def _carry(called: Called, last: int, now: int) -> Called:
    return called.with_more(_names(last, now))


def _names(last: int, now: int) -> QuerySet[PersonVersion, str]:
    rows = PersonVersion.objects.filter(entry_from__gt=last, entry_from__lte=now)
    return rows.order_by().values_list("name_fold", flat=True).distinct()


_called: Carried[Called] = Carried(_find, _carry)
