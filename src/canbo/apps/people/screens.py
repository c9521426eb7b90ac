"""Officials on screen: the roster, one dossier, who holds the posts of a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import posts_on
from canbo.apps.people import asked
from canbo.apps.people.grids_of_turnover import reason_words
from canbo.apps.people.listing import Entry, Found, entries, held_on, versions
from canbo.apps.people.models import Holding, PersonVersion
from canbo.apps.people.permissions import why_not_propose, why_not_write
from canbo.apps.people.permissions_import import why_not_officer
from canbo.apps.people.portrait import CALLED, held_among, portrait
from canbo.apps.people.proposals import KNOWN_BY, asked_for, withdrawn_rows
from canbo.apps.people.reading import read_dossier
from canbo.apps.people.saved import saved_lists
from canbo.apps.people.screens_reading import sealing
from canbo.apps.people.visibility import visible_people, visible_person
from canbo.apps.regulations.queries import highest_authority
from canbo.base.access.deciding import may
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import ABSENT, d, say

PAGE = Text("Trang", "Page")
ON = Text("Ngày", "Day")
COLUMNS_OF = Text("Cột", "Columns")
#: Columns beside the name that a reader may choose, and those shown to whoever has not chosen.
COLUMNS = {
    "key": Text("Số hiệu", "Key"),
    "born": Text("Ngày sinh", "Born"),
    "sex": Text("Giới tính", "Sex"),
    "ethnicity": Text("Dân tộc", "Ethnicity"),
    "category": Text("Đối tượng", "Category"),
    "post": Text("Chức vụ hiện nay", "Present post"),
    "since": Text("Từ", "Since"),
    "body": Text("Cơ quan, đơn vị", "Body"),
    "managed_by": Text("Cấp quản lý", "Managing authority"),
    "recruited": Text("Tuyển dụng", "Recruited"),
    "party_official": Text("Vào Đảng chính thức", "Party member since"),
}
_SEX_WORDS = {"M": Text("Nam", "M"), "F": Text("Nữ", "F")}
#: What stands in each column, and how.
_CELLS: Mapping[str, Callable[[Entry, Names], str]] = {
    "key": lambda row, called: row.person.person.key,
    "born": lambda row, called: d(row.person.born),
    "sex": lambda row, called: say(_SEX_WORDS.get(row.person.sex)),
    "ethnicity": lambda row, called: called.prefixed(row.person.ethnicity) if row.person.ethnicity else "",
    "category": lambda row, called: called.code("person-categories", row.person.category),
    "post": lambda row, called: called.title(row.post.title) if row.post else "",
    "since": lambda row, called: d(row.post.since) if row.post else "",
    "body": lambda row, called: row.post_body or row.body,
    "managed_by": lambda row, called: called.code("managing-authorities", row.person.managed_by),
    "recruited": lambda row, called: d(row.person.recruited),
    "party_official": lambda row, called: d(row.person.party_official),
}
_CLASSES = dict.fromkeys(("key", "born", "sex", "since", "recruited", "party_official"), "nowrap")
USUAL = ("key", "born", "sex", "post", "since", "body", "category")


@login_required
def roster(request: HttpRequest) -> HttpResponse:
    """The officials whom the reader may see, sorted by given name, a hundred at a time."""
    today = timezone.localdate()
    called = names()
    wish, body = asked.wish(request, called, today)
    found = Found(request.user, wish, today)
    sheet = asking.Sheet(asking.whole(request, "page", PAGE, 1), found.total, more=found.more)
    page = entries(versions(found.page(sheet.offset, sheet.rows)), wish.on or today)
    shown = _columns(request)
    context = {
        "sheet": sheet,
        "rows": [(each.person, _cells(each, shown, called)) for each in page],
        "wish": wish,
        "body": body,
        "names": called,
        "sentences": asked.sentences(request, wish, body, called),
        "facts": request.GET.getlist("fact"),
        "day": wish.on or today,
        **asked.choices(request, called),
        "categories": called.choices("person-categories"),
        "titles": [(each.code, each.name) for each in sorted(called.pack.titles.values(), key=lambda each: -each.rank)],
        "sexes": asked.SEXES,
        "party": asked.PARTY,
        "left": asked.LEFT,
        "saved": saved_lists(request.user),
        "query": asked.written(request),
        "why_not_whole": why_not_officer(request.user, today),
        "columns": COLUMNS,
        "shown": shown,
    }
    return render(request, "people/list.html", context)


@login_required
def dossier(request: HttpRequest, key: str) -> HttpResponse:
    """One person's dossier; restricted sections only for whom they are open."""
    today = timezone.localdate()
    person = visible_person(request.user, key, today)
    if person is None:
        raise Http404(key)
    called = names()
    opened = read_dossier(person=person.person, by=request.user, at=timezone.now(), on=today)
    shown = portrait(person, today, called, open_tables=opened.tables)
    standards = called.pack.titles_with_standards("appointment")
    planned = {row.title for row in shown.planned}
    context = {
        "it": shown,
        "names": called,
        "today": today,
        "called": CALLED,
        "known": KNOWN_BY,
        "opened": opened,
        "sealed": sealing(opened.waiting, today),
        "left_why": reason_words(person.left_why, called, whole="Discipline" in opened.tables) if person.left else None,
        "asked": asked_for(person.person, opened.tables, called),
        "withdrawn": withdrawn_rows(person.person, opened.tables, called),
        "why_not_readers": may(request.user, "people.see_readers", person.person, today, opened.standing),
        "standards": standards,
        "why_not_write": why_not_write(request.user, person.person, today, opened.standing),
        "why_not_propose": why_not_propose(request.user, person.person, today, opened.standing),
        "likely": next((title.code for title in standards if title.code in planned), ""),
    }
    titles = [post.title for post in held_among([post for post, _ in shown.career], today)]
    context["authority"] = highest_authority(titles, today)
    return render(request, "people/one.html", context)


@login_required
def holders(request: HttpRequest) -> HttpResponse:
    """The posts of a body on a day with who holds them; a post that nobody holds stands there as vacant."""
    day = asking.day(request, "on", ON, None) or timezone.localdate()
    body = get_object_or_404(Body, code=asking.words(request, "body"))
    held = list(held_on(day).filter(body=body).select_related("person").order_by("since_lo"))
    people = visible_people(request.user, timezone.localdate()).filter(person__in=[each.person_id for each in held])
    seen = {each.person_id: each for each in people}
    by_post: dict[str, list[tuple[Holding, PersonVersion | None]]] = {}
    for each in held:
        by_post.setdefault(each.post_code, []).append((each, seen.get(each.person_id)))
    rows = [(post, by_post.pop(post.code, [])) for post in posts_on(body, day)]
    loose = [pair for pairs in by_post.values() for pair in pairs]
    return render(request, "people/_holders.html", {"rows": rows, "loose": loose, "names": names(), "day": day})


def _cells(entry: Entry, shown: Sequence[str], called: Names) -> list[tuple[str, str]]:
    """The cells of a row: the class of each, and its text."""
    return [(_CLASSES.get(name, ""), _CELLS[name](entry, called) or ABSENT) for name in shown]


def _columns(request: HttpRequest) -> tuple[str, ...]:
    asked = request.GET.getlist("column")
    for each in asked:
        asking.one_of(each, COLUMNS_OF, COLUMNS)
    return tuple(name for name in COLUMNS if name in (asked or USUAL))
