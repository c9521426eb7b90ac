"""What the database believes of the sizes of its own tables, renewed when that is sure to be out of date."""

from __future__ import annotations

from django.db import connection, transaction

#: Rows written at once from which on the old beliefs mislead: a few hundred are read quickly by any plan.
MANY_ROWS = 1_000
#: Rows of each index that SQLite looks at; without a limit it reads every table whole, while nobody else can write.
_LOOKED_AT = 1_000


def renew_estimates() -> None:
    """Have the database look at its tables anew as soon as what is being written is committed.

    It then plans its questions for what stands in them now. For a table that was empty when it last looked it takes the
    plan of an empty one, however many rows came since: the same question takes seconds where milliseconds are due.
    """
    transaction.on_commit(look_anew, robust=True)


def look_anew() -> None:
    """Run the database's own ANALYZE."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"pragma analysis_limit = {_LOOKED_AT}")
        cursor.execute("analyze")
