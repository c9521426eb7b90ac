"""Words of the law for templates of every capability above it."""

from __future__ import annotations

from django import template

from canbo.apps.regulations.wording import PURPOSES
from canbo.lib.text import Text

register = template.Library()


@register.filter
def purpose(code: str) -> Text:
    """What a standard is for, in both languages; the code itself for one that nobody knows."""
    return PURPOSES.get(code, Text(code or "–", code or "–"))
