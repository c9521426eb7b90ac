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
#: More rows than a register has: a limit that takes none away, but that no planner reads through.
_ALL_ROWS = 2_147_483_647
#: A quoted code, or a column under an alias.
_COLUMN = re.compile(r"'[^']*'|\b([a-z]\w*)\.(\w+)")


@dataclass(frozen=True)
class Taken:
    """Where a pass has the values of a fold: names of its columns, empty for what was not asked for."""

    lo: str
    hi: str
    hi_if_complete: str
    row: str


class Pass:
    """Collects the folds over one table, each text once, and writes the SELECT that answers them all.

    `apart`: work the values out before anything reads them. SQLite would otherwise write each out again in every place
    that reads it, and take longer to plan a statement about a few people than to run it.
    """

    def __init__(self, table: str, *, apart: bool = False) -> None:
        self.table = table
        self.grouped = apart or table not in ONE_ROW
        self.end = f" limit {_ALL_ROWS}" if apart else ""
        self.beside: dict[Beside, str] = {}
        self.values: dict[str, str] = {}
        self.filters: dict[str, str] = {}
        self.plain = True
        self.parts: dict[tuple[str, str, str], str] = {}
        self.made: dict[str, str] = {}

    def take(self, fold: Fold, *, with_row: bool = False) -> Taken:
        """Take up a fold; the row that settles it only where somebody will ask for it."""
        beside = {alias: self.beside.setdefault(other, f"b{len(self.beside)}") for alias, other in fold.beside.items()}
        values = {
            name: self.values.setdefault(_renamed(text, beside), f"v{len(self.values)}")
            for name, text in fold.values.items()
        }
        where = _renamed(fold.where, t=values)
        self.filters.setdefault(where, f"w{len(self.filters)}")
        self.plain = self.plain and where == fold.where

        def part(kind: str, expression: str) -> str:
            return self.parts.setdefault((kind, _renamed(expression, t=values), where), f"x{len(self.parts)}")

        parts = {name: part(*asked) for name, asked in fold.parts.items()}

        def column(asked: tuple[str, str] | None) -> str:
            if asked is None:
                return ""
            if asked[0]:
                return part(*asked)
            return self.made.setdefault(_renamed(asked[1], g=parts), f"y{len(self.made)}")

        return Taken(
            column(fold.lo), column(fold.hi), column(fold.hi_if_complete), column(fold.row if with_row else None)
        )

    def select(self, query: Query) -> str:
        """The pass as a SELECT: person_id and the columns that were taken."""
        text = f"select t.person_id as person_id{self._aggregates()} from {self._rows(query)} t"
        if self.grouped:
            text += f"{'' if self._several else self._kept()} group by t.person_id"
        if not self.made:
            return text
        made = "".join(f", {expression} as {name}" for expression, name in self.made.items())
        parts = "".join(f", g.{name} as {name}" for name in self.parts.values())
        return f"select g.person_id as person_id{parts}{made} from ({text}) g"

    def _rows(self, query: Query) -> str:
        """The rows of the table with the values worked out for each, and with what tells which folds want it."""
        rows = query.table(self.table)
        if self.values:
            joins = "".join(
                f" left join ({other.select}) {alias} on {alias}.{other.key} = t.{other.column}"
                for other, alias in self.beside.items()
            )
            rows = _with_columns(f"{rows} t{joins}{self.end}", self.values)
        if not self._several:
            return rows
        # A filter over what stands beside the rows saves little and misleads planners about how many rows are left.
        kept = self._kept() if self.grouped and self.plain else ""
        return _with_columns(f"{rows} t{kept}", self.filters)

    @property
    def _several(self) -> bool:
        """Folds want different rows: each filter is then worked out once for a row."""
        return len(self.filters) > 1

    def _kept(self) -> str:
        """Rows that no fold of the pass wants are left out, unless one of the folds wants every row."""
        if "true" in self.filters:
            return ""
        return f" where {' or '.join(f'({where})' for where in self.filters)}"

    def _aggregates(self) -> str:
        """The parts, each over the rows that its fold wants; where all want the same, no others are there."""
        written = []
        for (kind, expression, where), name in self.parts.items():
            wanted = f"t.{self.filters[where]}" if self._several else where
            if where == "true" or (self.grouped and not self._several):
                wanted = "true"
            written.append(f", {_aggregate(kind, expression, wanted, self.grouped)} as {name}")
        return "".join(written)


def _with_columns(rows: str, columns: Mapping[str, str]) -> str:
    """Rows (alias t) with further columns, given as text and name."""
    return f"(select t.*{''.join(f', {text} as {name}' for text, name in columns.items())} from {rows})"


def _renamed(text: str, aliases: Mapping[str, str] | None = None, **columns: Mapping[str, str]) -> str:
    """The text under the names of the pass: its aliases, and the columns of an alias."""

    def name(found: re.Match[str]) -> str:
        alias, column = found[1], found[2]
        if alias in columns:
            return f"{alias}.{columns[alias].get(column, column)}"
        return f"{aliases[alias]}.{column}" if aliases and alias in aliases else found[0]

    return _COLUMN.sub(name, text)


def _aggregate(kind: str, expression: str, where: str, grouped: bool) -> str:
    """One aggregate over the rows that the fold wants; null when there are none, as in a pass of its own."""
    wanted = expression if where == "true" else f"case when {where} then {expression} end"
    if not grouped:
        counted = f"case when {where} then case when ({wanted}) is null then 0 else 1 end end"
        return counted if kind == "count" else wanted
    written = _WRITTEN[kind].format(wanted)
    if kind == "count" and where != "true":
        # A count is unknown, not 0, for a person without any row that the fold wants.
        return f"case when max(case when {where} then 1 end) = 1 then {written} end"
    return written
