"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from canbo.base.authority.second_factor import why_not_decide
from canbo.shell.doors import DOORS
from canbo.shell.templatetags.canbo import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """The page's language and address (for the language switch), the main sections, the reader's and the installation's
    state."""
    match = request.resolver_match
    here = match.namespace if match else ""
    doors = [{"url": reverse(door.page), "says": door.says, "here": door.namespace == here} for door in DOORS]
    user = getattr(request, "user", None)
    undecided = user is not None and user.is_authenticated and why_not_decide(user, timezone.localdate()) is not None
    return {
        "undecided": undecided,
        "mandate": getattr(user, "mandate", None),
        "language": language(),
        "here": request.get_full_path(),
        "demo": settings.DEMO,
        "read_only": settings.READ_ONLY,
        "doors": doors,
    }
