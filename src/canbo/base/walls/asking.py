"""On whose behalf the database is asked: what PostgreSQL's row-level security lets through (decision 16).

The first wall is the visibility functions. This is the second: a query that forgot them, or a process that never said
who is asking, gets no person's rows and nothing of a ballot. SQLite has no such wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Nobody has said who is asking: no row of a person is shown.
NOTHING = ""
#: The house itself (an action, the law engine, a command), or somebody who sees others: the first wall decides.
EVERYTHING = "all"

#: What is behind walls, in the order in which the database is told of them, and the setting that tells it.
SETTINGS = {"person": "canbo.asking", "ballot": "canbo.asking_ballots"}
#: For each of these: NOTHING, EVERYTHING or numbers.
Words = tuple[str, ...]

_asking: ContextVar[Words] = ContextVar("asking", default=(NOTHING,) * len(SETTINGS))


def asked_now() -> Words:
    """What the database is to be told before the next statement."""
    return _asking.get()


@contextmanager
def everything() -> Iterator[None]:
    """The rows of everybody. Only for what needs them to be right: a verdict must not turn on who asks for it."""
    with _telling((EVERYTHING,) * len(SETTINGS)):
        yield


@contextmanager
def only(people: Iterable[int], ballots: Iterable[int] = ()) -> Iterator[None]:
    """The rows of these persons and of these ballots (their numbers) alone; of nobody and none when there are none."""
    with _telling((_listed(people), _listed(ballots))):
        yield


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(number)) for number in numbers)


@contextmanager
def _telling(words: Words) -> Iterator[None]:
    before = _asking.set(words)
    try:
        yield
    finally:
        _asking.reset(before)
