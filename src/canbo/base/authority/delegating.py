"""Lending an office: who may, to whom, what was lent, and acting under it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from canbo.base.access.models import Grant
from canbo.base.accounts.models import Account, Mandate
from canbo.base.authority.models import Delegation
from canbo.base.authority.walls import LENT
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def lent_to(account: Account, day: dt.date) -> QuerySet[Delegation]:
    """What is lent to an account and in force on a day: the delegation and the office stand, and it has not run out."""
    standing = Delegation.objects.filter(entry_to__isnull=True, grant__entry_to__isnull=True, account=account)
    return standing.filter(since__lte=day, until__gt=day).select_related("grant__account")


def given_by(account: Account) -> QuerySet[Delegation]:
    """What an account has lent and not taken back, the newest first."""
    given = Delegation.objects.filter(entry_to__isnull=True, grant__account=account)
    return given.select_related("grant", "account").order_by("-pk")


def mandate_of(delegation: Delegation) -> Mandate:
    """A delegation as an account carries it while acting for another."""
    giver = delegation.grant.account
    return Mandate(
        delegation=delegation.pk,
        grant=delegation.grant_id,
        giver=giver.pk,
        giver_name=giver.username,
        giver_shown=str(giver),
        number=delegation.number,
        since=delegation.since,
        until=delegation.until,
        deeds=tuple(delegation.deeds.split()),
    )


def why_not_lend(actor: Account, grant: Grant, to: Account, since: dt.date, until: dt.date) -> Refusal | None:
    """Why an account may not lend an office to another from a day until another (exclusive), or None."""
    if actor.mandate is not None:
        return _no("passed_on", Text("Không ủy quyền lại việc được ủy quyền.", "What is lent is not lent on."))
    if to == grant.account:
        return _no("to_oneself", Text("Không ủy quyền cho chính mình.", "Nobody lends an office to themselves."))
    if to.system or not to.is_active:
        return _no("to_nobody", Text("Tài khoản này không nhận ủy quyền được.", "This account cannot act for others."))
    if grant.entry_to_id is not None or not (actor.system or grant.account_id == actor.pk):
        return _no("not_holder", Text("Chỉ người giữ vai trò được ủy quyền.", "Only the holder of a role may lend it."))
    if grant.role not in LENT:
        return _no(
            "personal",
            Text(
                "Vai trò này gắn với cá nhân, không ủy quyền được: biểu quyết, kiểm phiếu, kiểm tra, quản trị.",
                "This role is personal and is not lent: voting, counting, inspecting, administering.",
            ),
        )
    if since < grant.since or (grant.until is not None and until > grant.until):
        return _no(
            "longer_than_held",
            Text("Thời hạn ủy quyền phải nằm trong thời gian giữ vai trò.", "It is lent for as long as it is held."),
        )
    return _no("empty_range", _ENDS) if until <= since else None


def why_not_act_for(actor: Account, delegation: Delegation, at: dt.datetime) -> Refusal | None:
    """Why an account cannot act under a delegation at a moment, or None."""
    if lent_to(actor, timezone.localdate(at)).filter(pk=delegation.pk).exists():
        return None
    return _no("not_in_force", Text("Ủy quyền này không còn hiệu lực.", "This delegation is not in force."))


_ENDS = Text("Ngày hết hiệu lực phải sau ngày bắt đầu.", "It must end after it begins.")


def _no(code: str, says: Text) -> Refusal:
    return Refusal(f"authority.{code}", says, status=422 if code == "empty_range" else 403)
