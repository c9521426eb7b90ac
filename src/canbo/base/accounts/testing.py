"""Accounts for tests."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP

from canbo.base.accounts.models import Account

#: The secret of every test's app; nothing hangs on it.
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def an_account(
    username: str = "hoa",
    *,
    shown_as: str = "",
    system: bool = False,
    password: str = "",
    second_factor: bool = True,
) -> Account:
    """The account of that name, made when it is not there yet; without a password nobody can sign in with it.

    With its second factor, as everybody has who decides; `second_factor=False` makes one that has not set it up.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = Account(username=username, shown_as=shown_as or username, system=system)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save()
        if second_factor and not system:
            TOTP.activate(account, APP_SECRET)
    return account
