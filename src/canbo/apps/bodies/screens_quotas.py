"""The allotments of one body: what it may have since when, by which decree; and allotting anew."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from canbo.apps.bodies.actions_quotas import allot
from canbo.apps.bodies.decrees import DecreeKey
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.permissions import why_not_allot
from canbo.apps.bodies.queries import name_on
from canbo.apps.bodies.quotas import history_of
from canbo.apps.bodies.tables import of_allotments
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.fields import DayField, WordsField
from canbo.shell.grids import asked_for
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

BODY = Text("Cơ quan", "Body")


class AllotForm(forms.Form):
    """A number of places of one category, from a day on, by a decree."""

    category = forms.ChoiceField(label=both("Loại biên chế", "Category"))
    places = forms.IntegerField(
        label=both("Số người được giao", "Places"),
        min_value=0,
        help_text=both("Kể cả mọi đơn vị trực thuộc.", "With everything under the body."),
    )
    since = DayField(label=both("Từ ngày", "From"))
    number = WordsField(label=both("Số quyết định", "Number of the decree"), max_length=80)
    issued = DayField(label=both("Ngày ban hành", "Issued on"))
    issuer = WordsField(label=both("Cơ quan ban hành", "Issued by"), max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        codes = current_pack().code_list("payroll-categories").codes.values()
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code.code, say(code.name)) for code in codes]


@login_required
def allotments(request: SignedIn, code: str) -> HttpResponse:
    """The allotments of a body, newest first, and the form to set one."""
    today = timezone.localdate()
    body = get_object_or_404(Body, code=code)
    blocked = why_not_allot(request.user, body, today)
    form = AllotForm(request.POST or None)
    refused = None
    if request.method == "POST":
        refuse(blocked)
        if form.is_valid():
            try:
                return _allotted(request, body, form)
            except Refusal as refusal:
                refused = refusal
    name, grid = name_on(body, today), of_allotments(history_of(body), names())
    if "file" in request.GET and (made := asked_for(request, [grid], [(BODY, name)])) is not None:
        return made
    context = {
        "body": body, "name": name, "grid": grid, "form": form, "refusal": refused, "why_not": blocked,
    }  # fmt: skip
    return render(request, "bodies/allotments.html", context, status=refused.status if refused else 200)


def _allotted(request: SignedIn, body: Body, form: AllotForm) -> HttpResponse:
    said = form.cleaned_data
    decree = DecreeKey(said["number"], said["issued"], said["issuer"])
    allot(
        body=body, category=said["category"], number=said["places"], since=said["since"], decree=decree,
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, say(Text("Đã ghi số biên chế được giao.", "The allotment is entered.")))
    return redirect("bodies:allotments", body.code)
