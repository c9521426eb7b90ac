"""For tests that run the program itself: an empty database of the kind under test, apart from the one of the tests."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@contextmanager
def a_database() -> Iterator[str]:
    """The address of an empty database for CANBO_DATABASE; "" is SQLite in CANBO_HOME. Removed at the end."""
    server = os.environ.get("CANBO_DATABASE", "")
    if not server:
        yield ""
        return
    name = sql.Identifier(f"apart_{secrets.token_hex(6)}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(name))
        try:
            yield urlsplit(server)._replace(path=f"/{name.as_string().strip(chr(34))}").geturl()
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))
