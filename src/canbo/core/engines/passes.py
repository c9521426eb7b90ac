"""One pass over one register table: the values of its rows, and the aggregates that folds want of them.

A fold asked alone is a pass with one fold in it; the set-wise engine puts many folds into one pass. Both are written
here, so that a fold means the same alone and among others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from canbo.core.facts import Beside, Fold, Query

#: Register tables with one row a person at every position of the record (a database constraint): nothing to group.
ONE_ROW = frozenset({"people_personversion"})
#: How an aggregate is written. Sums are wider than what they add up; `months` are complete months in a pool of 64ths.
_WRITTEN = {
    "min": "min({})",
    "max": "max({})",
    "count": "count({})",
    "sum": "cast(sum({}) as bigint)",
    "months": "cast(cast(sum({}) as bigint) >> 6 as integer)",
}
#: A quoted code, or a column under an alias.
_COLUMN = re.compile(r"'[^']*'|\b([a-z]\w*)\.(\w+)")


@dataclass(frozen=True)
class Taken:
    """Where a pass has the values of a fold: names of its columns."""

    lo: str
    hi: str
    hi_if_complete: str = ""
    row: str = ""


class Pass:
    """Collects the folds over one table, each text once, and writes the SELECT that answers them all."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.grouped = table not in ONE_ROW
        self.beside: dict[Beside, str] = {}
        self.values: dict[str, str] = {}
        self.wanted: dict[tuple[str, str, str], str] = {}

    def take(self, fold: Fold, *, with_row: bool = False) -> Taken:
        """Take up a fold; the row that settles it only where somebody will ask for it."""
        names = self._named(fold)
        where = _renamed(fold.where, names)

        def column(asked: tuple[str, str] | None) -> str:
            if asked is None:
                return ""
            wanted = (asked[0], _renamed(asked[1], names), where)
            return self.wanted.setdefault(wanted, f"x{len(self.wanted)}")

        return Taken(
            column(fold.lo), column(fold.hi), column(fold.hi_if_complete), column(fold.row if with_row else None)
        )

    def select(self, query: Query) -> str:
        """The pass as a SELECT: person_id and the columns that were taken."""
        filters = {where for _, _, where in self.wanted}
        alone = len(filters) == 1
        columns = [
            f"{_aggregate(kind, expression, 'true' if alone and self.grouped else where, self.grouped)} as {name}"
            for (kind, expression, where), name in self.wanted.items()
        ]
        text = f"select {', '.join(['t.person_id as person_id', *columns])} from {self._rows(query)} t"
        if not self.grouped:
            return text
        return f"{text}{_any_of(filters)} group by t.person_id"

    def _named(self, fold: Fold) -> dict[str, str]:
        """Names in this pass of the values that a fold works out for a row; equal ones are worked out once."""
        aliases = {
            alias: self.beside.setdefault(joined, f"b{len(self.beside)}") for alias, joined in fold.beside.items()
        }
        return {
            name: self.values.setdefault(_realiased(text, aliases), f"v{len(self.values)}")
            for name, text in fold.values.items()
        }

    def _rows(self, query: Query) -> str:
        """The rows of the table with the values worked out for each."""
        table = query.table(self.table)
        if not self.values:
            return table
        values = ", ".join(f"{text} as {name}" for text, name in self.values.items())
        joins = "".join(
            f" left join ({other.select}) {alias} on {alias}.{other.key} = t.{other.column}"
            for other, alias in self.beside.items()
        )
        return f"(select t.*, {values} from {table} t{joins})"


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with the values of a row under their names in the pass."""
    return _COLUMN.sub(lambda m: f"t.{names[m[2]]}" if m[1] == "t" and m[2] in names else m[0], text)


def _realiased(text: str, aliases: Mapping[str, str]) -> str:
    """The text with the tables beside the rows under their aliases in the pass."""
    return _COLUMN.sub(lambda m: f"{aliases[m[1]]}.{m[2]}" if m[1] in aliases else m[0], text)


def _any_of(filters: set[str]) -> str:
    """Rows that no fold of the pass wants are left out, unless one of the folds wants every row."""
    if "true" in filters:
        return ""
    return " where " + " or ".join(sorted(filters) if len(filters) == 1 else (f"({f})" for f in sorted(filters)))


def _aggregate(kind: str, expression: str, where: str, grouped: bool) -> str:
    """One aggregate over the rows that the fold wants; null when there are none, as in a pass of its own."""
    present = f"case when max(case when {where} then 1 end) = 1 then"
    if not kind:
        return expression if where == "true" else f"{present} {expression} end"
    wanted = expression if where == "true" else f"case when {where} then {expression} end"
    if not grouped:
        counted = f"case when {where} then case when ({wanted}) is null then 0 else 1 end end"
        return counted if kind == "count" else wanted
    written = _WRITTEN[kind].format(wanted)
    # A count is unknown, not 0, for a person without any row that the fold wants.
    return f"{present} {written} end" if kind == "count" and where != "true" else written
