"""Facts as SQL text of the small subset that SQLite, PostgreSQL, DuckDB and Spark all read. Text only; nothing is run.

The subset: SELECT, WITH, VALUES, LEFT JOIN, GROUP BY, UNION ALL, CASE, COALESCE, MIN/MAX/SUM/COUNT, integer arithmetic
with >> and &. No date functions, no division, no parameters: every value that enters is an integer or a code that is
checked here, so that the same text runs everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from canbo.core.engines.passes import Pass
from canbo.core.facts import Argument, FactDef, FactUse, Fold

_CODE = re.compile(r"[A-Za-z0-9_.:\-/]+")
_NULL, _NEVER = "cast(null as bigint)", "false"
#: The register of sections of the dossier that somebody confirmed complete.
SECTIONS = "people_section"
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
    `between` keeps to the people whose ids lie between two, both included: a slice of everybody. `roll`, where given,
    is a SELECT that lists the ids of `people` in the place of the ids themselves: the text is then the same whoever
    is asked, and a database need not plan it anew.
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
    between: tuple[int, int] | None = None
    roll: str = ""

    @cached_property
    def asked(self) -> str:
        """The people as a list for IN, written once for all the tables of all the facts."""
        return f"({self.roll})" if self.roll else in_list(self.people or ())


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
        if name.startswith("bodies_"):
            return when
        owner = f"{dot}{_OWNER.get(name, 'person_id')}"
        if self.scope.people is not None:
            when += f" and {owner} in {self.scope.asked}"
        if self.scope.between is not None:
            first, last = self.scope.between
            when += f" and {owner} >= {first} and {owner} <= {last}"
        return when

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

    def ranks(self, scale: str) -> str:
        """The codes of a list and their ranks as a SELECT with columns code and rank, to be joined.

        The codes are cast: without a type SQLite would walk the whole list for each row that is joined.
        """
        rows = ", ".join(f"({_typed(code)}, {rank})" for code, rank in self.scope.scales[scale].items())
        return f"with k(code, rank) as (values {rows or '(null, null)'}) select k.code as code, k.rank as rank from k"

    def table_value(self, parameter: str, *columns: str, if_any: bool = False) -> str:
        """CASE over the rows of a table parameter; a row's (index, low, high) bounds column `index`, ends included."""
        branches = []
        rows = self.scope.tables.get(parameter, ()) if if_any else self.scope.tables[parameter]
        for conditions, value in rows:
            tests = [test for index, low, high in conditions for test in _bounds(columns[index], low, high)]
            if _NEVER not in tests:
                branches.append(f"when {' and '.join(tests) or 'true'} then {value}")
        return f"(case {' '.join(branches)} end)" if branches else "cast(null as integer)"


def _typed(code: str) -> str:
    return f"cast({literal(code)} as varchar(60))"


def _bounds(column: str, low: int | str | None, high: int | str | None) -> list[str]:
    """Conditions that a column lies between two ends; of a column that is a code itself only whether it can."""
    if low is not None and low == high:
        if column.startswith("'"):
            return [] if column == literal(low) else [_NEVER]
        return [f"{column} = {literal(low)}"]
    ends = ((">=", low), ("<=", high))
    return [f"{column} {order} {literal(end)}" for order, end in ends if end is not None]


def fact_select(fact: FactDef, use: FactUse, scope: Scope) -> str:
    """The SELECT of one fact as text: person_id, lo, hi, src: one row a person at most."""
    query = Query(scope, dict(use.args))
    made = fact.select(query)
    if isinstance(made, str):
        return made
    return fold_select(made, query)


def fold_select(fold: Fold, query: Query) -> str:
    """A Fold alone: a pass with nothing else in it, and 0 for those whose section is confirmed."""
    run = Pass(fold.table, apart=True)
    taken = run.take(fold, with_row=True)
    columns = [f"f.{taken.lo} as lo", f"f.{taken.hi} as hi", f"{f'f.{taken.row}' if taken.row else _NULL} as src"]
    if fold.none_when:
        settled = f"f.{taken.hi_if_complete or taken.hi}"
        columns += [f"{settled} as settled", "0 as complete"]
    told = (
        f"select f.person_id as person_id, {', '.join(columns)} from ({run.select(query)}) f "
        f"where f.{taken.lo} is not null and f.{taken.hi} is not null"
    )
    if not fold.none_when:
        return told
    none = f"select s.person_id, {_NULL}, {_NULL}, {_NULL}, {_NULL}, 1 from {section(query, fold.none_when)} s"
    return (
        "select r.person_id as person_id, coalesce(max(r.lo), 0) as lo, "
        "coalesce(case when max(r.complete) = 1 then max(r.settled) else max(r.hi) end, 0) as hi, "
        f"max(r.src) as src from ({told} union all {none}) r group by r.person_id"
    )


def section(query: Query, name: str) -> str:
    """The confirmations of a section of the dossier on the record, as a parenthesised SELECT."""
    return f"(select * from {query.table(SECTIONS)} k where k.name = {literal(name)})"
