"""Who may change the tree of bodies, and who holds which role over a body."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, Subquery
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.decrees import Order
from canbo.apps.bodies.models import Act, Body, BodyVersion
from canbo.apps.bodies.queries import above_sql
from canbo.base.access.deciding import No, Rule, Standing, may
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on, narrow_grants_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Roles that keep the register of bodies.
KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Place:
    """A place in the tree: a body by its number, or a top (None). `managed_by`: the authority over somebody there."""

    body: int | None
    managed_by: str = ""


def roles_over_body(actor: Account, body: int | None, at: dt.date, managed_by: str = "") -> frozenset[Role]:
    """The roles that an account holds on a day over a body (its number) or anything above it; None: over a top.

    With `managed_by`, the roles that reach the people there whom that authority manages are among them.
    """
    grants = grants_on(actor, at)
    if managed_by:
        grants = grants | narrow_grants_on(actor, at).filter(managed_by=managed_by)
    if body is None:
        grants = grants.filter(body_code__in=tops())
    else:
        sql, values = above_sql(body, at)
        grants = grants.filter(body_code__in=RawSQL(sql, values, output_field=CharField()))  # noqa: S611 - parameters
    return frozenset(Role(role) for role in grants.values_list("role", flat=True))


def stand_at(actor: Account, place: Place, at: dt.date) -> Standing:
    """The roles that an account holds over a place."""
    return Standing(roles_over_body(actor, place.body, at, place.managed_by))


def codes_above(code: str, day: dt.date) -> list[str]:
    """The codes of a body and of everything above it on a day; none for a body that the register does not know."""
    body = Body.objects.filter(code=code).first()
    if body is None:
        return []
    sql, values = above_sql(body.pk, day)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def tops() -> Subquery:
    """The codes of the bodies that stand and hang under nothing."""
    found = BodyVersion.objects.filter(parent__isnull=True, last="", entry_to__isnull=True)
    return Subquery(found.values("body__code"))


RULES = {
    "bodies.keep": Rule(
        KEEPING,
        No(
            "bodies.not_keeper",
            Text(
                "Chỉ cán bộ tổ chức hoặc quản trị hệ thống của tổ chức này hay tổ chức cấp trên được sửa.",
                "Only a personnel officer or an administrator of this body, or of one above it, may change it.",
            ),
        ),
    ),
}
STANDS = {Place: stand_at}


def why_not_order(actor: Account, order: Order, on: dt.date) -> Refusal | None:
    """Why an account may not carry out an order on a day: it keeps every body that the order is about."""
    parents = [new.parent.pk if new.parent else None for new in order.new]
    touched = [body.pk for body in order.bodies] + ([order.into.pk] if order.into else []) + parents
    if order.kind == Act.Kind.MOVE and order.into is None:
        touched.append(None)
    refusals = (why_not_keep(actor, body, on) for body in dict.fromkeys(touched))
    return next((refusal for refusal in refusals if refusal), None)


def why_not_allot(actor: Account, body: Body, on: dt.date) -> Refusal | None:
    """Why an account may not allot places to a body on a day: the level above allots, nobody to the own body."""
    above = BodyVersion.objects.filter(body=body, last="", entry_to__isnull=True).values_list("parent", flat=True)
    return why_not_keep(actor, above.first(), on)


def why_not_keep(actor: Account, body: int | None, on: dt.date) -> Refusal | None:
    """Why an account may not change a body or what hangs under it on a day; `body` None: a new top of a tree."""
    return may(actor, "bodies.keep", Place(body), on)
