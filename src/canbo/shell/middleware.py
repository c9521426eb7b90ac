"""One translator from refusals to what the asker can read: a page, a fragment of one, or problem+json."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from canbo.core.refusal import Refusal
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
        """Answer a Refusal; every other exception is a bug and stays one."""
        return answer(request, fault) if isinstance(fault, Refusal) else None


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
