"""Pages of cases: what is due, the case itself with its one next deed, its minutes, its deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.queries import kind_of, numbers_of, result_of
from canbo.apps.ballots.visibility import may_see_result
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import name_on, names_on, subtree_codes, tree_on
from canbo.apps.procedures.actions import call_meeting, happen, open_case
from canbo.apps.procedures.actions_papers import decide_in_writing
from canbo.apps.procedures.balloting import open_vote, take_result
from canbo.apps.procedures.calendar import as_ics
from canbo.apps.procedures.days_off import unsure_days_off
from canbo.apps.procedures.deadlines import deadlines_of
from canbo.apps.procedures.desk import REASONS, VERBS, Counted, Desk, counted, desk
from canbo.apps.procedures.forms import read_event, read_meeting, read_names, read_papers
from canbo.apps.procedures.live import Live, live_of
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.papers import documents_of, may_read_papers, writable
from canbo.apps.procedures.permissions import why_not_move
from canbo.apps.procedures.queries import (
    facts_for,
    names_in,
    newest,
    plan_of,
    rules_of,
    standing,
    state_of,
    step_name,
    unreadable,
)
from canbo.apps.procedures.turns import in_turn
from canbo.apps.procedures.visibility import sees_dossiers, shown_facts, visible_cases
from canbo.base.access.deciding import may, offices_for
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.procedure import Procedure
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import Decided, Event, Round, Sitting, State
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.fields import read_count
from canbo.shell.naming import names as named
from canbo.shell.templatetags.canbo import d, say
from canbo.shell.templatetags.sent import typed_in

#: What a case is called that runs, was decided, was stopped.
STATUSES = {
    "running": ("unknown", Text("Đang làm", "Running")),
    "decided": ("yes", Text("Đã quyết định", "Decided")),
    "stopped": ("no", Text("Đã dừng", "Stopped")),
}


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every case that the reader may see, those with a day that comes first at the top."""
    today = timezone.localdate()
    moves = list(standing(visible_cases(request.user, today)).defer("state", "event"))
    rows = [(move, step_name(move), STATUSES[move.status], unreadable(move.case.pack_id)) for move in moves]
    context = {
        "running": [row for row in rows if row[0].status == "running"],
        "ended": [row for row in rows if row[0].status != "running"],
        "opens": may(request.user, "procedures.open", None, today) is None, "today": today,
        "rehearsals": _in_force(today), "places": names_on((move.case.body for move in moves), today),
    }  # fmt: skip
    return render(request, "procedures/list.html", context)


def _in_force(today: dt.date) -> list[Procedure]:
    every = current_pack().rules.procedures.values()
    return [each for each in every if any(version.holds(today) for version in each.versions)]


_OPENED = Text("Mở vụ việc", "Opened the case")


def _deed_name(move: Move) -> Text:
    kind = move.entry.action.removeprefix("procedures.")
    return next((says for made, says in VERBS.items() if made.__name__.lower() == kind), _OPENED)


@login_required
def deadlines(request: HttpRequest) -> HttpResponse:
    """The days that wait, as an iCalendar file."""
    found = deadlines_of(request.user, timezone.localdate())
    text = as_ics(found, request.build_absolute_uri("/").rstrip("/"), timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="canbo.ics"'
    return answer


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form with which a case is opened."""
    today, post = timezone.localdate(), request.POST
    codes = {code for grant in offices_for(request.user, "procedures.open", today)
             for code in subtree_codes(grant.body_code, today)}  # fmt: skip
    pack = current_pack()
    context = {
        "bodies": [body for body in tree_on(today) if body.code in codes],
        "procedures": _in_force(today),
        "titles": sorted(pack.titles.values(), key=lambda each: -each.rank),
        "terms": pack.lists["terms"].codes.values(), "post": post,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "procedures/new.html", context)
    try:
        case = open_case(
            procedure=post.get("procedure", ""), body=_body(post.get("body", "")),
            purpose=asking.typed(request, "purpose", _PURPOSE, 300),
            places=read_count(post.get("places", "")) or 0, title=post.get("title", ""),
            term=post.get("term", ""), by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return render(request, "procedures/new.html", {**context, "refusal": refusal}, status=refusal.status)
    return redirect("procedures:one", number=case.pk)


def _body(code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise Refusal("procedures.body", Text("Chọn cơ quan, đơn vị.", "Choose a body."), status=422)
    return body


@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One case: where it stands, what can be done, what happened."""
    return page_of_case(request, found_case(request, number))


_PURPOSE = Text("Nội dung", "Purpose")
#: Deeds that nothing is typed for: the ballot says it.
_BY_BALLOT: Mapping[str, Callable[..., Move]] = {"balloted": open_vote, "tallied": take_result}


@login_required
@require_POST
def event(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Something happens to a case."""
    case = found_case(request, number)
    last = newest(case)
    state = state_of(last)
    seen = read_count(request.POST.get("seen", ""))
    seen = last.number if seen is None else seen
    try:
        if kind == "notified":
            day, place = read_meeting(request.POST)
            call_meeting(case=case, seen=seen, meets=day, place=place, by=request.user, at=timezone.now())
        elif kind == "filed":
            _file(case, seen, request)
        elif kind == "decided" and "write" in request.POST:
            told = read_event(kind, request.POST, state)
            assert isinstance(told, Decided)
            decide_in_writing(case=case, seen=seen, event=told, by=request.user, at=timezone.now())
        elif kind in _BY_BALLOT:
            _BY_BALLOT[kind](case=case, seen=seen, by=request.user, at=timezone.now())
        else:
            made = read_event(kind, request.POST, state)
            happen(case=case, seen=seen, event=made, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return page_of_case(request, case, refusal)
    verb = next(says for made, says in VERBS.items() if made.__name__.lower() == kind)
    messages.success(request, say(Text(f"Đã ghi: {verb.vi.lower()}.", f"Entered: {verb.en.lower()}.")))
    return redirect("procedures:one", number=case.pk)


def _file(case: Case, seen: int, request: HttpRequest) -> None:
    with in_turn(case), transaction.atomic():
        for number, paper in enumerate(read_papers(request.POST), seen):
            happen(case=case, seen=number, event=paper, by=request.user, at=timezone.now())


@login_required
def minutes(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The minutes of one meeting of a case, to print: who was called, who came, who left, the votes."""
    case = found_case(request, number)
    state = state_of(newest(case))
    passages = [*state.trail, *([state.now] if state.now else [])]
    if not 0 <= place < len(passages) or passages[place].sitting is None:
        raise Http404(place)
    passage = passages[place]
    step = plan_of(case).step(passage.step)
    assert passage.sitting is not None
    called = names_in(state)
    context = {
        "case": case, "step": step, "passage": passage, "sitting": passage.sitting, "names": called,
        "rounds": [(each, _count(request.user, case, each)) for each in passage.sitting.rounds],
        "body": name_on(case.body, case.opened), "reasons": REASONS,
        "absent": [key for key in passage.sitting.summoned if key not in (passage.sitting.present or ())],
    }  # fmt: skip
    return render(request, "procedures/minutes.html", context)


def page_of_case(request: HttpRequest, case: Case, refusal: Refusal | None = None) -> HttpResponse:
    """The page of a case as it stands now, with what was refused."""
    today = timezone.localdate()
    last = newest(case)
    state, plan, pack = state_of(last), plan_of(case), rules_of(case)
    facts = shown_facts(request.user, case, facts_for(case, plan, state, today), today)
    shown = desk(plan, state, facts, today, pack, names_in(state), _whose(request.user, case, state, plan))
    may_write = writable(plan, state)
    context = {
        **page_context(shown, lambda each: _count(request.user, case, each)),
        "unsure": unsure_days_off(pack, plan, state, today, shown.first_day),
        "case": case, "seen": last.number, "refusal": refusal, "today": today,
        "status": STATUSES[state.status], "body": name_on(case.body, case.opened), "names": named(),
        "moves": [(move, _deed_name(move)) for move in case.moves.select_related("entry__by").order_by("-number")],
        "writable": may_write, "live": _live(request.user, case, shown, today, _names_typed(request, state)),
        "unsent": [] if refusal is None or _stands_in(request, shown, may_write) else [
            shown.names.get(each, each) for each in typed_in(request)
        ],
        "documents": documents_of(case), "reads": may_read_papers(request.user, case, today),
        "base": f"/procedures/{case.pk}", "dossiers": sees_dossiers(request.user, case.body_id, today),
    }  # fmt: skip
    return render(request, "procedures/one.html", context, status=refusal.status if refusal else 200)


def _stands_in(request: HttpRequest, shown: Desk, may_write: Mapping[str, Refusal | None]) -> bool:
    """Whether the form that was sent is on the page still, with what was typed in it."""
    kind = request.path.rpartition("/")[2]
    offered = {deed.kind for deed in shown.deeds if deed.why_not is None}
    offered |= {paper for paper, why_not in may_write.items() if why_not is None}
    return kind in offered or (kind in ("withdrawn", "stopped") and shown.step is not None)


def _names_typed(request: HttpRequest, state: State) -> Sequence[str]:
    """The list as it stands; where it was refused, as it was typed."""
    listed = request.method == "POST" and request.path.endswith("/listed")
    return read_names(request.POST) if listed else state.names


def _live(actor: Account, case: Case, shown: Desk, today: dt.date, names: Sequence[str]) -> Live | None:
    """The figures of the list while its step makes it, for whoever sees the dossiers."""
    if shown.step is None or shown.step.lists != "makes" or not sees_dossiers(actor, case.body_id, today):
        return None
    return live_of(case, names, actor, today, bars=names != shown.state.names)


def _count(actor: Account, case: Case, asked: Round) -> Counted | None:
    """The count of a round, from its sealed ballot; None before the closing, and for whom it is not."""
    ballot = Ballot.objects.select_related("closing", "body").filter(pk=asked.ballot or 0).first()
    data, numbers = (result_of(ballot), numbers_of(ballot)) if ballot else (None, None)
    if ballot is None or data is None or numbers is None or not asked.done:
        return None
    if not may_see_result(actor, ballot, timezone.localdate()):
        return None
    names = list(ballot.names.values_list("name", flat=True))
    return counted(data, names, numbers.issued, kind_of(ballot), rules_of(case))


def page_context(shown: Desk, count: Callable[[Round], Counted | None]) -> dict[str, object]:
    """What the template of a desk reads; `count` gives the votes of a round to a reader who may see them."""
    state, called = shown.state, shown.names
    sitting = state.now.sitting if state.now else None
    rounds = sitting.rounds if sitting else ()
    last = rounds[-1] if rounds else None
    steps = {step.code: step for step in shown.plan.version.steps}
    return {
        "desk": shown, "sitting": sitting, "reasons": REASONS, "failed": shown.failed,
        "rounds": [(each, count(each)) for each in rounds],
        "listed": [(key, called.get(key, key)) for key in state.names], "listing": as_lines(state.names),
        "first_day": d(shown.first_day),
        "called": [_called(key, called, sitting) for key in sitting.summoned] if sitting else [],
        "among": [(key, called.get(key, key)) for key in (last.halves or last.tied)] if last else [],
        "left": last.places - len(last.passed) if last and last.tied and not last.halves else 0,
        "out": last.ballot if last and not last.done else None,
        "trail": [
            (place, each, steps[each.step], [called.get(key, key) for key in each.outcome])
            for place, each in enumerate(state.trail)
        ],
    }  # fmt: skip


def as_lines(names: Sequence[str]) -> str:
    """Staff numbers as the form of a list holds them, one a line."""
    return "".join(f"{name}\n" for name in names)


def _called(key: str, names: Mapping[str, str], sitting: Sitting) -> tuple[str, str, bool, bool, Text | None]:
    """(key, name, came, taken off the roll, why they leave the vote) of somebody summoned."""
    reason = sitting.recused.get(key)
    came = sitting.present is None or key in sitting.present
    return key, names.get(key, key), came, key in sitting.deducted, REASONS[reason] if reason else None


def _whose(actor: Account, case: Case, state: State, plan: Plan) -> Callable[[type[Event]], Refusal | None]:
    today = timezone.localdate()
    step = plan.step(state.step) if state.now else None

    def told(kind: type[Event]) -> Refusal | None:
        return why_not_move(actor, case, state, step, kind, today) if step else None

    return told


def found_case(request: HttpRequest, number: int) -> Case:
    """The case of a number, for whom it is. Raises Http404 for all others."""
    found = visible_cases(request.user, timezone.localdate()).select_related("body", "pack").filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found
