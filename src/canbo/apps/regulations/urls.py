"""Addresses of the register of governing documents."""

from django.urls import path

from canbo.apps.regulations import screens

app_name = "regulations"
urlpatterns = [
    path("", screens.register, name="list"),
    path("<slug:name>/", screens.one, name="one"),
]
