"""One translator from refusals to what the asker can read: a page, a fragment of one, or problem+json."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from canbo.core.errors import NotInForce
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import say


class RefusalMiddleware:
    """Turns a Refusal raised by a view into an answer with its status; sets the reader's chosen language.

    Vietnamese is first: the browser's own wish does not count, only the switch on the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate("vi")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a Refusal, and what a reader typed that no rule or column can take; the rest are bugs and stay so."""
        refusal = fault if isinstance(fault, Refusal) else _typed(fault)
        return answer(request, refusal) if refusal else None


def _typed(fault: Exception) -> Refusal | None:
    """A day before the first rule about what was asked; a text that the database found too long or unreadable."""
    if isinstance(fault, NotInForce):
        return Refusal("shell.no_rule_then", fault.says, _LATER, status=422)
    if not isinstance(fault, DataError):
        return None
    most = _MOST.search(str(fault))
    says = TOO_LONG.filled(most=most[1]) if most else _UNREADABLE
    return Refusal("shell.cannot_be_kept", says, _NOTHING, status=422)


_MOST = re.compile(r"character varying\((\d+)\)")
TOO_LONG = Text("Có ô ghi dài quá {most} ký tự.", "Something typed is longer than {most} letters.")
_UNREADABLE = Text(
    "Có ô ghi ký tự hoặc số không lưu được.", "Something typed holds a character or a number that cannot be kept."
)
_NOTHING = Text("Chưa ghi gì; hãy quay lại và sửa ô đó.", "Nothing was written; go back and change it.")
_LATER = Text("Chọn một ngày muộn hơn.", "Choose a later day.")


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as the asker reads it: JSON for programs, a fragment for htmx, else a page."""
    if _wants_json(request):
        return JsonResponse(problem(refusal), status=refusal.status, content_type="application/problem+json")
    template = "shell/_refusal.html" if getattr(request, "htmx", False) else "shell/refusal.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def problem(refusal: Refusal) -> dict[str, object]:
    """A refusal in the members of RFC 9457; `citation` is our own."""
    cites = refusal.citation
    return {
        "type": f"urn:canbo:refusal:{refusal.code}",
        "title": say(refusal.says),
        "status": refusal.status,
        "detail": say(refusal.remedy),
        "citation": f"{cites.instrument} {cites.article}" if cites else None,
    }
