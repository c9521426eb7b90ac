"""What is due from somebody today: each source answers for one kind of work, for those whose work it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from canbo.apps.ballots.queries import waiting_for as ballots_waiting_for
from canbo.apps.bodies.queries import names_on
from canbo.apps.eligibility.certificates import staleness
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.mandates.visibility import waiting_for
from canbo.apps.people.models import SECTIONS, Proposal, Section
from canbo.apps.people.visibility import DOSSIER, VERDICT, visible_people, wholly_visible_people
from canbo.apps.procedures.desk import VERBS, counted_now, hands_at, next_deed
from canbo.apps.procedures.models import Move
from canbo.apps.procedures.permissions import HANDS, why_not_move
from canbo.apps.procedures.queries import facts_for, plan_of, standing, state_of
from canbo.apps.procedures.visibility import visible_cases
from canbo.apps.regulations.queries import readings
from canbo.base.access.deciding import may
from canbo.base.access.queries import readings_of
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import State, Tallied
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import num, say

#: Cases, and certificates of the reader's own, looked at on the first page: the newest.
_LOOKED_AT = 5
#: Cases asked what they wait for, at most: each asks its dossiers.
_ASKED = 12
_OPEN = Text("Mở vụ việc", "Open the case")
#: Days of readings of the own dossier that the first page tells of.
_LATELY = 30


@dataclass(frozen=True)
class Due:
    """One thing that waits for the reader, and where it is done."""

    says: Text
    url: str
    verb: Text


def due(actor: Account, today: dt.date) -> list[Due]:
    """Everything that is due from an account on a day, in the order of the sources."""
    return [each for source in SOURCES for each in source(actor, today)]


def _second_person(actor: Account, today: dt.date) -> Iterator[Due]:
    """Proposals of others that wait for a second person."""
    if waiting := waiting_for(actor, timezone.now()):
        yield Due(
            _counted(
                "{n} đề nghị đang chờ người thứ hai xác nhận.", "{n} proposals wait for a second person.", waiting
            ),
            reverse("mandates:acts"),
            Text("Đọc và trả lời", "Read and answer"),
        )


def _ballots(actor: Account, today: dt.date) -> Iterator[Due]:
    """Ballots whose papers wait for the reader, who is of the counting team."""
    if waiting := ballots_waiting_for(actor):
        yield Due(
            _counted("{n} cuộc bỏ phiếu chờ đồng chí kiểm phiếu.", "{n} ballots wait for you to count them.", waiting),
            reverse("ballots:list"),
            Text("Mở danh sách", "Open the list"),
        )


def _cases(actor: Account, today: dt.date) -> Iterator[Due]:
    """Running cases whose next deed is the reader's own, the nearest day first; and those whose papers are counted."""
    hands = {each for each in HANDS if may(actor, f"procedures.{each}", None, today) is None}
    moves = standing(visible_cases(actor, today)).filter(status="running") if hands else ()
    theirs = ((move, plan_of(move.case), state_of(move)) for move in moves)
    asked = [each for each in theirs if hands.intersection(hands_at(each[1].step(each[0].step)))]
    places = names_on((move.case.body for move, _, _ in asked[:_ASKED]), today)
    found = (_case(actor, *each, places.get(each[0].case.body.code, ""), today) for each in asked[:_ASKED])
    yield from islice((each for each in found if each is not None), _LOOKED_AT)


def _case(actor: Account, move: Move, plan: Plan, state: State, place: str, today: dt.date) -> Due | None:
    deed = next_deed(plan, state, facts_for(move.case, plan, state, today), today)
    step, counting = plan.step(move.step), deed is None and counted_now(state)
    if why_not_move(actor, move.case, state, step, deed or Tallied, today) is not None or not (deed or counting):
        return None
    waits = Text("chờ ban kiểm phiếu", "being counted") if counting else step.name
    day = f"{move.due:%d/%m/%Y}" if move.due else ""
    told = Text(*(" · ".join(filter(None, (move.case.purpose, place, said, day))) for said in (waits.vi, waits.en)))
    return Due(told, reverse("procedures:one", args=[move.case_id]), VERBS[deed] if deed else _OPEN)


def _to_read(actor: Account, today: dt.date) -> Iterator[Due]:
    """Instruments that the reader is asked to read and has not confirmed."""
    unread = [each for each in readings(actor, today) if each.confirmed is None]
    if unread:
        yield Due(
            _counted("{n} văn bản phải đọc và xác nhận.", "{n} regulations to read and confirm.", len(unread)),
            reverse("regulations:study"),
            Text("Mở danh sách", "Open the list"),
        )


def _stale(actor: Account, today: dt.date) -> Iterator[Due]:
    """The reader's own certificates that no longer say what is so."""
    titles = current_pack().titles
    for each in EligiblesCertificate.objects.filter(entry__by=actor).order_by("-pk")[:_LOOKED_AT]:
        if _old(each):
            name = titles[each.title].name if each.title in titles else Text(each.title, each.title)
            day = f"{each.on:%d/%m/%Y}"
            yield Due(
                Text(
                    f"Danh sách đủ điều kiện {name.vi} ngày {day} đã cũ.",
                    f"The certificate of eligibles for {name.en} of {day} is stale.",
                ),
                reverse("eligibility:certificate", args=[each.pk]),
                Text("Xem thay đổi", "See what changed"),
            )


def _old(certificate: EligiblesCertificate) -> bool:
    try:
        return staleness(certificate).stale
    except (Refusal, NotInForce, UnknownName):
        return True


def _proposals(actor: Account, today: dt.date) -> Iterator[Due]:
    """Changes that somebody else asks for, for an officer to decide."""
    if may(actor, "people.write", None, today) is not None:
        return
    people = wholly_visible_people(actor, today).values("person_id")
    waiting = Proposal.objects.filter(entry_to__isnull=True, decided__isnull=True, person__in=people)
    if number := waiting.exclude(proposed_by=actor).count():
        yield Due(
            _counted("{n} đề nghị sửa hồ sơ đang chờ.", "{n} proposals of changes are waiting.", number),
            reverse("people:proposals"),
            Text("Xem đề nghị", "See them"),
        )


def _unconfirmed(actor: Account, today: dt.date) -> Iterator[Due]:
    """Sections of dossiers that no officer has confirmed: until then, an empty section means nothing."""
    if may(actor, "people.write", None, today) is not None:
        return
    people = visible_people(actor, today).values("person_id")
    confirmed = Section.objects.filter(entry_to__isnull=True, name__in=SECTIONS, person__in=people)
    whole = confirmed.values("person").annotate(n=Count("name", distinct=True)).filter(n=len(SECTIONS)).count()
    if waiting := people.count() - whole:
        yield Due(
            _counted(
                "{n} hồ sơ còn mục chưa xác nhận đầy đủ.",
                "{n} dossiers have sections that nobody has confirmed complete.",
                waiting,
            ),
            reverse("people:list"),
            Text("Mở danh sách", "Open the list"),
        )


def _own_dossier(actor: Account, today: dt.date) -> Iterator[Due]:
    """Who has lately read the reader's own dossier."""
    link = actor.dossier_links.filter(entry_to__isnull=True).select_related("person").first()
    if link is None:
        return
    since = today - dt.timedelta(days=_LATELY)
    read = readings_of((DOSSIER, VERDICT), link.person.key).filter(at__date__gte=since).count()
    yield Due(
        _counted(
            "Hồ sơ của đồng chí: {n} lượt đọc trong 30 ngày qua.",
            "Your dossier: read {n} times in the last 30 days.",
            read,
        ),
        reverse("people:readers", args=[link.person.key]),
        Text("Xem ai đọc, vì sao", "See who read it, and why"),
    )
    yield Due(
        Text("Xem hồ sơ hiện ghi những gì, còn thiếu gì.", "See what your dossier says, and what it lacks."),
        reverse("people:mine"),
        Text("Mở hồ sơ của tôi", "Open my dossier"),
    )


def _health(actor: Account, today: dt.date) -> Iterator[Due]:
    """Administrators look every day whether the installation is well."""
    if may(actor, "access.health", None, today) is None:
        yield Due(
            Text("Xem tình trạng hệ thống hôm nay.", "See whether the system is well today."),
            reverse("health"),
            Text("Mở trang tình trạng", "Open the page of health"),
        )


def _counted(vi: str, en: str, number: int) -> Text:
    shown = say(Text(num(number), num(number)))
    return Text(vi, en).filled(n=shown)


#: What may be due, most pressing first.
SOURCES: tuple[Callable[[Account, dt.date], Iterator[Due]], ...] = (
    _second_person, _ballots, _cases, _to_read, _stale, _proposals, _unconfirmed, _own_dossier, _health,
)  # fmt: skip
