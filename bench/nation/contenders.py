"""One contender in a process of its own: `python -m bench.nation.contenders NAME FOLDER` prints its figures as JSON."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl

from bench.nation import by_hand_polars, by_hand_sql
from bench.nation.standard import LEAST, scope, standard
from canbo.apps.people.facts import FACTS
from canbo.core.engines.reference import evaluate
from canbo.core.engines.sets import (
    compile_clauses,
    compile_facts,
    compile_screen,
    facts_needed,
    sheet_columns,
    slices,
)
from canbo.core.engines.sql import Scope, fact_select
from canbo.core.facts import FactSheet, FactUse, Value
from canbo.core.loading import load_pack

ROOT = Path(__file__).resolve().parents[2]
DEFS = {fact.name: fact for fact in FACTS}
CLAUSES = range(1, 13)
#: Registers that facts ask and that the made-up nation leaves empty.
EMPTY = ("people_extension",)


def _pack_scope(people: tuple[int, ...] | None = None) -> Scope:
    files = {str(f.relative_to(ROOT)): f.read_text(encoding="utf-8") for f in (ROOT / "policy" / "vn").rglob("*.yaml")}
    return scope(load_pack(files, DEFS), people)


def _engine(folder: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(config={"threads": 2, "memory_limit": "1300MB"})
    for file in sorted(folder.glob("*.parquet")):
        engine.execute(f"create view {file.stem} as select * from '{file}'")
    _complete(engine)
    return engine


def _complete(engine: duckdb.DuckDBPyConnection) -> None:
    """The registers of the nation that have no file of their own."""
    engine.execute(
        "create view people_person as select person_id as id, min(entry_from_id) as entry_from_id "
        "from people_personversion group by person_id"
    )
    for name in EMPTY:
        engine.execute(
            f"create table {name} (id bigint, person_id bigint, on_lo integer, on_hi integer, last_lo integer, "
            "last_hi integer, entry_from_id bigint, entry_to_id bigint)"
        )


def _road(table: object) -> str:
    """The road map of retirement as the analyst would have it: CASE over sex and birth month."""
    rows = []
    for conditions, months in table:  # type: ignore[attr-defined]
        tests = []
        for index, low, high in conditions:
            column = ("sex", "b")[index]
            tests += [f"{column} >= {low!r}"] if low is not None else []
            tests += [f"{column} <= {high!r}"] if high is not None else []
        rows.append(f"when {' and '.join(tests)} then {months}")
    return f"case {' '.join(rows)} end"


def _counted(engine: duckdb.DuckDBPyConnection, first: int, yes: str, no: str) -> list[int]:
    columns = [f"c{number - 1 + first}" for number in CLAUSES]
    sums = [f"count(*) filter ({yes.format(each)}), count(*) filter ({no.format(each)})" for each in columns]
    return list(engine.execute(f"select {', '.join(sums)} from answers").fetchall()[0])


def by_sql(folder: Path) -> tuple[float, list[int]]:
    """DuckDB by hand."""
    asked = _pack_scope()
    engine = _engine(folder)
    began = time.perf_counter()
    engine.execute(f"create table answers as {by_hand_sql.select(folder, _road(asked.tables['retirement_age']))}")
    return time.perf_counter() - began, _counted(engine, 1, "{0}", "not {0}")


def by_polars(folder: Path) -> tuple[float, list[int]]:
    """Polars by hand, streaming."""
    asked = _pack_scope()
    began = time.perf_counter()
    found = by_hand_polars.screen(folder, asked.tables["retirement_age"]).collect(engine="streaming")
    spent = time.perf_counter() - began
    columns = [found[f"c{number}"].cast(pl.Boolean) for number in CLAUSES]
    return spent, [int(total or 0) for column in columns for total in (column.sum(), (~column).sum())]


def ours(folder: Path) -> tuple[float, list[int]]:
    """Canbo, cold: facts and answers for everybody."""
    asked = _pack_scope()
    engine = _engine(folder)
    began = time.perf_counter()
    for number, part in enumerate(slices(asked, len(_ids(folder)))):
        into = "insert into answers" if number else "create table answers as"
        engine.execute(f"{into} {compile_screen(standard(), DEFS, part)}")
    return time.perf_counter() - began, _counted(engine, 0, "{0}", "not {0}")


def changed(folder: Path) -> tuple[float, list[int]]:
    """Canbo, one clause changed: the fact sheet is kept, that clause is answered anew for everybody."""
    asked = _pack_scope()
    engine = _engine(folder)
    whole, other = standard(), standard(member=LEAST["member"] + 24)
    uses = facts_needed(whole)
    for number, part in enumerate(slices(asked, len(_ids(folder)))):
        into = "insert into sheet" if number else "create table sheet as"
        engine.execute(f"{into} {compile_facts(uses, DEFS, part)}")
    moved = type(other)(other.title, other.purpose, other.clauses[4:5])
    began = time.perf_counter()
    engine.execute(f"create table one as {compile_clauses(moved, sheet_columns(uses))}")
    spent = time.perf_counter() - began
    engine.execute(f"create table answers as {compile_clauses(whole, sheet_columns(uses))}")
    return spent, _counted(engine, 0, "{0}", "not {0}")


def one_person(folder: Path) -> tuple[float, list[int]]:
    """Canbo, one person explained with every reason: the median of twenty different people, in seconds.

    The dossier of the one is taken from the columnar copy of the registers, which stands until the next entry (making
    it is not timed), into a record database in memory, and explained there.
    """
    asked, wanted, spent = _pack_scope(), standard(), []
    uses, people = facts_needed(wanted), len(_ids(folder))
    with closing(_copy(folder)) as engine:
        for number in range(20):
            person = 1 + number * (people // 20)
            began = time.perf_counter()
            narrow = Scope(asked.asof, None, (person,), asked.scales, asked.tables)
            with closing(sqlite3.connect(":memory:")) as record:
                _take_dossier(engine, record, person)
                evaluate(wanted, _facts(record, uses, narrow), person)
            spent.append(time.perf_counter() - began)
    return sorted(spent)[len(spent) // 2], []


def _copy(folder: Path) -> duckdb.DuckDBPyConnection:
    """The nation as tables of the columnar engine, in a file."""
    file = folder / "nation.duckdb"
    made = file.exists()
    engine = duckdb.connect(str(file), config={"threads": 2, "memory_limit": "1300MB"})
    if not made:
        for source in sorted(folder.glob("*.parquet")):
            engine.execute(f"create table {source.stem} as select * from '{source}'")
        _complete(engine)
    return engine


def _facts(record: sqlite3.Connection, uses: list[FactUse], scope: Scope) -> FactSheet:
    rows: dict[str, dict[int, Value]] = {use.key: {} for use in uses}
    for use in uses:
        for who, lo, hi, src in record.execute(fact_select(DEFS[use.name], use, scope)):
            if lo is not None:
                rows[use.key][who] = Value(int(lo), int(hi), src)
    return FactSheet(rows)


def _take_dossier(engine: duckdb.DuckDBPyConnection, record: sqlite3.Connection, person: int) -> None:
    """Copy the register rows of one person."""
    for (table,) in engine.execute("select table_name from information_schema.tables order by 1").fetchall():
        if table == "people_person":
            continue  # nothing asks it about one person: the versions are one row a person
        found = engine.execute(f"select * from {table} where person_id = {person}")
        names = [column[0] for column in found.description or ()]
        record.execute(f"create table {table} ({', '.join(names)})")
        record.executemany(f"insert into {table} values ({', '.join('?' * len(names))})", found.fetchall())


def _ids(folder: Path) -> range:
    with duckdb.connect() as engine:
        return range(
            engine.execute(f"select max(person_id) from '{folder}/people_personversion.parquet'").fetchall()[0][0]
        )


CONTENDERS: dict[str, Callable[[Path], tuple[float, list[int]]]] = {
    "polars": by_polars,
    "duckdb": by_sql,
    "ours": ours,
    "changed": changed,
    "one": one_person,
}


def main() -> None:
    """Run one contender and print wall and CPU seconds, peak memory in MB and the answers counted."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    before = time.process_time()
    wall, answers = CONTENDERS[name](folder)
    figures = {
        "wall": wall,
        "cpu": time.process_time() - before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "answers": answers,
        "day": dt.date(2026, 11, 1).isoformat(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
