"""Who may see a plan, and by which clause somebody left it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from canbo.apps.bodies.permissions import Place
from canbo.apps.planning.models import Cycle
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.access.deciding import may
from canbo.base.accounts.models import Account


def visible_cycles(actor: Account, at: dt.date) -> QuerySet[Cycle]:
    """The cycles whose cases an account may see on a day."""
    owners = visible_cases(actor, at).filter(owner__startswith="planning:").values_list("owner", flat=True)
    return Cycle.objects.filter(pk__in=[int(owner.partition(":")[2]) for owner in set(owners)])


def sees_clauses(actor: Account, cycle: Cycle, at: dt.date) -> bool:
    """Whether an account is told by which clause somebody left a plan: most of these rest on sealed sections."""
    return may(actor, "planning.see_clauses", Place(cycle.body_id), at) is None
