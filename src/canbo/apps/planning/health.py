"""Whether the nightly review of plans ran: a line on the page of health."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.apps.planning.actions import REVIEWED
from canbo.base.record.models import Entry
from canbo.lib.text import Text

#: A review that is meant for every night is missed after so long.
LONGEST = dt.timedelta(hours=26)


def last_review() -> tuple[bool | None, Text]:
    """When the plans were last reviewed; None where they never were, and nothing is planned to say it of."""
    last = Entry.objects.filter(action=REVIEWED).order_by("-seq").values_list("at", flat=True).first()
    if last is None:
        return None, Text("Chưa chạy lần nào.", "It has never run.")
    when = f"{timezone.localtime(last):%d/%m/%Y %H:%M}"
    return timezone.now() - last <= LONGEST, Text(f"Lần cuối {when}.", f"Last run {when}.")
