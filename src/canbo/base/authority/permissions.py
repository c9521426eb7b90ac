"""Why somebody may not act: alone, without a second factor, or for another beyond what was lent."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.base.accounts.models import Account
from canbo.base.authority.kinds import BY_TWO, KINDS, NEVER_ALONE
from canbo.base.authority.models import Proposal
from canbo.base.authority.second_factor import why_not_decide
from canbo.base.authority.two_persons import What, what_of
from canbo.base.record.asking import proposal_confirmed
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Deeds that decide nothing, by the beginning of their names: one's own account, one's own study, having read.
FREE = (
    "accounts.factor_", "accounts.password", "accounts.end_session", "accounts.link", "accounts.unlink",
    "regulations.confirm_reading", "access.read",
)  # fmt: skip


def why_not_act(by: Account, action: str, at: dt.datetime) -> Refusal | None:
    """Asked before every action: is it lent, does it need a second person, has whoever decides a second factor."""
    lent = why_not_lent(by, action)
    alone = action in (NEVER_ALONE if by.system else BY_TWO) and proposal_confirmed() is None
    if lent is not None or alone:
        return lent or _needs_two()
    return None if action.startswith(FREE) else why_not_decide(by, timezone.localdate(at))


def why_not_lent(by: Account, action: str) -> Refusal | None:
    """Why an account that acts for another may not do this, or None: its decision does not name the deed."""
    if by.mandate is None or action.startswith((*by.mandate.deeds, "accounts.end_session")):
        return None
    return Refusal(
        "authority.not_lent",
        Text(
            f"Quyết định ủy quyền số {by.mandate.number} không giao việc này.",
            f"Decision {by.mandate.number}, under which you act for another, does not lend this.",
        ),
        Text("Thôi thay mặt, hoặc đề nghị người ủy quyền tự thực hiện.", "Stop acting for another, or ask them to."),
        status=403,
    )


def _needs_two() -> Refusal:
    return Refusal(
        "authority.needs_two",
        Text(
            "Việc này cần hai người: một người đề nghị, một người khác xác nhận.",
            "This needs two people: one proposes, another confirms.",
        ),
        Text("Lập đề nghị ở mục “Việc cần hai người”.", "Propose it under “Acts by two people”."),
        status=403,
    )


def why_not_propose(actor: Account, kind: str, what: What, day: dt.date) -> Refusal | None:
    """Why an account may not ask for an act by two, or None."""
    return _why_not_one_of_two(actor, kind, what, day)


def why_not_confirm(actor: Account, proposal: Proposal, at: dt.datetime) -> Refusal | None:
    """Why an account may not be the second person of a proposal at a moment, or None."""
    if hasattr(proposal, "answer"):
        return Refusal("authority.answered", Text("Đề nghị này đã được trả lời.", "This proposal has been answered."))
    if at > proposal.expires:
        return Refusal(
            "authority.expired",
            Text("Đề nghị này đã hết hạn.", "This proposal has run out."),
            Text("Lập đề nghị mới nếu vẫn cần.", "Propose it again if it is still needed."),
        )
    if actor == proposal.entry.by:
        return Refusal(
            "authority.same_person",
            Text("Người đề nghị không được tự xác nhận.", "Whoever proposed it cannot confirm it."),
            Text("Đề nghị người thứ hai có thẩm quyền xác nhận.", "Ask a second person who may."),
            status=403,
        )
    return _why_not_one_of_two(actor, proposal.kind, what_of(proposal), timezone.localdate(at))


def _why_not_one_of_two(actor: Account, kind: str, what: What, day: dt.date) -> Refusal | None:
    if actor.username in KINDS[kind].concerns(what):
        return Refusal(
            "authority.concerned",
            Text("Không ai tham gia quyết định việc của chính mình.", "Nobody takes part in an act about themselves."),
            Text("Đề nghị hai người khác thực hiện.", "Ask two other people."),
            status=403,
        )
    if actor.mandate is not None:
        return Refusal(
            "authority.lent_eyes",
            Text("Việc cần hai người thì không làm thay mặt người khác.", "An act by two is not done for another."),
            Text("Thôi thay mặt rồi thực hiện với quyền của mình.", "Stop acting for another, then use your own."),
            status=403,
        )
    return KINDS[kind].why_not(actor, what, day) or why_not_decide(actor, day)
