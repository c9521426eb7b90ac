"""The second factor: what an account proves itself with besides its password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from canbo.base.accounts.models import Account

#: The kinds that prove an account at signing in; recovery codes only stand in for one of these.
PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: Account) -> bool:
    """Whether an account has set up an app or a security key. Signing in then always asks for it."""
    return Authenticator.objects.filter(user_id=account.pk, type__in=PROVING).exists()


def codes_of(secret: str) -> list[str]:
    """The six digits that an app with this secret (base32) shows: of the last half minute, of this one and of the next.

    Only for secrets that everybody knows: those of the demo and of tests.
    """
    return [format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time()]
