"""Whoever decides has a second factor; without one they may read, and nothing more."""

from __future__ import annotations

import datetime as dt

from canbo.base.access.models import Role
from canbo.base.access.queries import grants_held
from canbo.base.accounts.models import Account
from canbo.base.accounts.second_factor import has_second_factor
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Roles that sign nothing, vote on nothing and open nothing of others. Every other role decides, new ones too.
NOT_DECIDING = frozenset({Role.OFFICIAL, Role.JURIST})
DECIDING = frozenset(Role) - NOT_DECIDING


def must_have_second_factor(account: Account, day: dt.date) -> bool:
    """Whether an account holds a deciding role on a day."""
    if account.system:
        return False
    return bool(grants_held(account, day, DECIDING))


def why_not_decide(account: Account, day: dt.date) -> Refusal | None:
    """Why an account may decide nothing on a day, or None: it holds a deciding role and has no second factor."""
    if not must_have_second_factor(account, day) or has_second_factor(account):
        return None
    return Refusal(
        "authority.no_second_factor",
        Text(
            "Người có thẩm quyền quyết định phải bật xác thực hai bước trước khi thao tác.",
            "Whoever decides must set up two-step sign-in first.",
        ),
        Text(
            "Mở “Tài khoản của tôi”, thêm ứng dụng mã hoặc khóa bảo mật, rồi thực hiện lại.",
            "Open “My account”, add an authenticator app or a security key, then do it again.",
        ),
        status=403,
    )
