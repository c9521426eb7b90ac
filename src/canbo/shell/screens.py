"""Pages that belong to nobody's capability: the pages of failure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in both languages."""
    return render(request, "shell/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in both languages."""
    return render(request, "shell/forbidden.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: usually a page left open over a sign-out."""
    return render(request, "shell/forbidden.html", {"stale_form": True}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500 without any look into the database or the traceback."""
    return render(request, "shell/broken.html", status=500)
