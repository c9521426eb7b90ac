"""Who may see a case, and why a condition on the dossiers of its names holds or not. A count: its ballot says who."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.permissions import Place
from canbo.apps.bodies.queries import with_ended_sql
from canbo.apps.procedures.models import Case
from canbo.base.access.deciding import may, offices_for
from canbo.base.accounts.models import Account
from canbo.core.procedure_state import Condition, Facts
from canbo.lib.text import Text

_VEILED = Text(
    "Còn một điều kiện chưa đạt; lý do dành cho người được xem hồ sơ.",
    "A condition is not met; why is for those who see the dossiers.",
)


def visible_cases(actor: Account, at: dt.date) -> QuerySet[Case]:
    """The cases that an account may see on a day."""
    return Case.objects.all() if actor.system else Case.objects.filter(body_id__in=bodies_seen(actor, at, Case))


def bodies_seen(actor: Account, at: dt.date, of: type[Model]) -> RawSQL:
    """The bodies whose cases an account sees on a day, with those of a table (`of`) that have gone into one of them."""
    seeds, values = offices_for(actor, "procedures.see", at).values("body_code").query.sql_with_params()
    return RawSQL(*with_ended_sql(seeds, values, at, of._meta.db_table), output_field=BigIntegerField())  # noqa: S611


def sees_dossiers(actor: Account, body: int, at: dt.date) -> bool:
    """Whether an account sees the dossiers of a body, and so what a case says of them beyond the names."""
    return may(actor, "procedures.see_dossiers", Place(body), at) is None


def shown_facts(actor: Account, case: Case, facts: Facts, at: dt.date) -> Facts:
    """What an account is told of the facts outside a case: whether conditions hold; why, if it sees the dossiers."""
    if sees_dossiers(actor, case.body_id, at):
        return facts
    return replace(facts, conditions={code: _veiled(each) for code, each in facts.conditions.items()})


def _veiled(condition: Condition) -> Condition:
    return replace(condition, says=_VEILED, remedy=None)
