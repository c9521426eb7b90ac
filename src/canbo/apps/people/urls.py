"""Addresses of the dossiers. The fixed words stand before the key of a person."""

from django.urls import path

from canbo.apps.people import (
    screens,
    screens_breakdown,
    screens_import,
    screens_reading,
    screens_staffing,
    screens_statistics,
)

app_name = "people"
urlpatterns = [
    path("", screens.roster, name="list"),
    path("holders", screens.holders, name="holders"),
    path("import/", screens_import.send, name="import"),
    path("import/<str:name>/", screens_import.check, name="import-check"),
    path("import/<str:name>/write", screens_import.write, name="import-write"),
    path("import/<str:name>/faults.xlsx", screens_import.faults, name="import-faults"),
    path("staffing/", screens_staffing.page, name="staffing"),
    path("staffing/people", screens_staffing.people, name="staffing-people"),
    path("statistics/by-body", screens_breakdown.page, name="breakdown"),
    path("statistics/people", screens_breakdown.people, name="breakdown-people"),
    path("statistics/", screens_statistics.page, name="statistics"),
    path("mine/", screens_reading.mine, name="mine"),
    path("<str:key>/", screens.dossier, name="one"),
    path("<str:key>/sealed", screens_reading.unsealed, name="unseal"),
    path("<str:key>/readers/", screens_reading.readers, name="readers"),
]
