"""Opening accounts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

#: The account under which commands, imports and the first entry of an installation act.
SYSTEM = "canbo"


def system_account(*, at: dt.datetime) -> Account:
    """The account of the house itself. The first call makes it and writes the first entry of the record, by itself."""
    account = Account.objects.filter(username=SYSTEM).first()
    return account or _open(SYSTEM, "Canbo", None, by=None, at=at)


def open_account(*, username: str, shown_as: str, password: str | None = None, by: Account, at: dt.datetime) -> Account:
    """Open an account; without a password nobody can sign in with it yet.

    Raises Refusal when the name is taken or blank.
    """
    name, shown = nfc(username), nfc(shown_as)
    if not name or not shown:
        raise Refusal(
            "accounts.nameless",
            Text(
                "Tài khoản phải có tên đăng nhập và tên hiển thị.", "An account needs a sign-in name and a shown name."
            ),
            status=422,
        )
    if Account.objects.filter(username=name).exists():
        raise Refusal(
            "accounts.taken",
            Text("Tên đăng nhập {name} đã có người dùng.", "The sign-in name {name} is taken.").filled(name=name),
            Text("Chọn tên đăng nhập khác.", "Choose another sign-in name."),
        )
    return _open(name, shown, password, by=by, at=at)


def _open(username: str, shown_as: str, password: str | None, *, by: Account | None, at: dt.datetime) -> Account:
    account = Account(username=username, shown_as=shown_as, system=by is None)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    with transaction.atomic():
        if by is None:  # it must stand before its own first entry can name it
            account.save()
        payload = {"username": username, "shown_as": shown_as}
        with acting("accounts.open", by=by or account, at=at, payload=payload):
            account.save()
    return account
