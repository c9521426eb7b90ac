"""Who may ask whom to study, and who may confirm a reading."""

from __future__ import annotations

import datetime as dt

from canbo.apps.regulations.queries import led_bodies, members_by_body, readings
from canbo.apps.regulations.registry import tree_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def why_not_lead(actor: Account, day: dt.date) -> Refusal | None:
    """Why an account may not assign study at all, or None."""
    return None if led_bodies(actor, day, tree_on(day)) else _not_in_office()


def why_not_assign(
    actor: Account, day: dt.date, *, body_code: str = "", account: Account | None = None
) -> Refusal | None:
    """Why an account may not ask a body, or a person in office in one, to study; None when it may."""
    tree = tree_on(day)
    led = led_bodies(actor, day, tree)
    if body_code in led:
        return None
    if account is not None:
        members = members_by_body(day, tree)
        if any(account in members.get(code, ()) for code in led):
            return None
    return _not_in_office()


def why_not_confirm(actor: Account, instrument: str, day: dt.date) -> Refusal | None:
    """Why an account cannot confirm to have read an instrument: nobody asked for it, or it is confirmed already."""
    mine = next((each for each in readings(actor, day) if each.instrument == instrument), None)
    if mine is None:
        return Refusal(
            "study.not_asked",
            Text("Văn bản này không có trong danh sách phải học tập của đồng chí.", "Nobody asked you to read this."),
        )
    if mine.confirmed is not None:
        return Refusal(
            "study.confirmed",
            Text(
                f"Đồng chí đã xác nhận ngày {mine.confirmed:%d/%m/%Y}.",
                f"You confirmed this on {mine.confirmed:%d/%m/%Y}.",
            ),
        )
    return None


def _not_in_office() -> Refusal:
    return Refusal(
        "study.not_in_office",
        Text(
            "Chỉ cán bộ tổ chức hoặc người đứng đầu được giao học tập văn bản trong cơ quan mình phụ trách.",
            "Only a personnel officer or the head of a body may assign study, within that body.",
        ),
        Text("Đề nghị người phụ trách cơ quan đó thực hiện.", "Ask whoever has charge of that body."),
        status=403,
    )
