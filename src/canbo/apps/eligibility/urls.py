"""Addresses of screening."""

from django.urls import path

from canbo.apps.eligibility import screens

app_name = "eligibility"
urlpatterns = [
    path("", screens.choose, name="choose"),
]
