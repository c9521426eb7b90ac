"""Opening accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.read_only import why_not_write
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

    Raises Refusal when the name is taken or blank, or the password too easy to guess.
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
    if password is not None:
        refuse(why_not_password(password, Account(username=name, shown_as=shown)))
    return _open(name, shown, password, by=by, at=at)


def why_not_password(password: str, account: Account) -> Refusal | None:
    """Why a password is too easy to guess for an account, or None: short, common, only digits, or like the name."""
    try:
        validate_password(password, account)
    except ValidationError:
        return Refusal(
            "accounts.weak_password",
            Text("Mật khẩu này dễ đoán.", "This password is easy to guess."),
            Text(
                "Dùng ít nhất 12 ký tự, không chỉ gồm chữ số, không giống tên và không phải mật khẩu phổ biến.",
                "Take at least 12 characters, not digits alone, nothing like the name and no common password.",
            ),
            status=422,
        )
    return None


def enter_lock(*, username: str, address: str, at: dt.datetime) -> None:
    """Enter that signing in under a name was stopped from an address, because it failed too often.

    Only for names that exist: what was typed in place of a name may be a password. Nothing while read-only.
    """
    known = Account.objects.filter(username=username).exists()
    if known and why_not_write() is None:
        payload = {"username": username, "address": address}
        with acting("accounts.lock", by=system_account(at=at), at=at, payload=payload):
            pass


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
