"""Naming the counting team of a ballot that stands open."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.ballots.actions import appoint_teller
from canbo.apps.ballots.forms import TeamForm
from canbo.apps.ballots.models import Teller
from canbo.apps.ballots.permissions import why_not_annul
from canbo.apps.ballots.screens import found, one
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.templatetags.canbo import say

_PLACES = (("head", Teller.Role.HEAD, None), ("first", Teller.Role.MEMBER, 1), ("second", Teller.Role.MEMBER, 2))


@login_required
@require_POST
def team(request: SignedIn, number: int) -> HttpResponse:
    """Name the head and both sides; the page comes back with the form when somebody cannot be named."""
    ballot, at = found(request, number), timezone.now()
    refuse(why_not_annul(request.user, ballot, timezone.localdate(at)))
    form = TeamForm(request.POST)
    if not form.is_valid():
        return one(request, number, team=form)
    try:
        with transaction.atomic():
            for field, role, side in _PLACES:
                account = form.cleaned_data[field]
                appoint_teller(ballot=ballot, account=account, role=role, side=side, by=request.user, at=at)
    except Refusal as refusal:
        return one(request, number, refused=refusal, team=form)
    messages.success(request, say(Text("Đã cử ban kiểm phiếu.", "The counting team is named.")))
    return redirect("ballots:one", number)
