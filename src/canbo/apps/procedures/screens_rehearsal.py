"""A rehearsal: a procedure run with made-up people. It lives in the session of its reader and writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.procedures.desk import desk
from canbo.apps.procedures.forms import read_event, read_meeting
from canbo.apps.procedures.screens import STATUSES, page_context
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import Condition, Event, Facts, Listed, Notified, State, state_read, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Made-up people: those on the list and those who are called.
LISTED = {f"T{number}": f"Người thử {number}" for number in range(1, 6)}
CALLED = {f"H{number}": f"Người dự {number}" for number in range(1, 13)}
_FINE = Condition(True, Text("Diễn tập: coi như đạt.", "Rehearsal: taken as met."))


@login_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The rehearsal as it stands; `?again=1` begins anew."""
    if request.GET.get("again"):
        request.session.pop(_key(code), None)
        return redirect("procedures:rehearsal", code=code)
    return _shown(request, code)


@login_required
@require_POST
def event(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Something happens in a rehearsal. The day of a meeting is taken to have come."""
    plan, state = _plan(code), _state(request, code)
    step = plan.step(state.step) if state.now else plan.first
    try:
        made: Event
        if kind == "notified":
            day, place = read_meeting(request.POST)
            made = Notified(day, place, tuple(CALLED))
        else:
            made = read_event(kind, request.POST, state, step)
        if isinstance(made, Listed):
            made = replace(made, names=tuple(name for name in made.names if name in LISTED))
        state = advance(plan, state, made, _facts(plan), _today(state))
    except Refusal as refusal:
        return _shown(request, code, refusal)
    request.session[_key(code)] = written(state)
    return redirect("procedures:rehearsal", code=code)


def _shown(request: HttpRequest, code: str, refusal: Refusal | None = None) -> HttpResponse:
    plan, state = _plan(code), _state(request, code)
    shown = desk(plan, state, _facts(plan), _today(state), current_pack(), {**LISTED, **CALLED}, lambda event: None)
    context = {
        **page_context(shown, False), "refusal": refusal, "rehearsal": code, "status": STATUSES[state.status],
        "today": _today(state), "post": request.POST, "base": f"/procedures/rehearsal/{code}", "listed": LISTED,
    }  # fmt: skip
    return render(request, "procedures/rehearsal.html", context, status=refusal.status if refusal else 200)


def _plan(code: str) -> Plan:
    try:
        return plan_on(current_pack().rules, code, timezone.localdate())
    except (UnknownName, NotInForce) as fault:
        raise Http404(code) from fault


def _state(request: HttpRequest, code: str) -> State:
    kept = request.session.get(_key(code))
    return state_read(kept) if kept else opened(_plan(code), len(LISTED) - 2, timezone.localdate())


def _key(code: str) -> str:
    return f"rehearsal-{code}"


def _facts(plan: Plan) -> Facts:
    codes = {code for step in plan.version.steps for code in step.conditions}
    return Facts(members=len(CALLED), conditions=dict.fromkeys(codes, _FINE))


def _today(state: State) -> dt.date:
    sitting = state.now.sitting if state.now else None
    today = timezone.localdate()
    return max(today, sitting.meets) if sitting else today
