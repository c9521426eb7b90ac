"""The first page: who may try what (signed out, in a demo), and what is due from me today (signed in)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.people.listing import visible_number
from canbo.apps.people.permissions_import import why_not_officer
from canbo.config.due import due
from canbo.shell.demo import cast


def page(request: HttpRequest) -> HttpResponse:
    """The first page for whoever asks."""
    if not request.user.is_authenticated:
        return render(request, "shell/welcome.html", {"cast": cast()})
    today = timezone.localdate()
    seen = visible_number(request.user, today)
    imports = why_not_officer(request.user, today) is None
    context = {"due": due(request.user, today), "seen": seen, "today": today, "imports": imports}
    return render(request, "shell/home.html", context)
