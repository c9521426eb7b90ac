"""The abridged CV list on screen and as files, and the lists that a user keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.people import abridged, asked
from canbo.apps.people.importing.export import export_people
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.listing import Found, versions
from canbo.apps.people.models import SavedList
from canbo.apps.people.permissions_import import why_not_officer
from canbo.apps.people.saved import drop_list, rename_list, save_list, saved_lists
from canbo.apps.people.visibility import people_with_open
from canbo.apps.people.works import open_rows
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import language, num, say

#: People in one file: more are asked for in parts, so that nobody waits for a request.
LONGEST = 2000
LIST_NAME, LIST_NAME_LONGEST = Text("Tên danh sách", "Name of the list"), 80
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The abridged list of the people wished for, a hundred at a time, with the columns chosen."""
    today, called = timezone.localdate(), names()
    wish, body = asked.wish(request, called, today)
    people = Found(request.user, wish, today)
    sheet = asking.Sheet(asking.whole(request, "page", Text("Trang", "Page"), 1), people.total, more=people.more)
    shown = _columns(request)
    found = _lives(request.user, people.page(sheet.offset, sheet.rows), wish.on or today)
    context = {
        "sheet": sheet,
        "rows": [(life.entry.person, abridged.cells(life, shown, called)) for life in found],
        "heads": [abridged.COLUMNS[name].says for name in shown],
        "columns": {name: column.says for name, column in abridged.COLUMNS.items()},
        "shown": shown,
        "filters": asked.pairs(request, columns=False),
        "sentences": asked.sentences(request, wish, body, called),
        "query": asked.written(request),
        "day": wish.on or today,
        "why_not_file": _too_long(people) if people.total > LONGEST else None,
    }
    return render(request, "people/abridged.html", context)


@login_required
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The abridged list as a workbook or a printable document; refuses (422) more people than one file holds."""
    today, called = timezone.localdate(), names()
    wish, body = asked.wish(request, called, today)
    people = _no_more_than_a_file(Found(request.user, wish, today))
    day = wish.on or today
    found, shown = _lives(request.user, people, day), _columns(request)
    if form == "xlsx":
        answer = HttpResponse(abridged.as_xlsx(found, shown, called), content_type=XLSX)
    else:
        filters = [says for _, says in asked.sentences(request, wish, body, called)]
        data = abridged.as_pdf(found, shown, called, day=day, language=language(), filters=filters)
        answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="trich-ngang-{day:%Y%m%d}.{form}"'
    return answer


@login_required
def workbook(request: HttpRequest) -> HttpResponse:
    """Every sheet of the dossiers of the people wished for, as an import reads them back unchanged."""
    today, called = timezone.localdate(), names()
    refused = why_not_officer(request.user, today)
    if refused is not None:
        raise refused
    people = _no_more_than_a_file(Found(request.user, asked.wish(request, called, today)[0], today))
    found = versions(people)
    opens = open_rows(request.user, timezone.now(), {each.person_id: each.person.key for each in found})
    data = export_people(found, load_mapping("province-sheets"), current_pack(), opens=opens)
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="ho-so-{today:%Y%m%d}.xlsx"'
    return answer


@login_required
@require_POST
def keep(request: asking.SignedIn) -> HttpResponse:
    """Keep the filters and columns of a list under a name."""
    name = asking.typed(request, "name", LIST_NAME, LIST_NAME_LONGEST)
    save_list(name=name, query=request.POST.get("query", ""), by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã lưu danh sách.", "The list is kept.")))
    back = "people:abridged" if "abridged" in request.POST else "people:list"
    return redirect(f"{reverse(back)}?{saved_lists(request.user).latest('pk').query}")


@login_required
@require_POST
def rename(request: asking.SignedIn, pk: int) -> HttpResponse:
    """Give a kept list another name."""
    saved = get_object_or_404(SavedList, pk=pk, account=request.user, entry_to__isnull=True)
    name = asking.typed(request, "name", LIST_NAME, LIST_NAME_LONGEST)
    rename_list(saved=saved, name=name, by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã đổi tên danh sách.", "The list bears its new name.")))
    return redirect(f"{reverse('people:list')}?{saved.query}")


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a kept list go."""
    saved = get_object_or_404(SavedList, pk=pk, account=request.user, entry_to__isnull=True)
    drop_list(saved=saved, by=request.user, at=timezone.now())
    return redirect("people:list")


def _lives(actor: Account, ids: Sequence[int], day: dt.date) -> list[abridged.Life]:
    people = versions(ids)
    return abridged.lives(people, day, people_with_open(actor, people, "Discipline", timezone.now()))


def _columns(request: HttpRequest) -> tuple[str, ...]:
    """The columns chosen here; those of the roster that this list does not have are left out."""
    chosen = set(request.GET.getlist("column"))
    return tuple(name for name in abridged.COLUMNS if name in chosen) or abridged.USUAL


def _no_more_than_a_file(found: Found) -> Sequence[int]:
    if found.total > LONGEST:
        raise _too_long(found)
    return found.ids()


def _too_long(found: Found) -> Refusal:
    number, (vi, en) = found.total, ("hơn ", "more than ") if found.more else ("", "")
    return Refusal(
        "people.list_too_long",
        Text(
            f"Danh sách có {vi}{num(number)} người; một tệp tối đa {num(LONGEST)} người.",
            f"The list has {en}{num(number)} people; one file holds at most {num(LONGEST)}.",
        ),
        Text("Lọc theo đơn vị hoặc chức danh rồi tải từng phần.", "Filter by body or title, and take it in parts."),
        status=422,
    )
