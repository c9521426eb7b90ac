"""The tree of bodies on screen, as it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.lineage import SHOWN, acts_about, told
from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.permissions import why_not_keep
from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.reached import tree_kept
from canbo.apps.bodies.rollups import RolledUp, Under, rolled_up
from canbo.apps.bodies.tables import ACTS, KINDS, of_tree
from canbo.core.calendar import stamp
from canbo.lib.text import Text, fold
from canbo.shell import asking
from canbo.shell.grids import asked_for
from canbo.shell.naming import LEVELS
from canbo.shell.templatetags.canbo import d

ON = Text("Ngày", "Day")
NAME, BODY = Text("Tên", "Name"), Text("Cơ quan", "Body")
#: Answers of a search shown at most.
FOUND = 60
#: Fields that a body is picked for, and how many are offered.
PICKING = ("q", "parent", "other", "body")
PICKED = 20


@dataclass
class Node:
    """A body in the tree: its version on the day, what hangs under it, what of that is shown, and, where it was
    searched for, the name of the body above it."""

    version: BodyVersion
    under: Under
    below: Sequence[Node] = ()
    above: str = ""

    @property
    def has_below(self) -> bool:
        """Whether anything hangs under it."""
        return self.under.bodies > 0

    @property
    def level(self) -> Text:
        """The level in words."""
        return LEVELS[self.version.level]

    @property
    def href(self) -> str:
        """The address of its page."""
        return _address("bodies:one", self.version.body.code)

    @property
    def href_below(self) -> str:
        """The address of what hangs directly under it."""
        return _address("bodies:below", self.version.body.code)


@login_required
def tree(request: HttpRequest) -> HttpResponse:
    """The roots and what hangs directly under them, and on down while that is one body alone; deeper levels come when
    they are opened."""
    day = day_of(request)
    text = asking.words(request, "q")
    context = {"day": day, "dated": request.GET.get("on", "")}
    if "file" in request.GET and (made := _file(request, day, named(text, day))) is not None:
        return made
    if text:
        standing = [v for v in _standing(day).order_by("name") if fold(text) in fold(v.name)]
        found = _nodes(standing[:FOUND], rolled_up(day))
        hanging = _standing(day).filter(body__in={v.parent_id for v in standing[:FOUND]})
        called = dict(hanging.values_list("body", "name"))
        for node in found:
            node.above = called.get(node.version.parent_id, "")
        return render(request, "bodies/tree.html", {**context, "found": found, "more": len(standing) - len(found)})
    rolled = rolled_up(day)
    roots = _nodes(_standing(day).filter(parent__isnull=True), rolled)
    above = roots
    while above:
        under = _nodes(_standing(day).filter(parent__in=[each.version.body_id for each in above]), rolled)
        for each in above:
            each.below = [node for node in under if node.version.parent_id == each.version.body_id]
        above = under if len(under) == 1 else []
    return render(request, "bodies/tree.html", {**context, "roots": roots})


@login_required
def below(request: HttpRequest, code: str) -> HttpResponse:
    """The bodies directly under one, as list items."""
    day = day_of(request)
    nodes = _nodes(_standing(day).filter(parent__code=code), rolled_up(day))
    return render(request, "bodies/_nodes.html", {"nodes": nodes, "dated": request.GET.get("on", "")})


@login_required
def pick(request: HttpRequest) -> HttpResponse:
    """Bodies of a day whose name or code holds what is being typed, as choices for a field."""
    day = day_of(request)
    text = fold(next((words for name in PICKING if (words := asking.words(request, name))), ""))
    found = [v for v in _standing(day).order_by("name") if text in fold(f"{v.name} {v.body.code}")] if text else []
    return render(request, "bodies/_pick.html", {"found": found[:PICKED]})


@login_required
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One body on a day: where it hangs, what hangs under it, its names over time, its posts."""
    day = day_of(request)
    history = list(
        BodyVersion.objects.filter(body__code=code, entry_to__isnull=True).select_related("body").order_by("since_lo")
    )
    if not history:
        raise Http404(code)
    if "file" in request.GET and (made := _file(request, day, branch(code, day))) is not None:
        return made
    now = next((v for v in reversed(history) if _holds(v, stamp(day))), None)
    children = _nodes(_standing(day).filter(parent__code=code), rolled_up(day))
    version = now or history[-1]
    context = {
        "day": day, "dated": request.GET.get("on", ""), "version": version, "stands": now is not None,
        "history": history, "above": _above(version, day), "children": children,
        "level": LEVELS[version.level], "kind": KINDS[version.kind], "acts": told(acts_about(version.body)[:SHOWN]),
        "kinds": ACTS, "why_not_order": why_not_keep(request.user, version.body_id, timezone.localdate()),
    }  # fmt: skip
    return render(request, "bodies/one.html", context)


def named(text: str, day: dt.date) -> list[BodyOn]:
    """The bodies of a day whose name holds a text; all of them for none."""
    return [each for each in tree_kept(day) if fold(text) in fold(each.name)]


def branch(code: str, day: dt.date) -> list[BodyOn]:
    """A body and everything under it, parents first."""
    inside: set[int] = set()
    found = []
    for each in tree_kept(day):
        if each.code == code or each.parent in inside:
            inside.add(each.body)
            found.append(each)
    return found


def _file(request: HttpRequest, day: dt.date, bodies: Sequence[BodyOn]) -> HttpResponse | None:
    """These bodies as a file, where one is asked for."""
    about = bodies[0].name if bodies and request.resolver_match and request.resolver_match.kwargs else ""
    taken = ((ON, d(day)), (NAME, asking.words(request, "q")), (BODY, about))
    return asked_for(request, [of_tree(bodies, tree_kept(day), rolled_up(day))], taken)


@lru_cache(16_384)
def _address(name: str, code: str) -> str:
    """Looked up once: a third of the work of a long tree would go into it."""
    return reverse(name, args=[code])


def day_of(request: HttpRequest) -> dt.date:
    """The day that a page about the tree is asked for; today where none is."""
    return asking.day(request, "on", ON, None) or timezone.localdate()


def _standing(day: dt.date) -> QuerySet[BodyVersion]:
    """Versions that possibly hold on a day, in the order of names."""
    on = stamp(day)
    found = BodyVersion.objects.filter(
        Q(last_hi__isnull=True) | Q(last_hi__gt=on), entry_to__isnull=True, since_lo__lte=on
    )
    return found.select_related("body").order_by("kind", "name")


def _holds(version: BodyVersion, on: int) -> bool:
    return version.since_lo <= on and (version.last_hi is None or version.last_hi > on)


def _nodes(versions: Iterable[BodyVersion], rolled: RolledUp) -> list[Node]:
    """Nodes for some versions, each with what hangs under it."""
    return [Node(version, rolled.under(version.body_id)) for version in versions]


def _above(version: BodyVersion, day: dt.date) -> list[BodyVersion]:
    """The bodies above one, highest first: one query a level, and a tree is a few levels deep."""
    chain: list[BodyVersion] = []
    seen = {version.body_id}
    parent = version.parent_id
    while parent and parent not in seen:
        seen.add(parent)
        found = _standing(day).filter(body_id=parent).first()
        if found is None:
            break
        chain.append(found)
        parent = found.parent_id
    return chain[::-1]
