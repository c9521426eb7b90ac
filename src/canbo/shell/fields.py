"""Form fields in the manner of the house: days as dd/mm/yyyy, faults in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from canbo.shell.templatetags.canbo import options
from canbo.shell.words import both

#: How a day may be written; the first is how it is shown.
DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
#: The sentence for a field left empty.
NEEDED = both("Cần nhập ô này.", "This is needed.")


class DayInput(forms.DateInput):
    """A day typed as text: a browser's own picker would show it in the browser's order."""

    def __init__(self) -> None:
        super().__init__(
            format=DAY_FORMATS[0],
            attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10},
        )


class LongSelect(forms.Select):
    """A choice among thousands, in groups: its options are written at once, where a template for each takes seconds."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The select with its groups, the chosen option marked."""
        told = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        chosen = "" if value is None else str(value)
        groups = [(group, options(inside, chosen)) for group, inside in self.choices]  # type: ignore[misc]  # groups
        body = format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)
        return format_html("<select{}>{}</select>", told, body)


class DayField(forms.DateField):
    """A whole day."""

    def __init__(self, **kwargs: Any) -> None:
        faults = {
            "required": NEEDED,
            "invalid": both("Cần một ngày có thật, viết dd/mm/yyyy.", "A real day is needed, written dd/mm/yyyy."),
        }
        super().__init__(input_formats=DAY_FORMATS, widget=DayInput(), error_messages=faults, **kwargs)


class WordsField(forms.CharField):
    """A line of text (or several: `rows`), with the house's sentence when it is missing or too long."""

    def __init__(self, *, rows: int = 0, max_length: int | None = None, **kwargs: Any) -> None:
        faults = {
            "required": NEEDED,
            "max_length": both("Nhiều nhất %(limit_value)d ký tự.", "At most %(limit_value)d letters."),
        }
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=max_length, widget=widget, error_messages=faults, **kwargs)


def read_day(text: str) -> dt.date | None:
    """The day that a text writes in one of DAY_FORMATS, or None."""
    for form in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def read_count(text: str) -> int | None:
    """The count that a text writes in plain digits, nine at most (what a column of the database takes), or None."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
