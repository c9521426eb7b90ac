"""Adding a condition to a list of people: first the fact, then what is asked of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from canbo.apps.people import asked
from canbo.apps.people.conditions import condition, relations_of, sealed_behind, written
from canbo.apps.people.measures import Measure, levels_of, offered
from canbo.apps.people.portrait import CALLED
from canbo.base.packs.registry import FACTS
from canbo.core.refusal import Refusal
from canbo.core.wording import UNITS
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.fields import read_count
from canbo.shell.naming import Names, names

MEASURE, RELATION = Text("Dữ kiện", "Fact"), Text("So sánh", "Relation")
#: What a number of months may be typed in, and how many months one is.
PER = {"year": 12, "month": 1}
IDENTITY = Text("Nhân thân, tuổi, Đảng tịch", "Identity, age, membership")
APART = {"people_finding": Text("Kết luận của cấp có thẩm quyền", "Findings")}


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """The facts that may be asked for; of a fact chosen, what is asked of it. A whole condition leads to the list."""
    called, today = names(), timezone.localdate()
    day = asking.day(request, "on", asked.ON, None) or today
    name = asking.choice(request, "measure", MEASURE, (measures := offered(called.pack, day)))
    kept = asked.pairs(request)
    if not name:
        return render(request, "people/conditions.html", {"groups": _groups(measures), "query": urlencode(kept)})
    if "relation" not in request.GET:
        return _form(request, measures[name], called, today)
    try:
        made = _made(request, measures[name], called)
    except Refusal as refusal:
        return _form(request, measures[name], called, today, refusal)
    if ("fact", made) not in kept:
        kept.append(("fact", made))
    return redirect(f"{reverse('people:list')}?{urlencode(kept)}")


def _made(request: HttpRequest, measures: Mapping[str, Measure], called: Names) -> str:
    """The condition of a form as an address holds it. Refuses (422) what says none."""
    measure = measures[asking.one_of(asking.words(request, "about"), MEASURE, measures)]
    relation = asking.one_of(asking.words(request, "relation"), RELATION, relations_of(measure))
    value = asking.words(request, "value")
    number = read_count(value)
    if measure.fact.unit == "month" and number is not None:
        value = str(number * PER[asking.one_of(asking.words(request, "per") or "month", RELATION, PER)])
    condition(measure, relation, value, called.pack)
    return written(measure, relation, value if relation not in ("yes", "no", "unknown") else "")


def _form(
    request: HttpRequest,
    measures: Mapping[str, Measure],
    called: Names,
    today: dt.date,
    refusal: Refusal | None = None,
) -> HttpResponse:
    first = next(iter(measures.values()))
    asked_for, single = [[e for e in measures.values() if e.asked is is_asked] for is_asked in (True, False)]
    context: dict[str, Any] = {
        "first": first,
        "asked_for": [(each.token, _about(each)) for each in asked_for],
        "single": [(each.token, _about(each)) for each in single],
        "one": len(measures) == 1,
        "relations": relations_of(first),
        "levels": [(code, each.name) for code, each in levels_of(first.scale, called.pack).items()]
        if first.fact.kind == "code"
        else [],
        "unit": first.fact.unit,
        "per": {"year": Text("năm", "years"), "month": Text("tháng", "months")},
        "counted_in": _unit(first.fact.unit),
        "kept": asked.pairs(request),
        "query": asked.written(request),
        "sealed": sealed_behind(first.use, today),
        "said": {name: asking.words(request, name) for name in ("about", "relation", "value", "per")},
        "refusal": refusal,
    }
    return render(request, "people/condition.html", context, status=refusal.status if refusal else 200)


def _about(measure: Measure) -> Text:
    return measure.about or measure.fact.says


def _unit(unit: str) -> Text | None:
    vi, _, en = UNITS.get(unit, ("", "", ""))
    return Text(vi, en) if vi else None


def _groups(measures: Mapping[str, Mapping[str, Measure]]) -> list[tuple[Text, list[tuple[str, Text, bool]]]]:
    """The facts by section of the dossier: name, words, whether a standard in force asks for it."""
    found: dict[str, list[tuple[str, Text, bool]]] = {}
    for name, each in measures.items():
        fact = FACTS[name]
        asks = any(measure.asked for measure in each.values())
        found.setdefault(fact.section or fact.source, []).append((name, fact.says, asks))
    return [(CALLED.get(section) or APART.get(section, IDENTITY), rows) for section, rows in found.items()]
