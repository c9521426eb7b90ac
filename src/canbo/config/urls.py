"""Addresses: the frame's own, then one line per capability."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from canbo.config import api, home
from canbo.lib.text import Text
from canbo.shell import contact, health
from canbo.shell.doors import DOORS, Door

urlpatterns = [
    path("", login_not_required(home.page), name="home"),
    path("", include("canbo.shell.signing.urls")),
    path("health/live", login_not_required(health.live), name="live"),
    path("health", health.page, name="health"),
    path(".well-known/security.txt", login_not_required(contact.security_txt), name="security-contact"),
    path("language", login_not_required(set_language), name="language"),
    path("api/v1/", api.page, name="api"),
    path("api/v1/", api.addresses()),
    path("eligibility/", include("canbo.apps.eligibility.urls")),
    path("ballots/", include("canbo.apps.ballots.urls")),
    path("planning/", include("canbo.apps.planning.urls")),
    path("procedures/", include("canbo.apps.procedures.urls")),
    path("people/", include("canbo.apps.people.urls")),
    path("", include("canbo.apps.mandates.urls")),
    path("bodies/", include("canbo.apps.bodies.urls")),
    path("regulations/", include("canbo.apps.regulations.urls")),
]

DOORS[:] = [
    Door("eligibility:choose", "eligibility", Text("Đối chiếu tiêu chuẩn", "Screening")),
    Door("planning:list", "planning", Text("Quy hoạch", "Planning")),
    Door("procedures:list", "procedures", Text("Quy trình", "Procedures")),
    Door("ballots:list", "ballots", Text("Bỏ phiếu", "Ballots")),
    Door("people:list", "people", Text("Cán bộ", "Officials")),
    Door("bodies:tree", "bodies", Text("Tổ chức", "Bodies")),
    Door("regulations:list", "regulations", Text("Văn bản", "Regulations")),
]

handler403 = "canbo.shell.screens.forbidden"
handler404 = "canbo.shell.screens.not_found"
handler500 = "canbo.shell.screens.broken"
