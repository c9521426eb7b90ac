"""Addresses of the tree of bodies. The fixed words stand before the code of a body."""

from django.urls import path

from canbo.apps.bodies import screens, screens_chart, screens_decrees, screens_quotas

app_name = "bodies"
urlpatterns = [
    path("", screens.tree, name="tree"),
    path("pick", screens.pick, name="pick"),
    path("below/<str:code>", screens.below, name="below"),
    path("decrees/", screens_decrees.register, name="decrees"),
    path("decrees/<int:number>/", screens_decrees.decree, name="decree"),
    path("<str:code>/", screens.one, name="one"),
    path("<str:code>/chart", screens_chart.chart, name="chart"),
    path("<str:code>/allotments", screens_quotas.allotments, name="allotments"),
    path("<str:code>/order", screens_decrees.order, name="order"),
    path("<str:code>/order/<str:kind>", screens_decrees.order, name="order-kind"),
]
