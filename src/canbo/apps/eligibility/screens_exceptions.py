"""Exception decisions on screen: the register of them, and entering one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.eligibility import asked
from canbo.apps.eligibility.actions import record_exception
from canbo.apps.eligibility.forms import ExceptionForm
from canbo.apps.eligibility.models import ExceptionDecision
from canbo.apps.eligibility.permissions import refuse, why_not_decide
from canbo.apps.eligibility.request import grounds
from canbo.apps.eligibility.sealing import sealed_exceptions
from canbo.apps.people.visibility import visible_people, visible_person
from canbo.apps.regulations.queries import authority_named, managing_authority
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say

CLAUSE = Text("Tiêu chí", "Clause")
NOBODY = Text("Cấp có thẩm quyền", "The competent authority")


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The exception decisions about people whom the reader may see, newest first."""
    today = timezone.localdate()
    seen = visible_people(request.user, today)
    rows = ExceptionDecision.objects.filter(entry_to__isnull=True, person__in=seen.values("person_id"))
    rows = rows.select_related("person", "entry_from__by").order_by("-decided", "-pk")
    sheet = asking.Sheet(asking.whole(request, "page", Text("Trang", "Page"), 1), rows.count())
    page = list(rows[sheet.offset : sheet.offset + sheet.rows])
    called = dict(seen.filter(person__in=[row.person_id for row in page]).values_list("person_id", "name"))
    sealed = sealed_exceptions(request.user, page, today)
    shown = [(row, called[row.person_id], row.pk in sealed) for row in page]
    return render(
        request, "eligibility/exceptions.html", {"rows": shown, "sheet": sheet, "names": names(), "today": today}
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter a decision that excuses one person from one clause; what was typed stays when it cannot be taken."""
    today = timezone.localdate()
    question = asked.read(request)
    key = asking.words(request, "person")
    who = visible_person(request.user, key, today)
    if who is None:
        raise Http404(key)
    refuse(why_not_decide(request.user, who.person, today))
    standard = grounds(question).standard
    code = asking.choice(request, "clause", CLAUSE, [clause.code for clause in standard.clauses])
    clause = next((each for each in standard.clauses if each.code == code), None)
    if clause is None:
        raise Refusal("no-clause", Text("Chưa chọn tiêu chí.", "No clause was chosen."), status=422)
    form = ExceptionForm(
        request.POST or None, initial={"body": say(_competent(question.title, question.on, clause.excepted_by))}
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = form.cleaned_data
        try:
            record_exception(
                person=who.person, request=question, clause=code, by=request.user, at=timezone.now(), **facts
            )
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(
                request, say(Text("Đã ghi quyết định trường hợp đặc biệt.", "The exception decision is entered."))
            )
            return redirect(f"{reverse('eligibility:explain', args=[key])}?{asked.written(question)}")
    context = {
        "form": form, "who": who, "clause": clause, "question": question, "query": asked.written(question),
        "names": names(), "refusal": refused,
    }  # fmt: skip
    return render(request, "eligibility/exception_new.html", context, status=refused.status if refused else 200)


def _competent(title: str, on: dt.date, named: Text | None) -> Text:
    """Who is to have decided: the body that the clause names, else the managing authority of the title."""
    code = authority_named(named.vi) if named else None
    authority = managing_authority(title, on)
    found = code or (authority.decides if authority else None)
    return found.name if found else named or NOBODY
