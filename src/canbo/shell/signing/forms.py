"""Forms of signing in, in both languages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm as ReauthenticatePasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.forms import AuthenticationForm

from canbo.shell.fields import NEEDED, WordsField
from canbo.shell.words import both


class SignInForm(AuthenticationForm):
    """Name and password. What is wrong is not said apart: neither name nor password is confirmed to a stranger."""

    def clean_username(self) -> str:
        """A name longer than any account's is nobody's: it goes no further, not even into the count of failures."""
        typed: str = self.cleaned_data["username"]
        if len(typed) > (self.fields["username"].max_length or 0):  # type: ignore[attr-defined]  # Django sets it
            raise self.get_invalid_login_error()
        return typed


class PasswordField(forms.CharField):
    """A password typed, never shown; `new`: one to be set."""

    def __init__(self, label: Any, *, new: bool = False) -> None:
        known = "new-password" if new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": known})
        super().__init__(label=label, strip=False, widget=widget, error_messages={"required": NEEDED})


def _code(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12}
    return forms.CharField(label=label, widget=forms.TextInput(attrs=attrs), error_messages={"required": NEEDED})


class CodeForm(AuthenticateForm):
    """The code of the app, or one of the recovery codes, at signing in."""

    code = _code(both("Mã sáu chữ số hoặc mã dự phòng", "Six-digit code or a recovery code"))


class CodeAgainForm(ReauthenticateForm):
    """The same, before the account's own security is changed."""

    code = _code(both("Mã sáu chữ số hoặc mã dự phòng", "Six-digit code or a recovery code"))


class AppForm(ActivateTOTPForm):
    """The first code of an app that was just set up: it proves that app and server agree."""

    code = _code(both("Mã sáu chữ số đang hiện trong ứng dụng", "The six digits that the app shows now"))


class KeyForm(AddWebAuthnForm):
    """A security key, with the name by which its owner knows it."""

    name = WordsField(label=both("Tên khóa", "Name of the key"), max_length=60, required=False)


class PasswordAgainForm(ReauthenticatePasswordForm):
    """The password once more, before the account's own security is changed."""

    password = PasswordField(both("Mật khẩu", "Password"))


class NewPasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = PasswordField(both("Mật khẩu hiện nay", "Present password"))
    new = PasswordField(both("Mật khẩu mới", "New password"), new=True)
    again = PasswordField(both("Nhập lại mật khẩu mới", "New password again"), new=True)

    def clean(self) -> dict[str, Any]:
        """The new one must be typed twice alike."""
        values = super().clean() or {}
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", both("Hai lần nhập không giống nhau.", "The two are not alike."))
        return values
