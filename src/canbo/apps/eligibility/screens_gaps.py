"""Whom the silence of the rules touches, on screen."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.eligibility.asked import ON
from canbo.apps.eligibility.gaps import gaps_in_use
from canbo.base.packs.queries import current_pack
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import LEVELS

UNKNOWN = Text("Không có trong danh mục chức danh", "Not in the catalogue of titles")


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Titles in use for which the rules lack a standard or an authority, by level, with posts and holders."""
    today = timezone.localdate()
    day = asking.day(request, "on", ON, today) or today
    levels = gaps_in_use(current_pack(), request.user, day)
    context = {
        "levels": [(LEVELS.get(each.level, UNKNOWN), each) for each in levels], "day": day, "today": today,
        "posts": sum(each.posts for each in levels), "holders": sum(each.holders for each in levels),
        "unknown": sum(len(each.rows) for each in levels if not each.level),
        "titles": sum(len(each.rows) for each in levels),
    }  # fmt: skip
    return render(request, "eligibility/gaps.html", context)
