"""One clause with all its versions, and one number of the law with all its dated values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.regulations import citing
from canbo.apps.regulations.drawing import Picture, Spell, history
from canbo.apps.regulations.wording import (
    KINDS,
    PURPOSES,
    Line,
    joined,
    say_bound,
    say_expected,
    say_key,
    say_plain,
    say_sentence,
    say_test,
    say_value,
    settled_by,
)
from canbo.base.packs.queries import current_pack
from canbo.base.packs.registry import FACTS
from canbo.core.casebook import CaseResult, run, run_case
from canbo.core.pack import DatedValue, Pack
from canbo.core.rules import Parameter, Table
from canbo.core.tables import NumberCase
from canbo.core.written import ClauseVersion
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import d, say

#: Columns of a table whose codes read better in words.
_BOUNDS = {"M": Text("nam", "men"), "F": Text("nữ", "women")}


@dataclass(frozen=True)
class Version:
    """One version of a clause as a reader sees it."""

    written: ClauseVersion
    says: Text
    test: list[Line]
    settle: Text | None
    lasts: bool


@dataclass(frozen=True)
class Valued:
    """One dated value of a parameter as a reader sees it; `rows` of a table are (condition, value)."""

    dated: DatedValue
    says: Text
    settle: Text | None
    rows: list[tuple[str, int]]
    lasts: bool


@login_required
def clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause: every version with its sentence, its test in words and its source; who is asked for it; its cases."""
    pack, today = current_pack(), timezone.localdate()
    found = pack.clauses.get(code)
    if found is None:
        raise Http404(code)
    versions = [_version(pack, code, each, today) for each in reversed(found.versions)]
    context = {
        "clause": found, "kind": KINDS.get(found.kind), "versions": versions, "room": "list", "today": today,
        "now": next((each for each in versions if each.lasts), None),
        "standards": [
            (pack.titles[title], PURPOSES[purpose], purpose, _asked_today(pack, title, purpose, code, today))
            for title, purpose in citing.standards_with(pack, code)
        ],
        "cases": _cases(pack, code), "picture": _clause_picture(versions, today),
    }  # fmt: skip
    return render(request, "regulations/clause.html", context)


@login_required
def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """One number of the law: a picture of its values over time, and each with its citation."""
    pack, today = current_pack(), timezone.localdate()
    found = pack.parameters.get(name)
    if found is None:
        raise Http404(name)
    values = [_valued(pack, found, each, today) for each in reversed(found.values)]
    context: dict[str, Any] = {
        "parameter": found, "values": values, "now": next((each for each in values if each.lasts), None),
        "picture": _parameter_picture(pack, found, today), "room": "list",
        "clauses": [(code, _latest(pack, code)) for code in citing.clauses_using(pack, name)],
        "cases": [(case, _expected(pack, found, case), run(pack, case).passed) for case in _numbers(pack, name)],
    }  # fmt: skip
    return render(request, "regulations/parameter.html", context)


def _numbers(pack: Pack, name: str) -> list[NumberCase]:
    return sorted((case for case in pack.rules.number_cases if case.parameter == name), key=lambda case: case.on)


def _expected(pack: Pack, parameter: Parameter, case: NumberCase) -> Text:
    """What an example says the number must be, in words; of a keyed parameter also for what."""
    said = say_expected(pack, parameter, case.value)
    return joined((say_key(pack, parameter.by, case.key), said), ": ") if case.key else said


def _latest(pack: Pack, code: str) -> Text:
    return say_sentence(pack, code, pack.clauses[code].versions[-1])


def _version(pack: Pack, code: str, version: ClauseVersion, today: dt.date) -> Version:
    lasts = version.since <= today and (version.until is None or today < version.until)
    said = say_sentence(pack, code, version)
    return Version(version, said, say_test(pack, version, FACTS), settled_by(version.cites), lasts)


def _asked_today(pack: Pack, title: str, purpose: str, code: str, today: dt.date) -> bool:
    versions = pack.standards[title, purpose].versions
    return any(code in v.clauses and v.since <= today and (v.until is None or today < v.until) for v in versions)


def _cases(pack: Pack, code: str) -> list[tuple[CaseResult, str, Text]]:
    """The examples that say what the clause must answer, each run now, with the answer expected of it."""
    return [
        (run_case(pack, case), case.clauses[code], pack.titles[case.title].name) for case in citing.cases_of(pack, code)
    ]


def _valued(pack: Pack, parameter: Parameter, dated: DatedValue, today: dt.date) -> Valued:
    rows = _table(dated.value) if isinstance(dated.value, tuple) else []
    return Valued(dated, say_value(pack, parameter, dated), settled_by(dated.cites), rows, dated.holds(today))


def _table(table: Table) -> list[tuple[str, int]]:
    """The rows of a table of the law, their conditions in words."""
    rows = []
    for conditions, value in table:
        said = []
        for _, low, high in conditions:
            a, b = (_bound(each) for each in (low, high))
            said.append(a if a == b else f"{a or '…'} – {b or '…'}")
        rows.append((", ".join(said), value))
    return rows


def _bound(bound: int | str | None) -> str:
    return say(_BOUNDS[bound]) if isinstance(bound, str) and bound in _BOUNDS else say_bound(bound)


def _parameter_picture(pack: Pack, parameter: Parameter, today: dt.date) -> Picture | None:
    """One lane for the parameter, or one for each key of its values."""
    keys: dict[str, None] = {}
    for dated in parameter.values:
        if isinstance(dated.value, Mapping):
            keys.update(dict.fromkeys(dated.value))
    if not keys:
        return history([("", [_spell(dated, say_value(pack, parameter, dated)) for dated in parameter.values])], today)
    lanes = []
    for key in keys:
        spells = [
            _spell(dated, say_plain(pack, parameter, dated.value[key]))
            for dated in parameter.values
            if isinstance(dated.value, Mapping) and key in dated.value
        ]
        lanes.append((say(say_key(pack, parameter.by, key)), spells))
    return history(lanes, today)


def _spell(dated: DatedValue, says: Text) -> Spell:
    whole = f"{say(says)}: {d(dated.since)} – {d(dated.until)}, {dated.cites.instrument.number}"
    return Spell(say(says), dated.since, dated.until, not dated.cites.uncertain, whole=whole)


def _clause_picture(versions: list[Version], today: dt.date) -> Picture | None:
    spells = [
        Spell(
            each.written.cites.instrument.number,
            each.written.since,
            each.written.until,
            each.settle is None,
            whole=f"{d(each.written.since)} – {d(each.written.until)}: {say(each.says)}",
        )
        for each in reversed(versions)
    ]
    return history([("", spells)], today) if len(spells) > 1 else None
