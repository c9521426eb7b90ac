"""Whether readings wait for the record: a line on the page of health."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.base.access.actions_readings import unbound, waiting
from canbo.lib.text import Text

#: What is meant to be bound every night has waited too long after this.
LONGEST = dt.timedelta(hours=26)


def bound() -> tuple[bool | None, Text]:
    """All is well while no reading has waited for longer than a night; after that it is to be noted."""
    said, since = unbound(), waiting()[1]
    if said is None or since is None:
        return True, Text("Mọi lượt đọc đã được niêm.", "An entry binds every reading.")
    return (True if timezone.now() - since <= LONGEST else None), said
