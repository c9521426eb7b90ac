"""Leaving service on screen."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.people.forms import LeavingForm
from canbo.apps.people.leaving import ENDING, leave_service
from canbo.apps.people.permissions import why_not_write
from canbo.apps.people.screens_papers import seen
from canbo.base.record.actions import refuse
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.deeds import do
from canbo.shell.naming import names

LEFT = Text("Đã ghi thôi công tác.", "The leaving is entered.")


@login_required
def leave(request: asking.SignedIn, key: str) -> HttpResponse:
    """Enter that somebody leaves service; what ends with it is told beside the button."""
    today = timezone.localdate()
    who = seen(request.user, key, today)
    refuse(why_not_write(request.user, who.person, today))
    form = LeavingForm(names().choices("leaving-kinds"), request.POST or None)

    def deed() -> None:
        leave_service(person=who.person, by=request.user, at=timezone.now(), **form.cleaned_data)

    done = do(request, form, deed, LEFT, "people:one", key=key)
    if isinstance(done, HttpResponse):
        return done
    held, seats, planned = (
        model._default_manager.filter(person=who.person, entry_to__isnull=True, last="").count() for model in ENDING
    )
    context = {"form": form, "who": who, "refusal": done, "held": held, "seats": seats, "planned": planned}
    return render(request, "people/leave.html", context, status=done.status if done else 200)
