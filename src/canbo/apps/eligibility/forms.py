"""Forms of screening."""

from __future__ import annotations

from django import forms

from canbo.shell.fields import DayField, WordsField
from canbo.shell.words import both


class ExceptionForm(forms.Form):
    """The particulars of a decision that excuses one person from one clause."""

    body = WordsField(
        label=both("Cơ quan quyết định", "Body that decided"),
        max_length=200,
        help_text=both("Cấp có thẩm quyền nêu ở tiêu chí.", "The competent body that the clause names."),
    )
    number = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)
    decided = DayField(label=both("Ngày quyết định", "Decided on"))
    until = DayField(
        label=both("Hết hiệu lực từ ngày", "Ends on"),
        required=False,
        help_text=both("Ngày đầu tiên không còn áp dụng.", "The first day on which it no longer applies."),
    )
    document = WordsField(
        label=both("Văn bản kèm theo", "Document"),
        max_length=200,
        help_text=both("Tờ trình, biên bản hoặc công văn làm căn cứ.", "The proposal, minutes or letter behind it."),
    )
    reason = WordsField(label=both("Lý do", "Reason"), max_length=500, rows=3)


class EffectForm(forms.Form):
    """A draft and the question about it."""

    draft = forms.FileField(label=both("Tệp dự thảo (.yaml)", "Draft file (.yaml)"), required=False)
    text = WordsField(
        label=both("hoặc dán nội dung dự thảo", "or paste the draft"),
        required=False,
        rows=16,
        help_text=both(
            "Viết như một tệp của bộ quy định: parameter, clause hoặc standard với ngày bắt đầu.",
            "Written as a file of the rules: a parameter, clause or standard with its first day.",
        ),
    )
    title = forms.ChoiceField(label=both("Chức danh", "Title"))
    purpose = forms.ChoiceField(label=both("Mục đích", "Purpose"), required=False)
    on = DayField(label=both("Vào ngày", "On"))
