"""Who may decide what in screening, told as the sentence on the button; screening itself is for whoever sees people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Person
from canbo.apps.people.visibility import SEEING, roles_over, roles_over_body
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Roles that freeze lists and enter exception decisions.
DECIDING = frozenset({Role.OFFICER, Role.HEAD, Role.APPROVER})


def own_bodies(actor: Account, day: dt.date) -> tuple[str, ...]:
    """The bodies whose people an account sees by its roles: the pool when none is named."""
    return tuple(sorted(set(grants_on(actor, day, SEEING).values_list("body_code", flat=True))))


def why_not_freeze(actor: Account, pool: Collection[str], day: dt.date) -> Refusal | None:
    """Why an account may not freeze the list of eligibles of some bodies, or None."""
    if not pool:
        return _not_in_office(
            Text("chốt danh sách đủ điều kiện", "freeze a list of eligibles"),
            Text("Đồng chí chưa được giao vai trò ở cơ quan nào.", "You hold no role over any body."),
        )
    bodies = dict(Body.objects.filter(code__in=pool).values_list("code", "pk"))
    for code in pool:
        if code not in bodies or not roles_over_body(actor, bodies[code], day) & DECIDING:
            return _not_in_office(
                Text("chốt danh sách đủ điều kiện", "freeze a list of eligibles"),
                Text(f"Ngoài thẩm quyền: {code}.", f"Outside your authority: {code}."),
            )
    return None


def why_not_decide(actor: Account, person: Person, day: dt.date) -> Refusal | None:
    """Why an account may not enter an exception decision for a person, or None."""
    if roles_over(actor, person, day) & DECIDING:
        return None
    return _not_in_office(
        Text("ghi quyết định trường hợp đặc biệt", "enter an exception decision"),
        Text(
            "Người này không thuộc cơ quan mà đồng chí phụ trách.",
            "This person is in no body of which you have charge.",
        ),
    )


def _not_in_office(deed: Text, remedy: Text) -> Refusal:
    return Refusal(
        "not-in-office",
        Text(
            f"Chỉ cán bộ tổ chức, người đứng đầu hoặc cấp phê duyệt được {deed.vi}.",
            f"Only a personnel officer, the head or the approving body may {deed.en}.",
        ),
        remedy,
        status=403,
    )
