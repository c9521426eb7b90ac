"""Acts by two people: what waits for a second person, proposing, confirming."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from canbo.apps.bodies.queries import body_on
from canbo.apps.mandates.forms import FORMS, OpenForm, in_json
from canbo.apps.mandates.visibility import visible_proposals
from canbo.base.accounts.actions import open_with_one_time
from canbo.base.accounts.halves import first_half
from canbo.base.accounts.models import Account
from canbo.base.authority.actions import confirm, drop, propose
from canbo.base.authority.kinds import KINDS, why_not_administer
from canbo.base.authority.models import Proposal
from canbo.base.authority.permissions import why_not_confirm
from canbo.base.authority.two_persons import what_of
from canbo.base.keeping.restored import restored
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say

#: Answered proposals that the page still shows.
_SHOWN = 20


@login_required
def acts(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what became of the last ones."""
    now, seen = timezone.now(), visible_proposals(request.user, timezone.localdate())
    waiting = [(each, _says(each)) for each in seen.filter(answer=None, expires__gt=now)]
    over = [(each, _says(each)) for each in seen.exclude(answer=None, expires__gt=now)[:_SHOWN]]
    kinds = [(name, KINDS[name].name) for name in FORMS if name != "keeping.accept" or restored()]
    why_not = why_not_administer(request.user, timezone.localdate())
    context = {"waiting": waiting, "over": over, "kinds": kinds, "why_not": why_not}
    return render(request, "mandates/acts.html", context)


@login_required
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose an act that needs two people."""
    if kind not in FORMS:
        raise Http404
    form, refusal = FORMS[kind](request.POST or None, initial=request.GET.dict()), None
    if request.method == "POST" and form.is_valid():
        try:
            made = propose(kind=kind, what=in_json(form.cleaned_data), by=request.user, at=timezone.now())
            return redirect("mandates:act", made.pk)
        except Refusal as fault:
            refusal = fault
    context = {"form": form, "kind": KINDS[kind].name, "refusal": refusal}
    return render(request, "mandates/new.html", context, status=refusal.status if refusal else 200)


@login_required
@never_cache
def open_new(request: HttpRequest) -> HttpResponse:
    """Open an account; its password for one use is shown once."""
    refuse(why_not_administer(request.user, timezone.localdate()))
    form, refusal = OpenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            password = open_with_one_time(**form.cleaned_data, by=request.user, at=timezone.now())
            return render(request, "mandates/opened.html", {**form.cleaned_data, "password": password})
        except Refusal as fault:
            refusal = fault
    context = {"form": form, "refusal": refusal}
    return render(request, "mandates/open.html", context, status=refusal.status if refusal else 200)


@login_required
@never_cache
def act(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: what would be done, who asks, and whether the reader may be the second person."""
    proposal = get_object_or_404(visible_proposals(request.user, timezone.localdate()), pk=number)
    return render(request, "mandates/act.html", _shown(request, proposal))


@login_required
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a proposal (`answer=yes`) and do it, or let it go."""
    proposal = get_object_or_404(visible_proposals(request.user, timezone.localdate()), pk=number)
    if request.POST.get("answer") != "yes":
        drop(proposal=proposal, by=request.user, at=timezone.now())
        messages.success(request, say(Text("Đã bỏ đề nghị.", "The proposal is dropped.")))
        return redirect("mandates:acts")
    told = confirm(proposal=proposal, digest=request.POST.get("digest", ""), by=request.user, at=timezone.now())
    if proposal.kind == "accounts.recover":  # shown once, and kept nowhere
        return render(request, "mandates/second_half.html", {"half": told, "account": what_of(proposal)["account"]})
    messages.success(request, say(Text("Đã xác nhận và thực hiện.", "Confirmed and done.")))
    return redirect("mandates:act", proposal.pk)


def _shown(request: HttpRequest, proposal: Proposal) -> dict[str, object]:
    now, actor = timezone.now(), request.user
    if not isinstance(actor, Account):
        raise PermissionDenied
    mine = proposal.entry.by_id == actor.pk
    open_still = not hasattr(proposal, "answer") and proposal.expires > now
    half = first_half(proposal.pk) if mine and proposal.kind == "accounts.recover" and open_still else ""
    return {
        "proposal": proposal, "says": _says(proposal), "kind": KINDS[proposal.kind].name, "mine": mine,
        "open": open_still, "refusal": why_not_confirm(actor, proposal, now) if open_still else None, "half": half,
    }  # fmt: skip


def _says(proposal: Proposal) -> Text:
    """The act in a sentence, with names beside codes."""
    what, today = what_of(proposal), timezone.localdate()
    if account := Account.objects.filter(username=what.get("account", "")).first():
        what["account"] = f"{account.shown_as} ({account.username})"
    if body := what.get("body"):
        found = body_on(body, today)
        what["body"] = f"{found.name} ({body})" if found else body
    if whom := what.get("managed_by"):
        what["managed_by"] = names().code("managing-authorities", whom)
    return KINDS[proposal.kind].says(what)
