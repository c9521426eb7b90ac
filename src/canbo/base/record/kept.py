"""Answers kept until anything enters the record: the same question about the same record has the same answer.

`Kept` finds them anew after every entry; `Carried` carries one answer forward by what the entries since have changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from canbo.base.record.queries import is_at, last_entry

Answer = TypeVar("Answer")
_every: list[Kept[Any] | Carried[Any]] = []


class Kept(Generic[Answer]):
    """The answers to the last questions of one kind, in the memory of this process; the one longest unasked gives way.

    What is kept must hang on the question and the record alone, and nobody may change it. `most`: how many are kept;
    `until` names the last entry on which the answers hang (default: the last one of all), by its number and hash: one
    that is rolled back gives its number back, and what was kept for it must not be told of the next.
    """

    def __init__(self, most: int, until: Callable[[], Hashable] = last_entry) -> None:
        self._most = most
        self._until = until
        self._answers: OrderedDict[tuple[Hashable, Hashable], Answer] = OrderedDict()
        self._lock = threading.Lock()
        _every.append(self)

    def answer(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer kept, or the one found now."""
        key = (question, self._until())
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
            elif self._kept[0] != now:
                self._kept = now, self._carry(self._kept[1], self._kept[0][0], now[0])
            return self._kept[1]

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._kept = None


def forget_all() -> None:
    """Drop what is kept everywhere in this process: for tests, whose record begins anew."""
    for each in _every:
        each.forget()
