"""Where the SQL of facts and clauses runs: the record database itself for some, a columnar engine for everybody.

The text is the same. Up to about five thousand people the record database answers at once; for everybody DuckDB reads
a copy of the same tables (docs/decisions tells the measurements).
"""

from __future__ import annotations

import fcntl
import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, models

from canbo.base.fields import WrittenDate
from canbo.base.keeping.databases import copy_sqlite
from canbo.base.record.queries import position
from canbo.base.walls.asking import EVERYTHING, SETTINGS, everything

#: More people than this are screened by the columnar engine.
RECORD_LIMIT = 5_000
#: The schema under which the columnar engine sees the record database while it copies.
LIVE = "live."
#: The applications whose tables facts read, and the longest text that is still a code.
COPIED = ("people", "bodies")
LONGEST_CODE = 60
#: How the folders begin in which copies are made.
_FOLDERS = "columnar-"


class Store(Protocol):
    """Something that runs one SELECT."""

    @property
    def roll(self) -> str:
        """How its SELECTs list the people given with them (`core.engines.sql.Scope`); "" where they do not."""

    def rows(self, sql: str, people: Sequence[int] = ()) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT; `people` where it was written with `roll`."""


class RecordStore:
    """The record database, inside the transaction that is open."""

    @property
    def roll(self) -> str:
        """SQLite plans a statement about two hundred people as long as it runs it, and keeps those it has met.

        PostgreSQL is told the ids: from their number it sees which way is short.
        """
        return "select value from json_each(%(people)s)" if connection.vendor == "sqlite" else ""

    def rows(self, sql: str, people: Sequence[int] = ()) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT, run by Django's connection over everybody's rows: relatives and heads count too."""
        with everything(), connection.cursor() as cursor:
            cursor.execute(sql, {"people": json.dumps(list(people))} if people and self.roll else None)
            return cursor.fetchall()


class ColumnarStore:
    """DuckDB over a copy of the registers' codes, numbers and stamps, without their words. It sees what was committed.

    The registers change with the record and never otherwise, so that a copy is good until the next entry.
    """

    roll = ""

    def rows(self, sql: str, people: Sequence[int] = ()) -> Sequence[tuple[Any, ...]]:
        """All rows of a SELECT over the copy that belongs to the present position of the record."""
        with closing(_copy().cursor()) as cursor:
            return cursor.execute(sql).fetchall()


_lock = threading.Lock()
_kept: dict[tuple[str, str, int], duckdb.DuckDBPyConnection] = {}


def _copy() -> duckdb.DuckDBPyConnection:
    """The copy at the present position; made when there is none, in the place of an older one."""
    settings = connection.settings_dict
    key = (str(settings["HOST"]), str(settings["NAME"]), position())
    with _lock:
        if key not in _kept:
            _kept.clear()
            _kept[key] = _copied()
        return _kept[key]


def _copied() -> duckdb.DuckDBPyConnection:
    """The columns of the registers in a new engine.

    DuckDB brings an SQLite of its own. Two in one process know nothing of each other's locks: where the second closes
    the database the locks of the first are gone, and what it shares with others is cut short under it. Its SQLite
    therefore never opens the live file, but a copy that ours has made.
    """
    if connection.vendor != "sqlite":
        return _copied_from("")
    with _folder() as folder:
        file = Path(folder) / "registers.sqlite3"
        copy_sqlite(file)
        return _copied_from(str(file))


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for a copy, gone with it. A process that is killed leaves its own; the next copy clears it.

    Whoever copies shares a lock that dies with its process. Where nobody else holds it, every folder is left behind.
    """
    with (django_settings.HOME / "columnar.lock").open("w") as lock:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in django_settings.HOME.glob(f"{_FOLDERS}*"):
                shutil.rmtree(left)
        fcntl.flock(lock, fcntl.LOCK_SH)
        with TemporaryDirectory(dir=django_settings.HOME, prefix=_FOLDERS) as folder:
            yield folder


def _copied_from(file: str) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "1500MB"})
    _attach(engine, file)
    for model in apps.get_models():
        if model._meta.app_label in COPIED:
            table = model._meta.db_table
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not _is_words(field))
            engine.execute(f"create table {table} as select {columns} from {LIVE}{table}")  # noqa: S608 - our own names
    engine.execute("detach live")
    return engine


def _is_words(field: models.Field[Any, Any]) -> bool:
    """Names, texts and dates as written: nothing that a fact reads."""
    return isinstance(field, (WrittenDate, models.TextField)) or (field.max_length or 0) > LONGEST_CODE


def _attach(engine: duckdb.DuckDBPyConnection, file: str) -> None:
    """Attach the record database as `live`, or a copy of it, with the scanner that belongs to its vendor."""
    settings = connection.settings_dict
    if file:
        _load(engine, "sqlite")
        engine.execute(f"attach {_text(file)} as live (type sqlite, read_only)")
        return
    _load(engine, "postgres")
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        "options": f"-c {SETTINGS['person']}={EVERYTHING}",
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
