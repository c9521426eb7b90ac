"""Pages over many cases: the funnel of a term, the days of all cases, and the subscription of their calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from canbo.apps.bodies.queries import names_on
from canbo.apps.procedures.actions_feed import close_feed, open_feed
from canbo.apps.procedures.calendar import as_ics
from canbo.apps.procedures.deadlines import deadlines_of
from canbo.apps.procedures.funnel import CENTRE, UNIT, funnel
from canbo.apps.procedures.models import Move
from canbo.apps.procedures.queries import standing
from canbo.apps.procedures.queries_feed import account_of, feed_of
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.packs.queries import current_pack
from canbo.base.walls.asking import everything
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.templatetags.canbo import say


@login_required
def funnel_page(request: SignedIn) -> HttpResponse:
    """How many were found, introduced and kept in a term, unit by unit, of the cases that the reader may see."""
    today = timezone.localdate()
    cases = visible_cases(request.user, today).filter(procedure__in=(UNIT, CENTRE))
    terms = sorted(set(cases.values_list("term", flat=True)), reverse=True)
    term = request.GET.get("term") or (terms[0] if terms else "")
    known = current_pack().lists["terms"].codes
    drawn = funnel(standing(cases.filter(term=term)))
    context = {
        "funnel": drawn, "term": term, "places": _places((unit.move for unit in drawn.units), today),
        "terms": [(code, known[code].name if code in known else Text(code or "–", code or "–")) for code in terms],
    }  # fmt: skip
    return render(request, "procedures/funnel.html", context)


@login_required
def days(request: SignedIn) -> HttpResponse:
    """Every day that waits for somebody, the nearest first, and the calendar that can be subscribed to."""
    today = timezone.localdate()
    context = {
        "deadlines": deadlines_of(request.user, today), "today": today, "feed": feed_of(request.user),
        "address": request.session.pop("feed-address", ""),
    }  # fmt: skip
    return render(request, "procedures/days.html", context)


def _places(moves: Iterable[Move], today: dt.date) -> dict[str, str]:
    return names_on((move.case.body for move in moves), today)


@login_required
@require_POST
def subscribe(request: SignedIn) -> HttpResponse:
    """Open a feed, or a new one in place of the old: its address is shown once."""
    token = open_feed(by=request.user, at=timezone.now())
    request.session["feed-address"] = request.build_absolute_uri(f"/procedures/feed/{token}.ics")
    return redirect("procedures:days")


@login_required
@require_POST
def unsubscribe(request: SignedIn) -> HttpResponse:
    """Close the feed: its address is dead from now on."""
    close_feed(by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã hủy địa chỉ lịch.", "The address of the calendar is dead.")))
    return redirect("procedures:days")


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever was given the token. It says bodies, purposes and days, and no name of anybody listed."""
    actor = account_of(token)
    if actor is None:
        raise Http404("feed")
    with everything():  # the asker is a calendar program; whose eyes it has is told by the token
        found = deadlines_of(actor, timezone.localdate())
    text = as_ics(found, request.build_absolute_uri("/").rstrip("/"), timezone.now())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
