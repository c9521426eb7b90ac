"""Addresses: the frame's own, then one line per capability."""

from __future__ import annotations

from django.urls import path

from django.contrib.auth.views import LoginView, LogoutView
from django.views.i18n import set_language

from canbo.config import home

urlpatterns = [
    path("", home.page, name="home"),
    path("sign-in", LoginView.as_view(template_name="shell/sign_in.html"), name="sign-in"),
    path("sign-out", LogoutView.as_view(next_page="home"), name="sign-out"),
    path("language", set_language, name="language"),
]

handler403 = "canbo.shell.screens.forbidden"
handler404 = "canbo.shell.screens.not_found"
handler500 = "canbo.shell.screens.broken"
