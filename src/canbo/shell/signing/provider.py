"""Signing in through the organisation's own provider (OpenID Connect): for accounts that their owners have linked.

Nobody gets an account by coming from there. The second step is asked for here all the same.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from canbo.base.accounts.actions import link_provider, unlink_provider
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.middleware import answer
from canbo.shell.templatetags.canbo import say

#: Leaves for the provider. A form alone may begin it: a link could be planted.
begin = require_POST(login)


def organisation() -> str:
    """The name of the organisation's provider; "" where there is none."""
    apps: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return str(apps[0]["name"]) if apps else ""


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What becomes of somebody whom the provider vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: accounts are opened by an administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link, sign in a linked account, or send away: nothing else can come of it."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_linked(request, sociallogin))
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(answer(request, _unknown()))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """The provider said no, or cannot be reached."""
        raise ImmediateHttpResponse(answer(request, _failed()))


def _linked(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("sign-in")
    if not did_recently_reauthenticate(request):
        return redirect(f"/account/again?{urlencode({'next': '/account/'})}")
    found = sociallogin.account
    try:
        link_provider(provider=found.provider, uid=found.uid, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return answer(request, refusal)
    messages.success(request, say(Text("Đã nối với tài khoản cơ quan.", "Linked with the organisation's account.")))
    return redirect("mfa_index")


@login_required
@require_POST
def unlink(request: HttpRequest, number: int) -> HttpResponse:
    """Undo one's own link; signing in by password goes on."""
    found = SocialAccount.objects.filter(pk=number, user_id=request.user.pk)
    for each in found:
        unlink_provider(linked=each, by=request.user, at=timezone.now())
    return redirect("mfa_index")


def _unknown() -> Refusal:
    return Refusal(
        "accounts.not_linked",
        Text(
            "Tài khoản cơ quan này chưa được nối với tài khoản nào của Canbo.",
            "This account of the organisation is linked with no account here.",
        ),
        Text(
            "Đăng nhập bằng mật khẩu, mở “Tài khoản của tôi” rồi chọn nối với tài khoản cơ quan.",
            "Sign in by password, open “My account”, and link it there.",
        ),
        status=403,
    )


def _failed() -> Refusal:
    return Refusal(
        "accounts.provider_failed",
        Text("Chưa đăng nhập được qua hệ thống của cơ quan.", "The organisation's provider did not sign you in."),
        Text("Thử lại, hoặc đăng nhập bằng mật khẩu.", "Try again, or sign in by password."),
        status=403,
    )
