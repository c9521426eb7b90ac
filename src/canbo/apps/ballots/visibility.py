"""Who may see a ballot, and who its result: the rule of the day may keep a result from all but those who need it."""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import kind_of
from canbo.apps.bodies.permissions import roles_over_body
from canbo.apps.bodies.queries import subtree_sql
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account

#: Roles over the body that see its ballots.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.MEMBER, Role.APPROVER, Role.INSPECTOR})
#: Of those, the roles that see a result that is not announced.
SEEING_KEPT = SEEING - {Role.MEMBER}


def visible_ballots(actor: Account, at: dt.date) -> QuerySet[Ballot]:
    """The ballots whose existence an account may see on a day: of its bodies, and those that it counts."""
    ballots = Ballot.objects.all()
    if actor.system:
        return ballots
    seeds, values = grants_on(actor, at, SEEING).values("body_code").query.sql_with_params()
    under = RawSQL(*subtree_sql(seeds, values, at), output_field=BigIntegerField())  # noqa: S611 - values are parameters
    counting = Teller.objects.filter(account=actor, entry_to__isnull=True).values("ballot_id")
    return ballots.filter(Q(body_id__in=under) | Q(pk__in=counting))


def telling(actor: Account, ballot: Ballot) -> Teller | None:
    """The place of an account in the counting team, if it has one."""
    return ballot.tellers.filter(account=actor, entry_to__isnull=True).first()


def may_see_result(actor: Account, ballot: Ballot, at: dt.date) -> bool:
    """Whether an account may see the result of a closed ballot on a day."""
    if actor.system or telling(actor, ballot) is not None:
        return True
    held = roles_over_body(actor, ballot.body_id, at)
    return bool(held & (SEEING if kind_of(ballot).announced.value else SEEING_KEPT))
