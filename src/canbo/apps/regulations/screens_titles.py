"""The catalogue of titles, and one title: who decides on its holders, what it is asked for, when that changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.regulations.gaps import title_gaps
from canbo.apps.regulations.queries import managing_authority
from canbo.apps.regulations.wording import PURPOSES
from canbo.base.packs.queries import current_pack
from canbo.core.clauses import Clause
from canbo.core.errors import NotInForce
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.rules import StandardVersion, Title
from canbo.lib.text import Text, fold
from canbo.shell import asking
from canbo.shell.grids import Cell, Grid, asked_for
from canbo.shell.templatetags.canbo import d, say

#: The table of ranks that titles had at the time they were taken up.
THEN = "title_rank_then"
ON, NAME = Text("Vào ngày", "On"), Text("Tên chức danh", "Name of the title")
_EQUAL_HEADS = (Text("Chức danh", "Title"), Text("Khi nào", "When"), Text("Tương đương với", "Equal to"))


@dataclass(frozen=True)
class Asked:
    """What a title is asked for: the clauses on the day, or why there are none; the versions and the days of change."""

    purpose: str
    name: Text
    clauses: tuple[Clause, ...]
    why_not: Text | None
    versions: tuple[StandardVersion, ...]
    changes: tuple[dt.date, ...]


@dataclass(frozen=True)
class Then:
    """Which titles one was equal to for whoever took it up in some months (blank: open), and where that is written."""

    since: str
    last: str
    equal: list[Title]
    cites: Citation


@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every title under its level, with who decides on it and which standards it has on a day."""
    pack = current_pack()
    day = asking.day(request, "on", ON, timezone.localdate())
    assert day is not None
    text = fold(asking.words(request, "q"))
    levels = []
    for level in title_gaps(pack, day):
        rows = [
            (row, managing_authority(row.title.code, day, pack))
            for row in level.rows
            if not text or text in fold(row.title.name.vi) or text in fold(row.title.name.en)
        ]
        if rows:
            levels.append((level, rows))
    equal = _equal_ranks(pack, [row.title for _, rows in levels for row, _ in rows], day)
    if "file" in request.GET and (made := asked_for(request, [equal], [(ON, d(day)), (NAME, text)])) is not None:
        return made
    context = {"levels": levels, "equal": equal, "day": day, "text": text, "room": "titles"}
    return render(request, "regulations/titles.html", context)


def _equal_ranks(pack: Pack, titles: list[Title], day: dt.date) -> Grid:
    """Which titles are equal to which, now and for whoever took them up earlier, by the rules of a day."""
    rows = []
    for title in titles:
        same = [each for each in pack.titles.values() if each.rank == title.rank and each.code != title.code]
        rows.append(_equal_rank(title, Text("hiện nay", "now"), same))
        for then in _then(pack, title.code, day):
            until = Text(f"bắt đầu giữ đến hết {d(then.last)}", f"taken up by {d(then.last)}")
            since = Text(f"bắt đầu giữ từ {d(then.since)}", f"taken up since {d(then.since)}")
            rows.append(_equal_rank(title, until if then.last else since, then.equal))
    return Grid("tuong-duong", Text("Nhóm chức danh tương đương", "Titles of equal rank"), _EQUAL_HEADS, rows)


def _equal_rank(title: Title, when: Text, same: list[Title]) -> list[Cell]:
    link, words = reverse("regulations:title", args=[title.code]), ", ".join(say(each.name) for each in same)
    return [Cell(say(title.name), link), Cell(say(when), words=True), Cell(words, words=True)]


@login_required
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One title on a day."""
    pack = current_pack()
    day = asking.day(request, "on", ON, timezone.localdate())
    assert day is not None
    title = pack.titles.get(code)
    if title is None:
        raise Http404(code)
    levels, groups = pack.lists.get("levels"), pack.lists.get("title-groups")
    context = {
        "title": title, "day": day, "room": "titles", "authority": managing_authority(code, day, pack),
        "level": levels.codes[title.level].name if levels and title.level in levels.codes else None,
        "asked": [_asked(pack, code, purpose, day) for purpose in PURPOSES if (code, purpose) in pack.standards],
        "group": groups.codes[title.group].name if groups and title.group in groups.codes else title.group,
        "equal": [each for each in pack.titles.values() if each.rank == title.rank and each.code != code],
        "then": _then(pack, code, day),
        "below": [pack.titles[each] for each in title.below],
        "above": _above(pack, title),
    }  # fmt: skip
    return render(request, "regulations/title.html", context)


def _then(pack: Pack, code: str, day: dt.date) -> list[Then]:
    """The ranks that a title had for whoever took it up earlier, by the rules of the day."""
    parameter = pack.parameters.get(THEN)
    found = []
    for value in parameter.values if parameter else ():
        if value.holds(day) and isinstance(value.value, tuple):
            for conditions, rank in value.value:
                bounds = {column: (low, high) for column, low, high in conditions}
                if bounds.get(0) == (code, code):
                    equal = [each for each in pack.titles.values() if each.rank == rank and each.code != code]
                    low, high = bounds.get(1, (None, None))
                    found.append(Then(_month(low), _month(high), equal, value.cites))
    return found


def _month(number: int | str | None) -> str:
    """A month number as a written month; blank for an open end."""
    return f"{number // 12}-{number % 12 + 1:02}" if isinstance(number, int) else ""


def _asked(pack: Pack, code: str, purpose: str, day: dt.date) -> Asked:
    versions = pack.standards[code, purpose].versions
    changes = pack.changes(code, purpose)
    try:
        return Asked(purpose, PURPOSES[purpose], pack.standard(code, purpose, day).clauses, None, versions, changes)
    except NotInForce as fault:
        return Asked(purpose, PURPOSES[purpose], (), fault.says, versions, changes)


def _above(pack: Pack, title: Title) -> list[Title]:
    return sorted((each for each in pack.titles.values() if title.code in each.below), key=lambda each: -each.rank)
