"""Forms of acts by two people, and of lending an office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from canbo.apps.bodies.forms import BodyField
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import names_on
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.keeping.restored import restored
from canbo.base.packs.queries import current_pack
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
    body = BodyField(
        label=both("Cơ quan, đơn vị", "Body"),
        help_text=both("Gõ tên rồi chọn; vai trò có hiệu lực với cả cấp dưới.", "Type its name and choose; the role "
                       "reaches everything under it."),
    )  # fmt: skip
    managed_by = forms.ChoiceField(
        label=both("Chỉ với người thuộc diện quản lý của", "Only over those managed by"), required=False
    )
    since = DayField(label=both("Từ ngày", "From"))
    until = DayField(label=both("Đến trước ngày", "Until before"), required=False)
    decision = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["managed_by"]
        assert isinstance(field, forms.ChoiceField)
        codes = current_pack().lists["managing-authorities"].codes.values()
        everybody = both("mọi người ở đó", "everybody there")
        field.choices = [("", everybody), *((each.code, say(each.name)) for each in codes)]


def _called(held: Grant, bodies: Mapping[str, str]) -> str:
    return f"{held.account} · {Role(held.role).label} · {bodies.get(held.body_code, held.body_code)}"


class EndForm(forms.Form):
    """A role that somebody holds, and the first day on which it is no longer held."""

    grant = forms.ModelChoiceField(
        label=both("Vai trò", "Role"), queryset=Grant.objects.none(), error_messages={"required": NEEDED}
    )
    until = DayField(label=both("Chấm dứt từ ngày", "Ends from"))
    decision = WordsField(label=both("Số quyết định", "Number of the decision"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Grant.objects.filter(entry_to=None).select_related("account").order_by("account__shown_as")
        bodies = names_on(Body.objects.filter(code__in=field.queryset.values("body_code")), timezone.localdate())
        field.label_from_instance = lambda held: _called(held, bodies)  # type: ignore[assignment,method-assign]

    def clean(self) -> dict[str, Any]:
        """With what the role is, so that the second person reads it and nothing else is ended."""
        said = dict(super().clean() or {})
        if held := said.get("grant"):
            said |= {"account": held.account.username, "role": held.role, "body": held.body_code}
        return said


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
    "access.end": EndForm,
    "accounts.recover": RecoverForm,
    "accounts.change": ChangeForm,
    "record.erase": EraseForm,
    "keeping.accept": AcceptForm,
}


def in_json(values: dict[str, Any]) -> dict[str, Any]:
    """What a form says as plain JSON values: days as ISO text, a body by its code, a role held by its number."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Body):
        return value.code
    return value.pk if isinstance(value, Grant) else value


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
