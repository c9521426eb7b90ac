"""Facts joined to the people with as few passes over the history as can be: one grouped pass per register table."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from dataclasses import dataclass, field

from canbo.core.engines.sql import Query, Scope
from canbo.core.facts import Fold

#: Register tables with one row a person at every position of the record (a database constraint): nothing to group.
ONE_ROW = frozenset({"people_personversion"})


@dataclass
class _Pass:
    """One pass over one register table: its columns by their text, and the filters of the folds in it."""

    alias: str
    columns: dict[str, str] = field(default_factory=dict)
    filters: dict[str, None] = field(default_factory=dict)

    def column(self, text: str) -> str:
        """The name of a column of this pass; equal texts are computed once."""
        name = self.columns.setdefault(text, f"x{len(self.columns)}")
        return f"{self.alias}.{name}"


class Passes:
    """Collects folds and SELECTs, and writes the joins that bring their values to the people (alias p)."""

    def __init__(self, scope: Scope, aside: dict[str, str] | None = None) -> None:
        self.query = Query(scope, aside=aside)
        self.tables: dict[str, _Pass] = {}
        self.selects: dict[str, str] = {}

    def fold(self, fold: Fold) -> tuple[str, str]:
        """Columns lo and hi of a fold, taken up into the pass over its table."""
        run = self.tables.setdefault(fold.table, _Pass(f"t{len(self.tables)}"))
        run.filters[fold.where] = None
        grouped = fold.table not in ONE_ROW
        lo = run.column(_aggregate(*fold.lo, fold.where, grouped))
        hi = run.column(_aggregate(*fold.hi, fold.where, grouped))
        return _both_or_none(lo, hi)

    def select(self, text: str) -> tuple[str, str]:
        """Columns lo and hi of a SELECT of its own; equal texts are joined once."""
        alias = self.selects.setdefault(text, f"s{len(self.selects)}")
        return _both_or_none(f"{alias}.lo", f"{alias}.hi")

    def joins(self) -> str:
        """The LEFT JOINs of everything collected."""
        passes = [
            f"left join ({self._pass(table, run)}) {run.alias} on {run.alias}.person_id = p.id"
            for table, run in self.tables.items()
        ]
        selects = [f"left join ({text}) {alias} on {alias}.person_id = p.id" for text, alias in self.selects.items()]
        return " ".join(passes + selects)

    def _pass(self, table: str, run: _Pass) -> str:
        columns = ", ".join(f"{text} as {name}" for text, name in run.columns.items())
        text = f"select t.person_id as person_id, {columns} from {self.query.table(table)} t{_where(run)}"
        return text if table in ONE_ROW else f"{text} group by t.person_id"


def _where(run: _Pass) -> str:
    """Rows that no fold of the pass wants are left out, unless one of the folds wants every row."""
    if "true" in run.filters:
        return ""
    return " where " + " or ".join(f"({condition})" for condition in run.filters)


def _aggregate(aggregate: str, expression: str, where: str, grouped: bool) -> str:
    """One aggregate over the rows that the fold wants; null when there are none, as in a pass of its own."""
    wanted = expression if where == "true" else f"case when {where} then {expression} end"
    if aggregate == "count":
        return _count(wanted, where, grouped)
    if not grouped:
        return wanted
    return f"cast(sum({wanted}) as bigint)" if aggregate == "sum" else f"{aggregate}({wanted})"


def _count(wanted: str, where: str, grouped: bool) -> str:
    """A count is unknown, not 0, for a person without any row that the fold wants."""
    if not grouped:
        return f"case when {where} then case when ({wanted}) is null then 0 else 1 end end"
    return f"case when max(case when {where} then 1 end) = 1 then count({wanted}) end"


def _both_or_none(lo: str, hi: str) -> tuple[str, str]:
    """An interval with one end missing is no value."""
    if lo == hi:
        return lo, hi
    return f"case when {hi} is not null then {lo} end", f"case when {lo} is not null then {hi} end"
