"""Granting roles and ending them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.base.access.models import Grant, Role
from canbo.base.access.permissions import why_not_grant
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, copied
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc


def grant_role(
    *,
    account: Account,
    role: Role,
    body_code: str,
    since: dt.date,
    until: dt.date | None = None,
    managed_by: str = "",
    decision: str = "",
    by: Account,
    at: dt.datetime,
) -> Grant:
    """Give an account a role over a body and everything under it, from `since` until the day before `until`.

    `managed_by` (code list managing-authorities) narrows it to the people whom that authority manages. `decision` is
    the number of the decision behind it; only the account of the house may leave it out. Raises Refusal when `by` may
    not, when the account holds it already, when no decision is named, or when the range is empty.
    """
    refuse(why_not_grant(by, account, timezone.localdate(at), body_code))
    decision = nfc(decision)
    if not decision and not by.system:
        raise Refusal(
            "access.no_decision",
            Text("Phải ghi số quyết định giao vai trò.", "A role is granted by a decision: give its number."),
            status=422,
        )
    if until is not None and until <= since:
        raise Refusal(
            "access.empty_range",
            Text("Ngày hết hiệu lực phải sau ngày bắt đầu.", "The grant must end after it begins."),
            status=422,
        )
    same = Grant.objects.filter(account=account, role=role, body_code=body_code, managed_by=managed_by)
    if same.filter(entry_to=None, until=None).exists():
        raise Refusal(
            "access.held",
            Text("Tài khoản đã được giao vai trò này.", "The account holds this role already."),
        )
    payload = {
        "account": account.username,
        "role": role.value,
        "body": body_code,
        "since": since.isoformat(),
        "until": until and until.isoformat(),
        **{name: said for name, said in (("managed_by", managed_by), ("decision", decision)) if said},
    }
    with acting("access.grant", by=by, at=at, payload=payload) as entry:
        return Grant.objects.create(
            account=account, role=role, body_code=body_code, since=since, until=until,
            managed_by=managed_by, decision=decision, entry_from=entry,
        )  # fmt: skip


def end_grant(*, grant: Grant, until: dt.date, by: Account, at: dt.datetime) -> Grant:
    """End a role on a day (the first day on which it is no longer held). The row as it was stays on the record.

    Raises Refusal when `by` may not, when it has ended, or would end before it began.
    """
    refuse(why_not_grant(by, grant.account, timezone.localdate(at), grant.body_code))
    if grant.entry_to_id is not None or (grant.until is not None and grant.until <= until):
        raise Refusal("access.ended", Text("Vai trò này đã chấm dứt.", "This role has ended already."))
    if until <= grant.since:
        raise Refusal(
            "access.empty_range",
            Text("Ngày hết hiệu lực phải sau ngày bắt đầu.", "The grant must end after it begins."),
            status=422,
        )
    payload = {"grant": grant.pk, "account": grant.account.username, "role": grant.role, "until": until.isoformat()}
    with acting("access.end", by=by, at=at, payload=payload) as entry:
        closed(grant, entry)
        return copied(grant, entry, until=until)
