"""A connection from elsewhere that never says for whom it asks. Committed rows: apart from tests that roll back."""

import psycopg
import pytest
from django.db import connection

from canbo.apps.people.testing import a_person
from canbo.base.record.testing_committed import committed_db, guards_after_emptying  # noqa: F401 - fixtures
from canbo.base.walls.policies import walled_tables

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")


def test_a_connection_that_says_nothing_sees_nothing(committed_db):  # noqa: F811
    a_person()
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"], host=settings["HOST"],
        port=settings["PORT"],
    ) as raw:  # fmt: skip
        for table in walled_tables(connection):
            assert raw.execute(f"select count(*) from {table}").fetchone() == (0,)
