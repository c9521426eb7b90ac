"""Pages of ballots: the list, opening one, the ballot itself with its numbers and its closed result."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.ballots.actions import (
    annul,
    appoint_teller,
    close_ballot,
    enter_numbers,
    open_ballot,
    open_next_round,
    withdraw,
)
from canbo.apps.ballots.documents import minutes_owner
from canbo.apps.ballots.forms import NumbersForm, OpenForm, ReasonForm, TeamForm
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.permissions import (
    why_not_annul,
    why_not_close,
    why_not_count,
    why_not_key,
    why_not_minutes,
    why_not_next_round,
)
from canbo.apps.ballots.queries import (
    SIDES,
    STATES,
    counts_keyed,
    done_sides,
    in_turn,
    kind_of,
    names_of,
    numbers_of,
    settled_of,
    state_of,
    tellers_of,
)
from canbo.apps.ballots.registry import page_of
from canbo.apps.ballots.result import told
from canbo.apps.ballots.visibility import may_see_result, telling, visible_ballots
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import name_on, subtree_codes, tree_on
from canbo.apps.papers.queries import document_of
from canbo.base.access.deciding import may, offices_for
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.core.tally_words import base_text
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.templatetags.canbo import say

_REASON = Text("Lý do", "Reason")
#: Answers of the house for the states of a ballot, so that they read alike everywhere.
SIGNS = {
    "open": "unknown",
    "keying": "unknown",
    "differing": "no",
    "ready": "excepted",
    "closed": "yes",
    "annulled": "no",
}


def found(request: HttpRequest, number: int) -> Ballot:
    """The ballot, if the reader may know of it; else it is not there."""
    seen = visible_ballots(request.user, timezone.localdate()).filter(pk=number)
    ballot = seen.select_related("body", "entry", "after").first()
    if ballot is None:
        raise Http404(number)
    return ballot


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The ballots that the reader may know of: first those still to be counted, the reader's own before others', then
    those that are done; newest first in each.
    """
    today = timezone.localdate()
    ballots = in_turn(visible_ballots(request.user, today), request.user).select_related("closing", "annulment")
    sheet = asking.Sheet(asking.whole(request, "page", Text("Trang", "Page"), 1), ballots.count())
    page = list(ballots[sheet.offset : sheet.offset + sheet.rows])
    names = {body.code: body.name for body in tree_on(today)} if page else {}
    codes = dict(Body.objects.filter(pk__in={each.body_id for each in page}).values_list("pk", "code"))
    mine = set(
        Teller.objects.filter(account=request.user.pk, entry_to__isnull=True).values_list("ballot_id", flat=True)
    )
    pack = current_pack()
    rows = [
        {
            "ballot": each,
            "body": names.get(codes[each.body_id], codes[each.body_id]),
            "kind": pack.ballots[each.kind].name if each.kind in pack.ballots else each.kind,
            "state": _state_in_list(each),
            "mine": each.pk in mine,
        }
        for each in page
    ]
    may_open = may(request.user, "ballots.open", None, today) is None
    return render(request, "ballots/list.html", {"rows": rows, "sheet": sheet, "may_open": may_open})


def _state_in_list(ballot: Ballot) -> Text:
    """Closed or not: what is between is said on the page of the ballot, where it costs a look at the papers."""
    if hasattr(ballot, "closing"):
        return STATES["closed"]
    return STATES["annulled"] if hasattr(ballot, "annulment") else Text("Chưa đóng", "Not closed")


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a ballot with its counting team; what was typed stays when it cannot be taken."""
    bodies = _own_bodies(request)
    if not bodies:
        refuse(may(request.user, "ballots.open", None, timezone.localdate()))
    kinds = [
        (code, say(kind.name))
        for code, kind in sorted(current_pack().ballots.items())
        if kind.versions[-1].until is None
    ]
    form = OpenForm(request.POST or None, bodies=bodies, kinds=kinds, initial={"held": timezone.localdate()})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            ballot = _open(request, form)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, say(Text("Đã mở phiếu.", "The ballot is open.")))
            return redirect("ballots:one", ballot.pk)
    status = refused.status if refused else 200
    return render(request, "ballots/new.html", {"form": form, "refusal": refused}, status=status)


def _own_bodies(request: HttpRequest) -> list[tuple[str, str]]:
    today = timezone.localdate()
    tops = offices_for(request.user, "ballots.open", today).values_list("body_code", flat=True)
    codes = {code for top in tops for code in subtree_codes(top, today)}
    return [(body.code, f"{' · ' * body.depth}{body.name}") for body in tree_on(today) if body.code in codes]


def _open(request: HttpRequest, form: OpenForm) -> Ballot:
    given, at = form.cleaned_data, timezone.now()
    team = (("head", Teller.Role.HEAD, None), ("first", Teller.Role.MEMBER, 1), ("second", Teller.Role.MEMBER, 2))
    with transaction.atomic():
        ballot = open_ballot(
            kind=given["kind"],
            body=Body.objects.get(code=given["body"]),
            purpose=given["purpose"],
            held=given["held"],
            names=given["names"],
            summoned=given["summoned"],
            seats=given["seats"],
            by=request.user,
            at=at,
        )
        for field, role, side in team:
            appoint_teller(ballot=ballot, account=given[field], role=role, side=side, by=request.user, at=at)
    return ballot


@login_required
def one(
    request: HttpRequest,
    number: int,
    form: NumbersForm | None = None,
    refused: Refusal | None = None,
    team: TeamForm | None = None,
) -> HttpResponse:
    """A ballot: what it is, who counts, where it stands, and its result where the reader may see it."""
    ballot, today = found(request, number), timezone.localdate()
    actor, state = request.user, state_of(ballot)
    counts, done = counts_keyed(ballot), done_sides(ballot)
    numbers = numbers_of(ballot)
    kind = kind_of(ballot)
    shown = told(ballot) if state == "closed" and may_see_result(actor, ballot, today) else None
    document = document_of(minutes_owner(ballot)) if shown else None
    context = {
        "ballot": ballot,
        "home": page_of(ballot.owner),
        "document": document,
        "why_not_minutes": why_not_minutes(actor, ballot),
        "body": name_on(ballot.body, ballot.held),
        "kind": kind,
        "base": base_text(current_pack(), kind),
        "names": names_of(ballot),
        "team": tellers_of(ballot),
        "mine": telling(actor, ballot),
        "state": STATES[state],
        "state_code": state,
        "state_sign": SIGNS[state],
        "numbers": numbers,
        "sides": [(side, counts[side], side in done) for side in SIDES],
        "form": form or NumbersForm(initial=_initial(ballot, numbers), settled=settled_of(ballot)),
        "refusal": refused,
        "why_not_count": why_not_count(actor, ballot),
        "why_not_key": why_not_key(actor, ballot),
        "why_not_close": why_not_close(actor, ballot),
        "why_not_annul": why_not_annul(actor, ballot, today),
        "reason": _reason(request, ballot),
        "team_form": team or TeamForm(auto_id="team_%s"),
        "told": shown,
        "why_not_round": why_not_next_round(actor, ballot, today) if shown and shown.further else None,
        "next": Ballot.objects.filter(after=ballot).first(),
    }
    return render(request, "ballots/one.html", context, status=refused.status if refused else 200)


def _reason(request: HttpRequest, ballot: Ballot) -> ReasonForm:
    """The form that annuls: as it was sent, where that was refused."""
    refused = request.method == "POST" and request.path == reverse("ballots:annul", args=(ballot.pk,))
    return ReasonForm(request.POST if refused else None, auto_id="annul_%s")


def _initial(ballot: Ballot, numbers: object) -> dict[str, int | None]:
    if numbers is None:
        there = ballot.summoned if ballot.present is None else ballot.present
        return {"spoilt": 0, "unused": 0, "printed": there, "issued": ballot.present, "present": there}
    return {name: getattr(numbers, name) for name in NumbersForm.base_fields}


@login_required
@require_POST
def set_numbers(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the numbers of papers; the page comes back with what was typed when they do not meet."""
    ballot = found(request, number)
    form = NumbersForm(request.POST, settled=settled_of(ballot))
    if refused := why_not_count(request.user, ballot):
        return one(request, number, form, refused)
    if not form.is_valid():
        return one(request, number, form)
    try:
        enter_numbers(ballot=ballot, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        return one(request, number, form, refusal)
    messages.success(request, say(Text("Đã ghi số phiếu; các số khớp nhau.", "Entered; the numbers meet.")))
    return redirect("ballots:one", number)


def _deed(request: HttpRequest, number: int, act: Callable[[Ballot], object], says: Text) -> HttpResponse:
    """Do something with a ballot; a refusal stands on the ballot's own page."""
    ballot = found(request, number)
    try:
        act(ballot)
    except Refusal as refusal:
        return one(request, number, refused=refusal)
    messages.success(request, say(says))
    return redirect("ballots:one", number)


@login_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the count."""
    says = Text("Đã đóng biên bản kiểm phiếu.", "The count is closed.")
    return _deed(request, number, lambda it: close_ballot(ballot=it, by=request.user, at=timezone.now()), says)


@login_required
@require_POST
def void(request: HttpRequest, number: int) -> HttpResponse:
    """Declare the vote void."""

    def act(ballot: Ballot) -> object:
        reason = asking.typed(request, "reason", _REASON, 500)
        return annul(ballot=ballot, reason=reason, by=request.user, at=timezone.now())

    return _deed(request, number, act, Text("Đã hủy cuộc bỏ phiếu.", "The vote is annulled."))


@login_required
@require_POST
def name_withdraws(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Note that a name has withdrawn."""

    def act(ballot: Ballot) -> object:
        name = ballot.names.filter(place=place).first()
        if name is None:
            raise Http404(place)
        return withdraw(
            name=name, reason=asking.typed(request, "reason", _REASON, 300), by=request.user, at=timezone.now()
        )

    return _deed(request, number, act, Text("Đã ghi việc rút tên.", "The withdrawal is entered."))


@login_required
@require_POST
def next_round(request: HttpRequest, number: int) -> HttpResponse:
    """Open the further round that the result asks for, with the same counting team."""
    ballot, at = found(request, number), timezone.now()
    try:
        with transaction.atomic():
            second = open_next_round(ballot=ballot, by=request.user, at=at)
            for each in tellers_of(ballot):
                appoint_teller(
                    ballot=second, account=each.account, role=Teller.Role(each.role), side=each.side,
                    by=request.user, at=at,
                )  # fmt: skip
    except Refusal as refusal:
        return one(request, number, refused=refusal)
    messages.success(request, say(Text("Đã mở vòng tiếp theo.", "The next round is open.")))
    return redirect("ballots:one", second.pk)
