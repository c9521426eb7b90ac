"""Code lists on screen: their versions with days and source, and what each code was called, ranked and made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.regulations.wording import settled_by
from canbo.base.packs.queries import current_pack
from canbo.core.law import CERTAIN
from canbo.core.pack import Pack
from canbo.core.rules import Code, CodeList
from canbo.lib.text import Text, fold
from canbo.shell.templatetags.canbo import say

#: Where no governing document is cited.
SETTLE = Text(
    "Danh mục chính thức của cơ quan có thẩm quyền sẽ làm rõ; đến nay mới thấy ở biểu mẫu, phần mềm, hoặc suy ra.",
    "The official list of the competent body would settle it; so far seen only in forms or software, or inferred.",
)


@dataclass(frozen=True)
class Shown:
    """One code as a reader sees it: `parts` are codes that it was made of, `became` those of the next list with it."""

    code: Code
    parts: Sequence[str]
    became: Sequence[tuple[str, Text]]
    ended: bool


@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every code list with its days, how well it is known, and how many codes it has."""
    lists = sorted(current_pack().lists.values(), key=lambda each: fold(say(_title(each))))
    context = {"lists": [(each, _title(each), len(each.codes)) for each in lists], "room": "codes"}
    return render(request, "regulations/codes.html", context)


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One code list: every code with its name, its days, its rank, what it was made of and what it became."""
    pack, today = current_pack(), timezone.localdate()
    found = pack.lists.get(name)
    if found is None:
        raise Http404(name)
    codes = [_shown(pack, found, each, today) for each in found.codes.values()]
    context = {
        "list": found, "title": _title(found), "codes": codes, "room": "codes",
        "settle": _settled(found),
        "before": pack.lists.get(found.after),
        "next": next((each for each in pack.lists.values() if each.after == name), None),
        "has": {
            "parts": any(each.parts for each in codes), "became": any(each.became for each in codes),
            "days": any(each.code.since or each.code.until for each in codes),
            "also": any(each.code.also for each in codes),
        },
    }  # fmt: skip
    return render(request, "regulations/code_list.html", context)


def _settled(codes: CodeList) -> Text | None:
    """What would settle a list that was not seen in a governing document; None when it is certain."""
    if codes.confidence in CERTAIN:
        return None
    if codes.cites is not None:
        return settled_by(codes.cites) or SETTLE
    return SETTLE


def _title(codes: CodeList) -> Text:
    return codes.title or Text(codes.name, codes.name)


def _shown(pack: Pack, codes: CodeList, code: Code, today: dt.date) -> Shown:
    """Names of parts where some list knows them; a part that no list knows stands as it is written."""
    before = pack.lists.get(codes.after)
    known = {**codes.codes, **(before.codes if before else {})}
    if codes.name == "relation-sets" and (relations := pack.lists.get("relations")):
        known = {**known, **relations.codes}
    became = [
        (each.code, each.name)
        for one in pack.lists.values()
        if one.after == codes.name
        for each in one.codes.values()
        if code.code in each.parts
    ]
    parts = [f"{say(known[part].name)} ({part})" if part in known else part for part in code.parts]
    return Shown(code, parts, became, code.until is not None and code.until <= today)
