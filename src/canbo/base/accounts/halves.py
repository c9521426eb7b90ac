"""A password for one use in two halves: each of the two people who recover an account learns one of them alone."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

#: Letters and digits that nobody mistakes for one another on the telephone.
_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
_LENGTH = 8


def first_half(proposal: int) -> str:
    """What the proposer of a recovery (by its number) is shown and passes on to the owner of the account."""
    seal = hmac.new(settings.SECRET_KEY.encode(), b"canbo/first-half/1\n%d" % proposal, hashlib.sha256).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in seal[:_LENGTH])


def second_half() -> str:
    """What the second person is shown, once; made of chance."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def whole(first: str, second: str) -> str:
    """The password that the two halves make."""
    return f"{first}-{second}"
