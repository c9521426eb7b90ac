"""Staffing on screen: a body and those under it against what they may have; where the tree is over; committees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.people import grids_of_staffing as grids
from canbo.apps.people.committees import REDUCED, Size, reduction_on, sitting, sizes, term_ends
from canbo.apps.people.permissions import counted_tops, why_not_count
from canbo.apps.people.reach import people_within, reach_of
from canbo.apps.people.screens_counted import counted
from canbo.apps.people.staffing import Staffing, Target, Tree, holders, staff_categories, staffed, target_of
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.core.rules import DatedValue
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.grids import Cell, Grid, asked_for
from canbo.shell.naming import LEVELS
from canbo.shell.templatetags.canbo import d, say

ON = Text("Vào ngày", "On")
BEFORE = Text("So với ngày", "Against")
CATEGORY = Text("Loại biên chế", "Category")
KIND = Text("Số liệu", "Figure")
LEVEL = Text("Cấp", "Level")
PAGE = Text("Trang", "Page")
HEADS = (
    Text("Cơ quan, đơn vị", "Body"), Text("Được giao", "Allotted"), Text("Có mặt", "Filled"),
    Text("Thừa (+), thiếu (−)", "Over (+), short (−)"), Text("Vị trí", "Posts"), Text("Khuyết", "Vacant"),
    Text("Kiêm nhiệm", "Concurrent"), Text("Giao năm gốc", "Base year"), Text("Đã giảm", "Cut"),
    Text("Tỷ lệ giảm", "Cut share"), Text("Còn phải giảm", "Still to cut"),
)  # fmt: skip
COMMITTEE_HEADS = (
    Text("Cấp", "Level"), Text("Số cấp ủy", "Committees"), Text("Số lượng trước", "Decided before"),
    Text("Số lượng nay", "Decided now"), Text("Tăng, giảm", "Change"), Text("Tỷ lệ", "Share"),
    Text("Mục tiêu giảm", "To be fewer by"), Text("Còn phải giảm", "Still to cut"),
    Text("Đang là cấp ủy viên", "Sitting"),
)  # fmt: skip
#: What a figure counts, in words.
KINDS = {
    "filled": Text("Đang giữ chỗ trong biên chế", "Taking a place"),
    "concurrent": Text("Kiêm nhiệm", "Concurrent"),
    "sitting": Text("Đang là cấp ủy viên", "Sitting on a committee"),
}
_EVERY = Text("mọi loại", "every category")


@login_required
def page(request: asking.SignedIn) -> HttpResponse:
    """One body and those directly under it, with every figure rolled up; and the bodies below that are over."""
    today = timezone.localdate()
    day = asking.day(request, "on", ON, None) or today
    pack = current_pack()
    categories = staff_categories(pack)
    category = asking.choice(request, "category", CATEGORY, categories)
    tree = staffed(day, pack, category)
    chosen = _chosen(request, tree, today)
    target = target_of(pack, category, day)
    again = {"on": day.isoformat(), "category": category}
    grid = Grid("bien-che", Text("Biên chế", "Staffing"), HEADS, [
        _row(each, tree.staffing[each.body], target, again)
        for body in chosen for each in tree.branch(body)
    ])  # fmt: skip
    over = grids.over(tree, chosen, HEADS, lambda each: _row(each, tree.staffing[each.body], target, again))
    results = [] if category or not chosen else [grids.by_category(chosen, categories, pack, day)]
    committees = _committees(request, tree, chosen, day)
    taken = (
        (ON, d(day)), (Text("Cơ quan", "Body"), ", ".join(body.name for body in chosen)),
        (CATEGORY, say(categories[category] if category else _EVERY)), (BEFORE, d(_before(request, day))),
    )  # fmt: skip
    if (made := asked_for(request, [*results, grid, over, *committees], taken)) is not None:
        return made
    context = {
        "day": day, "grid": grid, "over": over, "results": results, "committees": committees, "chosen": chosen,
        "category": category, "categories": categories, "target": target, "before": _before(request, day),
        "reduction": reduction_on(day),
    }  # fmt: skip
    return render(request, "people/staffing.html", context)


@login_required
def people(request: asking.SignedIn) -> HttpResponse:
    """The people behind a figure, of whom the reader sees those whom the reader may see."""
    today = timezone.localdate()
    day = asking.day(request, "on", ON, None) or today
    pack = current_pack()
    category = asking.choice(request, "category", CATEGORY, staff_categories(pack))
    kind = asking.choice(request, "kind", KIND, KINDS) or "filled"
    tree = staffed(day, pack, category)
    chosen = _chosen(request, tree, today)
    level = asking.choice(request, "level", LEVEL, LEVELS)
    inside = [each for body in chosen for each in tree.everything_under(body.body)]
    bodies = [each.body for each in inside if not level or each.level == level]
    behind = sitting(day, bodies) if kind == "sitting" else holders(day, bodies, kind, pack, category)
    seen = people_within(reach_of(request.user, today)).filter(pk__in=behind.values("pk"))
    back, unseen = reverse("people:staffing"), behind.count() - seen.count()
    return counted(request, seen, KINDS[kind], day, chosen=chosen, back=back, unseen=unseen)


def _chosen(request: asking.SignedIn, tree: Tree, today: dt.date) -> list[BodyOn]:
    """The body asked for, or the highest bodies that the reader may count."""
    code = asking.words(request, "body")
    by_code = {each.code: each for each in tree.bodies.values()}
    if not code:
        found = [by_code[each] for each in counted_tops(request.user, today) if each in by_code]
        inside = {each.body for top in found for each in tree.everything_under(top.body)[1:]}
        return [each for each in found if each.body not in inside]
    if code not in by_code:
        raise Refusal(
            "unknown-body",
            Text(f"Vào ngày này không có cơ quan mang mã “{code}”.", f"No body has the code “{code}” on that day."),
            status=422,
        )
    refuse(why_not_count(request.user, by_code[code].body, today))
    return [by_code[code]]


def _row(body: BodyOn, it: Staffing, target: Target | None, again: Mapping[str, str]) -> list[Cell]:
    def leads(name: str, **more: str) -> str:
        query = {"body": body.code, **again, **more}
        return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"

    still = target.still(it) if target else None
    return [
        Cell(body.name, leads("people:staffing")),
        Cell(it.allotted, reverse("bodies:allotments", args=[body.code])),
        Cell(it.filled, leads("people:staffing-people", kind="filled") if it.filled else ""),
        Cell(_signed(it.over), mark="over" if it.over and it.over > 0 else ""),
        Cell(it.posts, reverse("bodies:one", args=[body.code])),
        Cell(it.vacant),
        Cell(it.concurrent, leads("people:staffing-people", kind="concurrent") if it.concurrent else ""),
        Cell(it.base),
        Cell(it.cut),
        Cell(it.cut_share),
        Cell(still, mark="over" if still else ""),
    ]


def _signed(number: int | None) -> str | int | None:
    return f"+{number}" if number and number > 0 else number


def _committees(request: HttpRequest, tree: Tree, chosen: list[BodyOn], day: dt.date) -> list[Grid]:
    """Committee sizes by level, now against an earlier day (by default the end of the term before)."""
    before = _before(request, day)
    if before is None:
        return []
    bodies = {each.body for body in chosen for each in tree.everything_under(body.body)}
    again = {"body": asking.words(request, "body"), "on": day.isoformat(), "kind": "sitting"}
    share = reduction_on(day)
    rows = [_committee(level, size, again, share) for level, size in sizes(before, day, bodies).items()]
    says = Text(f"Số lượng cấp ủy viên so với {d(before)}", f"Committee sizes against {d(before)}")
    return [Grid("cap-uy", says, COMMITTEE_HEADS, rows)]


def _before(request: HttpRequest, day: dt.date) -> dt.date | None:
    """The day compared with: the one asked for, else the end of the last congress term but one."""
    ends = term_ends(current_pack(), day)
    return asking.day(request, "before", BEFORE, None) or (ends[1] if len(ends) > 1 else None)


def _committee(level: str, size: Size, again: Mapping[str, str], asked: DatedValue | None) -> list[Cell]:
    share = asked.value if asked and level in REDUCED and isinstance(asked.value, Fraction) else None
    still = size.still(share) if share is not None else None
    numbers = (size.committees, size.before, size.now, _signed(size.change), size.share, share, still)
    query = urlencode({name: value for name, value in {**again, "level": level}.items() if value})
    people = f"{reverse('people:staffing-people')}?{query}" if size.sitting else ""
    return [Cell(say(LEVELS[level])), *(Cell(number) for number in numbers), Cell(size.sitting, people)]
