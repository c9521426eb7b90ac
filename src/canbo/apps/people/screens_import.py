"""Import on screen: send a file, see every faulty cell and what would change, then write it all or nothing.

A small file is checked and written within the request; a large one beside it, while a page shows how far it has come.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from canbo.apps.people import uploads, works
from canbo.apps.people.background import Report, begin, report_of
from canbo.apps.people.forms import ImportForm
from canbo.apps.people.permissions_import import why_not_officer
from canbo.apps.people.uploads import Upload
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import num, say

#: Files larger than this (bytes) are worked on beside the request.
LARGE = 150_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def send(request: HttpRequest) -> HttpResponse:
    """Choose a file and how it is read."""
    form = ImportForm(request.POST or None, request.FILES or None)
    refused = why_not_officer(request.user, timezone.localdate())
    if request.method == "POST" and refused is None and form.is_valid():
        file = form.cleaned_data["file"]
        told = form.cleaned_data
        kept = uploads.keep(request.user, file.read(), file.name, told["mapping"], told["made"])
        if kept.mapping == uploads.FREE:
            return redirect("people:import-columns", name=kept.name)
        begin_check(kept, request.user)
        report = report_of(kept.checked)
        if report and report.ended and report.refusal:
            uploads.forget(kept)
            context = {"form": form, "refusal": report.refusal, "why_not": None}
            return render(request, "people/import.html", context, status=report.refusal.status)
        return redirect("people:import-check", name=kept.name)
    return render(request, "people/import.html", {"form": form, "why_not": refused})


@login_required
def check(request: HttpRequest, name: str) -> HttpResponse:
    """What is being done with a file, what its check found, or what came of its import."""
    kept = uploads.find(request.user, name)
    if kept.mapping == uploads.PACKAGE:
        return redirect("people:package-look", name=name)
    context = {"upload": kept, "mapping": uploads.title_of(kept)}
    report = works.import_of(kept) or report_of(kept.checked)
    if report is None or not report.ended:
        return render(request, "people/import_working.html", {**context, "report": report or Report()})
    found = report_of(kept.checked)
    context["refusal"] = report.refusal
    if found and found.result:
        context |= _checked(found.result, works.import_of(kept))
    context["moment"] = dt.datetime.fromtimestamp((found or report).began, tz=timezone.get_current_timezone())
    return render(request, "people/import_check.html", context, status=200)


@login_required
def progress(request: HttpRequest, name: str) -> HttpResponse:
    """How far the work on a file has come; the page is asked for again when it has ended."""
    kept = uploads.find(request.user, name)
    report = works.import_of(kept) or report_of(kept.checked)
    if report is None or report.ended:
        return HttpResponseClientRefresh()
    return render(request, "people/_progress.html", {"upload": kept, "report": report})


@login_required
@require_POST
def again(request: HttpRequest, name: str) -> HttpResponse:
    """Check the file once more: the registers have changed, or the work was broken off."""
    kept = uploads.find(request.user, name)
    kept.written.unlink(missing_ok=True)
    begin_check(kept, request.user)
    return redirect("people:import-check", name=name)


@login_required
@require_POST
def write(request: HttpRequest, name: str) -> HttpResponse:
    """Write the file that was checked, as one action."""
    today = timezone.localdate()
    kept = uploads.find(request.user, name)
    refused = works.why_not_begin(kept, request.user, today)
    if refused is not None:
        raise refused
    begin(kept.written, works.writing(kept, request.user, timezone.now()), beside=_large(kept))
    report = works.import_of(kept)
    if report is None or not report.ended:
        return redirect("people:import-check", name=name)
    if report.refusal is not None:
        kept.written.unlink()
        raise report.refusal
    messages.success(request, say(_written(report.result or {})))
    return redirect("people:list")


@login_required
def faults(request: HttpRequest, name: str) -> HttpResponse:
    """The file with its faulty cells marked, and the list of faults."""
    kept = uploads.find(request.user, name)
    if not kept.marked.is_file():
        raise Refusal("no-faults", Text("Tệp này không có ô lỗi nào.", "The file has no faulty cell."), status=404)
    answer = HttpResponse(kept.marked.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="loi-nhap-lieu.xlsx"'
    return answer


def begin_check(kept: Upload, actor: Account) -> None:
    """Check a file: a small one at once, a large one beside the request."""
    begin(kept.checked, works.checking(kept, actor, timezone.now()), beside=_large(kept))


def _large(kept: Upload) -> bool:
    return kept.path.is_file() and kept.path.stat().st_size > LARGE


def _checked(found: dict[str, object], written: Report | None) -> dict[str, object]:
    """What the page says of a check, and of the import after it."""
    done = written.result if written else None
    return {**works.told(found), "done": _written(done) if done else None}


def _written(done: dict[str, int]) -> Text:
    added, changed, entry = num(done["inserts"]), num(done["updates"]), num(done["entry"])
    return Text(
        f"Đã ghi {added} hồ sơ mới và sửa {changed} hồ sơ; mục số {entry} trong nhật ký.",
        f"{added} dossiers added and {changed} corrected; entry {entry} on the record.",
    )
