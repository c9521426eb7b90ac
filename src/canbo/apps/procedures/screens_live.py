"""The figures of a list while it is typed; nothing is written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.procedures.forms import read_names
from canbo.apps.procedures.live import live_of
from canbo.apps.procedures.screens import found_case
from canbo.apps.procedures.visibility import sees_dossiers
from canbo.shell.asking import SignedIn


@login_required
@require_POST
def live(request: SignedIn, number: int) -> HttpResponse:
    """What the list says of itself as typed."""
    case, today = found_case(request, number), timezone.localdate()
    if not sees_dossiers(request.user, case.body_id, today):
        raise Http404(number)
    told = live_of(case, read_names(request.POST), request.user, today)
    return render(request, "procedures/_live.html", {"live": told})
