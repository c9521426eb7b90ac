"""Who may see a case, and a count that is not read out."""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.permissions import roles_over_body
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.procedures.models import Case
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account

#: Roles over the body that see its cases.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.MEMBER, Role.APPROVER, Role.INSPECTOR})
#: Of those, the roles that see a count that is not announced.
SEEING_KEPT = SEEING - {Role.MEMBER}


def visible_cases(actor: Account, at: dt.date) -> QuerySet[Case]:
    """The cases that an account may see on a day."""
    if actor.system:
        return Case.objects.all()
    seeds, values = grants_on(actor, at, SEEING).values("body_code").query.sql_with_params()
    under = RawSQL(*subtree_sql(seeds, values, at), output_field=BigIntegerField())  # noqa: S611 - values are parameters
    return Case.objects.filter(body_id__in=under)


def may_see_kept(actor: Account, case: Case, at: dt.date) -> bool:
    """Whether an account may see the counts of a case that are not read out."""
    return actor.system or bool(roles_over_body(actor, case.body_id, at) & SEEING_KEPT)
