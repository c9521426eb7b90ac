"""Addresses of procedures."""

from django.urls import path

from canbo.apps.procedures import screens, screens_rehearsal

app_name = "procedures"
urlpatterns = [
    path("", screens.listing, name="list"),
    path("new", screens.new, name="new"),
    path("deadlines.ics", screens.deadlines, name="deadlines"),
    path("rehearsal/<str:code>/", screens_rehearsal.page, name="rehearsal"),
    path("rehearsal/<str:code>/<str:kind>", screens_rehearsal.event, name="rehearsal-event"),
    path("<int:number>/", screens.one, name="one"),
    path("<int:number>/minutes/<int:place>", screens.minutes, name="minutes"),
    path("<int:number>/<str:kind>", screens.event, name="event"),
]
