"""Generated standards and registers, and the databases on which both engines answer them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb
import psycopg
from hypothesis import strategies as st

from canbo.core.clauses import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Clause,
    Compare,
    Known,
    Limit,
    Not,
    Standard,
    Test,
    Unless,
)
from canbo.core.facts import FactDef, FactSheet, FactUse, Fold, Query, Value
from canbo.core.law import Citation, InstrumentKey
from canbo.core.loading.tree import NEVER
from canbo.lib.text import Text

CITES = Citation(InstrumentKey("1-QĐ/TW", NEVER), "1", "P")
SAYS = Text("điều khoản", "a clause")
POSTGRES = os.environ.get("CANBO_DATABASE", "")
TABLES = (
    "create {} table people_person (id integer, entry_from_id integer)",
    "create {} table people_reading (id integer, person_id integer, name varchar(8), lo integer, hi integer, "
    "entry_from_id integer, entry_to_id integer)",
    "create {} table people_other (id integer, person_id integer, name varchar(8), lo integer, hi integer, "
    "entry_from_id integer, entry_to_id integer)",
)

#: (person, table, name, lo, hi, closed): lo may be null beside a hi, as where nothing is verified.
Row = tuple[int, str, str, int | None, int | None, bool]
NAMES = ("a", "b", "c")
FOLDS = {
    "span": ("min", "max"),
    "most": ("max", "max"),
    "total": ("sum", "sum"),
    "count": ("count", "count"),
}


def definition(kind: str, table: str) -> FactDef:
    """A fact over one of the two registers: a Fold of one kind, or a SELECT of its own."""

    def fold(query: Query) -> Fold | str:
        where = "true" if query.arg("of") == "'c'" else f"t.name = {query.arg('of')}"
        if kind == "select":
            return (
                "select t.person_id as person_id, min(t.lo) as lo, max(t.hi) as hi, max(t.id) as src "
                f"from {query.table(table)} t where {where} group by t.person_id"
            )
        lo, hi = FOLDS[kind]
        return Fold(table, (lo, "t.lo" if kind == "span" else "t.hi"), (hi, "t.hi"), where)

    return FactDef(f"{kind}_{table}", "quantity", "", SAYS, fold, SAYS, "", params={"of": "code"})


DEFS = {
    made.name: made
    for made in (definition(kind, table) for kind in (*FOLDS, "select") for table in ("people_reading", "people_other"))
}

uses = st.builds(lambda name, of: FactUse(name, (("of", of),)), st.sampled_from(sorted(DEFS)), st.sampled_from(NAMES))
unanswerable = st.just(FactUse("span_people_reading", (("of", ()),)))
limits = st.builds(Limit, st.integers(0, 4))
leaves = st.builds(Compare, uses | uses | uses | unanswerable, st.sampled_from(OPERATORS), limits) | st.builds(
    Known, uses
)


def _branches(parts: st.SearchStrategy[Test]) -> st.SearchStrategy[Test]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return (
        st.builds(AllOf, several)
        | st.builds(AnyOf, several)
        | st.builds(Not, parts)
        | st.builds(AtLeast, st.integers(0, 4), several)
        | st.builds(Unless, parts, parts)
    )


tests = leaves | st.recursive(leaves, _branches, max_leaves=12)
standards = st.lists(tests, min_size=1, max_size=5).map(
    lambda made: Standard(
        "director",
        "appointment",
        tuple(Clause(f"C{place}", "condition", SAYS, test, CITES) for place, test in enumerate(made)),
    )
)


@st.composite
def rows(draw: st.DrawFn, people: int) -> Row:
    """One row of a register; a closed one is no longer on the record."""
    hi = draw(st.sampled_from((None, 0, 1, 2, 3, 4, 5)))
    lo = draw(st.none() | st.integers(0, hi)) if hi is not None else None
    return (
        draw(st.integers(1, people)),
        draw(st.sampled_from(("people_reading", "people_other"))),
        draw(st.sampled_from(NAMES)),
        lo,
        hi,
        draw(st.sampled_from((False, False, False, True))),
    )


@dataclass(frozen=True)
class World:
    """Some people and their rows."""

    people: int
    rows: tuple[Row, ...]


worlds = st.integers(1, 3).flatmap(
    lambda people: st.builds(World, st.just(people), st.lists(rows(people), min_size=2, max_size=14).map(tuple))
)


def plain_value(world: World, use: FactUse, person: int) -> Value | None:
    """The value of a fact in plain Python: what the SQL must come to."""
    kind, _, table = use.name.partition("_")
    of = dict(use.args)["of"]
    found = [
        (lo, hi)
        for who, where, name, lo, hi, closed in world.rows
        if who == person and where == table and not closed and of in (name, "c")
    ]
    lows = [lo for lo, _ in found if lo is not None]
    highs = [hi for _, hi in found if hi is not None]
    if not found or of == ():
        return None
    if kind == "count":
        return Value(len(highs), len(highs))
    if not highs or (kind in ("span", "select") and not lows):
        return None
    if kind == "total":
        return Value(sum(highs), sum(highs))
    return Value(max(highs), max(highs)) if kind == "most" else Value(min(lows), max(highs))


def plain_sheet(world: World, needed: Sequence[FactUse]) -> FactSheet:
    """The fact sheet of a world in plain Python."""
    sheet: dict[str, dict[int, Value]] = {}
    for use in needed:
        for person in range(1, world.people + 1):
            value = plain_value(world, use, person)
            if value is not None:
                sheet.setdefault(use.key, {})[person] = value
    return FactSheet(sheet)


class Database(Protocol):
    """What the three databases have in common here."""

    def execute(self, sql: str) -> Any: ...


@contextmanager
def database(vendor: str) -> Iterator[Database]:
    """An empty database of a vendor with the registers in it; nothing of it stays."""
    if vendor == "postgresql":
        with psycopg.connect(POSTGRES) as connection:
            yield _filled(connection, "temporary")
            connection.rollback()
        return
    opened = sqlite3.connect(":memory:") if vendor == "sqlite" else duckdb.connect(":memory:", config={"threads": 1})
    with closing(opened) as engine:
        yield _filled(engine, "")


def _filled(engine: Database, kind: str) -> Database:
    for table in TABLES:
        engine.execute(table.format(kind))
    return engine


def fill(engine: Database, world: World) -> None:
    """Put a world in the place of what is there."""
    for table in ("people_person", "people_reading", "people_other"):
        engine.execute(f"delete from {table}")
    people = ", ".join(f"({person}, 1)" for person in range(1, world.people + 1))
    engine.execute(f"insert into people_person values {people}")
    for number, (person, table, name, lo, hi, closed) in enumerate(world.rows, start=1):
        values = [str(number), str(person), f"'{name}'", _sql(lo), _sql(hi), "1", "2" if closed else "null"]
        engine.execute(f"insert into {table} values ({', '.join(values)})")


def _sql(value: int | None) -> str:
    return "null" if value is None else str(value)


VENDORS = ["sqlite", "duckdb", *(["postgresql"] if POSTGRES.startswith("postgresql://") else [])]
