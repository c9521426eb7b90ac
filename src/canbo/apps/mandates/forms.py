"""Forms of acts by two people, and of lending an office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from canbo.apps.bodies.models import Body
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.keeping.restored import restored
from canbo.lib.text import Text
from canbo.shell.fields import NEEDED, DayField, WordsField
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

#: What of an office can be lent, by the beginning of the names of its actions.
DEEDS = {
    "people.": Text("Ghi hồ sơ cán bộ", "Write in dossiers"),
    "eligibility.": Text(
        "Chốt danh sách đủ điều kiện, ghi trường hợp đặc biệt", "Freeze lists of eligibles, enter exceptions"
    ),
    "bodies.": Text("Sửa cây tổ chức", "Change the tree of bodies"),
    "regulations.": Text("Giao học tập văn bản", "Assign the study of regulations"),
}


class AccountField(WordsField):
    """An account by its sign-in name."""

    def __init__(self) -> None:
        super().__init__(label=both("Tên đăng nhập", "Sign-in name"), max_length=150)

    def clean(self, value: Any) -> str:
        """The name, when somebody has it."""
        name: str = super().clean(value)
        if not Account.objects.filter(username=name, system=False).exists():
            raise forms.ValidationError(both("Không có tài khoản này.", "There is no such account."))
        return name


class OpenForm(forms.Form):
    """A new account: it has no role until two people give it one."""

    username = WordsField(label=both("Tên đăng nhập", "Sign-in name"), max_length=150)
    shown_as = WordsField(label=both("Họ và tên", "Name"), max_length=120)


class GrantForm(forms.Form):
    """A role for somebody else."""

    account = AccountField()
    role = forms.ChoiceField(label=both("Vai trò", "Role"), choices=Role.choices, error_messages={"required": NEEDED})
    body = WordsField(label=both("Mã cơ quan, đơn vị", "Code of the body"), max_length=40)
    since = DayField(label=both("Từ ngày", "From"))
    until = DayField(label=both("Đến trước ngày", "Until before"), required=False)
    decision = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)

    def clean_body(self) -> str:
        """A body that the register knows."""
        code: str = self.cleaned_data["body"]
        if not Body.objects.filter(code=code).exists():
            raise forms.ValidationError(both("Không có cơ quan, đơn vị mang mã này.", "No body has this code."))
        return code


class RecoverForm(forms.Form):
    """An account whose owner has lost password or second factor."""

    account = AccountField()
    reason = WordsField(
        label=both("Đã xác minh chủ tài khoản thế nào, vì sao khôi phục", "How the owner was verified, and why"),
        max_length=300,
        rows=3,
    )


class ChangeForm(forms.Form):
    """What an account is called from now on, and whether anybody may sign in with it."""

    account = AccountField()
    shown_as = WordsField(label=both("Họ và tên hiển thị", "Shown name"), max_length=120)
    active = forms.ChoiceField(
        label=both("Tài khoản", "The account"),
        choices=(("open", both("mở", "open")), ("closed", both("đóng, kết thúc mọi phiên", "closed, sessions end"))),
        error_messages={"required": NEEDED},
    )
    reason = WordsField(label=both("Lý do, văn bản", "Reason and document"), max_length=300, rows=3)


class EraseForm(forms.Form):
    """An entry whose content a decision orders to be erased."""

    entry = forms.IntegerField(
        label=both("Số dòng nhật ký", "Number of the entry"), min_value=1, error_messages={"required": NEEDED}
    )
    decision = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)


class AcceptForm(forms.Form):
    """What was restored, by the root of its record: compare it with the one that was written down at the backup."""

    root = WordsField(label=both("Gốc của nhật ký (64 ký tự)", "Root of the record (64 letters)"), max_length=64)

    def clean_root(self) -> str:
        """The root of the copy that waits."""
        root: str = self.cleaned_data["root"]
        if (restored() or {}).get("root") != root:
            raise forms.ValidationError(both("Không có bản khôi phục nào mang gốc này.", "No copy has this root."))
        return root


FORMS: dict[str, type[forms.Form]] = {
    "access.grant": GrantForm,
    "accounts.recover": RecoverForm,
    "accounts.change": ChangeForm,
    "record.erase": EraseForm,
    "keeping.accept": AcceptForm,
}


def in_json(values: dict[str, Any]) -> dict[str, Any]:
    """What a form says as plain JSON values: days as ISO text."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


class LendForm(forms.Form):
    """To whom an office is lent, for how long, by which decision, and what of it."""

    account = AccountField()
    deeds = forms.MultipleChoiceField(
        label=both("Việc được ủy quyền", "What is lent"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NEEDED},
    )
    decided_by = WordsField(label=both("Cơ quan quyết định", "Body that decided"), max_length=200)
    number = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)
    decided_on = DayField(label=both("Ngày quyết định", "Day of the decision"))
    since = DayField(label=both("Từ ngày", "From"))
    until = DayField(label=both("Đến trước ngày", "Until before"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deeds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, say(words)) for name, words in DEEDS.items()]
