"""Study rows for tests."""

from __future__ import annotations

import datetime as dt

from canbo.apps.regulations.models import Study
from canbo.base.accounts.models import Account
from canbo.base.record.testing import an_entry


def a_study(
    instrument: str, body_code: str = "", account: Account | None = None, due: dt.date = dt.date(2030, 1, 1)
) -> Study:
    """An assignment of an instrument to a body or an account, due far ahead unless a test says otherwise."""
    return Study.objects.create(
        instrument=instrument,
        body_code=body_code,
        account=account,
        assigned=dt.date(2024, 1, 2),
        due=due,
        entry_from=an_entry(),
    )
