"""Tables of the staffing page: the result category by category, and where the tree is over with what to do there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.people.staffing import Tree, staffed, target_of
from canbo.core.pack import Pack
from canbo.lib.text import Text
from canbo.shell.grids import Cell, Grid
from canbo.shell.templatetags.canbo import num, say

#: The address of a page about a body: its name and the code of the body.
Leads = Callable[[str, str], str]
DO = Text("Việc cần làm", "What to do")
#: The first columns of a row of staffing: what is allotted, filled, vacant and concurrent today.
_OF_TODAY = 7
_RESULT_HEADS = (
    Text("Loại biên chế", "Category"), Text("Giao năm gốc", "Base year"), Text("Được giao", "Allotted"),
    Text("Đã giảm", "Cut"), Text("Tỷ lệ giảm", "Cut share"), Text("Chỉ tiêu", "Target"),
    Text("Còn phải giảm", "Still to cut"), Text("Có mặt", "Filled"),
)  # fmt: skip


def by_category(chosen: Sequence[BodyOn], categories: Mapping[str, Text], pack: Pack, day: dt.date) -> Grid:
    """Base, number now, cut and target of some bodies, category by category, in people and in per cent."""
    rows = []
    for code, says in categories.items():
        tree, target = staffed(day, pack, code), target_of(pack, code, day)
        for body in chosen:
            it = tree.staffing[body.body]
            still = target.still(it) if target else None
            query = urlencode({"body": body.code, "on": day.isoformat(), "category": code})
            name = say(says) if len(chosen) == 1 else f"{body.name} · {say(says)}"
            rows.append([
                Cell(name, f"{reverse('people:staffing')}?{query}"), Cell(it.base), Cell(it.allotted), Cell(it.cut),
                Cell(it.cut_share), Cell(target.share if target else None),
                Cell(still, mark="over" if still else ""),
                Cell(it.filled, f"{reverse('people:staffing-people')}?{query}&kind=filled" if it.filled else ""),
            ])  # fmt: skip
    return Grid("theo-loai", Text("Kết quả theo loại biên chế", "Result by category"), _RESULT_HEADS, rows)


def over(tree: Tree, chosen: Sequence[BodyOn], heads: Sequence[Text], row: Callable[[BodyOn], list[Cell]]) -> Grid:
    """The bodies that hold more people than they may, the worst first, each with what to do next.

    Of `heads` and of each `row` those that tell of the cut since the base year are left out.
    """
    inside = [each for body in chosen for each in tree.everything_under(body.body)]
    found = [(number, each) for each in inside if (number := tree.staffing[each.body].over or 0) > 0]
    free = _free(tree)
    rows = [
        [*row(each)[:_OF_TODAY], _cure(each, number, free.get(each.parent))]
        for number, each in sorted(found, key=lambda pair: (-pair[0], pair[1].code))
    ]
    return Grid(
        "vuot-bien-che", Text("Nơi vượt số được giao", "Where the tree is over"), (*heads[:_OF_TODAY], DO), rows
    )


def _free(tree: Tree) -> dict[int | None, tuple[int, BodyOn]]:
    """Under each body, the one directly under it with the most free places, and how many."""
    found: dict[int | None, tuple[int, BodyOn]] = {}
    for each in tree.bodies.values():
        places = -(tree.staffing[each.body].over or 0)
        if places > 0 and (each.parent not in found or places > found[each.parent][0]):
            found[each.parent] = places, each
    return found


def _cure(body: BodyOn, number: int, beside: tuple[int, BodyOn] | None) -> Cell:
    """Move people or places between it and one beside it that has room; else wait for retirements, or have more."""
    if beside is not None:
        places, other = beside
        query = urlencode({"body": other.code})
        says = Text(
            f"Xét chuyển {num(min(number, places))} người hoặc giao lại chỗ với {other.name} (còn {num(places)} chỗ)",
            f"Consider moving {num(min(number, places))} people, or places: {other.name} has {num(places)} free",
        )
        return Cell(say(says), f"{reverse('people:staffing')}?{query}", words=True)
    says = Text(
        "Không nhận thêm; xem ai đến tuổi nghỉ hưu, hoặc đề nghị cấp trên giao thêm",
        "Take nobody on; see who retires, or ask the level above for places",
    )
    return Cell(say(says), f"{reverse('people:breakdown')}?{urlencode({'body': body.code})}", words=True)
