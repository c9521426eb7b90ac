"""Facts joined to the people with as few passes over the history as can be: one grouped pass per register table."""

from __future__ import annotations

from canbo.core.engines.passes import Pass
from canbo.core.engines.sql import SECTIONS, Query, Scope, literal
from canbo.core.facts import Fold


class Passes:
    """Collects folds and SELECTs, and writes the joins that bring their values to the people."""

    def __init__(self, scope: Scope, aside: dict[str, str] | None = None) -> None:
        self.query = Query(scope, aside=aside)
        self.tables: dict[str, Pass] = {}
        self.selects: dict[str, str] = {}

    def fold(self, fold: Fold) -> tuple[str, str]:
        """Columns lo and hi of a fold, taken up into the pass over its table."""
        alias, run = self._pass(fold.table)
        taken = run.take(fold)
        lo, hi = f"{alias}.{taken.lo}", f"{alias}.{taken.hi}"
        none = self._none(fold.none_when) if fold.none_when else ""
        if taken.hi_if_complete:
            hi = f"case when {none} is null then {hi} else {alias}.{taken.hi_if_complete} end"
        return _both_or_none(lo, hi, none)

    def select(self, text: str) -> tuple[str, str]:
        """Columns lo and hi of a SELECT of its own; equal texts are joined once."""
        alias = self.selects.setdefault(text, f"s{len(self.selects)}")
        return _both_or_none(f"{alias}.lo", f"{alias}.hi", "")

    def joined(self, people: str) -> tuple[str, str]:
        """Everybody with everything collected: the column that names the person, and what stands after FROM.

        A register with one row a person is everybody already; without one, everybody is read from `people`.
        """
        passes = {f"t{number}": run for number, run in enumerate(self.tables.values())}
        first = next((alias for alias, run in passes.items() if not run.grouped), "")
        person = f"{first}.person_id" if first else "p.id"
        everybody = f"({passes[first].select(self.query)}) {first}" if first else f"{self.query.table(people)} p"
        texts = [(run.select(self.query), alias) for alias, run in passes.items() if alias != first]
        joins = [
            f" left join ({text}) {alias} on {alias}.person_id = {person}"
            for text, alias in (*texts, *self.selects.items())
        ]
        return person, everybody + "".join(joins)

    def _pass(self, table: str) -> tuple[str, Pass]:
        """The pass over a table, and its alias."""
        run = self.tables.setdefault(table, Pass(table))
        return f"t{list(self.tables).index(table)}", run

    def _none(self, section: str) -> str:
        """A column that is 0 for the people whose section is confirmed complete, else null."""
        confirmed = Fold(SECTIONS, lo=("min", "0"), hi=("min", "0"), where=f"t.name = {literal(section)}")
        alias, run = self._pass(SECTIONS)
        return f"{alias}.{run.take(confirmed).lo}"


def _both_or_none(lo: str, hi: str, none: str) -> tuple[str, str]:
    """An interval with one end missing is no value; `none` then stands in the place of both ends."""
    if lo == hi:
        return (f"coalesce({lo}, {none})",) * 2 if none else (lo, hi)
    other = f" else {none}" if none else ""
    whole = f"{lo} is not null and {hi} is not null" if none else ""
    return (
        f"case when {whole or f'{hi} is not null'} then {lo}{other} end",
        f"case when {whole or f'{lo} is not null'} then {hi}{other} end",
    )
