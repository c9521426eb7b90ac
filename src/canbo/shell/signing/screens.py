"""Signing in: name and password, then the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from canbo.shell.demo import present_code
from canbo.shell.signing.forms import SignInForm
from canbo.shell.signing.provider import organisation


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """Name and password; whoever has a second factor is then asked for it."""

    template_name = "shell/sign_in.html"
    form_class = SignInForm

    extra_context = {"organisation": organisation}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on with the steps that follow the password."""
        account = form.get_user()
        # Typed just now: for five minutes the account's own security can be changed without typing it again.
        record_authentication(self.request, account, "password", username=account.username, reauthenticated=True)
        login = Login(user=account, redirect_url=self.get_redirect_url() or None, email_verification="none")
        answered: HttpResponse = perform_login(self.request, login)
        return answered


class SecondStep(AuthenticateView):
    """The code of the app, a recovery code, or a security key. Of the demo's cast everybody may see the code."""

    template_name = "shell/signing/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which kinds the account has."""
        account = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "who": account, "kinds": kinds, "demo_code": present_code(account)}
