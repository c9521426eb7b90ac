"""When each plan is looked through next, for the page of all days and the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.queries import names_on
from canbo.apps.planning.structure import value_on
from canbo.apps.planning.visibility import visible_cycles
from canbo.apps.procedures.deadlines import Deadline
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.calendar import add_months
from canbo.lib.text import Text

_REVIEW = Text("Rà soát quy hoạch hằng năm", "Yearly review of the plan")


def next_review(entered: dt.date | None, reviewed: dt.date | None, months: object) -> dt.date | None:
    """So many months after the last review, or after the first of those who stand in the plan entered it."""
    last = reviewed or entered
    return add_months(last, months) if last and isinstance(months, int) else None


def reviews_due(actor: Account, today: dt.date) -> Iterator[Deadline]:
    """The next yearly review of each plan that an account may see and in which somebody stands."""
    pack = current_pack()
    every = value_on(pack, "planning_review_months", today)
    if every is None:
        return
    standing = Min("standing__entry_from__at", filter=Q(standing__entry_to__isnull=True))
    cycles = list(visible_cycles(actor, today).select_related("body").annotate(first=standing, on=Max("reviews__on")))
    bodies = names_on((cycle.body for cycle in cycles), today)
    for cycle in cycles:
        day = next_review(timezone.localdate(cycle.first), cycle.on, every.value) if cycle.first else None
        if day is not None:
            name = pack.titles[cycle.title].name if cycle.title in pack.titles else Text(cycle.title, cycle.title)
            yield Deadline(
                f"plan-{cycle.pk}", day.year, day, "Rà soát", _REVIEW, name, bodies.get(cycle.body.code, "–"),
                reverse("planning:one", args=[cycle.pk]), every.cites,
            )  # fmt: skip
