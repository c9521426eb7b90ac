"""A writer that dies at any moment, at the closing of a count or amid an import, lost nothing told, halved nothing."""

import pytest
from django.db import connection

from bench import kills
from canbo.base.record.testing_databases import a_database

KILLS, COUNTS, FILES = 25, 8, 5


@pytest.mark.long
def test_what_was_acknowledged_before_a_kill_is_there_and_the_record_is_whole(tmp_path, django_db_setup):
    with a_database(tables_for=tmp_path) as database:
        found = kills.run(KILLS, tmp_path, database, counts=COUNTS, files=FILES)
    assert found.acknowledged >= KILLS
    assert found.lost == 0
    assert found.breaks == 0
    assert found.half == 0
    assert found.closed + found.reopened == COUNTS
    assert found.imported + found.run_again == FILES


@pytest.mark.django_db
def test_a_commit_is_on_the_disk_before_it_is_acknowledged():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL: as its own settings say; the throw-away one of the tests does not sync")
    with connection.cursor() as cursor:
        cursor.execute("pragma synchronous")
        assert cursor.fetchone() == (2,)
