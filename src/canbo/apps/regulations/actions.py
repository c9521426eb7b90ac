"""Asking bodies and people to study an instrument, and confirming that one has read it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.apps.regulations.models import Study, StudyConfirmation
from canbo.apps.regulations.permissions import why_not_assign, why_not_confirm
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, written
from canbo.core.errors import nearest_names
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def assign_study(
    *,
    instrument: str,
    due: dt.date,
    body_code: str = "",
    account: Account | None = None,
    note: str = "",
    by: Account,
    at: dt.datetime,
) -> Study:
    """Ask everybody in office in a body and below, or one account, to read an instrument by a day.

    An earlier assignment of the same to the same is closed and replaced. Raises Refusal when `by` may not, the rules in
    use do not know the instrument, or the day lies in the past.
    """
    today = timezone.localdate(at)
    refuse(why_not_assign(by, today, body_code=body_code, account=account))
    refuse(_why_not_instrument(instrument))
    if due < today:
        raise Refusal(
            "study.past",
            Text(f"Hạn {due:%d/%m/%Y} đã qua.", f"The day due, {due:%d/%m/%Y}, has passed."),
            Text("Chọn hôm nay hoặc một ngày sau đó.", "Choose today or a later day."),
            status=422,
        )
    payload = {
        "instrument": instrument, "body": body_code, "account": account and account.username, "due": due.isoformat(),
        "note": note,
    }  # fmt: skip
    target = {"body_code": body_code} if body_code else {"body_code": "", "account": account}
    with acting("regulations.assign_study", by=by, at=at, payload=payload) as entry:
        for old in Study.objects.filter(instrument=instrument, entry_to__isnull=True, **target):
            closed(old, entry)
        return written(Study, entry, instrument=instrument, assigned=today, due=due, note=note, **target)


def confirm_reading(*, instrument: str, by: Account, at: dt.datetime) -> StudyConfirmation:
    """Say that one has read an instrument. Raises Refusal when nobody asked for it or it is confirmed already."""
    today = timezone.localdate(at)
    refuse(why_not_confirm(by, instrument, today))
    with acting("regulations.confirm_reading", by=by, at=at, payload={"instrument": instrument}) as entry:
        return written(StudyConfirmation, entry, account=by, instrument=instrument, on=today)


def _why_not_instrument(instrument: str) -> Refusal | None:
    known = {str(key) for key in current_pack().instruments}
    if instrument in known:
        return None
    near = "; ".join(nearest_names(instrument, known)) or "–"
    return Refusal(
        "study.unknown_instrument",
        Text(f"Không có văn bản “{instrument}”.", f"There is no instrument “{instrument}”."),
        Text(f"Gần nhất: {near}.", f"Nearest: {near}."),
        status=422,
    )
