"""What is printed of a ballot: the paper itself, and the tally minutes as issued."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.ballots.actions_minutes import issue_minutes
from canbo.apps.ballots.documents import ballot_paper, ballot_paper_for_word, minutes_owner
from canbo.apps.ballots.screens import found, one
from canbo.apps.ballots.visibility import may_see_result
from canbo.apps.papers.queries import content_of, document_of
from canbo.apps.papers.rendering import DOCX, PDF
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.templatetags.canbo import say

SIZES = ("a4", "a5")


@login_required
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The ballot paper: one sheet, to be printed as often as there are electors."""
    ballot = found(request, number)
    size = asking.choice(request, "size", Text("Khổ giấy", "Size"), SIZES)
    return _file(ballot_paper(ballot, size), PDF, f"phieu-{ballot.pk}.pdf")


@login_required
def paper_for_word(request: HttpRequest, number: int) -> HttpResponse:
    """The ballot paper as a Word document."""
    ballot = found(request, number)
    return _file(ballot_paper_for_word(ballot), DOCX, f"phieu-{ballot.pk}.docx")


@login_required
@require_POST
def make_minutes(request: HttpRequest, number: int) -> HttpResponse:
    """Issue the minutes."""
    ballot = found(request, number)
    try:
        document = issue_minutes(ballot=ballot, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return one(request, number, refused=refusal)
    says = Text(f"Đã lập biên bản số {document.symbol}.", f"Minutes {document.symbol} are issued.")
    messages.success(request, say(says))
    return redirect("ballots:one", number)


@login_required
def minutes(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The minutes as kept, for those who may see the result."""
    ballot = found(request, number)
    document = document_of(minutes_owner(ballot))
    if (
        document is None
        or kind not in ("pdf", "docx")
        or not may_see_result(request.user, ballot, timezone.localdate())
    ):
        raise Http404(number)
    file = document.pdf if kind == "pdf" else document.docx
    return _file(content_of(file), file.media, f"bien-ban-kiem-phieu-{document.number}.{kind}")


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'inline; filename="{name}"'})
