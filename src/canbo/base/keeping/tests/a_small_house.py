"""Run as a program, and not often: each start takes seconds.

`build FILE` in an empty home: a few accounts, a grant and a signed checkpoint, published below the home; backed up.
`look FILE` in a restored one: is the record whole, is a second restore refused, can it be written to.
Both print what stands in the tables, the first line of what they say.
"""

import datetime as dt
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be imported once Django stands
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from canbo.base.access.actions import grant_role  # noqa: E402
from canbo.base.access.models import Role  # noqa: E402
from canbo.base.accounts.actions import open_account, system_account  # noqa: E402
from canbo.base.keeping.databases import counts  # noqa: E402
from canbo.base.record.publishing import publish  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def build() -> None:
    """Seven entries, a key and a published record."""
    call_command("migrate", verbosity=0)
    house = system_account(at=AT)
    for name in ("lan", "hoa", "minh"):
        account = open_account(username=name, shown_as=name.title(), by=house, at=AT)
        grant_role(account=account, role=Role.OFFICER, body_code="LG", since=AT.date(), by=house, at=AT)
    publish(settings.HOME / "record" / "public")
    (settings.HOME / "uploads").mkdir()
    (settings.HOME / "uploads" / "văn-bằng.pdf").write_bytes(bytes(range(256)) * 4500)


def contents() -> str:
    """How many rows every table has, and the hashes of the record."""
    with connection.cursor() as cursor:
        rows = counts(cursor, connection.introspection.table_names())
        cursor.execute("select hash from record_entry order by seq")
        return f"{sorted(rows.items())} {cursor.fetchall()}"


def look(file: str) -> None:
    """Verify, try to restore once more, open an account. Ends with an error unless each goes as it should."""
    call_command("record", "verify")
    try:
        call_command("restore", source=Path(file))
    except SystemExit as refused:
        if refused.code != 2:
            raise
    open_account(username="sau", shown_as="Sau", by=system_account(at=AT), at=AT)


if __name__ == "__main__":
    with everything():
        what, archive = sys.argv[1:]
        if what == "build":
            build()
            call_command("backup", to=Path(archive))
        sys.stdout.write(f"{contents()}\n")
        if what == "look":
            look(archive)
