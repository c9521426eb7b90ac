"""Words of the law for templates of every capability above it."""

from __future__ import annotations

from django import template

from canbo.apps.regulations.wording import PURPOSES, say_issued
from canbo.base.packs.queries import current_pack
from canbo.core.law import InstrumentKey
from canbo.lib.text import Text

register = template.Library()


@register.filter
def purpose(code: str) -> Text:
    """What a standard is for, in both languages; the code itself for one that nobody knows."""
    return PURPOSES.get(code, Text(code or "–", code or "–"))


@register.filter
def issued(key: InstrumentKey) -> str:
    """The day of issue of an instrument, or its month or year where the day was not seen."""
    found = current_pack().instruments.get(key)
    return say_issued(key, found.day_known if found else "day")
