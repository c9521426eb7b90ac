"""On whose behalf the database is asked: what PostgreSQL's row-level security lets through (decision 16).

The first wall is the visibility functions. This is the second: a query that forgot them, or a process that never said
who is asking, gets no person's rows. SQLite has no such wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Nobody has said who is asking: no row of a person is shown.
NOTHING = ""
#: The house itself (an action, the law engine, a command), or somebody who sees others: the first wall decides.
EVERYTHING = "all"

_asking: ContextVar[str] = ContextVar("asking", default=NOTHING)


def asked_now() -> str:
    """What the database is to be told before the next statement: NOTHING, EVERYTHING or numbers of persons."""
    return _asking.get()


@contextmanager
def everything() -> Iterator[None]:
    """The rows of everybody. Only for what needs them to be right: a verdict must not turn on who asks for it."""
    with _telling(EVERYTHING):
        yield


@contextmanager
def only(people: Iterable[int]) -> Iterator[None]:
    """The rows of these persons (their numbers) alone; of nobody when there are none."""
    with _telling(",".join(str(int(number)) for number in people)):
        yield


@contextmanager
def _telling(words: str) -> Iterator[None]:
    before = _asking.set(words)
    try:
        yield
    finally:
        _asking.reset(before)
