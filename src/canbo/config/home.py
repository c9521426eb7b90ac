"""The first page: who may try what (signed out, in a demo), and what is due from me today (signed in)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.ballots.queries import waiting_for as ballots_waiting_for
from canbo.apps.eligibility.certificates import staleness
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.mandates.visibility import waiting_for
from canbo.apps.people.listing import visible_ids
from canbo.apps.people.models import SECTIONS, Section
from canbo.apps.people.visibility import visible_people
from canbo.apps.procedures.desk import VERBS, next_deed
from canbo.apps.procedures.permissions import why_not_move
from canbo.apps.procedures.queries import facts_for, plan_of, standing, state_of
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.demo import cast
from canbo.shell.templatetags.canbo import num, say

#: Certificates looked at on the first page: the newest of the reader's own.
_LOOKED_AT = 5


@dataclass(frozen=True)
class Due:
    """One thing that waits for the reader, and where it is done."""

    says: Text
    url: str
    verb: Text


def page(request: HttpRequest) -> HttpResponse:
    """The first page for whoever asks."""
    if not request.user.is_authenticated:
        return render(request, "shell/welcome.html", {"cast": cast()})
    today = timezone.localdate()
    seen = len(visible_ids(request.user, today))
    due = [
        *_second_person(request.user),
        *_to_count(request.user),
        *_cases(request.user, today),
        *_stale(request.user),
        *_unconfirmed(request.user, today, seen),
    ]
    return render(request, "shell/home.html", {"due": due, "seen": seen, "today": today})


def _to_count(actor: Account) -> list[Due]:
    """Ballots whose papers wait for the reader, who is of the counting team."""
    waiting = ballots_waiting_for(actor)
    if not waiting:
        return []
    says = Text("{n} cuộc bỏ phiếu chờ đồng chí kiểm phiếu.", "{n} ballots wait for you to count them.").filled(
        n=waiting
    )
    return [Due(says, reverse("ballots:list"), Text("Mở danh sách", "Open the list"))]


def _second_person(actor: Account) -> list[Due]:
    """Proposals of others that wait for a second person."""
    waiting = waiting_for(actor, timezone.now())
    if not waiting:
        return []
    says = Text("{n} đề nghị đang chờ người thứ hai xác nhận.", "{n} proposals wait for a second person.").filled(
        n=waiting
    )
    return [Due(says, reverse("mandates:acts"), Text("Đọc và trả lời", "Read and answer"))]


def _cases(actor: Account, today: dt.date) -> list[Due]:
    """Running cases whose next deed is the reader's own, the nearest day first."""
    found = []
    for move in standing(visible_cases(actor, today)).filter(status="running")[:_LOOKED_AT]:
        plan, state = plan_of(move.case), state_of(move)
        deed = next_deed(plan, state, facts_for(move.case, plan, state, today), today)
        if why_not_move(actor, move.case, state, plan.step(move.step), deed, today) is None:
            says = f"{move.case.purpose} · {move.step}" + (f" · {move.due:%d/%m/%Y}" if move.due else "")
            found.append(Due(Text(says, says), reverse("procedures:one", args=[move.case_id]), VERBS[deed]))
    return found


def _stale(actor: Account) -> list[Due]:
    """The reader's own certificates that no longer say what is so."""
    titles = current_pack().titles
    found = []
    for each in EligiblesCertificate.objects.filter(entry__by=actor).order_by("-pk")[:_LOOKED_AT]:
        try:
            old = staleness(each).stale
        except (Refusal, NotInForce, UnknownName):
            old = True
        if old:
            name = titles[each.title].name if each.title in titles else Text(each.title, each.title)
            day = f"{each.on:%d/%m/%Y}"
            found.append(
                Due(
                    Text(
                        f"Danh sách đủ điều kiện {name.vi} ngày {day} đã cũ.",
                        f"The certificate of eligibles for {name.en} of {day} is stale.",
                    ),
                    reverse("eligibility:certificate", args=[each.pk]),
                    Text("Xem thay đổi", "See what changed"),
                )
            )
    return found


def _unconfirmed(actor: Account, today: dt.date, seen: int) -> list[Due]:
    """Sections of dossiers that nobody has confirmed: until then, an empty section means nothing."""
    if not seen:
        return []
    people = visible_people(actor, today).values("person_id")
    confirmed = Section.objects.filter(entry_to__isnull=True, name__in=SECTIONS, person__in=people)
    whole = confirmed.values("person").annotate(n=Count("name", distinct=True)).filter(n=len(SECTIONS)).count()
    waiting = seen - whole
    if not waiting:
        return []
    number = say(Text(num(waiting), num(waiting)))
    return [
        Due(
            Text(
                f"{number} hồ sơ còn mục chưa xác nhận đầy đủ.",
                f"{number} dossiers have sections that nobody has confirmed complete.",
            ),
            reverse("people:list"),
            Text("Mở danh sách", "Open the list"),
        )
    ]
