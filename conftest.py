"""What every test of Canbo stands on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connections

from canbo.base.record.kept import forget_all
from canbo.base.walls.asking import everything
from canbo.config import testing

# The build must give the same answer twice: generated cases are derived from the test itself. A search for new
# counterexamples is asked for with HYPOTHESIS_PROFILE=search.
hypothesis.settings.register_profile("build", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "build"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Keep the SQLite test database in a file: DuckDB cannot attach one that lives in memory."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(testing.HOME / "test.sqlite3")


@pytest.fixture(autouse=True)
def the_house_asks() -> Iterator[None]:
    """A test speaks for the house, not for an account; requests that it makes say themselves for whom they ask."""
    with everything():
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """A rolled-back test gives its record positions back; what was kept for them must go too."""
    yield
    forget_all()
