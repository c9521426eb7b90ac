"""Who may ask whom to study, who may confirm a reading, and who may record which of two rules is applied."""

from __future__ import annotations

import datetime as dt

from canbo.apps.regulations.models import Study
from canbo.apps.regulations.queries import (
    LEADING,
    authority_named,
    led_bodies,
    managing_authority,
    members_by_body,
    readings,
    study_coverage,
)
from canbo.apps.regulations.registry import tree_on
from canbo.base.access.deciding import No, Rule, Stand, may
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

_NO_LEADER = No(
    "study.not_in_office",
    Text(
        "Chỉ cán bộ tổ chức hoặc người đứng đầu được giao học tập văn bản trong cơ quan mình phụ trách.",
        "Only a personnel officer or the head of a body may assign study, within that body.",
    ),
    Text("Đề nghị người phụ trách cơ quan đó thực hiện.", "Ask whoever has charge of that body."),
)
RULES = {
    "regulations.choose": Rule(
        frozenset({Role.OFFICER, Role.HEAD, Role.APPROVER}),
        No(
            "choice.not_in_office",
            Text(
                "Chỉ người đứng đầu, cấp phê duyệt hoặc cán bộ tổ chức được ghi quyết định chọn quy định.",
                "Only a head, an approver or a personnel officer may record which rule was chosen.",
            ),
            Text("Đề nghị người phụ trách cơ quan ghi.", "Ask whoever has charge of the body."),
        ),
    ),
    "regulations.lead_study": Rule(LEADING, _NO_LEADER),
}
STANDS: dict[type, Stand] = {}


def why_not_lead(actor: Account, day: dt.date) -> Refusal | None:
    """Why an account may not assign study at all, or None."""
    return None if led_bodies(actor, day, tree_on(day)) else _NO_LEADER.refusal()


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
    return _NO_LEADER.refusal()


def why_not_decided_by(body: str, title: str, on: dt.date, named: Text | None = None) -> Refusal | None:
    """Why a decision on the holder of a title cannot be one of a body as named on it, or None.

    `named` is the body that a clause itself names as the one to decide; else the managing authority of the title does.
    Where the rules name nobody, any body may have decided.
    """
    authority = managing_authority(title, on)
    clause = authority_named(named.vi) if named else None
    competent, cites = (clause, None) if clause else (authority.decides, authority.cites) if authority else (None, None)
    found = authority_named(body)
    if competent is None or (found is not None and found.code == competent.code):
        return None
    return Refusal(
        "not-the-competent-body",
        Text(
            f"“{body}” không phải cấp quyết định đối với chức danh này; cấp quyết định là {competent.name.vi}.",
            f"“{body}” is not the body that decides on this title; that is the {competent.name.en}.",
        ),
        Text(
            f"Ghi tên cơ quan quyết định, bắt đầu bằng: {competent.name.vi}.",
            f"Name the body that decided, beginning with: {competent.name.vi}.",
        ),
        citation=cites,
        status=422,
    )


def why_not_choose(actor: Account, day: dt.date) -> Refusal | None:
    """Why an account may not record which of two rules a body has chosen, or None."""
    return may(actor, "regulations.choose", None, day)


def why_not_remind(actor: Account, study: Study, day: dt.date) -> Refusal | None:
    """Why an account cannot remind those who have not confirmed an assignment, or None."""
    refused = why_not_assign(actor, day, body_code=study.body_code, account=study.account)
    if refused is not None:
        return refused
    if not any(row.missing for row in study_coverage(actor, day) if row.study.pk == study.pk):
        return Refusal("study.all_read", Text("Mọi người đã xác nhận.", "Everybody has confirmed."))
    if study.reminders.filter(on=day).exists():
        return Refusal(
            "study.reminded_today",
            Text("Hôm nay đã nhắc rồi.", "They were reminded today already."),
            Text("Ngày mai có thể nhắc lại.", "They may be reminded again tomorrow."),
        )
    return None


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
