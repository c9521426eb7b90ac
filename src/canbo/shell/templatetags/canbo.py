"""Words, dates and numbers on screen, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import get_language

from canbo.lib.text import Text

register = template.Library()

#: What stands where a value is absent.
ABSENT = "–"


def language() -> str:
    """The language of the page: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.simple_tag
def t(vi: str, en: str, **values: object) -> str:
    """One sentence in the language of the page, with its `{name}` places filled: {% t "Có {n} người" "{n} people" n=3 %}."""
    sentence = Text(vi, en).in_language(language())
    return sentence.format(**values) if values else sentence


@register.filter
def say(text: Text | str | None) -> str:
    """A Text in the language of the page; a plain string as it stands; nothing as an empty string."""
    if text is None:
        return ""
    return text.in_language(language()) if isinstance(text, Text) else str(text)


@register.filter
def d(value: dt.date | dt.datetime | str | None) -> str:
    """A day as dd/mm/yyyy; a written date known in part as 06/1974 or 1974; nothing as a dash."""
    if not value:
        return ABSENT
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return "/".join(reversed(str(value).split("-")))


@register.filter
def num(value: Any, places: int | None = None) -> str:
    """A number with the reader's separators (1.234,5 in Vietnamese, 1,234.5 in English); nothing as a dash."""
    if value is None or value == "":
        return ABSENT
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{value:,}" if places is None else f"{value:,.{int(places)}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))
