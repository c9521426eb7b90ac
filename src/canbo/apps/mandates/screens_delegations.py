"""Lending one's office, and acting for somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.mandates.forms import DEEDS, LendForm
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.base.authority.actions_delegating import lend, take_back
from canbo.base.authority.delegating import given_by, lent_to, why_not_act_for
from canbo.base.authority.models import Delegation
from canbo.base.authority.walls import LENT
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.mandate import begin, stop
from canbo.shell.templatetags.canbo import say


@login_required
def delegations(request: SignedIn) -> HttpResponse:
    """What I could lend, what I have lent, and for whom I may act."""
    today = timezone.localdate()
    held = grants_on(request.user, today, [Role(each) for each in LENT])
    own = [] if request.user.mandate else [(each, Role(each.role).label) for each in held]
    context = {
        "own": own,
        "given": [(each, _deeds(each), each.until <= today) for each in given_by(request.user)],
        "received": [(each, _deeds(each)) for each in lent_to(request.user, today)],
    }
    return render(request, "mandates/delegations.html", context)


@login_required
def lend_out(request: SignedIn, grant: int) -> HttpResponse:
    """Lend one of one's own offices."""
    office = get_object_or_404(Grant, pk=grant, account=request.user, entry_to=None)
    form, refusal = LendForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        to = Account.objects.get(username=values.pop("account"))
        deeds = tuple(values.pop("deeds"))
        try:
            lend(grant=office, to=to, deeds=deeds, **values, by=request.user, at=timezone.now())
            messages.success(request, say(Text("Đã ghi ủy quyền.", "The delegation is entered.")))
            return redirect("mandates:delegations")
        except Refusal as fault:
            refusal = fault
    context = {"form": form, "refusal": refusal, "office": office, "role": Role(office.role).label}
    return render(request, "mandates/lend.html", context, status=refusal.status if refusal else 200)


@login_required
@require_POST
def act_for(request: SignedIn, number: int) -> HttpResponse:
    """Begin to act for whoever lent an office; every page then says so."""
    delegation = get_object_or_404(Delegation, pk=number, account=request.user)
    refuse(why_not_act_for(request.user, delegation, timezone.now()))
    begin(request, delegation)
    return redirect("home")


@login_required
@require_POST
def stop_acting(request: HttpRequest) -> HttpResponse:
    """Act with one's own office again."""
    stop(request)
    return redirect("mandates:delegations")


@login_required
@require_POST
def end(request: SignedIn, number: int) -> HttpResponse:
    """End a delegation that one gave or received."""
    mine = given_by(request.user) | Delegation.objects.filter(entry_to=None, account_id=request.user.pk)
    take_back(delegation=get_object_or_404(mine, pk=number), by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã chấm dứt ủy quyền.", "The delegation has ended.")))
    return redirect("mandates:delegations")


def _deeds(delegation: Delegation) -> list[Text]:
    return [DEEDS.get(each, Text(each, each)) for each in delegation.deeds.split()]
