"""The register of governing documents on screen: what holds on a day, and what each one settles here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.base.packs.queries import current_pack
from canbo.core.errors import NotInForce
from canbo.core.law import CERTAIN, Instrument, InstrumentKey
from canbo.core.pack import DatedValue, Pack
from canbo.core.rules import Parameter
from canbo.core.written import ClauseVersion, ParameterValue
from canbo.lib.text import Text, fold
from canbo.shell import asking
from canbo.shell.naming import LEVELS
from canbo.shell.templatetags.canbo import say, slug

ON = Text("Ngày", "Day")
#: How far the pack models an article, in the order of the legend.
COVERAGE = {
    "modelled": Text("đã mô hình hóa", "modelled"),
    "partly": Text("một phần", "partly"),
    "not": Text("chưa", "not yet"),
    "not_applicable": Text("không cần", "not needed"),
}


@dataclass(frozen=True)
class Line:
    """One document in the register."""

    instrument: Instrument
    slug: str
    state: str
    coverage: tuple[tuple[Text, int], ...]


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """All documents, those in force on a day first to be seen; found by number or title."""
    pack = current_pack()
    day = asking.day(request, "on", ON, timezone.localdate())
    everything = asking.words(request, "all") == "1"
    text = fold(asking.words(request, "q"))
    found = sorted(pack.instruments.values(), key=lambda i: (i.key.issued, i.key.number), reverse=True)
    lines = [_line(each, day) for each in found if _matches(each, text)]
    shown = lines if everything else [line for line in lines if line.state == "in"]
    context = {"lines": shown, "day": day, "everything": everything, "hidden": len(lines) - len(shown), "pack": pack}
    return render(request, "regulations/list.html", context)


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One document: its articles and how far they are modelled, and every clause and number that cites it."""
    pack = current_pack()
    found = next((each for each in pack.instruments.values() if slug(each.key) == name), None)
    if found is None:
        raise Http404(name)
    context = {
        "line": _line(found, timezone.localdate()),
        "instrument": found,
        "certain": CERTAIN,
        "articles": [(each, COVERAGE.get(each.coverage, COVERAGE["not"])) for each in found.articles],
        "replaces": [pack.instruments.get(key) or key for key in found.replaces],
        "replaced_by": [each for each in pack.instruments.values() if found.key in each.replaces],
        "clauses": _clauses(pack, found.key),
        "values": _values(pack, found.key),
    }
    return render(request, "regulations/one.html", {**context, **_kind(pack, found)})


def _line(instrument: Instrument, day: dt.date | None) -> Line:
    counted = Counter(article.coverage for article in instrument.articles)
    told = tuple((says, counted[code]) for code, says in COVERAGE.items() if counted[code])
    return Line(instrument, slug(instrument.key), _state(instrument, day), told)


def _state(instrument: Instrument, day: dt.date | None) -> str:
    if day is None or instrument.in_force(day):
        return "in"
    return "before" if day < instrument.since else "after"


def _matches(instrument: Instrument, text: str) -> bool:
    words = (instrument.key.number, instrument.title.vi, instrument.title.en, instrument.issuer.vi)
    return not text or any(text in fold(each) for each in words)


def _kind(pack: Pack, instrument: Instrument) -> dict[str, Any]:
    kinds = pack.lists.get("instrument-kinds")
    code = kinds.codes.get(instrument.kind) if kinds else None
    return {"kind": code.name if code else None}


def _clauses(pack: Pack, key: InstrumentKey) -> list[tuple[str, ClauseVersion, Text]]:
    return [
        (clause.code, version, _filled(pack, version))
        for clause in pack.clauses.values()
        for version in clause.versions
        if version.cites.instrument == key
    ]


def _filled(pack: Pack, version: ClauseVersion) -> Text:
    """The words of a clause with the numbers of its first day; what depends on the title stands as dots."""
    numbers = dict.fromkeys(version.names, "…")
    for name, source in version.names.items():
        if isinstance(source, ParameterValue) and not source.by:
            with suppress(NotInForce):
                dated = pack.parameter(source.name, version.since)
                numbers[name] = _written(dated) if dated.unit != "rank" else "…"
    return version.says.filled(**numbers)


def _values(pack: Pack, key: InstrumentKey) -> list[tuple[Parameter, DatedValue, str]]:
    return [
        (parameter, value, _written(value))
        for parameter in pack.parameters.values()
        for value in parameter.values
        if value.cites.instrument == key
    ]


def _written(value: DatedValue) -> str:
    """A dated value as one line; a table only says how many rows it has."""
    if value.value is None:
        return "–"
    if isinstance(value.value, tuple):
        return str(len(value.value))
    if isinstance(value.value, int) or not hasattr(value.value, "items"):
        return _number(value.value, value.unit)
    return "; ".join(
        f"{say(LEVELS.get(name, Text(name, name)))}: {_number(each, value.unit)}" for name, each in value.value.items()
    )


def _number(value: Any, unit: str) -> str:
    if unit == "month_number" and isinstance(value, int):
        return f"{value % 12 + 1:02}/{value // 12}"
    return str(value)
