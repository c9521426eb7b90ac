"""Who may see a ballot, and who its result: the rule of the day may keep a result from all but those who need it."""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import kind_of
from canbo.apps.bodies.permissions import Place
from canbo.apps.bodies.queries import with_ended_sql
from canbo.base.access.deciding import may, offices_for
from canbo.base.accounts.models import Account


def visible_ballots(actor: Account, at: dt.date) -> QuerySet[Ballot]:
    """The ballots whose existence an account may see on a day: of its bodies, and those that it counts."""
    ballots = Ballot.objects.all()
    if actor.system:
        return ballots
    seeds, values = offices_for(actor, "ballots.see", at).values("body_code").query.sql_with_params()
    under = RawSQL(*with_ended_sql(seeds, values, at, "ballots_ballot"), output_field=BigIntegerField())  # noqa: S611
    counting = Teller.objects.filter(account=actor, entry_to__isnull=True).values("ballot_id")
    return ballots.filter(Q(body_id__in=under) | Q(pk__in=counting))


def telling(actor: Account, ballot: Ballot) -> Teller | None:
    """The place of an account in the counting team, if it has one."""
    return ballot.tellers.filter(account=actor, entry_to__isnull=True).first()


def may_see_result(actor: Account, ballot: Ballot, at: dt.date) -> bool:
    """Whether an account may see the result of a closed ballot on a day."""
    if telling(actor, ballot) is not None:
        return True
    deed = "ballots.see" if kind_of(ballot).announced.value else "ballots.see_kept"
    return may(actor, deed, Place(ballot.body_id), at) is None
