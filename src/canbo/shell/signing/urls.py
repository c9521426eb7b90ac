"""Addresses of signing in and of one's own account. allauth knows most of them by the names that it gave."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import callback
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from canbo.shell.signing import provider, screens, screens_account

urlpatterns = [
    path("sign-in", screens.SignIn.as_view(), name="sign-in"),
    path("sign-in", screens.SignIn.as_view(), name="account_login"),
    path("sign-in/second-step", screens.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/provider/<str:provider_id>", provider.begin, name="openid_connect_login"),
    path("sign-in/provider/<str:provider_id>/back", callback, name="openid_connect_callback"),
    path("account/provider/<int:number>/unlink", provider.unlink, name="unlink-provider"),
    path("sign-out", login_not_required(LogoutView.as_view(next_page="home")), name="sign-out"),
    path("account/", screens_account.account, name="mfa_index"),
    path("account/password", screens_account.password, name="account_change_password"),
    path("account/sessions/<int:number>/end", screens_account.end, name="end-session"),
    path("account/app", screens_account.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove", screens_account.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/keys/add", screens_account.AddKey.as_view(), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove", screens_account.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("account/codes", screens_account.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("account/codes/new", screens_account.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/again", screens_account.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code", screens_account.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("account/again/key", screens_account.KeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
]
