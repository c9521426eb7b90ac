"""Certificates of eligibles on screen: freeze, list, read, check again, take along."""

from __future__ import annotations

import json
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import name_on
from canbo.apps.eligibility import asked
from canbo.apps.eligibility.actions import freeze
from canbo.apps.eligibility.certificates import request_of, rerun, staleness
from canbo.apps.eligibility.documents import as_json, as_pdf, as_xlsx
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.permissions import may_open, own_bodies, refuse, why_not_facts, why_not_freeze
from canbo.apps.eligibility.sealing import content_for
from canbo.apps.people.models import PersonVersion
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import language

FILES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The certificates that the reader may open, newest first."""
    today = timezone.localdate()
    found = EligiblesCertificate.objects.select_related("entry__by").order_by("-pk")
    shown = [(each, json.loads(each.content)) for each in found if may_open(request.user, each, today)]
    return render(request, "eligibility/certificates.html", {"rows": shown, "names": names()})


@login_required
@require_POST
def freeze_list(request: HttpRequest) -> HttpResponse:
    """Freeze the list of eligibles of the question in the address."""
    today = timezone.localdate()
    question = asked.read(request)
    if not question.pool:
        question = replace(question, pool=own_bodies(request.user, today))
    refuse(why_not_freeze(request.user, question.pool, today))
    made = freeze(request=question, by=request.user, at=timezone.now())
    return redirect("eligibility:certificate", number=made.pk)


@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One certificate: what it says, what it rests on, and whether that is still so."""
    certificate = _certificate(request, number)
    content = content_for(request.user, certificate, timezone.localdate())
    stale = staleness(certificate)
    keys = [key for key, _, _ in stale.people]
    people = dict(
        PersonVersion.objects.filter(person__key__in=keys, entry_to__isnull=True).values_list("person__key", "name")
    )
    context = {
        "certificate": certificate,
        "content": content,
        "pool": _pool(content["request"]["pool"], certificate),
        "query": asked.written(request_of(content)),
        "stale": stale,
        "moved": [(key, people.get(key, key), then, now) for key, then, now in stale.people],
        "names": names(),
        "again": request.session.pop(f"again-{number}", None),
    }
    return render(request, "eligibility/certificate.html", context)


@login_required
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Compute the certificate again from the archived rules and the record, and compare the bytes."""
    certificate = _certificate(request, number)
    made = rerun(certificate)
    request.session[f"again-{number}"] = {"same": made.content == certificate.content, "digest": made.digest}
    return redirect("eligibility:certificate", number=number)


@login_required
def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The certificate as data, as a workbook or as a document to print."""
    if form not in FILES:
        raise Http404(form)
    certificate = _certificate(request, number)
    if form == "json":
        refuse(why_not_facts(request.user, certificate, timezone.localdate()))
    answer = HttpResponse(_made(request, certificate, form), content_type=FILES[form])
    name = f"{certificate.title}-{certificate.on.isoformat()}-{certificate.digest[:12]}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _made(request: HttpRequest, certificate: EligiblesCertificate, form: str) -> bytes:
    if form == "json":
        return as_json(certificate)
    content = content_for(request.user, certificate, timezone.localdate())
    return (as_xlsx if form == "xlsx" else as_pdf)(certificate, content, language())


def _certificate(request: HttpRequest, number: int) -> EligiblesCertificate:
    certificate = get_object_or_404(EligiblesCertificate.objects.select_related("entry__by", "pack"), pk=number)
    if not may_open(request.user, certificate, timezone.localdate()):
        raise Http404(number)
    return certificate


def _pool(codes: list[str], certificate: EligiblesCertificate) -> list[str]:
    return [name_on(body, certificate.on) for body in Body.objects.filter(code__in=codes).order_by("code")]
