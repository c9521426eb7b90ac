"""Decrees of the demo province: what the reforms of 2025 made of which body, and who may have how many people since 2021.

The base of 2021 lies above what stands today by about the cut that the rules ask for; some bodies have cut more, some
are still over what they were allotted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from canbo.apps.bodies.models import Decree
from canbo.apps.bodies.queries import BodyOn
from canbo.apps.people.staffing import Tree as Staffed
from canbo.apps.people.staffing import staffed
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from tools.world.mergers import moved
from tools.world.timeline import JOINED, MERGED, REFORMED, iso
from tools.world.tree import Tree, Unit

#: Number, day of issue, issuer.
_DECREES = {
    "joining": ("1191/NQ-UBTVQH15-LG", dt.date(2024, 11, 14), "Ủy ban Thường vụ Quốc hội"),
    "merger": ("26/NQ-HĐND", dt.date(2025, 2, 20), "Hội đồng nhân dân tỉnh Lam Giang"),
    "communes": ("1685/NQ-UBTVQH15-LG", dt.date(2025, 6, 16), "Ủy ban Thường vụ Quốc hội"),
    "districts": ("203/2025/QH15", dt.date(2025, 6, 16), "Quốc hội"),
    "base": ("1512-QĐ/BTCTW-LG", dt.date(2020, 12, 25), "Ban Tổ chức Trung ương"),
    "since": ("2268-QĐ/TU", dt.date(2025, 12, 26), "Ban Thường vụ Tỉnh ủy Lam Giang"),
}
_DECREES |= {
    "seats_2015": ("812-QĐ/TU", dt.date(2015, 5, 20), "Ban Thường vụ Tỉnh ủy Lam Giang"),
    "seats_2020": ("1490-QĐ/TU", dt.date(2020, 4, 6), "Ban Thường vụ Tỉnh ủy Lam Giang"),
    "seats_2025": ("2201-QĐ/TU", dt.date(2025, 6, 27), "Ban Thường vụ Tỉnh ủy Lam Giang"),
}
#: How many members a committee of a sort may have: decree, number, first day, last day ("" while it lasts).
_SEATS = {
    "provincial_committee": (
        ("seats_2015", 55, "2015-10-20", "2020-10-14"), ("seats_2020", 52, "2020-10-15", "2025-10-13"),
        ("seats_2025", 52, "2025-10-14", ""),
    ),
    "district_committee": (
        ("seats_2015", 43, "2015-08-10", "2020-08-09"), ("seats_2020", 41, "2020-08-10", "2025-06-30"),
    ),
    "commune_committee": (("seats_2025", 27, "2025-07-01", ""),),
}  # fmt: skip
_SINCE = {"base": "2021-01-01", "since": "2026-01-01"}
#: Sorts of bodies that are allotted places of their own, besides the province.
_SORTS = ("province", "party_board", "department", "commune", "hospital", "school", "centre")
_CATEGORIES = ("cadre_civil_servant", "public_employee", "commune")


class ActRow(NamedTuple):
    """One act: rows of the decree and of the bodies by number."""

    entry_from_id: int
    decree_id: int
    kind: str
    effective: dt.date
    before_id: int | None
    after_id: int | None


class AllotmentRow(NamedTuple):
    """One allotment: `body` is a code."""

    category: str
    number: int
    decree: int
    since: str
    last: str


def enter_decrees(entry: Entry) -> dict[str, Decree]:
    """The decrees themselves, by what they did."""
    return {
        name: Decree.objects.create(number=number, issued=issued, issuer=issuer, entry_from=entry)
        for name, (number, issued, issuer) in _DECREES.items()
    }


def acts(grown: Tree, numbers: dict[str, int], decrees: dict[str, Decree], entry: Entry) -> Iterator[ActRow]:
    """What became of each body that ended in 2025: merged into its successor, or, for districts, ended."""
    for unit in grown.units.values():
        if unit.joined or moved(unit):
            kind = "merge" if unit.joined else "move"
            day, goes_on = dt.date.fromordinal(JOINED), numbers[unit.joined or unit.code]
            yield ActRow(entry.seq, decrees["joining"].pk, kind, day, numbers[unit.code], goes_on)
        if unit.last is None or unit.joined:
            continue
        first = unit.last + 1
        name = {MERGED: "merger", REFORMED: "districts" if _of_district(unit) else "communes"}.get(first)
        if name is None:
            continue
        kind = "merge" if unit.successor else "dissolve"
        heir = numbers[unit.successor] if unit.successor else None
        day = dt.date.fromordinal(first)
        yield ActRow(entry.seq, decrees[name].pk, kind, day, numbers[unit.code], heir)


def allotments(grown: Tree, day: dt.date, decrees: dict[str, Decree]) -> Iterator[tuple[str, AllotmentRow]]:
    """Places of the base year and of today for the province and its units, by code, in the order of the tree."""
    pack = current_pack()
    for category in _CATEGORIES:
        tree = staffed(day, pack, category)
        for body in tree.bodies.values():
            unit = grown.units.get(body.code)
            if unit is not None and unit.sort in _SORTS and tree.staffing[body.body].filled:
                base, now = _numbers(tree, body)
                until = "" if base is None else "2025-12-31"
                if base is not None:
                    yield body.code, AllotmentRow(category, base, decrees["base"].pk, _SINCE["base"], until)
                yield body.code, AllotmentRow(category, now, decrees["since"].pk, _SINCE["since"], "")


def seats(grown: Tree, decrees: dict[str, Decree]) -> Iterator[tuple[str, AllotmentRow]]:
    """How many members each committee may have, term after term, by code."""
    for sort, terms in _SEATS.items():
        for unit in grown.by_sort.get(sort, ()):
            for decree, number, since, last in terms:
                if unit.joined and last > iso(JOINED):
                    last = iso(JOINED - 1)  # noqa: PLW2901 - its seats ended with it
                if unit.last is None or last and sort != "commune_committee":
                    yield unit.code, AllotmentRow("committee", number, decrees[decree].pk, since, last)


def _numbers(tree: Staffed, body: BodyOn) -> tuple[int | None, int]:
    """What a body had in 2021 (none when it is younger) and has now, after who fills it: one in five is over."""
    filled = tree.staffing[body.body].filled
    turn = sum(map(ord, body.code)) % 10
    if body.code == "LG":
        return filled * 107 // 100, filled * 101 // 100
    now = max(1, filled - 1 - filled // 40) if turn in (3, 7) else filled + filled // 30 + turn % 2
    young = body.level == "commune"
    return None if young else now + (now * (3 + turn) + 99) // 100, now


def _of_district(unit: Unit) -> bool:
    return unit.sort.startswith("district")
