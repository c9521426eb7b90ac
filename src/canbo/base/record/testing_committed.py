"""For tests that must commit (a second connection, a columnar engine that attaches the database).

Django empties every table after such a test, which the guards of the record refuse; `committed_db` lifts them for that
moment and sets them again. Use it in place of `transactional_db`; import both fixtures into the test module or its
conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from canbo.base.record.triggers import lift, restore


@pytest.fixture
def guards_after_emptying(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """Set the guards again once Django has emptied the tables."""
    lifted: list[str] = []
    yield lifted
    with django_db_blocker.unblock():
        restore(connection, lifted)


@pytest.fixture
def committed_db(guards_after_emptying: list[str], transactional_db: None) -> Iterator[None]:
    """A database in which the test commits; emptied afterwards."""
    yield
    guards_after_emptying += lift(connection)
