"""What the address of a list of people asks for: its filters, read, and told in sentences that can be taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from canbo.apps.bodies.queries import BodyOn, body_on
from canbo.apps.people.conditions import Condition, read
from canbo.apps.people.listing import Wish
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import say

SEX = Text("Giới tính", "Sex")
CATEGORY = Text("Đối tượng", "Category")
TITLE = Text("Chức danh", "Title")
PLANNED = Text("Chức danh quy hoạch", "Planned title")
DEGREE = Text("Trình độ chuyên môn", "Degree")
THEORY = Text("Lý luận chính trị", "Political theory")
IN_PARTY = Text("Đảng viên", "Party member")
SEXES = {"M": Text("Nam", "Men"), "F": Text("Nữ", "Women")}
PARTY = {"yes": Text("Đảng viên", "Party members"), "no": Text("Không phải đảng viên", "Not Party members")}
LEFT_SERVICE = Text("Còn công tác", "In service")
LEFT = {"yes": Text("Đã thôi công tác", "Have left"), "all": Text("Cả người đã thôi", "Whoever has left too")}
ON = Text("Vào ngày", "On")
#: The parameters that filter, in the order of their sentences; "fact" may come several times.
FILTERS = ("q", "body", "title", "planned", "sex", "category", "degree", "theory", "party", "left", "on", "fact")
SEALED_ONLY = Text("trong các hồ sơ đồng chí đang mở niêm", "among the dossiers that you have unsealed")
#: Conditions on facts in one list.
AT_ONCE = 6


def wish(request: HttpRequest, called: Names, today: dt.date) -> tuple[Wish, BodyOn | None]:
    """The filters of an address, and the body asked for. Refuses (422) what is unknown."""
    on = asking.day(request, "on", ON, None)
    day = on or today
    code = asking.words(request, "body")
    body = body_on(code, day) if code else None
    if code and body is None:
        raise Refusal(
            "unknown-body",
            Text(
                f"Ngày {day:%d/%m/%Y} không có cơ quan nào mang mã “{code}”.",
                f"No body had “{code}” on {day:%d/%m/%Y}.",
            ),
            status=422,
        )
    found = Wish(
        text=asking.words(request, "q"),
        body=code,
        sex=asking.choice(request, "sex", SEX, SEXES),
        category=asking.choice(request, "category", CATEGORY, dict(called.choices("person-categories"))),
        title=asking.choice(request, "title", TITLE, called.pack.titles),
        planned=asking.choice(request, "planned", PLANNED, called.pack.titles),
        degrees=_at_least(called, "degrees", asking.choice(request, "degree", DEGREE, dict(called.choices("degrees")))),
        theory=_at_least(
            called, "theory-levels", asking.choice(request, "theory", THEORY, dict(called.choices("theory-levels")))
        ),
        party=asking.choice(request, "party", IN_PARTY, PARTY),
        left=asking.choice(request, "left", LEFT_SERVICE, LEFT),
        conditions=_conditions(request, called, day),
        on=None if day == today else day,
    )
    return found, body


def _conditions(request: HttpRequest, called: Names, day: dt.date) -> tuple[Condition, ...]:
    """The conditions on facts, each once."""
    given = _given(request)
    if len(given) > AT_ONCE:
        raise Refusal(
            "people.too_many_conditions",
            Text(f"Nhiều nhất {AT_ONCE} điều kiện theo tiêu chuẩn.", f"At most {AT_ONCE} conditions."),
            Text("Bỏ bớt một điều kiện.", "Take one away."),
            status=422,
        )
    return tuple(read(each, called.pack, day) for each in given)


def _given(request: HttpRequest) -> list[str]:
    return list(dict.fromkeys(each for each in request.GET.getlist("fact") if each))


def choices(request: HttpRequest, called: Names) -> dict[str, Any]:
    """What a filter form offers beside the usual, and what is chosen there."""
    return {
        "degrees": called.choices("degrees"),
        "degree": asking.words(request, "degree"),
        "theories": called.choices("theory-levels"),
        "theory": asking.words(request, "theory"),
    }


def written(request: HttpRequest) -> str:
    """The filters and columns of an address, to be asked again elsewhere; the page number is left out."""
    return urlencode(pairs(request))


def pairs(request: HttpRequest, *, columns: bool = True) -> list[tuple[str, str]]:
    """The same as names and values, in their order."""
    names = [*FILTERS, "column"] if columns else FILTERS
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]


def sentences(request: HttpRequest, wish: Wish, body: BodyOn | None, called: Names) -> list[tuple[str, str]]:
    """The filters in force: what is asked without each, and its sentence."""
    asked = pairs(request)
    told = []
    for name, text in _plain(wish, body, called).items():
        if text:
            told.append((urlencode([pair for pair in asked if pair[0] != name]), say(text)))
    for written, each in zip(_given(request), wish.conditions, strict=True):
        says = say(each.says) + (f" ({say(SEALED_ONLY)})" if each.sealed(timezone.localdate()) else "")
        told.append((urlencode([pair for pair in asked if pair != ("fact", written)]), says))
    return told


def _plain(wish: Wish, body: BodyOn | None, called: Names) -> Mapping[str, Text | None]:
    return {
        "q": Text(f"có “{wish.text}” trong tên, số hiệu", f"“{wish.text}” in name or key") if wish.text else None,
        "body": Text(f"thuộc {body.name}", f"in {body.name}") if body else None,
        "title": _about(
            "đang là" if wish.on is None else "là", "now" if wish.on is None else "", called.title(wish.title)
        )
        if wish.title
        else None,
        "planned": _about("quy hoạch", "planned for", called.title(wish.planned)) if wish.planned else None,
        "sex": Text(f"là {SEXES[wish.sex].vi.lower()}", SEXES[wish.sex].en.lower()) if wish.sex else None,
        "category": _about("là", "", called.code("person-categories", wish.category).lower())
        if wish.category
        else None,
        "degree": _listed("có bằng", "with", called, "degrees", wish.degrees),
        "theory": _listed("lý luận chính trị", "political theory", called, "theory-levels", wish.theory),
        "party": PARTY[wish.party] if wish.party else None,
        "left": LEFT[wish.left] if wish.left else None,
        "on": Text(f"vào ngày {wish.on:%d/%m/%Y}", f"on {wish.on:%d/%m/%Y}") if wish.on else None,
    }


def _about(vi: str, en: str, name: str) -> Text:
    return Text(f"{vi} {name}", f"{en} {name}".strip())


def _listed(vi: str, en: str, called: Names, listed: str, codes: tuple[str, ...]) -> Text | None:
    if not codes:
        return None
    return Text(
        f"{vi} {called.code(listed, codes[0]).lower()} trở lên",
        f"{en} {called.code(listed, codes[0]).lower()} or higher",
    )


def _at_least(called: Names, listed: str, code: str) -> tuple[str, ...]:
    """The codes of an ordered list that rank as high as a code, or higher; that code first."""
    if not code:
        return ()
    codes = called.pack.lists[listed].codes
    least = codes[code].rank or 0
    return (code, *(each.code for each in codes.values() if each.code != code and (each.rank or 0) >= least))
