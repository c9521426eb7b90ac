"""Where the law as modelled says nothing, on a day."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.regulations.gaps import procedures_for, title_gaps, unmodelled
from canbo.apps.regulations.wording import MATTERS, PURPOSES
from canbo.base.packs.queries import current_pack
from canbo.core.rules import EXPECTED
from canbo.lib.text import Text
from canbo.shell import asking

ON = Text("Vào ngày", "On")


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Titles without a standard or an authority, by level with counts; instruments of which nothing is modelled."""
    pack = current_pack()
    day = asking.day(request, "on", ON, timezone.localdate())
    assert day is not None
    levels = title_gaps(pack, day)
    counts = {
        "titles": sum(level.titles for level in levels),
        "purposes": [(PURPOSES[p], sum(level.lacking[n] for level in levels)) for n, p in enumerate(EXPECTED)],
        "unmanaged": sum(level.unmanaged for level in levels),
        "uncriteria": sum(level.uncriteria for level in levels),
    }
    context = {
        "day": day, "levels": levels, "counts": counts,
        "unmodelled": unmodelled(pack),
        "purposes": {code: PURPOSES[code] for code in EXPECTED},
        "procedures": [({**PURPOSES, **MATTERS}.get(about), found) for about, found in procedures_for(pack, day)],
        "instruments": len(pack.instruments), "room": "gaps",
    }  # fmt: skip
    return render(request, "regulations/gaps.html", context)
