"""The whole database as files, and back: SQLite by its own online copy, PostgreSQL table by table in one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from canbo.base.keeping.refusals import not_empty, other_version
from canbo.base.record.triggers import lift, restore
from canbo.base.walls.policies import open_for_loading

SQLITE_COPY = "database.sqlite3"
_TABLES = "select tablename from pg_tables where schemaname = current_schema() order by tablename"
_COLUMNS = (
    "select column_name from information_schema.columns where table_schema = current_schema() and table_name = %s "
    "and is_generated = 'NEVER' order by ordinal_position"
)
_NUMBERED = (
    "select column_name from information_schema.columns where table_schema = current_schema() and table_name = %s "
    "and is_identity = 'YES'"
)


def dump(to: Path) -> dict[str, Any]:
    """Write the database into a folder as it stands at one moment; what the manifest must know of it.

    Keys: vendor, size (entries), head (hash of the last one), rows (by table), migrations.
    """
    return _dump_sqlite(to) if connection.vendor == "sqlite" else _dump_postgresql(to)


def refuse_unless_empty() -> None:
    """Raise Refusal when the database to restore into holds a record already, or the house's tables with rows."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if file.exists() and file.stat().st_size:
            raise not_empty(file.name)
        return
    if "record_entry" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("select exists (select 1 from record_entry) or exists (select 1 from accounts_account)")
            if cursor.fetchone()[0]:
                raise not_empty(connection.settings_dict["NAME"])


def load(source: Path, known: dict[str, Any]) -> None:
    """Fill the empty database from a folder that `dump` wrote. Raises Refusal for another version's PostgreSQL tables.

    Either all of it stands afterwards, or nothing.
    """
    if connection.vendor == "sqlite":
        connections.close_all()
        (source / SQLITE_COPY).replace(connection.settings_dict["NAME"])
        return
    if known["migrations"] != _migrations_of_the_code():
        raise other_version()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        _load_postgresql(source, known)


def counts(cursor: Any, tables: list[str]) -> dict[str, int]:
    """The number of rows of each table."""
    found = {}
    for table in tables:
        cursor.execute(f'select count(*) from "{table}"')
        found[table] = cursor.fetchone()[0]
    return found


def copy_sqlite(to: Path) -> None:
    """Write what is committed in the SQLite database to a new file, alone: it waits for no log beside it."""
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(to)) as made:
        live.backup(made)
        made.execute("pragma journal_mode = delete")


def _dump_sqlite(to: Path) -> dict[str, Any]:
    copy = to / SQLITE_COPY
    copy_sqlite(copy)
    with closing(sqlite3.connect(copy)) as made:
        cursor = made.cursor()
        names = cursor.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        tables = sorted(row[0] for row in names)
        return {"vendor": "sqlite", **_known(cursor, tables)}


def _dump_postgresql(to: Path) -> dict[str, Any]:
    connection.cursor().close()  # who asks is told now: the level below must be the first word of its transaction
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute(_TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        columns = {}
        for table in tables:
            columns[table] = _names(cursor, _COLUMNS, table)
            with (
                (to / f"{table}.copy").open("wb") as out,
                cursor.copy(_copy(table, columns[table], "to stdout")) as rows,
            ):
                for piece in rows:
                    out.write(piece)
        return {"vendor": "postgresql", "columns": columns, **_known(cursor, tables)}


def _known(cursor: Any, tables: list[str]) -> dict[str, Any]:
    cursor.execute("select seq, hash from record_entry order by seq desc limit 1")
    size, head = cursor.fetchone() or (0, "")
    cursor.execute("select app, name from django_migrations")
    applied = sorted(f"{app}.{name}" for app, name in cursor.fetchall())
    return {"size": size, "head": head, "rows": counts(cursor, tables), "migrations": applied}


def _load_postgresql(source: Path, known: dict[str, Any]) -> None:
    columns: dict[str, list[str]] = known["columns"]
    lifted = lift(connection)
    with open_for_loading(connection), connection.cursor() as cursor:
        cursor.execute(f"truncate {', '.join(map(_quoted, columns))}")
        for table, names in columns.items():
            with cursor.copy(_copy(table, names, "from stdin")) as rows:
                for piece in _pieces(source / f"{table}.copy"):
                    rows.write(piece)
            for name in _names(cursor, _NUMBERED, table):
                cursor.execute(
                    f"select setval(pg_get_serial_sequence(%s, %s), coalesce(max({_quoted(name)}), 1), "
                    f"max({_quoted(name)}) is not null) from {_quoted(table)}",
                    [_quoted(table), name],
                )
        cursor.execute("set constraints all immediate")  # guards cannot be set over keys still to be checked
    restore(connection, lifted)


def _migrations_of_the_code() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(1 << 20):
            yield piece


def _names(cursor: Any, question: str, table: str) -> list[str]:
    cursor.execute(question, [table])
    return [row[0] for row in cursor.fetchall()]


def _copy(table: str, names: list[str], way: str) -> str:
    return f"copy {_quoted(table)} ({', '.join(map(_quoted, names))}) {way}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
