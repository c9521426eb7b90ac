"""What would a new rule change: a draft against the rules in use, over everybody whom the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.eligibility.effect import effect_of
from canbo.apps.eligibility.forms import EffectForm
from canbo.apps.eligibility.pool import in_service
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import Screen
from canbo.apps.eligibility.sealing import opens_all, sealed_behind
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.visibility import sealed_tables, visible_people
from canbo.apps.regulations.wording import PURPOSES
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say

#: A draft larger than this is no draft.
LONGEST = 400_000
#: People named at most under each heading; the counts are of all.
NAMED = 200


@dataclass(frozen=True)
class Moved:
    """People who move together: which way, and how many of them by clause."""

    total: int
    clauses: Sequence[tuple[str, Text, int]]
    people: Sequence[tuple[str, str, Sequence[str]]]


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The form, and under it what the draft would change."""
    form = EffectForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    pack = current_pack()
    titles = {title.code: title for purpose in PURPOSES for title in pack.titles_with_standards(purpose)}
    choose, purpose = form.fields["title"], form.fields["purpose"]
    assert isinstance(choose, forms.ChoiceField)
    assert isinstance(purpose, forms.ChoiceField)
    ordered = sorted(titles.values(), key=lambda title: (-title.rank, title.code))
    choose.choices = [(title.code, say(title.name)) for title in ordered]
    purpose.choices = [(code, say(says)) for code, says in PURPOSES.items()]
    context: dict[str, Any] = {"form": form, "names": names()}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            context |= _compared(request, form.cleaned_data)
        except Refusal as refusal:
            context["refusal"] = refusal
            status = refusal.status
    return render(request, "eligibility/effect.html", context, status=status)


def _compared(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    files = _draft(asked)
    question = Request(title=asked["title"], on=asked["on"], purpose=asked["purpose"] or next(iter(PURPOSES)))
    seen = visible_people(request.user, timezone.localdate()).order_by("name_key", "person_id")
    people = in_service(grounds(question), list(seen.values_list("person_id", flat=True)))
    effect, before, after = effect_of(files, question, people)
    says = {clause.code: clause.says for screen in (before, after) for clause in screen.clauses}
    named = _names_whom(request.user, before, after, people)
    return {
        "gains": _moved(effect.gains, says, named=named),
        "drops": _moved(effect.drops, says, named=named),
        "named": named,
        "counted": len(people),
        "question": question,
    }


def _draft(asked: dict[str, Any]) -> dict[str, str]:
    """The draft's files. Refuses an absent one, one that is too large and one that is not text."""
    upload = asked["draft"]
    try:
        text = upload.read(LONGEST + 1).decode("utf-8") if upload else asked["text"]
    except UnicodeDecodeError as fault:
        raise Refusal(
            "draft-not-text",
            Text("Tệp dự thảo không phải văn bản UTF-8.", "The draft is not text in UTF-8."),
            Text("Lưu lại tệp dưới dạng UTF-8 rồi thử lại.", "Save it as UTF-8 and try again."),
            status=422,
        ) from fault
    if not text.strip():
        raise Refusal("draft-empty", Text("Chưa có nội dung dự thảo.", "There is no draft yet."), status=422)
    if len(text) > LONGEST:
        raise Refusal("draft-too-long", Text("Dự thảo dài quá.", "The draft is too long."), status=422)
    return {f"draft/{upload.name if upload else 'draft.yaml'}": text}


def _names_whom(actor: Account, before: Screen, after: Screen, people: list[int]) -> bool:
    """Whether people are named: a draft that changes clauses on sealed sections would else be a key to them."""
    today = timezone.localdate()
    tables, changed = sealed_tables(today), set(before.clauses) ^ set(after.clauses)
    return not any(sealed_behind(clause, tables) for clause in changed) or opens_all(actor, people, today)


def _moved(changes: Sequence[Any], says: dict[str, Text], *, named: bool) -> Moved:
    """Changes of one direction with the names of the first of their people, if they may be named."""
    counted: dict[str, int] = {}
    for change in changes:
        for code in change.clauses:
            counted[code] = counted.get(code, 0) + 1
    first = changes[:NAMED] if named else ()
    found = PersonVersion.objects.filter(person__in=[c.person for c in first], entry_to__isnull=True)
    called = {row[0]: row[1:] for row in found.values_list("person_id", "person__key", "name")}
    return Moved(
        len(changes),
        [(code, says[code], count) for code, count in sorted(counted.items(), key=lambda pair: -pair[1])],
        [(*called[change.person], change.clauses) for change in first if change.person in called],
    )
