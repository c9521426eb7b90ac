"""Who holds which role over which body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account


def grants_on(account: Account, day: dt.date, roles: Iterable[Role] | None = None) -> QuerySet[Grant]:
    """The roles an account holds on a day, as the record stands now; `roles` limits which."""
    held = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), account=account, entry_to__isnull=True, since__lte=day
    )
    return held if roles is None else held.filter(role__in=list(roles))
