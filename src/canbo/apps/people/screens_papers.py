"""Papers on screen: one comes into a dossier with its file, and the file is handed to whom it is open."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from canbo.apps.people import files
from canbo.apps.people.actions import add_paper
from canbo.apps.people.forms import PaperForm
from canbo.apps.people.models import Paper, PersonVersion
from canbo.apps.people.permissions import why_not_write
from canbo.apps.people.visibility import paper_is_open, visible_person
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.lib.text import Text
from canbo.shell.deeds import do
from canbo.shell.naming import names

ADDED = Text("Đã thêm giấy tờ vào hồ sơ.", "The paper is in the dossier.")


def seen(actor: Account, key: str, day: dt.date) -> PersonVersion:
    """Who the person with a staff number is, when the account may see the person; else 404, whatever the reason."""
    found = visible_person(actor, key, day)
    if found is None:
        raise Http404(key)
    return found


@login_required
def add(request: HttpRequest, key: str) -> HttpResponse:
    """A paper with its file comes into a dossier; nobody has confirmed it yet."""
    today = timezone.localdate()
    who, called = seen(request.user, key, today), names()
    refuse(why_not_write(request.user, who.person, today))
    form = PaperForm(called.choices("paper-kinds"), request.POST or None, request.FILES or None)

    def deed() -> None:
        given = form.cleaned_data
        issued = given["issued"].isoformat() if given["issued"] else ""
        digest = files.keep(given["file"].read())
        add_paper(
            person=who.person, kind=given["kind"], number=given["number"], issuer=given["issuer"], issued=issued,
            digest=digest, by=request.user, at=timezone.now(),
        )  # fmt: skip

    done = do(request, form, deed, ADDED, "people:one", key=key)
    if isinstance(done, HttpResponse):
        return done
    context = {"form": form, "who": who, "refusal": done}
    return render(request, "people/paper_add.html", context, status=done.status if done else 200)


@login_required
@require_safe
def file(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The file of a paper, to whom the paper is open. A browser shows it and runs nothing in it."""
    today = timezone.localdate()
    who = seen(request.user, key, today)
    paper = get_object_or_404(Paper, pk=pk, person=who.person)
    if not paper_is_open(request.user, paper, timezone.now()):
        raise Http404(key)
    data = files.read(paper.digest)
    kind = files.kind_of(data) if data else None
    if data is None or kind is None:
        raise Http404(key)
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{paper.kind}-{paper.pk}.{files.ENDINGS[kind]}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
