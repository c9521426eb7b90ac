"""Pages of plans: which titles are planned, who stands in each, shares with the smallest cure, who left and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import name_on, names_on, subtree_codes, tree_on
from canbo.apps.planning.actions import keep, open_cycle, remove
from canbo.apps.planning.deadlines import next_review
from canbo.apps.planning.models import Cycle, Place, Review
from canbo.apps.planning.permissions import why_not_plan, why_not_review
from canbo.apps.planning.queries import Roll, carried, roll_of, with_counts
from canbo.apps.planning.structure import value_on
from canbo.apps.planning.visibility import sees_clauses, visible_cycles
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import standing
from canbo.apps.procedures.screens import STATUSES
from canbo.apps.procedures.visibility import sees_dossiers
from canbo.apps.regulations.queries import managing_authority
from canbo.base.access.deciding import may, offices_for
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.core.rules import DatedValue
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.fields import read_count
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say

#: What takes somebody out of a plan, as the form names it.
_GROUNDS = {"document": Text("Văn bản", "Document"), "decided_by": Text("Cấp quyết định", "Body that decided")}


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every cycle that the reader may see, with how many stand in it."""
    today = timezone.localdate()
    rows = with_counts(visible_cycles(request.user, today))
    opens = may(request.user, "procedures.open", None, today) is None
    places = names_on((row.body for row in rows), today)
    return render(request, "planning/list.html", {"rows": rows, "names": names(), "opens": opens, "places": places})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form with which a title is planned."""
    today, post, pack = timezone.localdate(), request.POST, current_pack()
    codes = {code for grant in offices_for(request.user, "procedures.open", today)
             for code in subtree_codes(grant.body_code, today)}  # fmt: skip
    context = {
        "bodies": [body for body in tree_on(today) if body.code in codes], "post": post or request.GET,
        "titles": pack.titles_with_standards("planning"), "terms": pack.lists["terms"].codes.values(),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "planning/new.html", context)
    try:
        case = open_cycle(**_asked(request), by=request.user, at=timezone.now())
    except Refusal as refusal:
        return render(request, "planning/new.html", {**context, "refusal": refusal}, status=refusal.status)
    return redirect("procedures:one", number=case.pk)


def _asked(request: HttpRequest) -> dict[str, object]:
    post = request.POST
    body = Body.objects.filter(code=post.get("body", "")).first()
    if body is None:
        says = Text("Không có cơ quan, đơn vị này.", "There is no such body.")
        raise Refusal("planning.body", says, Text("Chọn cơ quan, đơn vị.", "Choose a body."), status=422)
    return {
        "body": body, "title": post.get("title", ""), "term": post.get("term", ""),
        "purpose": asking.typed(request, "purpose", Text("Nội dung", "Purpose"), 300),
        "places": read_count(post.get("places", "")) or 0, "outside": post.get("source") == "outside",
    }  # fmt: skip


@login_required
def one(request: HttpRequest, number: int, refusal: Refusal | None = None) -> HttpResponse:
    """One plan: who stands in it and how they stand against the standard today, shares, cases, exits."""
    cycle, today, pack = _cycle(request, number), timezone.localdate(), current_pack()
    roll, cases = roll_of(cycle, today), Case.objects.filter(owner=cycle.owner)
    why_not = why_not_plan(request.user, cycle.body_id, today)
    every, reviews = value_on(pack, "planning_review_months", today), list(cycle.reviews.order_by("-year"))
    authority = managing_authority(cycle.title, today)
    came, went = carried(cycle)
    places = names_on((each.body for each in (*came, *went)), today)
    context = {
        "came": came, "went": went, "places": places,
        "reviews": reviews, "every": every, "next_review": _next_review(roll, reviews, every),
        "cycle": cycle, "names": names(), "body": name_on(cycle.body, today),
        "roll": roll, "dossiers": sees_dossiers(request.user, cycle.body_id, today),
        "clauses": sees_clauses(request.user, cycle, today),
        "most": value_on(pack, "planning_most_candidates", today),
        "cases": [(move, STATUSES[move.status]) for move in standing(cases)],
        "why_not": why_not, "why_not_keep": why_not or why_not_review(cycle, today),
        "authority": authority, "decides": say(authority.decides.name) if authority.decides else "", "refusal": refusal,
    }  # fmt: skip
    return render(request, "planning/one.html", context, status=refusal.status if refusal else 200)


def _next_review(roll: Roll, reviews: Sequence[Review], every: DatedValue | None) -> dt.date | None:
    """When a plan is looked through next: so many months after the last review, or after the first who entered it."""
    entered = [timezone.localdate(row.place.entry_from.at) for row in roll.rows]
    reviewed = reviews[0].on if reviews else None
    return next_review(min(entered, default=None), reviewed, every.value if every else None)


@login_required
@require_POST
def leave(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Somebody is taken out of a plan by the yearly review."""
    cycle = _cycle(request, number)
    row = Place.objects.filter(pk=place, cycle=cycle, entry_to__isnull=True).select_related("person", "planned").first()
    if row is None:
        raise Http404(place)
    try:
        told = {name: asking.typed(request, name, label, 200) for name, label in _GROUNDS.items()}
        remove(place=row, **told, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return one(request, number, refusal)
    messages.success(request, say(Text("Đã đưa ra khỏi quy hoạch.", "Taken out of the plan.")))
    return redirect("planning:one", number=cycle.pk)


@login_required
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """The yearly review keeps whoever stands in a plan."""
    cycle = _cycle(request, number)
    try:
        document = asking.typed(request, "document", _GROUNDS["document"], 200)
        made = keep(cycle=cycle, document=document, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return one(request, number, refusal)
    messages.success(request, say(Text(f"Đã giữ {made.kept} người.", f"{made.kept} are kept.")))
    return redirect("planning:one", number=cycle.pk)


def _cycle(request: HttpRequest, number: int) -> Cycle:
    found = visible_cycles(request.user, timezone.localdate()).select_related("body").filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found
