"""Who may ask whom to study, who may confirm a reading, and who may record which of two rules is applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from canbo.apps.regulations.models import Study
from canbo.apps.regulations.queries import (
    LEADING,
    Authority,
    authority_named,
    highest_authority,
    led_bodies,
    managing_authority,
    members_by_body,
    readings,
    study_coverage,
)
from canbo.apps.regulations.registry import Matter, chain, matter_of, tree_on
from canbo.base.access.deciding import No, Rule, Stand, Standing, may
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
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
_IF_ELSEWHERE = Text(
    "Quy định phân cấp của địa phương ghi khác thì bổ sung vào bộ quy định trước.",
    "Where a local rule on who manages whom says otherwise, enter that rule first.",
)


@dataclass(frozen=True)
class Charge:
    """The body, by code, in whose charge a choice between two rules is to hold."""

    code: str


def stand_to_charge(actor: Account, charge: Charge, at: dt.date) -> Standing:
    """The roles that an account holds over a body or anything above it."""
    held = grants_on(actor, at).filter(body_code__in=chain(tree_on(at), charge.code))
    return Standing(frozenset(Role(role) for role in held.values_list("role", flat=True)))


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
STANDS: dict[type, Stand] = {Charge: stand_to_charge}


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
    Where the rules of that day name nobody, any body may have decided: the catalogue alone, which has no date, is no
    ground to refuse.
    """
    authority = _ruling(title, on)
    clause = authority_named(named.vi) if named else None
    competent, cites = (clause, None) if clause else (authority.decides, authority.cites) if authority else (None, None)
    found = authority_named(body)
    if competent is None or (found is not None and found.code == competent.code):
        return None
    remedy = Text(
        f"Ghi tên cơ quan quyết định, bắt đầu bằng: {competent.name.vi}.",
        f"Name the body that decided, beginning with: {competent.name.vi}.",
    )
    if cites is not None and cites.uncertain:
        remedy = Text(f"{remedy.vi} {_IF_ELSEWHERE.vi}", f"{remedy.en} {_IF_ELSEWHERE.en}")
    return Refusal(
        "not-the-competent-body",
        Text(
            f"“{body}” không phải cấp quyết định đối với chức danh này; cấp quyết định là {competent.name.vi}.",
            f"“{body}” is not the body that decides on this title; that is the {competent.name.en}.",
        ),
        remedy,
        citation=cites,
        status=422,
    )


def _ruling(title: str, on: dt.date) -> Authority | None:
    """Who decides on a title by a rule that was in force on the day."""
    authority = managing_authority(title, on)
    return authority if authority is not None and authority.cites is not None else None


def why_not_decided_at(bodies: Iterable[str], title: str, on: dt.date) -> Refusal | None:
    """Why none of some bodies, by their names, may decide on the holder of a title, or None.

    A body whose name means no authority may have decided: unknown is never no. A body above the one that decides may
    decide in its place.
    """
    authority = _ruling(title, on)
    named = [authority_named(body) for body in bodies]
    if authority is None or not named or any(each is None for each in named):
        return None
    least = authority.decides.rank or 0
    if any((each.rank or 0) >= least for each in named if each is not None):
        return None
    decides, who = authority.decides.name, ", ".join(bodies)
    return Refusal(
        "not-the-competent-body",
        Text(
            f"“{who}” không phải cấp quyết định đối với chức danh này; cấp quyết định là {decides.vi}.",
            f"“{who}” is not the body that decides on this title; that is the {decides.en}.",
        ),
        Text(f"Trình {decides.vi} quyết định.", f"Submit it to the {decides.en}."),
        citation=authority.cites,
    )


def why_not_choose(actor: Account, day: dt.date, *, subject: str = "", charge: str = "") -> Refusal | None:
    """Why an account may not record which of two rules a body has chosen, or None.

    With a `subject` or a `charge` also whether that case, or that body, is in the charge of the account.
    """
    if not subject and not charge:
        return may(actor, "regulations.choose", None, day)
    matter = matter_of(subject, day) if subject else Matter(charge, ()) if charge in tree_on(day) else None
    if matter is None:
        return _no_such_matter(subject or charge)
    return may(actor, "regulations.choose", Charge(matter.body), day)


def why_not_chosen_by(body: str, subject: str, on: dt.date) -> Refusal | None:
    """Why the body named cannot have chosen in one case: another decides on the highest post that the case is about."""
    matter = matter_of(subject, on) if subject else None
    authority = highest_authority(matter.titles, on) if matter else None
    return why_not_decided_by(body, authority.title.code, on) if authority else None


def _no_such_matter(number: str) -> Refusal:
    return Refusal(
        "choice.no_such_case",
        Text(
            f"Không có cán bộ, vụ việc hay cơ quan nào mang số hiệu “{number}”.",
            f"No person, case or body has the number “{number}”.",
        ),
        Text("Kiểm tra lại số hiệu.", "Check the number."),
        status=422,
    )


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
