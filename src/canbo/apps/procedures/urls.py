"""Addresses of procedures."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from canbo.apps.procedures import (
    screens,
    screens_invitation,
    screens_live,
    screens_overview,
    screens_papers,
    screens_rehearsal,
)

app_name = "procedures"
urlpatterns = [
    path("", screens.listing, name="list"),
    path("new", screens.new, name="new"),
    path("funnel", screens_overview.funnel_page, name="funnel"),
    path("days", screens_overview.days, name="days"),
    path("days/subscribe", screens_overview.subscribe, name="subscribe"),
    path("days/unsubscribe", screens_overview.unsubscribe, name="unsubscribe"),
    path("feed/<str:token>.ics", login_not_required(screens_overview.feed), name="feed"),
    path("deadlines.ics", screens.deadlines, name="deadlines"),
    path("rehearsal/<str:code>/", screens_rehearsal.page, name="rehearsal"),
    path("rehearsal/<str:code>/<str:kind>", screens_rehearsal.event, name="rehearsal-event"),
    path("<int:number>/", screens.one, name="one"),
    path("<int:number>/minutes/<int:place>", screens.minutes, name="minutes"),
    path("<int:number>/invitation", screens_invitation.invitation, name="invitation"),
    path("<int:number>/live", screens_live.live, name="live"),
    path("<int:number>/replay", screens_papers.again, name="replay"),
    path("<int:number>/pack.pdf", screens_papers.pack, name="pack"),
    path("<int:number>/paper/<str:paper>", screens_papers.write, name="write"),
    path("<int:number>/documents/<int:document>.<str:kind>", screens_papers.document, name="document"),
    path("<int:number>/<str:kind>", screens.event, name="event"),
]
