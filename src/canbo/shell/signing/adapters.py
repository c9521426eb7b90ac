"""What allauth asks of the house: where to go after signing in, how secrets are kept, and its faults in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from canbo.base.accounts.models import Account
from canbo.base.accounts.sealing import opened, sealed
from canbo.base.authority.second_factor import why_not_decide
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.middleware import answer
from canbo.shell.words import both

#: The backend that answers for a signed-in account; the one before it only counts failures.
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_TOO_OFTEN = both(
    "Sai quá nhiều lần. Vui lòng đợi năm phút rồi thử lại.", "Too many failures. Wait five minutes, then try again."
)


def _run_out() -> Refusal:
    return Refusal(
        "accounts.one_time_over",
        Text("Mật khẩu dùng một lần đã hết hạn.", "The password for one use has run out."),
        Text("Đề nghị hai quản trị viên khôi phục lại tài khoản.", "Ask two administrators to recover it again."),
        status=403,
    )


class AccountAdapter(DefaultAccountAdapter):
    """Signing in: nobody opens an account by themselves, and whoever decides is led to a second factor."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "incorrect_password": both("Mật khẩu không đúng.", "The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are opened by an administrator."""
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Stop whoever comes with a password for one use that has run out."""
        if user.one_time_until is not None and user.one_time_until < timezone.now():
            return answer(request, _run_out())
        stopped: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return stopped

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in under the backend that knows accounts, however they proved themselves."""
        user.backend = _BACKEND
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """To where the reader wanted; a decider without a second factor first to where it is set up."""
        answered = super().post_login(request, user, **kwargs)
        if why_not_decide(user, timezone.localdate()):
            return HttpResponseRedirect(reverse("mfa_index"))
        return answered

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is mailed: the record and the account's own page say it."""


class FactorAdapter(DefaultMFAAdapter):
    """The second factor: secrets sealed, faults in both languages."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": both(
            "Mã hoặc khóa không đúng, hoặc mã đã dùng. Chờ mã mới rồi nhập lại.",
            "The code or key is not right, or the code was used. Wait for a new one and try again.",
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the installation's key."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened again."""
        return opened(encrypted_text)
