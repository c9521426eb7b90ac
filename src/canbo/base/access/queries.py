"""Who holds which role over which body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account


def grants_on(account: Account, day: dt.date, roles: Iterable[Role] | None = None) -> QuerySet[Grant]:
    """The roles an account holds over bodies on a day, as the record stands now; `roles` limits which.

    Roles narrowed to the people of one managing authority are not among them: `narrow_grants_on` has those.
    """
    return _held(account, day, roles).filter(managed_by="")


def narrow_grants_on(account: Account, day: dt.date, roles: Iterable[Role] | None = None) -> QuerySet[Grant]:
    """The roles an account holds on a day over those people of some bodies whom one authority manages."""
    return _held(account, day, roles).exclude(managed_by="")


def _held(account: Account, day: dt.date, roles: Iterable[Role] | None) -> QuerySet[Grant]:
    held = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), account=account, entry_to__isnull=True, since__lte=day
    )
    return held if roles is None else held.filter(role__in=list(roles))
