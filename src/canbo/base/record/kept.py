"""Answers kept until anything enters the record: the same question about the same record has the same answer.

`Kept` finds them anew after every entry, or after every one on the tables that `last_in` names; `Carried` carries one
answer forward by what the entries since have changed.
"""

# ruff: noqa: S608 - what enters the statement are names of tables

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

from django.db import connection
from django.db.models import Model

from canbo.base.record.models import Entry, Recorded
from canbo.base.record.queries import is_at, last_entry
from canbo.base.record.then import recorded_at

Answer = TypeVar("Answer")


class _Forgetful(Protocol):
    def forget(self) -> None: ...


_every: list[_Forgetful] = []


class Kept(Generic[Answer]):
    """The answers to the last questions of one kind, in the memory of this process; the one longest unasked gives way.

    What is kept must hang on the question and the record alone, and nobody may change it; what is read of the record as
    it was (`as_recorded`) is kept apart. `most`: how many are kept;
    `until` names the last entry on which the answers hang (default: the last one of all), by its number and hash: one
    that is rolled back gives its number back, and what was kept for it must not be told of the next.
    """

    def __init__(self, most: int, until: Callable[[], Hashable] = last_entry) -> None:
        self._most = most
        self._until = until
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()
        _every.append(self)

    def answer(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer kept, or the one found now."""
        key = (question, recorded_at(), self._until())
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        found = find()
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._answers.clear()


class Carried(Generic[Answer]):
    """One answer about the whole record, in the memory of this process: found once, then carried forward.

    `find(last)` gives it as it stood after an entry; `carry(answer, last, now)` what has become of it by a later one.
    Both must look at rows of entries up to the number they are given and at no later ones: others may write meanwhile.
    """

    def __init__(self, find: Callable[[int], Answer], carry: Callable[[Answer, int, int], Answer]) -> None:
        self._find = find
        self._carry = carry
        self._kept: tuple[tuple[int, str], Answer] | None = None
        self._lock = threading.Lock()
        _every.append(self)

    def answer(self) -> Answer:
        """The answer as the record stands now."""
        with self._lock:
            now = last_entry()
            if self._kept is None or not is_at(*self._kept[0]):
                self._kept = now, self._find(now[0])
            elif self._kept[0][0] < now[0]:  # else a page asks that looked at the record earlier
                self._kept = now, self._carry(self._kept[1], self._kept[0][0], now[0])
            return self._kept[1]

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._kept = None


def last_in(*tables: type[Model]) -> Callable[[], Hashable]:
    """The `until` of answers that hang on some tables of the record alone: the last row written in each and the last
    one closed. Looked up once for each state of the record; the table's index of closed rows makes it cheap."""
    known: Kept[Hashable] = Kept(1)
    return lambda: known.answer("last", lambda: _find_last(tables))


def _find_last(tables: tuple[type[Model], ...]) -> Hashable:
    """The entries of those rows, and the hash of the latest: a number that was rolled back is given again."""
    parts = []
    for table in tables:
        name = table._meta.db_table
        parts.append(f"(select entry_from_id from {name} order by id desc limit 1)")
        if issubclass(table, Recorded):
            parts.append(f"(select max(entry_to_id) from {name} where entry_to_id is not null)")
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}")
        numbers = tuple(cursor.fetchone())
    last = max(number or 0 for number in numbers)
    return numbers, Entry.objects.filter(seq=last).values_list("hash", flat=True).first()


def forgotten_with_all(kept: _Forgetful) -> None:
    """Let `forget_all` reach what another module keeps."""
    _every.append(kept)


def forget_all() -> None:
    """Drop what is kept everywhere in this process: for tests, whose record begins anew."""
    for each in _every:
        each.forget()
