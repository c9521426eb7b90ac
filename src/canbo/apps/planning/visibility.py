"""Who may see a plan, and by which clause somebody left it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from canbo.apps.bodies.permissions import Place
from canbo.apps.planning.models import Cycle
from canbo.apps.procedures.visibility import bodies_seen
from canbo.base.access.deciding import may
from canbo.base.accounts.models import Account


def visible_cycles(actor: Account, at: dt.date) -> QuerySet[Cycle]:
    """The cycles of the bodies whose cases an account may see on a day."""
    return Cycle.objects.all() if actor.system else Cycle.objects.filter(body_id__in=bodies_seen(actor, at, Cycle))


def sees_clauses(actor: Account, cycle: Cycle, at: dt.date) -> bool:
    """Whether an account is told by which clause somebody left a plan: most of these rest on sealed sections."""
    return may(actor, "planning.see_clauses", Place(cycle.body_id), at) is None
