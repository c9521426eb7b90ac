"""Counts carried forward: whom entries since have touched is counted as it stood then and as it stands now.

A count of a whole register costs as much as the register is large; what changes it costs as much as the change.
"""

# ruff: noqa: S608 - what enters the statements are names of tables and columns; values are parameters

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from canbo.base.record.kept import forgotten_with_all
from canbo.base.record.models import Recorded
from canbo.base.record.queries import is_at, last_entry_now
from canbo.base.record.then import as_recorded, recorded_at

#: Counts, each of one thing; what is counted nowhere may be left out.
Counts = Counter[Any]
#: Counts those of some keys alone, or (None) everything; under `as_recorded` as it stood then.
Count = Callable[[Collection[Any] | None], Counts]
#: So many touched at once are counted anew with all others.
_MANY = 2_000


class _Kept(NamedTuple):
    """Counts as they stood after an entry, and the newest row of each table, looked up no later than that entry."""

    last: tuple[int, str]
    newest: tuple[int, ...]
    counts: Counts


class Tallies:
    """The counts of the last questions of one kind, in the memory of this process, carried forward entry by entry.

    They must add up over keys (persons, say): counting some keys and all others must give what counting all gives, and
    how a key counts must hang on its rows in `tables` alone (each with the column of the key). Nobody may change what
    is given.
    """

    def __init__(self, most: int, tables: Mapping[type[Recorded], str]) -> None:
        self._most = most
        self._columns = [(table._meta.db_table, column) for table, column in tables.items()]
        self._answers: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        forgotten_with_all(self)

    def answer(self, question: Hashable, count: Count) -> Counts:
        """The counts as the record stands now; under `as_recorded` as it stood then, found anew."""
        if recorded_at() is not None:
            return count(None)
        with self._lock:
            kept = self._answers.get(question)
        if kept is None or kept.last != last_entry_now():
            kept = (self._carried(kept, count) if kept else None) or self._found(count)
        with self._lock:
            self._answers[question] = kept
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return kept.counts

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._answers.clear()

    def _found(self, count: Count) -> _Kept:
        """Everything counted; once more, as of one entry, where others have written meanwhile."""
        newest, last = self._newest(), last_entry_now()
        counts = count(None)
        if last_entry_now() != last:
            with as_recorded(last[0]):
                counts = count(None)
        return _Kept(last, newest, counts)

    def _carried(self, kept: _Kept, count: Count) -> _Kept | None:
        """What has become of it since; None when that must be counted anew."""
        newest, last = self._newest(), last_entry_now()
        if not is_at(*kept.last):
            return None
        touched = self._touched(kept)
        if len(touched) > _MANY:
            return None
        counts = kept.counts
        if touched:
            counts = Counter(counts)
            with as_recorded(kept.last[0]):
                counts.subtract(count(touched))
            with as_recorded(last[0]):
                counts.update(count(touched))
        return _Kept(last, newest, counts)

    def _newest(self) -> tuple[int, ...]:
        """The number of the newest row of each table: rows get theirs in the order of entries."""
        parts = ", ".join(f"(select max(id) from {table})" for table, _ in self._columns)
        with connection.cursor() as cursor:
            cursor.execute(f"select {parts}")
            return tuple(number or 0 for number in cursor.fetchone())

    def _touched(self, kept: _Kept) -> list[Any]:
        """The keys of rows written or closed since; of some more than needed, which does no harm."""
        parts = [
            f"select {column} from {table} where id > %s union select {column} from {table} where entry_to_id > %s"
            for table, column in self._columns
        ]
        values = [value for newest in kept.newest for value in (newest, kept.last[0])]
        with connection.cursor() as cursor:
            cursor.execute(f"{' union '.join(parts)} limit {_MANY + 1}", values)
            return [key for (key,) in cursor.fetchall() if key is not None]
