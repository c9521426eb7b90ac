"""Facts as SQL text of the small subset that SQLite, PostgreSQL, DuckDB and Spark all read. Text only; nothing is run.

The subset: SELECT, WITH, LEFT JOIN, GROUP BY, UNION ALL, CASE, COALESCE, MIN/MAX/SUM/COUNT, integer arithmetic with
>> and &. No date functions, no division, no parameters: every value that enters is an integer or a code that is
checked here, so that the same text runs everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from canbo.core.facts import Argument, FactDef, FactUse, Fold

_CODE = re.compile(r"[A-Za-z0-9_.:\-/]+")
#: Register tables whose rows belong to a person other than by column person_id, and the column that tells it.
_OWNER = {"people_person": "id"}


def literal(value: int | str) -> str:
    """An integer or a code as SQL text. Raises ValueError for a text that is not a plain code."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(f"{value!r} is neither a whole number nor a code")
    if isinstance(value, int):
        return str(value)
    if not _CODE.fullmatch(value):
        raise ValueError(f"{value!r} is not a code: letters, digits and _ . : - / only")
    return f"'{value}'"


def in_list(values: Iterable[int | str]) -> str:
    """A parenthesised list for IN; an empty one becomes a list that matches nothing."""
    texts = [literal(value) for value in values]
    return f"({', '.join(texts)})" if texts else "(null)"


@dataclass(frozen=True)
class Scope:
    """What a fact is asked over: the day (stamp), the position on the record (None: as it stands now), the people.

    `people` None means everybody. `scales` are code lists as {list: {code: rank}}, `tables` parameters of kind table
    as {name: ((conditions, value), …)} where conditions are (column index, low, high) with None for open ends.
    `prefix` stands before each table name (a schema, when a columnar engine reads an attached database; the set-wise
    engine then reads each register once and keeps it aside while the statement runs).
    """

    asof: int
    known: int | None = None
    people: Sequence[int] | None = None
    scales: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tables: Mapping[str, Sequence[tuple[Sequence[tuple[int, int | str | None, int | str | None]], int]]] = field(
        default_factory=dict
    )
    prefix: str = ""


@dataclass(frozen=True)
class Query:
    """What one fact's SELECT is written with (see `core.facts.Query`).

    `aside`, where given, collects the registers that the statement reads once under a name of their own, by that name.
    """

    scope: Scope
    args: Mapping[str, Argument] = field(default_factory=dict)
    aside: dict[str, str] | None = None

    @property
    def asof(self) -> str:
        """The stamp of the day asked about."""
        return str(self.scope.asof)

    def table(self, name: str) -> str:
        """A register table limited to the record position and the people asked, as a parenthesised SELECT."""
        rows = f"(select * from {self.scope.prefix}{name} where {self.recorded(name)})"
        if self.aside is None:
            return rows
        self.aside[f"r_{name}"] = rows
        return f"r_{name}"

    def recorded(self, name: str, alias: str = "") -> str:
        """The condition behind `table`, for a table under an alias."""
        dot = f"{alias}." if alias else ""
        known = self.scope.known
        if known is None:
            when = f"{dot}entry_to_id is null"
        else:
            when = f"{dot}entry_from_id <= {known} and ({dot}entry_to_id is null or {dot}entry_to_id > {known})"
        if name in _OWNER:
            when = "true" if known is None else f"{dot}entry_from_id <= {known}"
        if self.scope.people is None or name.startswith("bodies_"):
            return when
        return f"{when} and {dot}{_OWNER.get(name, 'person_id')} in {in_list(self.scope.people)}"

    def months(self, start: str, end: str) -> str:
        """Complete months between two stamp expressions: the twin of `core.calendar.complete_months`."""
        return (
            f"((({end}) >> 6) - (({start}) >> 6) - "
            f"(case when (({end}) & 62) < (({start}) & 62) and (({end}) & 1) = 0 then 1 else 0 end))"
        )

    def codes(self, name: str) -> str:
        """The argument `name` as a list for IN."""
        value = self.args[name]
        return in_list(value if isinstance(value, tuple) else (value,))

    def arg(self, name: str) -> str:
        """The argument `name` as one literal."""
        value = self.args[name]
        if isinstance(value, tuple):
            raise ValueError(f"argument {name!r} is a list; one value was expected")
        return literal(value)

    def rank(self, scale: str, column: str) -> str:
        """CASE from the codes of a list to their ranks; anything else gives NULL."""
        rows = self.scope.scales[scale].items()
        return "(case " + " ".join(f"when {column} = {literal(c)} then {r}" for c, r in rows) + " end)"

    def table_value(self, parameter: str, *columns: str) -> str:
        """CASE over the rows of a table parameter; a row's (index, low, high) bounds column `index`, ends included."""
        branches = []
        for conditions, value in self.scope.tables[parameter]:
            tests = []
            for index, low, high in conditions:
                if low is not None and low == high:
                    tests.append(f"{columns[index]} = {literal(low)}")
                    continue
                if low is not None:
                    tests.append(f"{columns[index]} >= {literal(low)}")
                if high is not None:
                    tests.append(f"{columns[index]} <= {literal(high)}")
            branches.append(f"when {' and '.join(tests) or 'true'} then {value}")
        return f"(case {' '.join(branches)} end)"


def fact_select(fact: FactDef, use: FactUse, scope: Scope) -> str:
    """The SELECT of one fact as text: person_id, lo, hi, src: one row a person at most."""
    query = Query(scope, dict(use.args))
    made = fact.select(query)
    if isinstance(made, str):
        return made
    return fold_select(made, query)


def fold_select(fold: Fold, query: Query) -> str:
    """A Fold alone, as one grouped SELECT."""
    row = f"{fold.row[0]}({fold.row[1]})" if fold.row else "cast(null as integer)"
    return (
        f"select t.person_id as person_id, {fold.lo[0]}({fold.lo[1]}) as lo, {fold.hi[0]}({fold.hi[1]}) as hi, "
        f"{row} as src from {query.table(fold.table)} t where {fold.where} group by t.person_id"
    )
