"""What the tests of every capability share: nothing kept in memory outlives the test whose rows it was made from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canbo.apps.eligibility import asked
from canbo.apps.people import listing


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """A rolled-back test gives its record positions back; what was kept for them must go too."""
    yield
    listing.forget()
    asked.forget()
