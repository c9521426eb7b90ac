"""What is due from somebody today: each source answers for one kind of work, for those whose work it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone

from canbo.apps.eligibility.certificates import staleness
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.mandates.visibility import waiting_for
from canbo.apps.people.completeness import number_unconfirmed
from canbo.apps.people.models import Proposal
from canbo.apps.people.visibility import DOSSIER, VERDICT, wholly_visible_people
from canbo.apps.regulations.queries import readings
from canbo.base.access.deciding import may
from canbo.base.access.queries import readings_of
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.config import due_votes
from canbo.config.due_line import Due, counted
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Certificates of the reader's own looked at on the first page: the newest.
_LOOKED_AT = 5
#: Days of readings of the own dossier that the first page tells of.
_LATELY = 30


def due(actor: Account, today: dt.date) -> list[Due]:
    """Everything that is due from an account on a day, in the order of the sources."""
    return [each for source in SOURCES for each in source(actor, today)]


def _second_person(actor: Account, today: dt.date) -> Iterator[Due]:
    """Proposals of others that wait for a second person."""
    if waiting := waiting_for(actor, timezone.now()):
        yield Due(
            counted("{n} đề nghị đang chờ người thứ hai xác nhận.", "{n} proposals wait for a second person.", waiting),
            reverse("mandates:acts"),
            Text("Đọc và trả lời", "Read and answer"),
        )


def _to_read(actor: Account, today: dt.date) -> Iterator[Due]:
    """Instruments that the reader is asked to read and has not confirmed."""
    unread = [each for each in readings(actor, today) if each.confirmed is None]
    if unread:
        yield Due(
            counted("{n} văn bản phải đọc và xác nhận.", "{n} regulations to read and confirm.", len(unread)),
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
            counted("{n} đề nghị sửa hồ sơ đang chờ.", "{n} proposals of changes are waiting.", number),
            reverse("people:proposals"),
            Text("Xem đề nghị", "See them"),
        )


def _unconfirmed(actor: Account, today: dt.date) -> Iterator[Due]:
    """Sections of dossiers that no officer has confirmed: until then, an empty section means nothing."""
    if may(actor, "people.write", None, today) is not None:
        return
    if waiting := number_unconfirmed(actor, today):
        yield Due(
            counted(
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
        counted(
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


#: What may be due, most pressing first.
SOURCES: tuple[Callable[[Account, dt.date], Iterator[Due]], ...] = (
    _second_person, due_votes.ballots, due_votes.meetings, due_votes.cases, _to_read, _stale, _proposals, _unconfirmed,
    _own_dossier, _health,
)  # fmt: skip
