"""The law over time: what replaced what, and two days side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.regulations import comparing, lineage
from canbo.apps.regulations.drawing import succession as drawn
from canbo.apps.regulations.screens import spell_of
from canbo.apps.regulations.wording import PURPOSES
from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import names

FROM, TO = Text("Từ ngày", "From"), Text("Đến ngày", "To")
TITLE, PURPOSE = Text("Chức danh", "Title"), Text("Mục đích", "Purpose")


@login_required
def succession(request: HttpRequest) -> HttpResponse:
    """Every family of documents in which one replaced another, drawn over time with a table behind; then the rest."""
    pack, today = current_pack(), timezone.localdate()
    every = lineage.families(pack)
    chains = [
        (family, drawn([spell_of(each) for each in family.members], lineage.links(family.members), today))
        for family in every
        if len(family.members) > 1
    ]
    alone = [family.members[0] for family in every if len(family.members) == 1]
    return render(request, "regulations/timeline.html", {"chains": chains, "alone": alone, "room": "timeline"})


@login_required
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two days: for one title clause by clause, or for everything."""
    pack, today = current_pack(), timezone.localdate()
    before = asking.day(request, "from", FROM, dt.date(today.year - 1, 1, 1))
    after = asking.day(request, "to", TO, today)
    assert before is not None
    assert after is not None
    title = asking.choice(request, "title", TITLE, pack.titles)
    purpose = asking.choice(request, "purpose", PURPOSE, PURPOSES) or next(iter(PURPOSES))
    if after < before:
        raise Refusal(
            "days-in-reverse",
            Text("Ngày sau phải không trước ngày đầu.", "The second day must not lie before the first."),
            Text("Đổi chỗ hai ngày.", "Exchange the two days."),
            status=422,
        )
    context: dict[str, Any] = {
        "before": before, "after": after, "title": pack.titles.get(title), "purpose": purpose, "room": "compare",
        "purposes": PURPOSES.items(), "names": names(), "changes": [], "groups": _choices(pack),
    }  # fmt: skip
    asked = _one_title(pack, title, purpose, before, after) if title else _everything(pack, before, after)
    return render(request, "regulations/compare.html", {**context, **asked})


def _one_title(pack: Pack, title: str, purpose: str, before: dt.date, after: dt.date) -> dict[str, Any]:
    try:
        old, new = (pack.standard(title, purpose, day) for day in (before, after))
    except (NotInForce, UnknownName) as fault:
        return {"why_not": fault.says}
    changes = [day for day in pack.changes(title, purpose) if before < day <= after]
    return {"difference": comparing.compare_standards(pack, old, new), "changes": changes}


def _everything(pack: Pack, before: dt.date, after: dt.date) -> dict[str, Any]:
    found = comparing.overview(pack, before, after)
    levels = pack.lists.get("levels")
    titles = [
        (
            levels.codes[level].name if levels and level in levels.codes else Text(level, level),
            [pack.titles[c] for c in codes],
        )
        for level, codes in comparing.titles_by_level(pack, found.titles).items()
    ]
    return {"overview": found, "titles": titles}


def _choices(pack: Pack) -> list[tuple[Text, list[Any]]]:
    """Titles that have a standard, under their levels, highest first."""
    levels = pack.lists.get("levels")
    found = comparing.titles_by_level(pack, {title for title, _ in pack.standards})
    return [
        (
            levels.codes[level].name if levels and level in levels.codes else Text(level, level),
            [pack.titles[c] for c in codes],
        )
        for level, codes in found.items()
    ]
