"""Who may change the tree of bodies, and who holds which role over a body."""

from __future__ import annotations

import datetime as dt

from django.db.models import CharField, Subquery
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.queries import above_sql
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Roles that keep the register of bodies.
KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


def roles_over_body(actor: Account, body: int | None, at: dt.date) -> frozenset[Role]:
    """The roles that an account holds on a day over a body (its number) or anything above it; None: over a top."""
    grants = grants_on(actor, at)
    if body is None:
        grants = grants.filter(body_code__in=tops())
    else:
        sql, values = above_sql(body, at)
        grants = grants.filter(body_code__in=RawSQL(sql, values, output_field=CharField()))  # noqa: S611 - parameters
    return frozenset(Role(role) for role in grants.values_list("role", flat=True))


def tops() -> Subquery:
    """The codes of the bodies that stand and hang under nothing."""
    found = BodyVersion.objects.filter(parent__isnull=True, last="", entry_to__isnull=True)
    return Subquery(found.values("body__code"))


def why_not_keep(actor: Account, body: int | None, on: dt.date) -> Refusal | None:
    """Why an account may not change a body or what hangs under it on a day; `body` None: a new top of a tree."""
    if actor.system or roles_over_body(actor, body, on) & KEEPING:
        return None
    return Refusal(
        "bodies.not_keeper",
        Text(
            "Chỉ cán bộ tổ chức hoặc quản trị hệ thống của tổ chức này hay tổ chức cấp trên được sửa.",
            "Only a personnel officer or an administrator of this body, or of one above it, may change it.",
        ),
        status=403,
    )
