"""The register of governing documents on screen, one document, one article, and search over all of the law."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from canbo.apps.regulations import citing, finding, lineage
from canbo.apps.regulations.citing import Citing
from canbo.apps.regulations.drawing import Picture, Spell, succession
from canbo.apps.regulations.permissions import why_not_lead
from canbo.apps.regulations.registry import people_by_title
from canbo.apps.regulations.wording import COVERAGE, say_issued
from canbo.base.packs.queries import current_pack
from canbo.core.law import CERTAIN, Article, Instrument
from canbo.core.pack import Pack
from canbo.core.rules import Title
from canbo.lib.text import Text, fold
from canbo.shell import asking
from canbo.shell.templatetags.canbo import say, slug

ON = Text("Có hiệu lực vào ngày", "In force on")
KIND = Text("Loại văn bản", "Kind")
ISSUER = Text("Cơ quan ban hành", "Issuer")
#: Answers of a search shown under each heading at first.
SHOWN = 25


@dataclass(frozen=True)
class Line:
    """One document in the register; `state` is "in", "before" or "after" the day, `shares` its articles by coverage."""

    instrument: Instrument
    slug: str
    state: str
    coverage: tuple[tuple[Text, int], ...]
    shares: tuple[tuple[str, float, float], ...]


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """All documents, by default those in force on a day; narrowed by number or title, kind and issuer."""
    pack = current_pack()
    day = asking.day(request, "on", ON, timezone.localdate())
    everything = asking.words(request, "all") == "1"
    kinds = _kinds(pack)
    issuers = sorted({each.issuer.vi for each in pack.instruments.values()}, key=fold)
    kind = asking.choice(request, "kind", KIND, kinds)
    issuer = asking.choice(request, "issuer", ISSUER, issuers)
    text = fold(asking.words(request, "q"))
    wanted = [
        each
        for each in pack.instruments.values()
        if _matches(each, text) and kind in ("", each.kind) and issuer in ("", each.issuer.vi)
    ]
    lines = [_line(each, day) for each in sorted(wanted, key=lambda i: (i.key.issued, i.key.number), reverse=True)]
    shown = lines if everything else [line for line in lines if line.state == "in"]
    context = {
        "lines": shown, "day": day, "everything": everything, "hidden": len(lines) - len(shown), "pack": pack,
        "kinds": kinds, "kind": kind, "issuer": issuer, "room": "list",
        "issuers": [(name, _issuer(pack, name)) for name in issuers],
    }  # fmt: skip
    return render(request, "regulations/list.html", context)


@login_required
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One document: its articles and how far they are modelled, its family, and everything that rests on it."""
    pack = current_pack()
    found = _instrument(pack, name)
    rows = citing.by_instrument(pack).get(found.key, ())
    today = timezone.localdate()
    context = {
        "line": _line(found, today), "instrument": found, "certain": CERTAIN, "room": "list", "key": str(found.key),
        "articles": [(each, _covered(each), _used(pack, found, each)) for each in found.articles],
        "replaces": [pack.instruments.get(key) or key for key in found.replaces],
        "replaced_by": lineage.replaced_by(pack, found.key),
        "amends": [pack.instruments.get(key) or key for key in found.amends],
        "amended_by": lineage.amended_by(pack, found.key),
        "kind": _kinds(pack).get(found.kind), "picture": family_picture(pack, found, today),
        "why_not_assign": why_not_lead(request.user, today),
    }  # fmt: skip
    return render(request, "regulations/one.html", {**context, **_resting(pack, rows)})


@login_required
def article(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """One article: how far it is modelled, what rests on it, and which titles are asked for it today."""
    pack = current_pack()
    found = _instrument(pack, name)
    at = citing.article(found, number)
    if at is None:
        raise Http404(number)
    rows = citing.of_article(pack, found, number)
    place, today = found.articles.index(at), timezone.localdate()
    touched = _touched(pack, rows, today)
    crowds = people_by_title(request.user, today) if touched else {}
    titles = {title.code for title, _, _ in touched}
    context = {
        "instrument": found, "slug": name, "article": at, "coverage": _covered(at),
        "previous": found.articles[place - 1] if place else None, "room": "list",
        "next": found.articles[place + 1] if place + 1 < len(found.articles) else None,
        "touched": [(*row, *crowds.get(row[0].code, (0, 0))) for row in touched], "today": today,
        "holders": sum(crowds[code][0] for code in titles if code in crowds),
        "planned": sum(crowds[code][1] for code in titles if code in crowds),
    }  # fmt: skip
    return render(request, "regulations/article.html", {**context, **_resting(pack, rows)})


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words asked for, under its kind."""
    text = asking.words(request, "q")
    only = asking.choice(request, "kind", KIND, finding.KINDS)
    found = finding.find(current_pack(), text)
    groups = [
        (kind, finding.KINDS[kind], len(hits), hits if kind == only else hits[:SHOWN])
        for kind, hits in found.items()
        if only in ("", kind)
    ]
    context = {"groups": groups, "text": text, "only": only, "total": sum(map(len, found.values())), "room": "search"}
    return render(request, "regulations/search.html", context)


def family_picture(pack: Pack, instrument: Instrument, today: dt.date) -> Picture | None:
    """The family of a document drawn over time; None for one that replaced nothing and still stands alone."""
    family = lineage.family_of(pack, instrument.key).members
    if len(family) == 1:
        return None
    return succession([spell_of(each) for each in family], lineage.links(family), today)


def spell_of(instrument: Instrument) -> Spell:
    """A document as a spell: its number as the label, its title in the tooltip, a link to its page."""
    key = instrument.key
    return Spell(
        label=f"{key.number} · {say_issued(key, instrument.day_known)}",
        since=instrument.since,
        until=instrument.until,
        strong=instrument.confidence in CERTAIN,
        link=reverse("regulations:one", args=[slug(key)]),
        whole=f"{key.number} ({say_issued(key, instrument.day_known)}): {say(instrument.title)}",
    )


def _instrument(pack: Pack, name: str) -> Instrument:
    found = next((each for each in pack.instruments.values() if slug(each.key) == name), None)
    if found is None:
        raise Http404(name)
    return found


def _resting(pack: Pack, rows: Sequence[Citing]) -> dict[str, Any]:
    """What rests on an instrument or article, kind by kind, and what of it is uncertain, told once each."""
    doubts: dict[Text, dict[str, None]] = {}
    for each in citing.uncertain(rows):
        if each.settle is not None:
            doubts.setdefault(each.settle, {})[say(each.name)] = None
    return {
        "clauses": [each for each in rows if each.kind == "clause"],
        "numbers": [each for each in rows if each.kind == "parameter"],
        "decisions": [each for each in rows if each.kind == "decision"],
        "standards": [each for each in rows if each.kind == "standard"],
        "doubts": [(settle, list(names)) for settle, names in doubts.items()],
        "doubted": len(citing.uncertain(rows)),
    }


def _covered(article: Article) -> Text:
    return COVERAGE.get(article.coverage, COVERAGE["not"])


def _used(pack: Pack, instrument: Instrument, article: Article) -> int:
    """How many clauses and numbers rest on an article."""
    rows = citing.of_article(pack, instrument, article.number)
    return len({(each.kind, each.code) for each in rows if each.kind != "standard"})


def _touched(pack: Pack, rows: Sequence[Citing], today: dt.date) -> list[tuple[Title, str, list[str]]]:
    """Titles whose standard of today asks for a clause that rests on an article now, with those clauses."""
    now = {each.code for each in rows if each.kind == "clause" and each.holds(today)}
    numbers = {each.code for each in rows if each.kind == "parameter" and each.holds(today)}
    for code, clause in pack.clauses.items():
        for version in clause.versions:
            if _lasts(version.since, version.until, today) and numbers.intersection(citing.used(version)):
                now.add(code)
    found = []
    for (title, purpose), standard in pack.standards.items():
        for each in standard.versions:
            asked = [code for code in each.clauses if code in now]
            if asked and _lasts(each.since, each.until, today):
                found.append((pack.titles[title], purpose, asked))
    return sorted(found, key=lambda row: (-row[0].rank, row[0].code, row[1]))


def _lasts(since: dt.date, until: dt.date | None, day: dt.date) -> bool:
    return since <= day and (until is None or day < until)


def _line(instrument: Instrument, day: dt.date | None) -> Line:
    counted = Counter(each.coverage for each in instrument.articles)
    told = tuple((says, counted[code]) for code, says in COVERAGE.items() if counted[code])
    shares, at, whole = [], 0, sum(counted.values())
    for code in COVERAGE:
        if counted[code]:
            shares.append((code, round(100 * at / whole, 1), round(100 * counted[code] / whole, 1)))
            at += counted[code]
    return Line(instrument, slug(instrument.key), _state(instrument, day), told, tuple(shares))


def _state(instrument: Instrument, day: dt.date | None) -> str:
    if day is None or instrument.in_force(day):
        return "in"
    return "before" if day < instrument.since else "after"


def _matches(instrument: Instrument, text: str) -> bool:
    key, title, issuer = instrument.key, instrument.title, instrument.issuer
    words = (key.number, f"{key.issued:%d/%m/%Y}", title.vi, title.en, issuer.vi, issuer.en)
    return all(any(word in fold(each) for each in words) for word in text.split())


def _kinds(pack: Pack) -> dict[str, Text]:
    kinds = pack.lists.get("instrument-kinds")
    used = {each.kind for each in pack.instruments.values()}
    return {code.code: code.name for code in kinds.codes.values() if code.code in used} if kinds else {}


def _issuer(pack: Pack, name: str) -> Text:
    return next(each.issuer for each in pack.instruments.values() if each.issuer.vi == name)
