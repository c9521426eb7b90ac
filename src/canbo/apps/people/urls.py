"""Addresses of the dossiers. The fixed words stand before the key of a person."""

from django.urls import path, re_path

from canbo.apps.people import (
    screens,
    screens_breakdown,
    screens_columns,
    screens_corrections,
    screens_import,
    screens_lists,
    screens_papers,
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
    path("import/<str:name>/columns", screens_columns.columns, name="import-columns"),
    path("import/<str:name>/progress", screens_import.progress, name="import-progress"),
    path("import/<str:name>/again", screens_import.again, name="import-again"),
    path("import/<str:name>/write", screens_import.write, name="import-write"),
    path("import/<str:name>/faults.xlsx", screens_import.faults, name="import-faults"),
    path("staffing/", screens_staffing.page, name="staffing"),
    path("staffing/people", screens_staffing.people, name="staffing-people"),
    path("statistics/by-body", screens_breakdown.page, name="breakdown"),
    path("statistics/people", screens_breakdown.people, name="breakdown-people"),
    path("statistics/", screens_statistics.page, name="statistics"),
    path("abridged/", screens_lists.page, name="abridged"),
    re_path(r"^abridged\.(?P<form>xlsx|pdf)$", screens_lists.file, name="abridged-file"),
    path("workbook.xlsx", screens_lists.workbook, name="workbook"),
    path("lists/keep", screens_lists.keep, name="list-keep"),
    path("lists/<int:pk>/drop", screens_lists.drop, name="list-drop"),
    path("proposals/", screens_corrections.proposals, name="proposals"),
    path("proposals/<int:pk>/", screens_corrections.proposal, name="proposal"),
    path("verifications/", screens_corrections.verifications, name="verifications"),
    path("verifications/<int:pk>/", screens_corrections.answer, name="verification"),
    path("mine/", screens_reading.mine, name="mine"),
    path("<str:key>/", screens.dossier, name="one"),
    path("<str:key>/sealed", screens_reading.unsealed, name="unseal"),
    path("<str:key>/readers/", screens_reading.readers, name="readers"),
    path("<str:key>/propose", screens_corrections.propose, name="propose"),
    path("<str:key>/degrees/<int:pk>/ask", screens_corrections.ask, name="ask"),
    path("<str:key>/papers/add", screens_papers.add, name="paper-add"),
    path("<str:key>/papers/<int:pk>/file", screens_papers.file, name="paper-file"),
]
