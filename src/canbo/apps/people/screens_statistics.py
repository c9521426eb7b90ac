"""The structure of the officials whom the reader may see, and of the candidates of an election."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.queries import BodyOn, body_on
from canbo.apps.people.behind import OUTCOMES, figures, people_behind, stood
from canbo.apps.people.listing import Wish, wanted
from canbo.apps.people.models import Candidacy, Degree, PersonVersion, Section, Theory
from canbo.apps.people.reach import in_service, people_within, reach_of
from canbo.apps.people.reports import BAND, STUDY, Band, Structure, candidates_report, some_of, structured, tally
from canbo.apps.people.screens_counted import counted as counted_people
from canbo.base.record.kept import Kept, last_in
from canbo.base.record.tallies import Tallies
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.charts import pyramid
from canbo.shell.grids import Cell, Grid, Taken, asked_for
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import d, say

ON = Text("Vào ngày", "On")
BODY = Text("Cơ quan", "Body")
YOUNG = Text("Tuổi trẻ là dưới", "Young means below")
ELECTION = Text("Cuộc bầu cử", "Election")
#: The age below which the published totals of an election count somebody as young; the reader may ask for another.
YOUNG_BELOW = 40
STOOD = {
    "elected": Text("trúng cử, được xác nhận tư cách", "elected and confirmed"),
    "not_confirmed": Text("trúng cử, không được xác nhận tư cách", "elected, not confirmed"),
    "not_elected": Text("không trúng cử", "not elected"),
    "withdrew": Text("rút tên", "withdrew"),
}


HEADS = {
    "": Text("Cơ cấu", "Structure"),
    "candidates": Text("Người ứng cử", "Candidates"),
    "winners": Text("Trúng cử", "Elected"),
    "confirmed": Text("Được xác nhận tư cách", "Confirmed"),
}
GROUPS = {
    "all": Text("Tất cả", "Everybody"),
    "women": Text("Nữ", "Women"),
    "minority": Text("Dân tộc thiểu số", "Ethnic minorities"),
    "not_members": Text("Ngoài Đảng", "Not Party members"),
    "first_term": Text("Tham gia lần đầu", "First term"),
}
STUDIED = {
    "degree": Text("Trình độ chuyên môn cao nhất", "Highest degree"),
    "theory": Text("Lý luận chính trị cao nhất", "Highest political theory"),
}
OF, GROUP, PEOPLE = Text("Số liệu", "Figure"), Text("Nhóm", "Group"), Text("Số người", "People")
SHARE_HEADS = (GROUP, PEOPLE, Text("Tỷ lệ", "Share"), Text("Chưa rõ", "Not known"))


_TABLES = (PersonVersion, Degree, Theory, Section, Candidacy)
#: Figures kept: of a few readers, each for some bodies and days; those of everybody are carried forward.
_stood: Kept[list[str]] = Kept(64, until=last_in(PersonVersion, Candidacy))
_counted: Kept[tuple[Mapping[str, Structure], Mapping[str, int]]] = Kept(64, until=last_in(*_TABLES))
_tallies = Tallies(64, dict.fromkeys(_TABLES, "person_id"))


@dataclass(frozen=True)
class Scope:
    """What a page of figures is asked: whose people, where, when, who is young, and whose candidates."""

    people: QuerySet[PersonVersion]
    body: BodyOn | None
    day: dt.date
    young: int
    elections: list[str]
    election: str
    called: Names

    @property
    def question(self) -> Hashable:
        """All that the figures hang on beside the record: whose people, the day, who is young, the rules' lists."""
        sql, values = self.people.order_by().values("person_id").query.sql_with_params()
        return sql, values, self.day, self.young, self.election, self.called.pack.digest

    def link(self, of: str, group: str = "") -> str:
        """The address of the people behind a figure."""
        asked = {"of": of, **self._asked, **({"group": group} if self.election else {})}
        return f"{reverse('people:statistics-people')}?{urlencode(asked)}"

    @property
    def taken(self) -> Taken:
        """What the page was asked, for its files."""
        asked = ((ON, d(self.day)), (BODY, self.body.name if self.body else ""), (YOUNG, str(self.young)))
        return (*asked, (ELECTION, self.election))

    @property
    def back(self) -> str:
        """The address of the page of these figures."""
        return f"{reverse('people:statistics')}?{urlencode(self._asked)}"

    @property
    def _asked(self) -> dict[str, object]:
        asked = {"on": self.day.isoformat(), "young": self.young, "body": self.body.code if self.body else ""}
        return {name: said for name, said in {**asked, "election": self.election}.items() if said != ""}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Counts by sex, ethnic group, membership, age and study, all of them certain; what is not known beside them."""
    scope = _scope(request)
    day, young = scope.day, scope.young
    groups, counts = _counted.answer(scope.question, lambda: _count(scope))
    outcomes = _outcomes(scope, counts) if scope.election else None
    first, counted = next(iter(groups.items()))
    shares = [_shares(scope, name, group) for name, group in groups.items()]
    ages = _ages(scope, first, counted)
    degrees = _study(scope, first, "degree", counted.degrees)
    theory = _study(scope, first, "theory", counted.theory)
    made = asked_for(request, [*shares, *filter(None, [outcomes]), ages, degrees, theory], scope.taken)
    if made is not None:
        return made
    links = [
        (scope.link(f"age:M:{band.since}", first), scope.link(f"age:F:{band.since}", first)) for band in counted.ages
    ]
    context = {
        "day": day, "young": young, "body": scope.body, "election": scope.election, "elections": scope.elections,
        "shares": shares, "outcomes": outcomes, "ages": ages, "degrees": degrees, "theory": theory,
        "drawn": pyramid([(_band(band), band.men, band.women) for band in counted.ages], links),
        "total": counted.total,
    }  # fmt: skip
    return render(request, "people/statistics.html", context)


def _count(scope: Scope) -> tuple[Mapping[str, Structure], Mapping[str, int]]:
    """The structure of each group of the page, by its name, and how many candidates had which outcome."""
    lists, asked = scope.called.pack.lists, {"on": scope.day, "young_below": scope.young}
    if not scope.election:
        counts = _tallies.answer(scope.question, lambda only: tally(some_of(scope.people, only), lists, **asked))
        return {"": structured(counts, lists)}, {}
    report = candidates_report(scope.people, lists, election=scope.election, **asked)
    return dict(zip(OUTCOMES, (report.candidates, report.winners, report.confirmed), strict=True)), report.outcomes


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people whom one figure counts, with their export."""
    scope = _scope(request)
    lists = scope.called.pack.lists
    of = asking.choice(request, "of", OF, figures(lists)) or "all"
    group = asking.choice(request, "group", GROUP, [*OUTCOMES, *STOOD])
    found = scope.people
    if scope.election:
        found = stood(found, scope.election, OUTCOMES.get(group or "candidates", (group,)))
    behind = people_behind(found, of, lists, on=scope.day, young_below=scope.young, election=scope.election)
    chosen = [scope.body] if scope.body else []
    return counted_people(request, behind, _called(of, scope), scope.day, chosen=chosen, back=scope.back)


def _scope(request: HttpRequest) -> Scope:
    today = timezone.localdate()
    day = asking.day(request, "on", ON, None) or today
    young = asking.whole(request, "young", YOUNG, YOUNG_BELOW)
    code = asking.words(request, "body")
    body = body_on(code, today) if code else None
    if code and body is None:
        raise Refusal("unknown-body", Text(f"Không có cơ quan mang mã “{code}”.", f"No body “{code}”."), status=422)
    seen = wanted(people_within(reach_of(request.user, today)), Wish(body=code, left="all"), today)
    people = in_service(seen, day)
    elections = _elections(people)
    election = asking.choice(request, "election", ELECTION, elections)
    return Scope(people, body, day, young, elections, election, names())


def _elections(people: QuerySet[PersonVersion]) -> list[str]:
    """The elections in which any of these people stood."""
    ids = people.order_by().values("person_id")
    seen = Candidacy.objects.filter(entry_to__isnull=True, person__in=ids).order_by()
    return _stood.answer(ids.query.sql_with_params(), lambda: sorted(set(seen.values_list("election", flat=True))))


def _shares(scope: Scope, name: str, group: Structure) -> Grid:
    told = {"women": group.women, "minority": group.minority, "not_members": group.not_members, "young": group.young}
    if scope.election:
        told["first_term"] = group.first_term
    rows = [[Cell(say(GROUPS["all"])), _figure(scope, name, "all", group.total), Cell(""), Cell("")]]
    for code, share in told.items():
        part = Fraction(share.number, group.total) if group.total else Fraction(0)
        unknown = _figure(scope, name, f"{code}?", share.unknown)
        rows.append([Cell(say(_called(code, scope))), _figure(scope, name, code, share.number), Cell(part), unknown])
    return Grid(name or "co-cau", HEADS[name], SHARE_HEADS, rows)


def _figure(scope: Scope, group: str, of: str, number: int) -> Cell:
    return Cell(number, scope.link(of, group) if number else "")


def _outcomes(scope: Scope, counts: Mapping[str, int]) -> Grid:
    rows = [
        [Cell(say(STOOD.get(code, Text(code, code)))), _figure(scope, code, "all", n)] for code, n in counts.items()
    ]
    return Grid("ket-qua", Text("Kết quả bầu cử", "Outcomes"), (Text("Kết quả", "Outcome"), PEOPLE), rows)


def _ages(scope: Scope, group: str, counted: Structure) -> Grid:
    rows = [
        [
            Cell(_band(band)),
            _figure(scope, group, f"age:M:{band.since}", band.men),
            _figure(scope, group, f"age:F:{band.since}", band.women),
        ]
        for band in counted.ages
    ]
    heads = (Text("Tuổi", "Age"), Text("Nam", "Men"), Text("Nữ", "Women"))
    return Grid("thap-tuoi", Text("Tháp tuổi", "Age pyramid"), heads, rows)


def _study(scope: Scope, group: str, kind: str, counts: Mapping[str, int]) -> Grid:
    rows = [
        [Cell(scope.called.code(STUDY[kind][1], code)), _figure(scope, group, f"{kind}:{code}", number)]
        for code, number in counts.items()
    ]
    return Grid(f"trinh-do-{kind}", STUDIED[kind], (Text("Trình độ", "Level"), PEOPLE), rows)


def _band(band: Band) -> str:
    return f"{band.since}–{band.since + BAND - 1}"


def _called(of: str, scope: Scope) -> Text:
    """A figure in words."""
    name = of.rstrip("?")
    kind, _, code = name.partition(":")
    if kind == "young":
        found = Text(f"Dưới {scope.young} tuổi", f"Below {scope.young}")
    elif kind == "age":
        sex, _, since = code.partition(":")
        ages, who = f"{since}–{int(since) + BAND - 1}", {"M": ("Nam", "Men"), "F": ("Nữ", "Women")}[sex]
        found = Text(f"{who[0]}, {ages} tuổi", f"{who[1]} aged {ages}")
    elif kind in STUDIED:
        level = scope.called.code(STUDY[kind][1], code)
        found = Text(f"{STUDIED[kind].vi}: {level}", f"{STUDIED[kind].en}: {level}")
    else:
        found = GROUPS[name]
    return Text(f"{found.vi}: chưa rõ", f"{found.en}: not known") if of.endswith("?") else found
