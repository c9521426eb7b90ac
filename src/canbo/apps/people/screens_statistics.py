"""The structure of the officials whom the reader may see, and of the candidates of an election."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.bodies.queries import body_on
from canbo.apps.people.listing import Wish, wanted
from canbo.apps.people.models import Candidacy
from canbo.apps.people.reports import BAND, Share, Structure, candidates_report, structure
from canbo.apps.people.visibility import visible_people
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.charts import pyramid
from canbo.shell.naming import Names, names

ON = Text("Vào ngày", "On")
YOUNG = Text("Tuổi trẻ là dưới", "Young means below")
ELECTION = Text("Cuộc bầu cử", "Election")
#: The age below which the published totals of an election count somebody as young; the reader may ask for another.
YOUNG_BELOW = 40
OUTCOMES = {
    "elected": Text("trúng cử, được xác nhận tư cách", "elected and confirmed"),
    "not_confirmed": Text("trúng cử, không được xác nhận tư cách", "elected, not confirmed"),
    "not_elected": Text("không trúng cử", "not elected"),
    "withdrew": Text("rút tên", "withdrew"),
}


@dataclass(frozen=True)
class Told:
    """A share in the words of its row."""

    says: Text
    share: Share
    total: int

    @property
    def percent(self) -> float:
        """Of the whole group; who is not known counts in the whole."""
        return 100 * self.share.number / self.total if self.total else 0.0


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Counts by sex, ethnic group, membership, age and study, all of them certain; what is not known beside them."""
    today = timezone.localdate()
    day = asking.day(request, "on", ON, None) or today
    young = asking.whole(request, "young", YOUNG, YOUNG_BELOW)
    code = asking.words(request, "body")
    body = body_on(code, today) if code else None
    if code and body is None:
        raise Refusal("unknown-body", Text(f"Không có cơ quan mang mã “{code}”.", f"No body “{code}”."), status=422)
    people = wanted(visible_people(request.user, today), Wish(body=code), today)
    stood = Candidacy.objects.filter(entry_to__isnull=True, person__in=people.order_by().values("person_id"))
    elections = sorted(set(stood.order_by().values_list("election", flat=True)))
    election = asking.choice(request, "election", ELECTION, elections)
    called = names()
    if election:
        report = candidates_report(people, called.pack.lists, election=election, on=day, young_below=young)
        groups = [
            (Text("Người ứng cử", "Candidates"), report.candidates),
            (Text("Trúng cử", "Elected"), report.winners),
            (Text("Được xác nhận tư cách", "Confirmed"), report.confirmed),
        ]
        outcomes = [(OUTCOMES.get(name, Text(name, name)), count) for name, count in report.outcomes.items()]
    else:
        counted = structure(people, called.pack.lists, on=day, young_below=young)
        groups, outcomes = [(Text("Cơ cấu", "Structure"), counted)], []
    context = {
        "day": day, "young": young, "body": body, "election": election, "elections": elections, "outcomes": outcomes,
        "groups": [(says, group, _shares(group, young, bool(election))) for says, group in groups],
        "drawn": pyramid(_bands(groups[0][1])), "bands": _bands(groups[0][1]),
        "degrees": _named(groups[0][1].degrees, "degrees", called),
        "theory": _named(groups[0][1].theory, "theory-levels", called),
        "total": groups[0][1].total,
    }  # fmt: skip
    return render(request, "people/statistics.html", context)


def _shares(group: Structure, young: int, election: bool) -> list[Told]:
    rows = [
        (Text("Nữ", "Women"), group.women),
        (Text("Dân tộc thiểu số", "Ethnic minorities"), group.minority),
        (Text("Ngoài Đảng", "Not Party members"), group.not_members),
        (Text(f"Dưới {young} tuổi", f"Below {young}"), group.young),
    ]
    if election:
        rows.append((Text("Tham gia lần đầu", "First term"), group.first_term))
    return [Told(says, share, group.total) for says, share in rows]


def _bands(group: Structure) -> list[tuple[str, int, int]]:
    return [(f"{band.since}–{band.since + BAND - 1}", band.men, band.women) for band in group.ages]


def _named(counts: Mapping[str, int], of: str, called: Names) -> list[tuple[str, int]]:
    return [(called.code(of, code), number) for code, number in counts.items()]
