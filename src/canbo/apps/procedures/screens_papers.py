"""The papers of a case: written by one button, opened as kept; the pack of its meeting for whoever prints it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.papers.queries import content_of
from canbo.apps.papers.rendering import PDF
from canbo.apps.procedures.actions_papers import write_paper
from canbo.apps.procedures.meeting_pack import meeting_pack
from canbo.apps.procedures.papers import documents_of, may_read_papers
from canbo.apps.procedures.queries import newest
from canbo.apps.procedures.replay import replay
from canbo.apps.procedures.screens import found_case, page_of_case
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.templatetags.canbo import say


@login_required
@require_POST
def write(request: SignedIn, number: int, paper: str) -> HttpResponse:
    """A paper of the open step writes itself: numbered, kept, filed."""
    case = found_case(request, number)
    seen = int(request.POST["seen"]) if request.POST.get("seen", "").isdigit() else newest(case).number
    try:
        made = write_paper(
            case=case, paper=paper, seen=seen, by=request.user, at=timezone.now(), where=request.POST.get("where", "")
        )  # fmt: skip
    except Refusal as refusal:
        return page_of_case(request, case, refusal)
    messages.success(request, say(Text(f"Đã lập văn bản số {made.symbol}.", f"Document {made.symbol} is written.")))
    return redirect("procedures:one", number=case.pk)


@login_required
def document(request: HttpRequest, number: int, document: int, kind: str) -> HttpResponse:
    """A paper as kept, PDF or Word, for those who may read what it tells."""
    case = found_case(request, number)
    found = next((each for each in documents_of(case) if each.pk == document), None)
    if found is None or kind not in ("pdf", "docx") or not may_read_papers(request.user, case, timezone.localdate()):
        raise Http404(document)
    file = found.pdf if kind == "pdf" else found.docx
    return _file(content_of(file), file.media, f"{found.symbol.replace('/', '-')}.{kind}")


@login_required
def pack(request: SignedIn, number: int) -> HttpResponse:
    """Everything for the meeting in one file: of the dossiers, what is open to whoever prints it."""
    case = found_case(request, number)
    return _file(meeting_pack(case=case, by=request.user, at=timezone.now()), PDF, f"hoi-nghi-{case.pk}.pdf")


@login_required
def again(request: HttpRequest, number: int) -> HttpResponse:
    """The case played again, and its papers written again: which are the same, which differ and where."""
    case = found_case(request, number)
    if not may_read_papers(request.user, case, timezone.localdate()):
        raise Http404(number)
    return render(request, "procedures/replay.html", {"case": case, "found": replay(case)})


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'inline; filename="{name}"'})
