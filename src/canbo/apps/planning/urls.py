"""Addresses of plans."""

from django.urls import path

from canbo.apps.planning import screens, screens_targets

app_name = "planning"
urlpatterns = [
    path("", screens.listing, name="list"),
    path("new", screens.new, name="new"),
    path("targets", screens_targets.targets, name="targets"),
    path("<int:number>/", screens.one, name="one"),
    path("<int:number>/review", screens.review, name="review"),
    path("<int:number>/leave/<int:place>", screens.leave, name="leave"),
]
