"""The org chart: a body in its box, what stands above it, and the boxes directly under it, kind by kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.reached import tree_kept
from canbo.apps.bodies.rollups import RolledUp, Under, rolled_up
from canbo.apps.bodies.screens import FOUND, branch, day_of
from canbo.apps.bodies.tables import KINDS
from canbo.lib.text import Text, fold
from canbo.shell import asking
from canbo.shell.naming import LEVELS

#: Kinds in the order of the chart; one with more boxes than this is drawn folded.
ORDER, FOLDED = ("committee", "agency", "unit", "locality", "cell"), 30


@dataclass(frozen=True)
class Box:
    """One body of the chart with what hangs under it."""

    body: BodyOn
    under: Under

    @property
    def href(self) -> str:
        """The address of its own chart."""
        return reverse("bodies:chart", args=[self.body.code])

    @property
    def level(self) -> Text:
        """Its level in words."""
        return LEVELS[self.body.level]


@dataclass(frozen=True)
class Row:
    """The boxes of one kind under the body; `folded` where they are many."""

    says: Text
    boxes: list[Box]

    @property
    def folded(self) -> bool:
        """Whether it is drawn shut."""
        return len(self.boxes) > FOLDED


@login_required
def chart(request: HttpRequest, code: str) -> HttpResponse:
    """The chart of one body on a day; with `q`, the bodies anywhere under it whose name holds that."""
    day = day_of(request)
    bodies, rolled = branch(code, day), rolled_up(day)
    if not bodies:
        raise Http404(code)
    text = fold(asking.words(request, "q"))
    found = [each for each in bodies if text in fold(each.name)] if text else []
    context = {
        "day": day, "dated": request.GET.get("on", ""), "top": _box(bodies[0], rolled), "above": _above(bodies[0], day),
        "rows": _rows(bodies, rolled), "searched": text, "found": [_box(each, rolled) for each in found[:FOUND]],
        "more": len(found) - FOUND,
    }  # fmt: skip
    return render(request, "bodies/chart.html", context)


def _box(body: BodyOn, rolled: RolledUp) -> Box:
    return Box(body, rolled.under(body.body))


def _rows(bodies: list[BodyOn], rolled: RolledUp) -> list[Row]:
    under = sorted((each for each in bodies[1:] if each.parent == bodies[0].body), key=lambda each: each.name)
    rows = [Row(KINDS[kind], [_box(each, rolled) for each in under if each.kind == kind]) for kind in ORDER]
    return [row for row in rows if row.boxes]


def _above(body: BodyOn, day: dt.date) -> list[BodyOn]:
    """The bodies above one, highest first."""
    by_number = {each.body: each for each in tree_kept(day)}
    chain: list[BodyOn] = []
    at = by_number.get(body.parent or 0)
    while at is not None and at not in chain:
        chain.append(at)
        at = by_number.get(at.parent or 0)
    return chain[::-1]
