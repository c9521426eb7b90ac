"""The people behind a figure, a hundred at a time, and as a file that equals the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from canbo.apps.people.listing import Entry, entries, versions
from canbo.apps.people.models import PersonVersion
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.grids import FILE, FORMS, Cell, Grid, asked_for
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import d, num

PAGE = Text("Trang", "Page")
#: People in one file.
LONGEST = 5000
_HEADS = (
    Text("Họ và tên", "Name"), Text("Số hiệu", "Key"), Text("Ngày sinh", "Born"), Text("Chức vụ", "Post"),
    Text("Cơ quan, đơn vị", "Body"),
)  # fmt: skip


def counted(
    request: HttpRequest,
    people: QuerySet[PersonVersion],
    says: Text,
    day: dt.date,
    *,
    chosen: Sequence[Any],
    back: str,
    unseen: int = 0,
) -> HttpResponse:
    """The page or the file of these people, in the order of names; `unseen` others are counted that the reader may not
    see."""
    ids = people.order_by("name_key", "person_id").values_list("person_id", flat=True)
    number = ids.count()
    if asking.choice(request, "file", FILE, FORMS):
        if number > LONGEST:
            raise _too_long(number)
        called = names()
        rows = [_cells(each, called) for each in entries(versions(list(ids)), day)]
        made = asked_for(request, [Grid("danh-sach", says, _HEADS, rows)])
        if made is not None:
            return made
    sheet = asking.Sheet(asking.whole(request, "page", PAGE, 1), number)
    context = {
        "rows": entries(versions(list(ids[sheet.offset : sheet.offset + sheet.rows])), day),
        "sheet": sheet,
        "chosen": chosen,
        "day": day,
        "says": says,
        "names": names(),
        "unseen": unseen,
        "back": back,
    }
    return render(request, "people/counted.html", context)


def _cells(each: Entry, called: Names) -> list[Cell]:
    post = called.title(each.post.title) if each.post else ""
    about = each.person
    words = (about.name, about.person.key, d(about.born), post, each.post_body or each.body)
    return [Cell(word) for word in words]


def _too_long(number: int) -> Refusal:
    return Refusal(
        "people.list_too_long",
        Text(
            f"Danh sách có {num(number)} người; một tệp tối đa {num(LONGEST)} người.",
            f"The list has {num(number)} people; one file holds at most {num(LONGEST)}.",
        ),
        Text("Chọn một cơ quan nhỏ hơn rồi tải từng phần.", "Choose a smaller body, and take it in parts."),
        status=422,
    )
