"""Addresses of screening."""

from django.urls import path

from canbo.apps.eligibility import screens, screens_certificates, screens_effect, screens_exceptions, screens_gaps

app_name = "eligibility"
urlpatterns = [
    path("", screens.choose, name="choose"),
    path("screen", screens.everybody, name="screen"),
    path("screen.xlsx", screens.workbook, name="workbook"),
    path("screen/<str:key>", screens.person, name="explain"),
    path("exceptions/", screens_exceptions.register, name="exceptions"),
    path("exceptions/new", screens_exceptions.new, name="exception-new"),
    path("certificates/", screens_certificates.register, name="certificates"),
    path("certificates/freeze", screens_certificates.freeze_list, name="freeze"),
    path("certificates/<int:number>/", screens_certificates.one, name="certificate"),
    path("certificates/<int:number>/again", screens_certificates.again, name="certificate-again"),
    path("certificates/<int:number>/file.<str:form>", screens_certificates.file, name="certificate-file"),
    path("effect/", screens_effect.page, name="effect"),
    path("gaps/", screens_gaps.page, name="gaps"),
]
