"""Addresses of acts by two people and of delegations."""

from django.urls import path

from canbo.apps.mandates import screens, screens_accounts, screens_delegations

app_name = "mandates"
urlpatterns = [
    path("acts/", screens.acts, name="acts"),
    path("acts/new/<str:kind>/", screens.new, name="new"),
    path("acts/<int:number>/", screens.act, name="act"),
    path("acts/<int:number>/answer", screens.answer, name="answer"),
    path("accounts/", screens_accounts.accounts, name="accounts"),
    path("accounts/new/", screens.open_new, name="open"),
    path("delegations/", screens_delegations.delegations, name="delegations"),
    path("delegations/lend/<int:grant>/", screens_delegations.lend_out, name="lend"),
    path("delegations/stop", screens_delegations.stop_acting, name="stop"),
    path("delegations/<int:number>/act", screens_delegations.act_for, name="act-for"),
    path("delegations/<int:number>/end", screens_delegations.end, name="end"),
]
