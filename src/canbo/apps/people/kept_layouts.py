"""How the lists of a body are read: kept under a name, and known again by their headers."""

from __future__ import annotations

import datetime as dt

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing.layout import Layout, faults_of
from canbo.apps.people.models import KeptLayout
from canbo.apps.people.permissions_import import why_not_officer
from canbo.base.access.deciding import offices_for
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc


def known_layout(account: Account, fingerprint: str, on: dt.date) -> KeptLayout | None:
    """The layout that a body of the account's charge keeps for lists with these headers; the newest of several."""
    codes = offices_for(account, "people.import", on).values("body_code")
    kept = KeptLayout.objects.filter(body__code__in=codes, fingerprint=fingerprint, entry_to__isnull=True)
    return kept.order_by("-pk").first()


def keep_layout(*, name: str, fingerprint: str, layout: Layout, by: Account, at: dt.datetime) -> KeptLayout:
    """Keep a layout for the body of the officer's charge; the earlier one for the same headers gives way.

    Raises Refusal for others than officers, without a name, and for a layout that cannot read anything.
    """
    today = at.date()
    refuse(why_not_officer(by, today))
    name = nfc(name)[:80]
    if not name:
        raise Refusal("people.layout_name", Text("Đặt tên cho cách đọc.", "Give the layout a name."), status=422)
    if faults := faults_of(layout):
        raise Refusal("people.layout_faulty", faults[0], status=422)
    code = offices_for(by, "people.import", today).order_by("pk").values_list("body_code", flat=True).first()
    body = Body.objects.get(code=code)
    with acting("people.keep_layout", by=by, at=at, payload={"name": name, "body": body.code}) as entry:
        for earlier in KeptLayout.objects.filter(body=body, fingerprint=fingerprint, entry_to__isnull=True):
            closed(earlier, entry)
        return written(KeptLayout, entry, body=body, name=name, fingerprint=fingerprint, layout=layout.written())
