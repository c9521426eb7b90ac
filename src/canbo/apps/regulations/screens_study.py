"""What I am asked to read, and how far those under me have read what they were asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.regulations.actions import assign_study, confirm_reading, remind
from canbo.apps.regulations.forms import AssignForm
from canbo.apps.regulations.models import Study
from canbo.apps.regulations.permissions import why_not_lead
from canbo.apps.regulations.queries import (
    Reading,
    StudyCoverage,
    led_bodies,
    members_by_body,
    readings,
    study_coverage,
)
from canbo.apps.regulations.registry import tree_on
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.law import Instrument
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import LEVELS
from canbo.shell.templatetags.canbo import say

#: More questions than this no instrument has.
ANSWERS = 9
INSTRUMENT = Text("Văn bản", "Instrument")


@dataclass(frozen=True)
class Group:
    """The assignments of one instrument: how many were asked and how many have read."""

    instrument: Instrument | None
    key: str
    rows: Sequence[StudyCoverage]

    @property
    def asked(self) -> int:
        """Accounts asked, each once."""
        return len({each.pk for row in self.rows for each in row.asked})

    @property
    def read(self) -> int:
        """Those of them that have confirmed."""
        return len({each.pk for row in self.rows for each in row.read})


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader is asked to read, unread first."""
    today = timezone.localdate()
    rows = readings(request.user, today)
    known = _by_key(current_pack())
    context = {
        "waiting": [_told(known, row) for row in rows if row.confirmed is None], "today": today, "room": "study",
        "done": [_told(known, row) for row in rows if row.confirmed is not None],
        "leads": why_not_lead(request.user, today) is None,
        "late": sum(row.late(today) for row in rows),
    }  # fmt: skip
    return render(request, "regulations/study.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The reader confirms to have read an instrument."""
    given = (request.POST.get(f"answer-{place}", "") for place in range(1, ANSWERS + 1))
    answers = [int(each) if each.isascii() and each.isdigit() and len(each) < 3 else 0 for each in given]
    confirm_reading(instrument=request.POST.get("instrument", ""), answers=answers, by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã ghi nhận việc đọc văn bản.", "Your reading is on record.")))
    return redirect("regulations:study")


@login_required
@require_POST
def nudge(request: HttpRequest, number: int) -> HttpResponse:
    """Those who have not confirmed one assignment are reminded."""
    remind(study=get_object_or_404(Study, pk=number, entry_to__isnull=True), by=request.user, at=timezone.now())
    messages.success(
        request, say(Text("Đã nhắc những người chưa xác nhận.", "Those who have not confirmed are reminded."))
    )
    return redirect("regulations:study-coverage")


@login_required
def coverage(request: HttpRequest) -> HttpResponse:
    """Who has read what in the bodies under the reader's roles, by instrument and body, with the levels summed up."""
    today = timezone.localdate()
    why_not = why_not_lead(request.user, today)
    known = _by_key(current_pack())
    groups: dict[str, list[StudyCoverage]] = {}
    rows = [] if why_not else study_coverage(request.user, today)
    for row in rows:
        groups.setdefault(row.study.instrument, []).append(row)
    context = {
        "groups": [Group(known.get(key), key, each) for key, each in groups.items()], "why_not": why_not,
        "today": today, "levels": _levels(rows), "room": "study",
    }  # fmt: skip
    return render(request, "regulations/study_coverage.html", context)


@login_required
def assign(request: HttpRequest) -> HttpResponse:
    """The form with which a body or a person is asked to read an instrument."""
    today = timezone.localdate()
    why_not = why_not_lead(request.user, today)
    wanted = asking.words(request, "instrument")
    form = AssignForm(request.POST or None, initial={"instrument": wanted})
    _choose(form, request.user)
    status = 200
    context = {"form": form, "why_not": why_not, "room": "study"}
    if request.method == "POST" and form.is_valid():
        kind, _, code = form.cleaned_data["whom"].partition(":")
        target = {"body_code": code} if kind == "body" else {"account": Account.objects.get(username=code)}
        try:
            assign_study(
                instrument=form.cleaned_data["instrument"], due=form.cleaned_data["due"],
                note=form.cleaned_data["note"], by=request.user, at=timezone.now(), **target,
            )  # fmt: skip
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
        else:
            messages.success(request, say(Text("Đã giao học tập văn bản.", "The reading is assigned.")))
            return redirect("regulations:study-coverage")
    return render(request, "regulations/study_assign.html", context, status=status)


def _choose(form: AssignForm, actor: Account) -> None:
    """What may be assigned to whom: every instrument of the rules, newest first; the bodies led and who is there."""
    pack, today = current_pack(), timezone.localdate()
    tree = tree_on(today)
    led = led_bodies(actor, today, tree)
    members = members_by_body(today, tree)
    people = {each.username: each for code in led for each in members.get(code, ())}
    bodies = [(f"body:{code}", tree[code].name if code in tree else code) for code in tree if code in led]
    instruments = sorted(pack.instruments.values(), key=lambda each: each.since, reverse=True)
    instrument, whom = form.fields["instrument"], form.fields["whom"]
    assert isinstance(instrument, forms.ChoiceField)
    assert isinstance(whom, forms.ChoiceField)
    instrument.choices = [
        (str(each.key), f"{each.key.number} ({each.key.issued:%d/%m/%Y}) · {say(each.title)}") for each in instruments
    ]
    whom.choices = [
        (say(Text("Cơ quan, tổ chức", "Bodies")), bodies),
        (
            say(Text("Từng người", "People")),
            [(f"account:{each.username}", str(each)) for each in sorted(people.values(), key=str)],
        ),
    ]


def _levels(rows: Sequence[StudyCoverage]) -> list[tuple[Text, int, int]]:
    """(level, readings asked for, readings confirmed) over the bodies that assignments were made to."""
    if not rows:
        return []
    tree = tree_on(timezone.localdate())
    counted: dict[str, list[int]] = {}
    for row in rows:
        branch = tree.get(row.study.body_code)
        if branch is not None:
            pair = counted.setdefault(branch.level, [0, 0])
            pair[0] += len(row.asked)
            pair[1] += len(row.read)
    return [(says, counted[level][0], counted[level][1]) for level, says in LEVELS.items() if level in counted]


def _by_key(pack: Pack) -> dict[str, Instrument]:
    return {str(key): each for key, each in pack.instruments.items()}


def _told(known: dict[str, Instrument], row: Reading) -> tuple[Reading, Instrument | None]:
    return row, known.get(row.instrument)
