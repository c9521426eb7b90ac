"""One's own account: password, second factor, recovery codes, and where one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from canbo.base.accounts.actions import change_password, changing_factor, end_session
from canbo.base.accounts.second_factor import PROVING
from canbo.base.authority.second_factor import must_have_second_factor, why_not_decide
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.signing.forms import NewPasswordForm
from canbo.shell.signing.provider import organisation
from canbo.shell.templatetags.canbo import ABSENT, say

#: What a browser calls itself → what people call it. The first that fits counts: most pretend to be others as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A browser and its system in a word each ("Firefox · Windows"); what it called itself where neither is known."""
    known = [next((name for mark, name in each if mark in user_agent), "") for each in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in known if name) or user_agent or ABSENT


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What protects one's own account, and every place where one is signed in."""
    held = Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at")
    by_kind = {kind: [each for each in held if each.type == kind] for kind in Authenticator.Type.values}
    codes = by_kind["recovery_codes"]
    sessions = sorted(UserSession.objects.purge_and_list(request.user), key=lambda each: -each.pk)
    context = {
        "app": next(iter(by_kind["totp"]), None),
        "keys": [(each, each.wrap().name) for each in by_kind["webauthn"]],
        "codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "sessions": [(each, device_of(each.user_agent)) for each in sessions],
        "organisation": organisation(),
        "linked": SocialAccount.objects.filter(user_id=request.user.pk),
        "here_key": request.session.session_key,
        "refusal": why_not_decide(request.user, timezone.localdate()),
    }
    return render(request, "shell/signing/account.html", context)


@login_required
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions elsewhere."""
    session = UserSession.objects.filter(pk=number, user_id=request.user.pk).first()
    if session is None:
        raise Http404
    end_session(session=session, by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã kết thúc phiên đăng nhập.", "The session is ended.")))
    return redirect("mfa_index")


@login_required
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; sessions elsewhere end with the old one."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_password(old=values["old"], new=values["new"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            return render(request, "shell/signing/password.html", {"form": form, "refusal": refusal}, status=422)
        update_session_auth_hash(request, request.user)
        messages.success(request, say(Text("Đã đổi mật khẩu.", "The password is changed.")))
        return redirect("mfa_index")
    return render(request, "shell/signing/password.html", {"form": form})


class Recorded:
    """A page whose form changes one's own second factor: change and entry in one transaction."""

    deed = ""
    kind = ""
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """What allauth does, under an entry of the record."""
        here = self.request.session.session_key
        with changing_factor(self.deed, self.kind, by=self.request.user, at=timezone.now(), session=here):
            answered: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # allauth's
        return answered


class AddApp(Recorded, ActivateTOTPView):
    """Set up an app that shows codes: the drawing is made here, nothing is fetched."""

    template_name = "shell/signing/app.html"
    deed, kind = "add", "totp"


class Kept:
    """The last factor of whoever must have one stays until another is there."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse to leave a decider without any second factor."""
        account = self.request.user  # type: ignore[attr-defined]
        others = Authenticator.objects.filter(user_id=account.pk, type__in=PROVING).exclude(pk=self.leaving().pk)
        if not others.exists() and must_have_second_factor(account, timezone.localdate()):
            raise Refusal(
                "accounts.last_factor",
                Text(
                    "Đây là cách xác thực bước hai cuối cùng; người có thẩm quyền quyết định phải giữ ít nhất một.",
                    "This is the last second factor; whoever decides keeps at least one.",
                ),
                Text("Thêm cách khác trước rồi mới gỡ cách này.", "Add another one first, then remove this one."),
            )
        answered: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # allauth's
        return answered

    def leaving(self) -> Authenticator:
        """The factor that is to go."""
        raise NotImplementedError


class RemoveApp(Kept, Recorded, DeactivateTOTPView):
    """Take the app away."""

    template_name = "shell/signing/remove.html"
    deed, kind = "remove", "totp"

    def leaving(self) -> Authenticator:
        """The app."""
        found: Authenticator = self.authenticator
        return found


class AddKey(Recorded, AddWebAuthnView):
    """Register a security key."""

    template_name = "shell/signing/key.html"
    deed, kind = "add", "webauthn"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form keeps what was typed."""
        return {**super().get_context_data(**kwargs), **kwargs, "form": kwargs.get("form") or self.get_form()}


class RemoveKey(Kept, Recorded, RemoveWebAuthnView):
    """Take a security key away."""

    template_name = "shell/signing/remove.html"
    success_url = reverse_lazy("mfa_index")
    deed, kind = "remove", "webauthn"

    def leaving(self) -> Authenticator:
        """The key."""
        found: Authenticator = self.get_object()
        return found


class Codes(ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "shell/signing/codes.html"


class NewCodes(Recorded, GenerateRecoveryCodesView):
    """Ten new recovery codes; the old ones are worth nothing then."""

    template_name = "shell/signing/new_codes.html"
    deed, kind = "renew", "recovery_codes"


class PasswordAgain(ReauthenticateView):
    """The password once more before the account's own security is changed."""

    template_name = "shell/signing/again.html"


class CodeAgain(CodeReauthenticateView):
    """The code once more before the account's own security is changed."""

    template_name = "shell/signing/again.html"


class KeyAgain(ReauthenticateWebAuthnView):
    """The key once more before the account's own security is changed."""

    template_name = "shell/signing/again_key.html"
