"""Who subscribes to a calendar of cases, and whose a token is."""

from __future__ import annotations

from canbo.apps.procedures.models import Feed
from canbo.base.accounts.models import Account
from canbo.lib.hashing import sha256_hex


def feed_of(actor: Account) -> Feed | None:
    """The open feed of an account."""
    return Feed.objects.filter(account=actor, entry_to__isnull=True).select_related("entry_from").first()


def account_of(token: str) -> Account | None:
    """Whose an open token is; None for any other word, and for an account that no longer signs in."""
    found = Feed.objects.filter(digest=sha256_hex(token), entry_to__isnull=True).select_related("account").first()
    return found.account if found is not None and found.account.is_active else None
