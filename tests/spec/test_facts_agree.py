"""Every fact gives the same rows on SQLite, on DuckDB by itself, on DuckDB over the SQLite file, and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_sqlite_scanner
import pytest
from django.db import connection

from canbo.config.wiring import FACTS
from canbo.core.calendar import stamp
from canbo.core.engines.sql import Scope, fact_select
from canbo.core.facts import FactUse
from tests.spec.registers import TABLES, a_scope, drawn_rows, statements, values_of

PERSONS = 60
TERMS = tuple(f"{stamp(dt.date(a, 1, 15))}:{stamp(dt.date(a + 5, 1, 15))}" for a in (2011, 2016, 2018, 2021))
#: Arguments to ask a fact with; facts that are not here have none.
ARGUMENTS: dict[str, tuple[tuple[str, Any], ...]] = {
    "months_left_at_month": (("month", 2025 * 12 + 8),),
    "born_in": (("places", ("P63:40", "P34:40")),),
    "hometown_in": (("places", ("P63:40",)),),
    "raised_in": (("places", ()),),
    "is_minority": (("majority", ("GSO:01", "OLD:01")),),
    "category_is": (("categories", ("cadre",)),),
    "managed_by_is": (("authorities", ("politburo",)),),
    "degree_in_fields": (("fields", ("law",)), ("least", "university")),
    "certificate_rank": (("kind", "state_management"), ("scale", "state-management-levels")),
    "months_in_titles": (("titles", ("head", "chief", "deputy")),),
    "holds_title": (("titles", ("head", "chief")),),
    "held_title": (("titles", ("head",)),),
    "months_as_head_in_place": (("titles", ("head", "chief")),),
    "months_worked_in_places": (("places", ("P63:40",)),),
    "months_in_level": (("levels", ("province",)),),
    "seat_months": (("committees", ("central", "province")), ("roles", ("member", "standing"))),
    "whole_terms": (("committee", "province"), ("terms", TERMS)),
    "holds_seat": (("committees", ("central",)),),
    "last_ratings": (("years", 3), ("least", "good")),
    "rated_not_done": (("years", 3),),
    "has_discipline": (("form", "warning"),),
    "months_since_discipline": (("form", "reprimand"),),
    "canvassing_discipline": (("form", "warning"),),
    "months_since_canvassing": (("form", "warning"),),
    "proceedings_open": (("kinds", ("inspection",)),),
    "planned_for": (("titles", ("head",)),),
    "paper_present": (("kind", "cv"),),
    "paper_in_date": (("kind", "photo"), ("months", 6)),
    "papers_missing": (("kinds", ("cv", "photo", "proposal")),),
    "finding": (("kind", "health_fit"),),
    "finding_for": (("kind", "field_fits"), ("title", "head")),
    "rewards": (("forms", ("merit",)),),
}
DAYS = (dt.date(2020, 2, 29), dt.date(2025, 10, 8), dt.date(2026, 11, 22))
#: Day, position on the record, people asked.
QUESTIONS: tuple[tuple[dt.date, int | None, list[int] | None], ...] = (
    (DAYS[0], 7, None),
    (DAYS[1], None, None),
    (DAYS[2], None, [3, 4, 5, 61]),
)

Rows = list[tuple[int, int | None, int | None, int | None]]
Ask = Callable[[str, Scope], Rows]


def use_of(name: str) -> FactUse:
    return FactUse(name, ARGUMENTS.get(name, ()))


def read(run: Callable[[str], Any], name: str, scope: Scope) -> Rows:
    text = fact_select(FACTS[name], use_of(name), scope)
    rows = run(f"select person_id, lo, hi, src from ({text}) f order by person_id").fetchall()
    return [tuple(None if cell is None else int(cell) for cell in row) for row in rows]


@pytest.fixture(scope="module", params=(1, 2))
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The same drawn rows in a SQLite file, in DuckDB and in DuckDB reading the file."""
    rows = drawn_rows(request.param, PERSONS)
    file = tmp_path_factory.mktemp("registers") / "record.sqlite3"
    lite, duck, attached = sqlite3.connect(file), duckdb.connect(), duckdb.connect()
    for model in TABLES:
        create, insert = statements(model, "bool", "?")
        lite.execute(create)
        lite.executemany(insert, values_of(rows[model]))
    lite.commit()
    extension = next(Path(duckdb_extension_sqlite_scanner.__file__).parent.rglob("sqlite_scanner.duckdb_extension"))
    for store in (duck, attached):
        store.execute(f"load '{extension}'")
        store.execute(f"attach '{file}' as record (type sqlite, read_only)")
    for model in TABLES:
        duck.execute(statements(model, "boolean", "?")[0])
        duck.execute(f"insert into {model._meta.db_table} select * from record.{model._meta.db_table}")
    duck.execute("detach record")
    yield {"seed": request.param, "sqlite": lite, "duckdb": duck, "attached": attached}
    for store in (lite, duck, attached):
        store.close()


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_the_same_in_sqlite_and_in_both_ways_of_duckdb(stores: dict[str, Any], name: str) -> None:
    for day, known, asked in QUESTIONS:
        scope = a_scope(stamp(day), known=known, people_asked=asked)
        expected = read(stores["sqlite"].execute, name, scope)
        assert read(stores["duckdb"].execute, name, scope) == expected
        assert read(stores["attached"].execute, name, replace(scope, prefix="record.")) == expected


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_one_whole_interval_for_one_person_asked(stores: dict[str, Any], name: str) -> None:
    rows = read(stores["sqlite"].execute, name, a_scope(stamp(DAYS[1]), people_asked=list(range(1, 21))))
    people = [row[0] for row in rows]
    assert len(set(people)) == len(people)
    assert set(people) <= set(range(1, 21))
    for _, lo, hi, _ in rows:
        assert (lo is None) == (hi is None)
        assert lo is None or hi is None or lo <= hi
        assert FACTS[name].kind != "flag" or lo is None or 0 <= lo <= hi <= 1


@pytest.mark.parametrize("name", FACTS)
def test_one_person_asked_alone_gets_the_same_answer_as_among_everybody(stores: dict[str, Any], name: str) -> None:
    everybody = {row[0]: row for row in read(stores["sqlite"].execute, name, a_scope(stamp(DAYS[1])))}
    for person in (1, 7, 30):
        alone = read(stores["sqlite"].execute, name, a_scope(stamp(DAYS[1]), people_asked=[person]))
        assert alone == ([everybody[person]] if person in everybody else [])


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="no PostgreSQL is configured")
def test_every_fact_is_the_same_in_postgresql() -> None:
    for seed in (1, 2):
        rows = drawn_rows(seed, PERSONS)
        lite = sqlite3.connect(":memory:")
        with connection.cursor() as cursor:
            for model in TABLES:
                create, insert = statements(model, "bool", "?")
                lite.execute(create)
                lite.executemany(insert, values_of(rows[model]))
                create, insert = statements(model, "boolean", "%s", "temporary")
                cursor.execute(f"drop table if exists pg_temp.{model._meta.db_table}")
                cursor.execute(create)
                if rows[model]:
                    cursor.executemany(insert, values_of(rows[model]))
            for name in FACTS:
                for day in DAYS:
                    scope = a_scope(stamp(day), known=7)
                    cursor.execute(
                        f"select person_id, lo, hi, src from "
                        f"({fact_select(FACTS[name], use_of(name), scope)}) f order by person_id"
                    )
                    found = [tuple(None if c is None else int(c) for c in row) for row in cursor.fetchall()]
                    assert found == read(lite.execute, name, scope), name
        lite.close()
