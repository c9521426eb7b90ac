"""Who may grant and end roles."""

from __future__ import annotations

import datetime as dt

from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def why_not_grant(actor: Account, account: Account, on: dt.date) -> Refusal | None:
    """Why an account may not give or take roles of another on a day: administrators may, and never for themselves."""
    if actor.system:
        return None
    if actor == account:
        return Refusal(
            "access.own_role",
            Text("Không ai tự giao hoặc tự chấm dứt vai trò của mình.", "Nobody grants or ends a role of their own."),
            Text("Đề nghị quản trị viên khác thực hiện.", "Ask another administrator to do it."),
            status=403,
        )
    if grants_on(actor, on, [Role.ADMINISTRATOR]).exists():
        return None
    return Refusal(
        "access.not_administrator",
        Text("Chỉ quản trị hệ thống được giao hoặc chấm dứt vai trò.", "Only an administrator grants or ends roles."),
        status=403,
    )
