"""Addresses of the tree of bodies."""

from django.urls import path

from canbo.apps.bodies import screens

app_name = "bodies"
urlpatterns = [
    path("", screens.tree, name="tree"),
    path("below/<str:code>", screens.below, name="below"),
    path("<str:code>/", screens.one, name="one"),
]
