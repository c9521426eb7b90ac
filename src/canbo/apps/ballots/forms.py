"""Forms of ballots: opening one, the numbers of papers, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from canbo.apps.ballots.actions import OnBallot
from canbo.base.accounts.models import Account
from canbo.lib.text import Text, nfc
from canbo.shell.fields import NEEDED, DayField, WordsField
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

#: Codes with their words.
Choices = list[tuple[str, str]]


class CountField(forms.IntegerField):
    """A number of papers or people, from 0."""

    def __init__(self, **kwargs: Any) -> None:
        whole = both("Cần một số đếm từ 0.", "A count from 0 is needed.")
        faults = {"required": NEEDED, "invalid": whole, "min_value": whole, "max_value": whole}
        kwargs.setdefault("min_value", 0)
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 6})
        super().__init__(max_value=999_999, widget=widget, error_messages=faults, **kwargs)


class AccountField(WordsField):
    """An account by its sign-in name."""

    def clean(self, value: Any) -> Any:
        """The account; a fault names the sign-in name that nobody has."""
        name = super().clean(value)
        if not name:
            return None
        found = Account.objects.filter(username=nfc(name), is_active=True, system=False).first()
        if found is None:
            raise forms.ValidationError(
                say(Text(f"Không có tài khoản “{name}”.", f"There is no account “{name}”.")), code="unknown"
            )
        return found


class OpenForm(forms.Form):
    """What is needed to open a ballot."""

    body = forms.ChoiceField(label=both("Tổ chức bỏ phiếu", "Body that votes"))
    kind = forms.ChoiceField(label=both("Loại phiếu", "Kind of ballot"))
    purpose = WordsField(
        label=both("Nội dung", "Purpose"),
        max_length=300,
        help_text=both(
            "In dưới tên phiếu, ví dụ: quy hoạch chức danh bí thư huyện ủy, nhiệm kỳ 2025–2030.",
            "Printed under the heading: for which title and term.",
        ),
    )
    held = DayField(label=both("Ngày bỏ phiếu", "Day of the vote"))
    summoned = CountField(label=both("Số người được triệu tập", "Persons summoned"), min_value=1)
    seats = CountField(label=both("Số lượng cần chọn", "Seats to fill"), min_value=1, initial=1)
    names = WordsField(
        label=both("Danh sách trên phiếu", "Names on the ballot"),
        rows=8,
        help_text=both(
            "Mỗi người một dòng; chức vụ, đơn vị ghi sau dấu chấm phẩy. Máy tự xếp theo vần tên.",
            "One name a line; post and unit after a semicolon. Sorted by given name.",
        ),
    )
    head = AccountField(label=both("Trưởng ban kiểm phiếu (tên đăng nhập)", "Head teller (sign-in name)"))
    first = AccountField(label=both("Người nhập thứ nhất", "First keying teller"))
    second = AccountField(label=both("Người nhập thứ hai", "Second keying teller"))

    def __init__(self, *args: Any, bodies: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("body", bodies), ("kind", kinds)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_names(self) -> list[OnBallot]:
        """The names, one of each line."""
        lines = (line.partition(";") for line in self.data.get("names", "").splitlines() if line.strip())
        return [OnBallot(nfc(name), nfc(detail)) for name, _, detail in lines]

    def clean(self) -> dict[str, Any]:
        """Two different people key: one alone cannot check the own typing."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", say(Text("Phải là người khác.", "This must be somebody else.")))
        if found.get("head") in (found.get("first"), found.get("second")) and found.get("head"):
            self.add_error("head", say(Text("Trưởng ban không nhập phiếu.", "The head teller keys no papers.")))
        return found


class TeamForm(forms.Form):
    """Who counts: the head, and one teller for each side."""

    head = AccountField(label=both("Trưởng ban (tên đăng nhập)", "Head teller (sign-in name)"))
    first = AccountField(label=both("Người nhập thứ nhất", "First keying teller"))
    second = AccountField(label=both("Người nhập thứ hai", "Second keying teller"))

    def clean(self) -> dict[str, Any]:
        """Three different people: one alone cannot check the own typing."""
        found: dict[str, Any] = super().clean() or {}
        named = [each for each in found.values() if each]
        if len(set(named)) < len(named):
            self.add_error("second", say(Text("Phải là ba người khác nhau.", "They must be three people.")))
        return found


class NumbersForm(forms.Form):
    """The papers around the box."""

    present = CountField(label=both("Có mặt", "Present"))
    printed = CountField(label=both("Phiếu in", "Printed"))
    issued = CountField(
        label=both("Phát ra", "Issued"), help_text=both("Mỗi người một phiếu.", "One paper for each person.")
    )
    spoilt = CountField(label=both("Đổi do hỏng", "Exchanged, spoilt"), initial=0)
    unused = CountField(label=both("Còn lại", "Left over"), initial=0)
    returned = CountField(label=both("Thu về", "Returned"))
    roll = CountField(
        label=both("Số tính mẫu số", "Roll"),
        required=False,
        help_text=both("Số triệu tập trừ các trường hợp được trừ.", "Summoned less the legal deductions."),
    )
    members = CountField(
        label=both("Tổng số thành viên", "All members"),
        required=False,
        help_text=both("Tập thể lãnh đạo hoặc tổng số đại biểu.", "Of the leadership, or all deputies."),
    )

    def __init__(self, *args: Any, settled: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in settled:
            del self.fields[name]


class ReasonForm(forms.Form):
    """A reason for the record."""

    reason = WordsField(label=both("Lý do", "Reason"), max_length=500)
