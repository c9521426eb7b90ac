"""Answers kept until anything enters the record: the same question about the same record has the same answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from canbo.base.record.queries import position

Answer = TypeVar("Answer")
_every: list[Kept[Any]] = []


class Kept(Generic[Answer]):
    """The answers to the last questions of one kind, in the memory of this process; the one longest unasked gives way.

    What is kept must hang on the question and the record alone, and nobody may change it. `most`: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[tuple[Hashable, int], Answer] = OrderedDict()
        self._lock = threading.Lock()
        _every.append(self)

    def answer(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer kept, or the one found now."""
        key = (question, position())
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


def forget_all() -> None:
    """Drop what is kept everywhere in this process: for tests, whose record begins anew."""
    for each in _every:
        each.forget()
