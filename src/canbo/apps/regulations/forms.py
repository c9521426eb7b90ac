"""The form with which study is assigned."""

from __future__ import annotations

from django import forms

from canbo.shell.fields import DayField, WordsField
from canbo.shell.words import both


class AssignForm(forms.Form):
    """Which instrument, who is to read it, by when."""

    instrument = forms.ChoiceField(label=both("Văn bản", "Instrument"))
    whom = forms.ChoiceField(
        label=both("Giao cho", "For"),
        help_text=both(
            "Giao cho một cơ quan là giao cho mọi người có vai trò ở cơ quan ấy và các đơn vị trực thuộc.",
            "A body means everybody in office there and in what hangs under it.",
        ),
    )
    due = DayField(label=both("Hạn xác nhận", "To be confirmed by"))
    note = WordsField(
        label=both("Lời dặn", "Note"),
        required=False,
        max_length=300,
        help_text=both("Ví dụ: chú ý Điều 34 và Điều 20.", "For example: mind articles 34 and 20."),
    )
