"""Where the SQL of facts and clauses runs: the record database itself for some, a columnar engine for everybody.

The text is the same. Up to about five thousand people the record database answers at once; for everybody DuckDB reads
the same live tables (docs/decisions tells the measurements).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from importlib.metadata import distribution
from typing import Any, Protocol

import duckdb
from django.db import connection

#: More people than this are screened by the columnar engine.
RECORD_LIMIT = 5_000
#: The schema under which the columnar engine sees the record database.
LIVE = "live."


class Store(Protocol):
    """Something that runs one SELECT."""

    prefix: str

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT."""


class RecordStore:
    """The record database, inside the transaction that is open."""

    prefix = ""

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT, run by Django's connection."""
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


class ColumnarStore:
    """DuckDB over the live record database, read only. It sees what has been committed."""

    prefix = LIVE

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT, run by DuckDB over the attached database."""
        with closing(duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "1500MB"})) as engine:
            _attach(engine)
            return engine.execute(sql).fetchall()


def _attach(engine: duckdb.DuckDBPyConnection) -> None:
    """Attach the record database as `live`, with the scanner that belongs to its vendor."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        _load(engine, "sqlite")
        engine.execute(f"attach {_text(str(settings['NAME']))} as live (type sqlite, read_only)")
        return
    _load(engine, "postgres")
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    words = " ".join(f"{name}={_quoted(str(value))}" for name, value in parts.items() if value)
    engine.execute(f"attach {_text(words)} as live (type postgres, read_only)")


def _load(engine: duckdb.DuckDBPyConnection, scanner: str) -> None:
    """Load a scanner from its wheel; DuckDB checks its signature, and nothing is fetched."""
    name = f"{scanner}_scanner.duckdb_extension"
    wheel = distribution(f"duckdb-extension-{scanner}-scanner")
    file = next(f for f in wheel.files or () if f.name == name)
    engine.execute(f"load {_text(str(wheel.locate_file(file)))}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(value: str) -> str:
    """A value of a libpq connection string."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def store_for(people: int) -> Store:
    """The store that answers best for so many people.

    Inside an open transaction on SQLite in memory (a test) only the record database can see the rows.
    """
    in_memory = connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"])
    return RecordStore() if people <= RECORD_LIMIT or in_memory else ColumnarStore()
