"""The page of health, for administrators; and a bare word that the server lives, for the program that supervises it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from canbo.base.access.deciding import may
from canbo.base.keeping.health import findings
from canbo.base.record.actions import refuse


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the server answers; asks nothing of the database and says nothing of what is in it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Every question of health with its answer. 503 when one is not well, so that a supervisor may read it too.

    Raises Refusal (403) for whoever is no administrator today.
    """
    refuse(may(request.user, "access.health", None, timezone.localdate()))
    found = findings()
    well = all(each.well is not False for each in found)
    notes = sum(each.well is None for each in found)
    context = {"findings": found, "well": well, "notes": notes}
    return render(request, "shell/health.html", context, status=200 if well else 503)
