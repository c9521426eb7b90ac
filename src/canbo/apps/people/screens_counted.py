"""The people behind a figure, a hundred at a time, and as a file that equals the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from canbo.apps.people.listing import Entry, entries, versions
from canbo.apps.people.models import PersonVersion
from canbo.base.record.kept import Kept
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.grids import FILE, FORMS, Cell, Grid, asked_for
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import d, num

PAGE = Text("Trang", "Page")
#: People in one file.
LONGEST = 5000
#: Numbers of people behind figures.
_numbers: Kept[int] = Kept(128)
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
    page = asking.whole(request, "page", PAGE, 1)
    number, found = _number_and_page(people, page)
    if asking.choice(request, "file", FILE, FORMS):
        if number > LONGEST:
            raise _too_long(number)
        called, ids = names(), _in_order(people).values_list("person_id", flat=True)
        rows = [_cells(each, called) for each in entries(versions(list(ids)), day)]
        about = (Text("Cơ quan", "Body"), ", ".join(body.name for body in chosen))
        made = asked_for(request, [Grid("danh-sach", says, _HEADS, rows)], [(Text("Vào ngày", "On"), d(day)), about])
        if made is not None:
            return made
    context = {
        "rows": entries(versions(found), day),
        "sheet": asking.Sheet(page, number),
        "chosen": chosen,
        "day": day,
        "says": says,
        "names": names(),
        "unseen": unseen,
        "back": back,
    }
    return render(request, "people/counted.html", context)


def _number_and_page(people: QuerySet[PersonVersion], page: int) -> tuple[int, list[int]]:
    """How many they are, and the ids of one page of them. One question looks for both: who is behind a figure takes the
    longest to find, and the number is kept for the pages that follow."""
    first = (page - 1) * asking.ROWS
    question = people.order_by().values("person_id").query.sql_with_params()
    found: list[int] | None = None

    def count() -> int:
        nonlocal found
        both = _in_order(people).annotate(number=Window(Count("*"))).values_list("person_id", "number")
        rows = list(both[first : first + asking.ROWS])
        found = [person for person, _ in rows]
        return rows[0][1] if rows else people.count()

    number = _numbers.answer(question, count)
    if found is None:
        found = list(_in_order(people).values_list("person_id", flat=True)[first : first + asking.ROWS])
    return number, found


def _in_order(people: QuerySet[PersonVersion]) -> QuerySet[PersonVersion]:
    return people.order_by("name_key", "person_id")


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
