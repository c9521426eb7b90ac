"""Who may read what is proposed."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from canbo.base.access.deciding import may
from canbo.base.accounts.models import Account
from canbo.base.authority.models import Proposal


def visible_proposals(actor: Account, day: dt.date) -> QuerySet[Proposal]:
    """The proposals that an account may read on a day: an administrator all of them, anybody else their own."""
    all_of_them = Proposal.objects.select_related("entry__by", "answer__entry__by").order_by("-pk")
    if may(actor, "access.administer", None, day) is None:
        return all_of_them
    return all_of_them.filter(entry__by=actor)


def waiting_for(actor: Account, at: dt.datetime) -> int:
    """How many proposals of others wait, at a moment, for a second person such as this account."""
    return (
        visible_proposals(actor, timezone.localdate(at))
        .filter(answer=None, expires__gt=at)
        .exclude(entry__by=actor)
        .count()
    )
