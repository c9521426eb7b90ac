"""`canbo found`: the first administrators of an installation, before anybody is there who could open accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from canbo.base.access.actions import grant_role
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.actions import open_with_one_time, system_account
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand

#: Two act, and one may be the owner of the account that the other two recover.
FOUNDERS = 3


class Command(RefusingCommand):
    """Opens an administrator's account and prints its password for one use. Refuses once three are there."""

    help = "Mở tài khoản quản trị đầu tiên / Open the accounts of the first three administrators."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and over which body."""
        super().add_arguments(parser)
        parser.add_argument("username")
        parser.add_argument("--shown-as", required=True, metavar="NAME")
        parser.add_argument("--body", required=True, metavar="CODE", help="the body at the top, by its code")

    def work(self, **options: Any) -> None:
        """Open, grant, print."""
        if (
            Grant.objects.filter(role=Role.ADMINISTRATOR, entry_to=None).values("account").distinct().count()
            >= FOUNDERS
        ):
            raise Refusal(
                "mandates.founded",
                Text("Hệ thống đã có đủ quản trị viên đầu tiên.", "The first administrators are there already."),
                Text("Hai quản trị viên giao vai trò trên trang.", "Two administrators grant roles on the pages."),
            )
        at = timezone.now()
        house = system_account(at=at)
        with transaction.atomic():
            name = options["username"]
            password = open_with_one_time(username=name, shown_as=options["shown_as"], by=house, at=at)
            grant_role(
                account=Account.objects.get(username=name), role=Role.ADMINISTRATOR, body_code=options["body"],
                since=timezone.localdate(at), by=house, at=at,
            )  # fmt: skip
        self.stdout.write(password)
