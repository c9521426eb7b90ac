"""What every test of Canbo stands on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connections

from canbo.base.record.kept import forget_all
from canbo.base.record.testing_databases import forget_tables, keep_tables
from canbo.base.walls.asking import everything
from canbo.config import testing

# The build must give the same answer twice: generated cases are derived from the test itself. A search for new
# counterexamples is asked for with HYPOTHESIS_PROFILE=search.
hypothesis.settings.register_profile("build", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "build"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files marked `long` first: begun last, one of them keeps a process busy while the other has nothing left."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Keep the SQLite test database in a file: DuckDB cannot attach one that lives in memory."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(testing.HOME / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep a copy of the tables as the migrations made them, for tests that run the program itself."""
    with django_db_blocker.unblock():
        keep_tables()
    yield
    forget_tables()


@pytest.fixture(autouse=True)
def the_house_asks() -> Iterator[None]:
    """A test speaks for the house, not for an account; requests that it makes say themselves for whom they ask."""
    with everything():
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """A rolled-back test gives its record positions back; what was kept or signed for them must go too."""
    yield
    forget_all()
    (testing.HOME / "record" / "checkpoint").unlink(missing_ok=True)
