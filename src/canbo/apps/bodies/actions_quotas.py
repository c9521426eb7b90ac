"""Allotting places to bodies: by a decree, from a day on; the earlier number ends on the eve."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.apps.bodies.actions_decrees import decree_of
from canbo.apps.bodies.decrees import DecreeKey, standing
from canbo.apps.bodies.models import Allotment, Body
from canbo.apps.bodies.permissions import why_not_allot
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, copied, written
from canbo.core.calendar import PartialDate, stamp
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def allot(
    *, body: Body, category: str, number: int, since: dt.date, decree: DecreeKey, by: Account, at: dt.datetime
) -> Allotment:
    """Allot places of a category (list `payroll-categories`) to a body with everything under it, from a day on.

    Raises Refusal when `by` may not, the body does not stand on the day, the category is not known, or a later number
    has been entered already.
    """
    refuse(why_not_allot(by, body, timezone.localdate(at)))
    standing(body, since)
    if category not in current_pack().code_list("payroll-categories").codes:
        raise _refusal("category", f"Không có loại biên chế “{category}”.", f"No payroll category “{category}”.")
    if number < 0:
        raise _refusal("number", "Số biên chế không âm.", "A number of places is not below zero.")
    current = _latest(body, category, since)
    payload = {
        "body": body.code, "category": category, "number": number, "since": since.isoformat(),
        "decree": {"number": decree.number, "issued": decree.issued.isoformat()},
    }  # fmt: skip
    with acting("bodies.allot", by=by, at=at, payload=payload) as entry:
        deciding = decree_of(decree, entry)
        if current is not None:
            closed(current, entry)
            if current.since_lo < stamp(since):  # else the new number takes the place of one of the same day
                copied(current, entry, last=PartialDate(since.isoformat()).eve.written)
        return written(
            Allotment, entry, body=body, category=category, number=number, decree=deciding, since=since.isoformat()
        )


def _latest(body: Body, category: str, since: dt.date) -> Allotment | None:
    """The number that the new one ends. Raises Refusal when a later one has been entered."""
    rows = Allotment.objects.filter(body=body, category=category, entry_to__isnull=True)
    latest = rows.order_by("-since_lo").first()
    if latest is not None and latest.since_hi > stamp(since):
        raise _refusal(
            "later_allotment",
            f"Đã có số giao từ {latest.since}, sau ngày này.",
            f"A number from {latest.since} on, after this day, has been entered.",
        )
    return latest if latest is not None and not latest.last else None


def _refusal(code: str, vi: str, en: str) -> Refusal:
    return Refusal(f"bodies.{code}", Text(vi, en), status=422)
