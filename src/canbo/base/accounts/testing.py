"""Accounts for tests."""

from __future__ import annotations

from canbo.base.accounts.models import Account


def an_account(username: str = "hoa", *, shown_as: str = "", system: bool = False, password: str = "") -> Account:
    """The account of that name, made when it is not there yet; without a password nobody can sign in with it."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = Account(username=username, shown_as=shown_as or username, system=system)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save()
    return account
