"""A rehearsal: a procedure run with made-up people. It lives in the session of its reader and writes nothing."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.procedures.desk import Counted, desk
from canbo.apps.procedures.desk import counted as shown_count
from canbo.apps.procedures.forms import read_event, read_meeting, read_papers
from canbo.apps.procedures.screens import STATUSES, as_lines, page_context
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.procedure_meeting import kind_of
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    Balloted,
    Condition,
    Event,
    Facts,
    Listed,
    Notified,
    Round,
    State,
    Tallied,
    state_read,
    written,
)
from canbo.core.procedure_votes import tally_of, turnout
from canbo.core.refusal import Refusal
from canbo.core.tally import Paper, counted, decided
from canbo.core.tally_entry import read_marks
from canbo.core.tally_words import as_data
from canbo.lib.text import Text

#: Made-up people: those on the list and those who are called.
LISTED = {f"T{number}": f"Người thử {number}" for number in range(1, 6)}
CALLED = {f"H{number}": f"Người dự {number}" for number in range(1, 13)}
#: Where a session keeps the counts of its rehearsals.
_BOXES = "rehearsal-boxes"
_FINE = Condition(True, Text("Diễn tập: coi như đạt.", "Rehearsal: taken as met."))


@login_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The rehearsal as it stands; `?again=1` begins anew."""
    if request.GET.get("again"):
        request.session.pop(_key(code), None)
        request.session.pop(_BOXES, None)
        return redirect("procedures:rehearsal", code=code)
    return _shown(request, code)


@login_required
@require_POST
def event(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Something happens in a rehearsal. The day of a meeting is taken to have come."""
    plan, state = _plan(code), _state(request, code)
    facts = _facts(plan)
    try:
        made: Event
        if kind == "notified":
            day, place = read_meeting(request.POST)
            made = Notified(day, place, tuple(CALLED))
        elif kind == "filed":
            *first, made = read_papers(request.POST)
            for paper in first:
                state = advance(plan, state, paper, facts, _today(state))
        elif kind == "balloted":
            made = Balloted(len(state.now.sitting.rounds) + 1 if state.now and state.now.sitting else 1)
        elif kind == "tallied":
            made, facts = _counted(request, plan, state)
        else:
            made = read_event(kind, request.POST, state)
        if isinstance(made, Listed):
            made = replace(made, names=tuple(name for name in made.names if name in LISTED))
        state = advance(plan, state, made, facts, _today(state))
    except Refusal as refusal:
        return _shown(request, code, refusal)
    request.session[_key(code)] = written(state)
    return redirect("procedures:rehearsal", code=code)


def _counted(request: HttpRequest, plan: Plan, state: State) -> tuple[Event, Facts]:
    """A box of made-up papers, one a line as a teller types it, counted by the same rules as a real one."""
    sitting = state.now.sitting if state.now else None
    if sitting is None or not sitting.rounds:
        return Tallied(0, ""), _facts(plan)
    asked = sitting.rounds[-1]
    kind, typed = plan.kinds[kind_of(plan.step(state.step), asked)], request.POST.get("papers", "").splitlines()
    if not 0 < len(typed) <= sitting.voting:
        raise Refusal(
            "procedures.papers_typed",
            Text(
                f"Cần từ 1 đến {sitting.voting} phiếu, mỗi phiếu một dòng.",
                f"1 to {sitting.voting} papers, one each line.",
            ),
            status=422,
        )
    papers = [Paper(read_marks(kind, len(asked.names), line)) for line in typed]
    count = counted(kind, asked.places, len(asked.names), papers)
    result = decided(kind, count, turnout(sitting), asked.places, of_tie=asked.why == "tie")
    data = json.loads(json.dumps(as_data(kind, result)))
    number, digest = asked.ballot or 0, f"{asked.ballot}"
    request.session[_BOXES] = {**request.session.get(_BOXES, {}), f"{state.step}-{number}": [data, kind.code]}
    told = tally_of(data, asked.names, digest)
    return Tallied(number, digest), replace(_facts(plan), ballots={number: told})


def _shown_count(request: HttpRequest, plan: Plan, state: State, asked: Round) -> Counted | None:
    found = request.session.get(_BOXES, {}).get(f"{state.step}-{asked.ballot}")
    if found is None or not asked.done:
        return None
    names = [LISTED.get(key, key) for key in asked.names]
    return shown_count(found[0], names, found[0]["papers"]["returned"], plan.kinds[found[1]], current_pack())


def _shown(request: HttpRequest, code: str, refusal: Refusal | None = None) -> HttpResponse:
    plan, state = _plan(code), _state(request, code)
    shown = desk(plan, state, _facts(plan), _today(state), current_pack(), {**LISTED, **CALLED}, lambda event: None)
    context = {
        **page_context(shown, lambda each: _shown_count(request, plan, state, each)),
        "listing": as_lines(state.names or tuple(LISTED)),
        "refusal": refusal, "rehearsal": code, "status": STATUSES[state.status],
        "today": _today(state), "base": f"/procedures/rehearsal/{code}",
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
