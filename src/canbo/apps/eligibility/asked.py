"""A screen's question as it stands in a page's address, and the screens lately computed for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from canbo.apps.eligibility.pool import in_service, pool_ids
from canbo.apps.eligibility.request import Grounds, Request, grounds
from canbo.apps.eligibility.screening import Screen, screen
from canbo.apps.people.listing import visible_ids
from canbo.apps.people.reach import reach_of
from canbo.base.accounts.models import Account
from canbo.base.record.kept import Kept
from canbo.core.refusal import Refusal
from canbo.core.rules import PURPOSES
from canbo.lib.text import Text
from canbo.shell import asking

ON = Text("Vào ngày", "On")
KNOWN_ON = Text("Theo hồ sơ đã ghi đến ngày", "As recorded by")
PURPOSE = Text("Mục đích", "Purpose")
#: Screens kept for paging and filtering; one of a province is some 20 MB.
_screens: Kept[Screen] = Kept(4)


def read(request: HttpRequest) -> Request:
    """The question in an address. Refuses (422) what cannot be read, by the name of its field."""
    title = asking.words(request, "title")
    if not title:
        raise Refusal(
            "no-title",
            Text("Chưa chọn chức danh.", "No title was chosen."),
            Text("Chọn chức danh ở trang đối chiếu.", "Choose a title on the screening page."),
            status=422,
        )
    purpose = asking.choice(request, "purpose", PURPOSE, PURPOSES) or PURPOSES[0]
    return Request(
        title=title,
        on=asking.day(request, "on", ON, None) or timezone.localdate(),
        known_on=asking.day(request, "known_on", KNOWN_ON, None),
        purpose=purpose,
        place=asking.words(request, "place"),
        pool=tuple(sorted({code for code in request.GET.getlist("pool") if code})),
    )


def written(request: Request) -> str:
    """The question as it stands in an address."""
    parts: list[tuple[str, str]] = [("title", request.title), ("on", _day(request.on))]
    if request.known_on:
        parts.append(("known_on", _day(request.known_on)))
    if request.purpose != PURPOSES[0]:
        parts.append(("purpose", request.purpose))
    if request.place:
        parts.append(("place", request.place))
    return urlencode(parts + [("pool", code) for code in request.pool])


def _day(day: dt.date) -> str:
    return day.isoformat()


def answered(request: Request, actor: Account) -> Screen:
    """The screen of everybody in the pool whom the actor may see, sorted by given name."""
    asked = grounds(request)
    today = timezone.localdate()
    question = (request, reach_of(actor, today), asked.pack.digest)
    return _screens.answer(question, lambda: screen(asked, pool(asked, actor, today)))


def pool(asked: Grounds, actor: Account, today: dt.date) -> Sequence[int]:
    """Ids of the people asked about, in service on the day, whom the actor may see, sorted by given name."""
    seen = in_service(asked, visible_ids(actor, today))
    if not asked.request.pool:
        return seen
    wanted = set(pool_ids(asked, asked.request.pool))
    return [person for person in seen if person in wanted]
