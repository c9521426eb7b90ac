from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from canbo.apps.eligibility import stores
from canbo.apps.eligibility.stores import ColumnarStore
from canbo.apps.people.testing import a_person

#: PostgreSQL keeps its locks in the server and is read where it stands: no file is made of it (decision 20).
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only of SQLite is a file made to be read"),
]

_WRITES = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('begin immediate')"


def another_process_writes() -> subprocess.CompletedProcess[str]:
    """What becomes of a write that another process begins now."""
    name = str(connection.settings_dict["NAME"])
    return subprocess.run([sys.executable, "-c", _WRITES, name], capture_output=True, text=True, check=False)


def test_a_columnar_copy_leaves_the_locks_of_a_write_under_way():
    a_person("P1")
    assert "locked" in another_process_writes().stderr
    assert ColumnarStore().rows("select count(*) from people_person") is not None
    assert "locked" in another_process_writes().stderr


def test_nothing_of_a_columnar_copy_stays_on_the_disk():
    ColumnarStore().rows("select count(*) from people_person")
    assert not list(settings.HOME.glob("columnar-*"))


#: A neighbour in the middle of its copy, as it stands when it says so.
_COPIES = """
import sys, threading
import django
django.setup()
from canbo.apps.eligibility import stores
with stores._folder() as folder:
    print(folder, flush=True)
    threading.Event().wait()
"""


def test_a_copy_clears_what_a_killed_process_left_and_nothing_of_a_living_one():
    environment = {**os.environ, "CANBO_HOME": str(settings.HOME), "DJANGO_SETTINGS_MODULE": "canbo.config.settings"}
    neighbour = subprocess.Popen([sys.executable, "-c", _COPIES], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert neighbour.stdout is not None
        folder = Path(neighbour.stdout.readline().strip())
        assert folder.is_dir()
        ColumnarStore().rows("select 1")
        assert folder.is_dir()
    finally:
        neighbour.kill()
        neighbour.communicate()
    assert folder.is_dir()
    stores._kept.clear()
    ColumnarStore().rows("select 1")
    assert not list(settings.HOME.glob("columnar-*"))
