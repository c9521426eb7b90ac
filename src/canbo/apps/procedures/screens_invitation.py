"""The invitation to a meeting, for whoever is summoned: when, where, on whom is voted, and by which rule."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.bodies.queries import name_on
from canbo.apps.procedures.balloting import on_ballot
from canbo.apps.procedures.desk import rules
from canbo.apps.procedures.invitations import called_to
from canbo.apps.procedures.queries import plan_of, rules_of, state_of
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.walls.asking import everything
from canbo.shell.asking import SignedIn


@login_required
def invitation(request: SignedIn, number: int) -> HttpResponse:
    """When, where and about whom the reader meets. The names are as they will be printed; no dossier is opened."""
    today = timezone.localdate()
    move = next((each for each in called_to(request.user, today) if each.case_id == number), None)
    if move is None:
        raise Http404(number)
    case, state, plan, pack = move.case, state_of(move), plan_of(move.case), rules_of(move.case)
    step = plan.step(move.step)
    assert state.now is not None
    assert state.now.sitting is not None
    with everything():  # printed on the paper that each of those summoned is given
        names = on_ballot(state.names, state.now.sitting.meets, pack)
    context = {
        "case": case, "step": step, "sitting": state.now.sitting, "names": names,
        "rules": list(rules(plan, step, pack)),
        "body": name_on(case.body, today), "sees": visible_cases(request.user, today).filter(pk=case.pk).exists(),
    }  # fmt: skip
    return render(request, "procedures/invitation.html", context)
