"""Decision tables on screen: every row with its source, a case tried on them; conflicts of rules and who chose what."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from canbo.apps.regulations.actions import choose_rule
from canbo.apps.regulations.forms import ChoiceForm
from canbo.apps.regulations.models import RuleChoice
from canbo.apps.regulations.permissions import why_not_choose
from canbo.apps.regulations.queries import bodies_above, choice_for, choices
from canbo.apps.regulations.registry import Branch, tree_on
from canbo.apps.regulations.wording import settled_by
from canbo.base.access.deciding import offices_for
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.casebook import run_decision
from canbo.core.deciding import Decided, decide, rows_on
from canbo.core.errors import NotInForce
from canbo.core.facts import Value
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.core.tables import Conflict, Input, WrittenDecision
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.templatetags.canbo import say

ON = Text("Vào ngày", "On")
YES_NO = (("1", Text("có", "yes")), ("0", Text("không", "no")))
_HINT = Text("Viết phân số, ví dụ 241/481, hoặc phần trăm, ví dụ 50%.", "A fraction such as 241/481, or 50%.")
_SHARE = re.compile(r"(\d{1,9})/(\d{1,9})|(\d{1,3}(?:[.,]\d{1,6})?)%")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")


@dataclass(frozen=True)
class Field:
    """One input as a reader fills it in: choices for yes or no and for codes, else a line of text."""

    name: str
    says: Text
    value: str
    options: Sequence[tuple[str, Text]] = ()
    hint: Text | None = None


@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every decision table with its rows of today, and every conflict of rules with the choices recorded."""
    pack, today = current_pack(), timezone.localdate()
    cases = Counter(case.decision for case in pack.rules.decision_cases)
    chosen = Counter(RuleChoice.objects.filter(entry_to__isnull=True).values_list("conflict", flat=True))
    context = {
        "decisions": [
            (each, sum(row.holds(today) for row in each.rows), cases[name])
            for name, each in sorted(pack.rules.decisions.items(), key=lambda pair: say(pair[1].says))
        ],
        "conflicts": [(each, chosen[each.code]) for each in pack.rules.conflicts.values()], "room": "decisions",
    }  # fmt: skip
    return render(request, "regulations/decisions.html", context)


@login_required
def one(request: asking.SignedIn, name: str) -> HttpResponse:
    """One decision table on a day, with what it gives for the case written in the address."""
    pack = current_pack()
    decision = pack.rules.decisions.get(name)
    if decision is None:
        raise Http404(name)
    day = asking.day(request, "on", ON, timezone.localdate())
    assert day is not None
    written = {each: asking.words(request, each) for each in decision.inputs}
    given = _given(pack, decision, written)
    context: dict[str, Any] = {
        "decision": decision, "day": day, "room": "decisions",
        "fields": [_field(pack, each, written[each.name]) for each in decision.inputs.values()],
        "cases": [
            (case, [_outcome(pack, decision, code) for code in sorted(case.gives)], run_decision(pack, case).passed)
            for case in pack.rules.decision_cases if case.decision == name
        ],
    }  # fmt: skip
    try:
        context |= _answered(pack, decision, day, given)
        if differs := context.get("differs"):
            context["choice"] = choice_for(differs.code, above=bodies_above(request.user, timezone.localdate()))
    except NotInForce as fault:
        context["why_not"] = fault.says
    return render(request, "regulations/decision.html", context)


@login_required
def conflict(request: asking.SignedIn, code: str) -> HttpResponse:
    """One conflict of rules: what each says, which choices are recorded, and the form to record one."""
    pack, today = current_pack(), timezone.localdate()
    found = pack.rules.conflicts.get(code)
    if found is None:
        raise Http404(code)
    form = ChoiceForm(request.POST or None)
    option = form.fields["option"]
    assert isinstance(option, forms.ChoiceField)
    option.choices = [(each.code, say(each.says)) for each in found.options]
    tree = tree_on(today)
    charge = form.fields["charge"].widget
    assert isinstance(charge, forms.Select)
    charge.choices = [("", "—"), *_charges(request.user, tree, today)]
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            choose_rule(conflict=code, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, say(Text("Đã ghi quyết định chọn.", "The choice is recorded.")))
            return redirect("regulations:conflict", code)
    context = {
        "conflict": found, "form": form, "refusal": refused, "why_not": why_not_choose(request.user, today),
        "choices": [(row, _chosen(found, row.option), _where(row, tree)) for row in choices(code)],
        "room": "decisions",
    }  # fmt: skip
    return render(request, "regulations/conflict.html", context, status=refused.status if refused else 200)


def _charges(account: Account, tree: Mapping[str, Branch], day: dt.date) -> list[tuple[str, str]]:
    """The bodies of an account's roles: a choice may hold for everything in their charge."""
    codes = offices_for(account, "regulations.choose", day).values_list("body_code", flat=True)
    return [(code, tree[code].name) for code in sorted(set(codes)) if code in tree]


def _where(row: RuleChoice, tree: Mapping[str, Branch]) -> Text | str:
    """What a choice is for, in words."""
    if row.subject:
        return row.subject
    if row.charge in tree:
        name = tree[row.charge].name
        return Text(f"mọi trường hợp của {name}", f"every case of {name}")
    return Text("mọi trường hợp", "every case")


def _answered(pack: Pack, decision: WrittenDecision, day: dt.date, given: Mapping[str, Value]) -> dict[str, Any]:
    """The rows of the day; with anything given, their answers and what the table gives."""
    rows = rows_on(pack, decision.name, day)
    result = decide(pack, decision.name, day, given) if given else None
    answers = {each.row.code: each.reason.answer.value for each in result.rows} if result else {}
    told: dict[str, Any] = {
        "rows": [
            (row, [_outcome(pack, decision, code) for code in row.gives], answers.get(row.code, ""),
             settled_by(row.cites))
            for row in rows
        ],
    }  # fmt: skip
    return told | (_told(pack, decision, result) if result else {})


def _told(pack: Pack, decision: WrittenDecision, result: Decided) -> dict[str, Any]:
    missing = [] if result.settled else [decision.inputs[use.name].says for use in result.missing]
    differs = pack.rules.conflicts.get(result.conflict)
    return {
        "result": result, "outcomes": [_outcome(pack, decision, code) for code in result.gives], "missing": missing,
        "differs": differs,
    }  # fmt: skip


def _outcome(pack: Pack, decision: WrittenDecision, code: str) -> Text:
    return pack.lists[decision.of].codes[code].name


def _chosen(conflict: Conflict, option: str) -> Text:
    return next((each.says for each in conflict.options if each.code == option), Text(option, option))


def _field(pack: Pack, given: Input, value: str) -> Field:
    if given.kind == "flag":
        return Field(given.name, given.says, value, YES_NO)
    if given.kind == "code":
        codes = pack.lists[given.of].codes.values()
        return Field(given.name, given.says, value, [(each.code, each.name) for each in codes])
    return Field(given.name, given.says, value, hint=_HINT if given.kind == "share" else None)


def _given(pack: Pack, decision: WrittenDecision, written: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in written.items():
        if text:
            value = _read(pack, decision.inputs[name], text)
            found[name] = Value(value, value)
    return found


def _read(pack: Pack, given: Input, text: str) -> int | Fraction:
    """What was written for an input, exactly. Refuses (422) what it cannot be, by the input's name."""
    if given.kind == "flag":
        return int(asking.one_of(text, given.says, ("0", "1")))
    if given.kind == "code":
        codes = pack.lists[given.of]
        return codes.rank(asking.one_of(text, given.says, codes.codes))
    plain = text.replace(" ", "")
    if given.kind == "share":
        found = _SHARE.fullmatch(plain)
        if found and (found[3] or int(found[2])):
            share = Fraction(found[3].replace(",", ".")) / 100 if found[3] else Fraction(int(found[1]), int(found[2]))
            if share <= 1:
                return share
    elif _NUMBER.fullmatch(plain):
        return Fraction(plain.replace(",", "."))
    needed = (
        Text("một số", "a number") if given.kind == "number" else Text("phân số không quá 1", "a part of at most 1")
    )
    raise Refusal(
        "not-a-value",
        Text(
            f"Ô “{given.says.vi}” ghi “{text}”, cần {needed.vi}.",
            f"“{given.says.en}” says “{text}”; {needed.en} is needed.",
        ),
        _HINT if given.kind == "share" else None,
        status=422,
    )
