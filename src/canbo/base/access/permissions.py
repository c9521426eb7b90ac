"""Who may grant and end roles."""

from __future__ import annotations

import datetime as dt

from canbo.base.access.deciding import No, Own, Rule, Standing, may
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.access.registry import codes_above
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


class Office:
    """What is granted: a role of an account over a body. `body_code` blank: over the whole installation."""

    def __init__(self, account: Account, body_code: str) -> None:
        self.account, self.body_code = account, body_code


def stand_to_office(actor: Account, office: Office, at: dt.date) -> Standing:
    """The roles of an account over the body of an office, or anything above it; its own office is its own."""
    held = grants_on(actor, at)
    if office.body_code:
        held = held.filter(body_code__in=codes_above(office.body_code, at))
    return Standing(frozenset(Role(role) for role in held.values_list("role", flat=True)), actor == office.account)


RULES = {
    "access.administer": Rule(
        frozenset({Role.ADMINISTRATOR}),
        No(
            "authority.not_administrator",
            Text("Chỉ quản trị hệ thống được tham gia việc này.", "Only an administrator may take part in this."),
        ),
    ),
    "access.grant": Rule(
        frozenset({Role.ADMINISTRATOR}),
        No(
            "access.not_administrator",
            Text(
                "Chỉ quản trị hệ thống của tổ chức này hoặc cấp trên được giao, chấm dứt vai trò.",
                "Only an administrator of this body, or of one above it, grants or ends roles.",
            ),
        ),
        Own.NEVER,
        No(
            "access.own_role",
            Text("Không ai tự giao hoặc tự chấm dứt vai trò của mình.", "Nobody grants or ends a role of their own."),
            Text("Đề nghị quản trị viên khác thực hiện.", "Ask another administrator to do it."),
        ),
    ),
    "access.health": Rule(
        frozenset({Role.ADMINISTRATOR}),
        No(
            "shell.health_of_administrators",
            Text("Trang này dành cho quản trị hệ thống.", "This page is for administrators."),
        ),
    ),
}
STANDS = {Office: stand_to_office}


def why_not_grant(actor: Account, account: Account, on: dt.date, body_code: str = "") -> Refusal | None:
    """Why an account may not give or take a role of another over a body on a day.

    Administrators of the body or of one above it may, and never for themselves.
    """
    return may(actor, "access.grant", Office(account, body_code), on)
