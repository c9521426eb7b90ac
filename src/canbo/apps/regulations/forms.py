"""The forms with which study is assigned and a choice between rules is recorded."""

from __future__ import annotations

from django import forms

from canbo.shell.fields import DayField, LongSelect, WordsField
from canbo.shell.words import both


class AssignForm(forms.Form):
    """Which instrument, who is to read it, by when."""

    instrument = forms.ChoiceField(label=both("Văn bản", "Instrument"))
    whom = forms.ChoiceField(
        label=both("Giao cho", "For"),
        widget=LongSelect,
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


class ChoiceForm(forms.Form):
    """Which of two rules a body has chosen, for which case, by which document."""

    option = forms.ChoiceField(label=both("Quy định được chọn", "The rule chosen"), widget=forms.RadioSelect)
    subject = WordsField(
        label=both("Áp dụng cho một vụ việc", "For one case"),
        required=False,
        max_length=80,
        help_text=both(
            "Số hiệu cán bộ hoặc số vụ việc; để trống nếu áp dụng cho mọi trường hợp của một cơ quan.",
            "A staff number or a case number; blank when it holds for every case of a body.",
        ),
    )
    charge = forms.CharField(
        label=both("Hoặc mọi trường hợp trong phạm vi", "Or every case in the charge of"),
        required=False,
        max_length=40,
        widget=forms.Select,
    )
    body = WordsField(label=both("Cơ quan quyết định", "Body that decided"), max_length=200)
    number = WordsField(label=both("Số", "Number"), max_length=80)
    document = WordsField(label=both("Văn bản", "Document"), max_length=200)
    decided = DayField(label=both("Ngày quyết định", "Day of the decision"))
    reason = WordsField(label=both("Lý do", "Reason"), max_length=500, rows=3)
