"""The first page: who may try what (signed out, in a demo), and what is due from me today (signed in)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """The first page for whoever asks."""
    if request.user.is_authenticated:
        return render(request, "shell/home.html", {})
    return render(request, "shell/welcome.html", {"cast": cast()})


def cast() -> list[dict[str, Any]]:
    """The people of the demo with their words in both languages; nobody outside a demo."""
    file = settings.HOME / "demo-cast.json"
    if not settings.DEMO or not file.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rows
