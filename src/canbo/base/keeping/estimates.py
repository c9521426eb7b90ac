"""What the database believes of the sizes of its own tables, renewed when that is sure to be out of date."""

from __future__ import annotations

from functools import partial

from django.db import connection, models, transaction

#: Rows written at once from which on the old beliefs mislead: a few hundred are read quickly by any plan.
MANY_ROWS = 1_000
#: Rows of each index that SQLite looks at; without a limit it reads every table whole, while nobody else can write.
_LOOKED_AT = 1_000


def renew_estimates(*tables: type[models.Model]) -> None:
    """Have the database look at tables anew as soon as what is being written is committed; without names, at all.

    It then plans its questions for what stands in them now. For a table that was empty when it last looked it takes the
    plan of an empty one, however many rows came since: the same question takes seconds where milliseconds are due.
    """
    transaction.on_commit(partial(look_anew, *tables), robust=True)


def look_anew(*tables: type[models.Model]) -> None:
    """Run the database's own ANALYZE on tables; without names, on all."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"pragma analysis_limit = {_LOOKED_AT}")
        for name in [each._meta.db_table for each in tables] or [""]:
            cursor.execute(f"analyze {name}")
