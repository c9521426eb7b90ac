"""Reading the register as it stood at a position on the record, so that what was written then can be written again.

Everybody who reads a register asks for rows that nothing has superseded (`entry_to__isnull=True`). Within
`as_recorded(position)` this question means: rows that nothing had superseded when that entry was the last. A paper of
years ago is thus gathered by the same code that gathered it then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.fields.related_lookups import RelatedIsNull

_then: ContextVar[int | None] = ContextVar("then", default=None)


@contextmanager
def as_recorded(position: int) -> Iterator[None]:
    """Read registers as they stood when the entry of this number was the last one. Nothing may be written meanwhile."""
    before = _then.set(position)
    try:
        yield
    finally:
        _then.reset(before)


def recorded_at() -> int | None:
    """The position at which registers are read; None: as they stand now."""
    return _then.get()


def stands(alias: str) -> str:
    """The same question for a statement written by hand, about the table of an alias."""
    position = recorded_at()
    if position is None:
        return f"{alias}.entry_to_id is null"
    return f"({_since(alias, position)})"


def _since(table: str, position: int) -> str:
    return (
        f"{table}.entry_from_id <= {position:d} and ({table}.entry_to_id is null or {table}.entry_to_id > {position:d})"
    )


class Stands(RelatedIsNull):
    """`entry_to__isnull`, which within `as_recorded` asks about the rows of that position."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition as SQL: of any other column, and outside of `as_recorded`, the plain one."""
        position, target = recorded_at(), getattr(self.lhs, "target", None)
        if position is None or target is None or target.name != "entry_to":
            return super().as_sql(compiler, connection)
        said = _since(compiler.quote_name_unless_alias(self.lhs.alias), position)
        return (f"({said})" if self.rhs else f"not ({said})"), ()
