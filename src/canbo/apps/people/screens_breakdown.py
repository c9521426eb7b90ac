"""Structure by body, level and year, retirements ahead, turnover: figures open their people, tables leave as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.queries import BodyOn, Link
from canbo.apps.bodies.reached import tree_kept
from canbo.apps.bodies.rollups import links_kept
from canbo.apps.people import grids_of_turnover as left
from canbo.apps.people.breakdown import FIGURES, Asked, Figures, by_body, people_behind, rolled_up
from canbo.apps.people.comings import BACK, left_lately, moved_in, retirements, retiring_in
from canbo.apps.people.listing import Wish, held_on, wanted
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.reach import people_within, reach_of
from canbo.apps.people.screens_counted import counted as counted_people
from canbo.apps.people.screens_statistics import YOUNG, YOUNG_BELOW
from canbo.base.packs.queries import current_pack
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.charts import columns
from canbo.shell.grids import Cell, Grid, Taken, asked_for
from canbo.shell.naming import LEVELS, names
from canbo.shell.templatetags.canbo import d, say

ON = Text("Vào ngày", "On")
BODY = Text("Cơ quan", "Body")
OF = Text("Số liệu", "Figure")
LEVEL = Text("Cấp", "Level")
SEX = Text("Giới tính", "Sex")
YEAR = Text("Năm", "Year")
PAGE = Text("Trang", "Page")
WHY = Text("Lý do", "Reason")
OF_YEAR = {"retiring": Text("Nghỉ hưu", "Retiring"), **left.TURNOVER}
_HEADS = tuple(FIGURES.values())
#: Years of the table by year.
YEARS = 6


class Scope(NamedTuple):
    """What an address asks: the reader's people, the day, the tree of that day, and the bodies at hand."""

    asked: Asked
    tree: list[BodyOn]
    body: BodyOn | None
    pack: Pack

    @property
    def shown(self) -> list[BodyOn]:
        """The body asked for, or the tops, each with those directly under it; under one alone, with the next too."""
        found: list[BodyOn] = []
        for top in [self.body] if self.body else [each for each in self.tree if each.depth == 0]:
            under = [top]
            while under:
                found += under
                under = [each for each in self.tree if each.parent == under[0].body] if len(under) == 1 else []
        return found

    @property
    def taken(self) -> Taken:
        """What the page was asked, for its files."""
        about = (BODY, self.body.name if self.body else "")
        return (ON, d(self.asked.day)), about, (YOUNG, str(self.asked.young_below))

    @property
    def inside(self) -> set[int]:
        """The bodies that are counted."""
        return _inside(self.tree, self.body)


def _inside(tree: Sequence[BodyOn | Link], top: BodyOn | None) -> set[int]:
    """The bodies of a tree (parents first) under one, itself included; all of them where there is none."""
    if top is None:
        return {each.body for each in tree}
    found = {top.body}
    for each in tree:
        if each.parent in found:
            found.add(each.body)
    return found


@login_required
def page(request: asking.SignedIn) -> HttpResponse:
    """The tables: by body, by level, by year; retirements ahead; turnover behind."""
    scope = _scope(request)
    counted_then = by_body(scope.asked, *_last_days(scope.asked.day))
    counted = counted_then[scope.asked.day]
    ahead, unknown = retirements(_now_under(scope), scope.pack, scope.asked.day)
    bodies, levels = _bodies(scope, counted), _levels(scope, counted)
    years, retiring, called = _years(scope, counted_then), _retiring(scope, ahead), names()
    ours, day, link = _under(scope), scope.asked.day, partial(_link, scope)
    gone = left.by_year(ours, day, link)
    whys = left.by_reason(ours, day, called, link)
    leavers = left.by_body(ours, day, scope.tree, scope.shown, called, link)
    if (made := asked_for(request, [bodies, levels, years, retiring, gone, whys, leavers], scope.taken)) is not None:
        return made
    context = {
        "day": scope.asked.day, "young": scope.asked.young_below, "body": scope.body, "bodies": bodies,
        "levels": levels, "years": years, "retiring": retiring, "turnover": gone, "unknown": unknown,
        "whys": whys, "leavers": leavers, "somebody_left": any(row[-1].value for row in whys.rows),
        "drawn_retiring": columns([(str(each.year), each.men, each.women) for each in ahead]),
        "retirement": scope.pack.parameter("retirement_age", scope.asked.day).cites,
    }  # fmt: skip
    return render(request, "people/breakdown.html", context)


@login_required
def people(request: asking.SignedIn) -> HttpResponse:
    """The people whom one figure counts."""
    scope = _scope(request)
    figure = asking.choice(request, "of", OF, [*FIGURES, *OF_YEAR]) or "all"
    if figure in OF_YEAR:
        behind, says = _of_year(request, scope, figure)
    else:
        level = asking.choice(request, "level", LEVEL, LEVELS)
        bodies = {each.body for each in scope.tree if each.level == level} if level else scope.inside
        behind, says = people_behind(scope.asked, figure, bodies & scope.inside), FIGURES[figure]
    chosen = [scope.body] if scope.body else []
    return counted_people(request, behind, says, scope.asked.day, chosen=chosen, back=reverse("people:breakdown"))


def _of_year(request: HttpRequest, scope: Scope, figure: str) -> tuple[QuerySet[PersonVersion], Text]:
    """The people behind a figure of a year (of who left: of all years behind, where none is asked for), in words."""
    today = scope.asked.day
    if figure == "left":
        return _of_leavers(request, scope)
    year = asking.whole(request, "year", YEAR, today.year)
    says = Text(f"{OF_YEAR[figure].vi}, năm {year}", f"{OF_YEAR[figure].en}, {year}")
    if figure != "retiring":
        return moved_in(_under(scope), figure, year), says
    sex = asking.choice(request, "sex", SEX, ("M", "F"))
    people = _now_under(scope).filter(sex=sex) if sex else _now_under(scope)
    return retiring_in(people, scope.pack, today, year), says


def _of_leavers(request: HttpRequest, scope: Scope) -> tuple[QuerySet[PersonVersion], Text]:
    today, called = scope.asked.day, names()
    why = asking.choice(request, "why", WHY, left.reasons(called))
    code = None if not why else why.replace(left.UNSTATED, "")
    year = asking.whole(request, "year", YEAR, 0)
    if year:
        return moved_in(_under(scope), "left", year, code), left.left_words(why, called, year, year)
    says = left.left_words(why, called, today.year - BACK + 1, today.year)
    return left_lately(_under(scope), today, code), says


def _scope(request: asking.SignedIn) -> Scope:
    today = timezone.localdate()
    day = asking.day(request, "on", ON, None) or today
    young = asking.whole(request, "young", YOUNG, YOUNG_BELOW)
    tree = tree_kept(day)
    code = asking.words(request, "body")
    body = next((each for each in tree if each.code == code), None) if code else None
    if code and body is None:
        raise Refusal(
            "unknown-body",
            Text(f"Vào ngày này không có cơ quan mang mã “{code}”.", f"No body has the code “{code}” on that day."),
            status=422,
        )
    pack = current_pack()
    asked = Asked(people_within(reach_of(request.user, today)), day, young, pack.lists, pack.digest)
    return Scope(asked, tree, body, pack)


def _under(scope: Scope) -> QuerySet[PersonVersion]:
    """The reader's people, in service or not; where a body was asked for, those whose place of work it is, or a body
    under it."""
    wish = Wish(body=scope.body.code if scope.body else "", left="all")
    return wanted(scope.asked.people, wish, scope.asked.day)


def _now_under(scope: Scope) -> QuerySet[PersonVersion]:
    """Of those, who has a post on the day."""
    return _under(scope).filter(Exists(held_on(scope.asked.day).filter(person=OuterRef("person"))))


def _bodies(scope: Scope, counted: Mapping[str, Mapping[int, int]]) -> Grid:
    total = rolled_up(scope.tree, counted)
    rows = [
        [Cell(body.name, _page(scope, body=body.code)), *_figures(scope, total, body.body, body=body.code)]
        for body in scope.shown
        if total["all"][body.body]
    ]
    return Grid("theo-co-quan", Text("Theo cơ quan, đơn vị", "By body"), (Text("Cơ quan", "Body"), *_HEADS), rows)


def _levels(scope: Scope, counted: Mapping[str, Mapping[int, int]]) -> Grid:
    inside = scope.inside
    of_level = {each.body: each.level for each in scope.tree if each.body in inside}
    rows = []
    for level, says in LEVELS.items():
        total = {
            name: {0: sum(n for body, n in own.items() if of_level.get(body) == level)} for name, own in counted.items()
        }
        if total["all"][0]:
            more = {"level": level, **({"body": scope.body.code} if scope.body else {})}
            rows.append([Cell(say(says)), *_figures(scope, total, 0, **more)])
    return Grid("theo-cap", Text("Theo cấp của cơ quan", "By level"), (LEVEL, *_HEADS), rows)


def _last_days(day: dt.date) -> list[dt.date]:
    """The last days of past years that the calendar has, and the day itself."""
    first = max(dt.MINYEAR, day.year - YEARS + 1)
    return [*(dt.date(year, 12, 31) for year in range(first, day.year)), day]


def _years(scope: Scope, counted_then: Mapping[dt.date, Figures]) -> Grid:
    rows = []
    for day, counted in counted_then.items():
        year, then = day.year, scope._replace(asked=replace(scope.asked, day=day))
        inside = _inside(links_kept(day), scope.body)
        total = {name: {0: sum(n for b, n in own.items() if b in inside)} for name, own in counted.items()}
        more = {"body": scope.body.code} if scope.body else {}
        rows.append([Cell(str(year)), *_figures(then, total, 0, **more)])
    return Grid("theo-nam", Text("Theo năm, ngày cuối năm", "By year, on its last day"), (YEAR, *_HEADS), rows)


def _retiring(scope: Scope, ahead: list) -> Grid:
    heads = (YEAR, Text("Nam", "Men"), Text("Nữ", "Women"), Text("Cộng", "Together"))
    rows = [
        [
            Cell(str(each.year)),
            *(
                Cell(number, _link(scope, of="retiring", year=str(each.year), **sex) if number else "")
                for number, sex in (
                    (each.men, {"sex": "M"}), (each.women, {"sex": "F"}), (each.men + each.women, {}),
                )
            ),
        ]
        for each in ahead
    ]  # fmt: skip
    return Grid("nghi-huu", Text("Đến tuổi nghỉ hưu những năm tới", "Retirements ahead"), heads, rows)


def _figures(scope: Scope, total: Mapping[str, Mapping[int, int]], at: int, **more: str) -> list[Cell]:
    return [Cell(total[name][at], _people(scope, of=name, **more) if total[name][at] else "") for name in FIGURES]


def _query(scope: Scope, more: Mapping[str, str]) -> str:
    return urlencode({"on": scope.asked.day.isoformat(), "young": scope.asked.young_below, **more})


def _page(scope: Scope, **more: str) -> str:
    return f"{reverse('people:breakdown')}?{_query(scope, more)}"


def _link(scope: Scope, **more: str) -> str:
    """The people behind a figure, of the body asked for where the figure names none."""
    return _people(scope, **({"body": scope.body.code} if scope.body else {}) | more)


def _people(scope: Scope, **more: str) -> str:
    return f"{reverse('people:breakdown-people')}?{_query(scope, more)}"
