"""Run as a program in an empty home: a few accounts, a grant and a signed checkpoint, published below the home."""

import datetime as dt
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be imported once Django stands
from django.core.management import call_command  # noqa: E402

from canbo.base.access.actions import grant_role  # noqa: E402
from canbo.base.access.models import Role  # noqa: E402
from canbo.base.accounts.actions import open_account, system_account  # noqa: E402
from canbo.base.record.publishing import publish  # noqa: E402

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
    (settings.HOME / "uploads" / "văn-bằng.pdf").write_bytes(bytes(range(256)) * 9000)


if __name__ == "__main__":
    build()
