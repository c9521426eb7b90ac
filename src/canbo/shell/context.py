"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from canbo.shell.templatetags.canbo import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """The language of the page, its address without the host (for the language switch), and whether this is a demo."""
    return {"language": language(), "here": request.get_full_path(), "demo": settings.DEMO}
