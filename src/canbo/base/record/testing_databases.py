"""For tests that run the program itself: a database of the kind under test, apart from the one of the tests."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

#: What is kept as the migrations made it: the name of the file, and what the name of the database ends in.
KEPT_FILE, KEPT_ENDING = "tables.sqlite3", "_tables"


def keep_tables() -> None:
    """Keep the test database as the migrations have just made it: drawing every model at every step takes seconds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("vacuum into %s", [str(settings.HOME / KEPT_FILE)])
        return
    connection.close()  # PostgreSQL copies no database that somebody is in
    forget_tables()
    with psycopg.connect(os.environ["CANBO_DATABASE"], autocommit=True) as server:
        names = sql.Identifier(_kept()), sql.Identifier(connection.settings_dict["NAME"])
        server.execute(sql.SQL("create database {} template {}").format(*names))


def forget_tables() -> None:
    """Remove what was kept from the server; a file goes with the folder of the run."""
    if connection.vendor == "postgresql":
        with psycopg.connect(os.environ["CANBO_DATABASE"], autocommit=True) as server:
            server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(_kept())))


def _kept() -> str:
    return f"{connection.settings_dict['NAME']}{KEPT_ENDING}"


@contextmanager
def a_database(server: str | None = None, tables_for: Path | None = None) -> Iterator[str]:
    """The address of a database for CANBO_DATABASE, on `server` or the one under test; "" is SQLite in CANBO_HOME.

    It is empty; where `tables_for` names that home, it has the tables already, and `migrate` finds nothing to do (the
    test then asks for `django_db_setup`). Removed at the end.
    """
    server = os.environ.get("CANBO_DATABASE", "") if server is None else server
    if not server:
        if tables_for:
            shutil.copyfile(settings.HOME / KEPT_FILE, tables_for / "canbo.sqlite3")
        yield ""
        return
    name = f"apart_{secrets.token_hex(6)}"
    pattern = sql.Identifier(_kept() if tables_for else "template1")
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), pattern))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connected.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
