"""Granting roles and ending them; keeping the log of who read what, which changes nothing and so is no entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.base.access.actions_readings import seal_if_due, wait_for_sealing
from canbo.base.access.models import Grant, Reading, Role
from canbo.base.access.permissions import why_not_grant
from canbo.base.access.queries import readings_of
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.queries import position
from canbo.base.record.read_only import why_not_write
from canbo.base.record.rows import closed, copied
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

#: Letters that a reason has at least; "xem" is none.
LEAST_REASON = 10
LONGEST_REASON = 300
#: A reading is written again when another writer took the next number of the record in between.
_ATTEMPTS = 5


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


def end_grant(*, grant: Grant, until: dt.date, decision: str = "", by: Account, at: dt.datetime) -> Grant:
    """End a role on a day (the first day on which it is no longer held). The row as it was stays on the record.

    `decision` is the number of the decision that ends it; a role that the house gave without one carries it from now.

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
    decision = nfc(decision)
    if decision:
        payload["decision"] = decision
    with acting("access.end", by=by, at=at, payload=payload) as entry:
        closed(grant, entry)
        return copied(grant, entry, until=until, decision=grant.decision or decision)


def note_reading(*, kind: str, key: str, roles: Collection[Role], by: Account, at: dt.datetime) -> None:
    """Note that somebody read the open parts of a thing: once a day for each reader; nothing while read-only."""
    since = at - dt.timedelta(days=1)
    if why_not_write() is None and not readings_of((kind,), key).filter(by=by, at__gt=since).exists():
        _kept(Reading(by=by, at=at, kind=kind, key=key, roles=_listed(roles)))


def open_sealed(
    *, kind: str, key: str, sealed: Collection[str], reason: str, roles: Collection[Role], by: Account, at: dt.datetime
) -> Reading:
    """Open sealed parts of a thing for a while, for a reason that whoever it is about will read.

    That `by` may open them is asked before. Raises Refusal when the reason is too short or long to be one.
    """
    refuse(why_not_write())
    reason = nfc(reason)
    if not LEAST_REASON <= len(reason) <= LONGEST_REASON:
        raise Refusal(
            "access.no_reason",
            Text(
                f"Phải nêu lý do mở mục được bảo vệ, từ {LEAST_REASON} đến {LONGEST_REASON} ký tự.",
                f"Say why the sealed section is opened, in {LEAST_REASON} to {LONGEST_REASON} letters.",
            ),
            Text("Ví dụ: căn cứ công việc và số văn bản.", "For example: the task and the number of its document."),
            status=422,
        )
    return _kept(
        Reading(by=by, at=at, kind=kind, key=key, roles=_listed(roles), sealed=",".join(sorted(sealed)), reason=reason)
    )


def _listed(roles: Collection[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))


def _kept(reading: Reading) -> Reading:
    for attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                wait_for_sealing()
                reading.entry_id = position()
                reading.save(force_insert=True)
        except IntegrityError:
            if attempt + 1 == _ATTEMPTS:
                raise
        else:
            break
    seal_if_due(reading.at)
    return reading
