"""Addresses of the dossiers."""

from django.urls import path

from canbo.apps.people import screens

app_name = "people"
urlpatterns = [
    path("", screens.roster, name="list"),
]
