"""Corrections on screen: propose a change with its proof, decide on one, and follow questions about degrees."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from canbo.apps.people import asking_schools, corrections
from canbo.apps.people.forms import AnswerForm, AskForm, DecisionForm, ProposalForm
from canbo.apps.people.importing.codes import CodeBook
from canbo.apps.people.marks import WINDOW, is_watched, steps_after, window
from canbo.apps.people.models import SEALED_FIELDS, Degree, Proposal, Verification
from canbo.apps.people.permissions import why_not_decide, why_not_propose, why_not_write
from canbo.apps.people.proposable import first_of, places
from canbo.apps.people.proposals import (
    field_words,
    row_in_question,
    row_of,
    section_of,
    value_of,
    whole_row,
)
from canbo.apps.people.screens_papers import seen
from canbo.apps.people.screens_rows import PROPOSED, open_to, sections
from canbo.apps.people.taken import taken_with
from canbo.apps.people.visibility import (
    may_see_restricted,
    open_sections,
    sealed_tables,
    visible_people,
    wholly_visible_people,
)
from canbo.base.record.actions import refuse
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.deeds import do
from canbo.shell.naming import Names, names

#: What a page says when its deed is done.
DECIDED = Text("Đã ghi quyết định.", "The decision is entered.")
ASKED = Text("Đã ghi yêu cầu xác minh.", "The question is entered.")
ANSWERED = Text("Đã ghi kết quả xác minh.", "The answer is entered.")


@login_required
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a change of one field; what was typed stays when it cannot be taken."""
    today = timezone.localdate()
    who, called = seen(request.user, key, today), names()
    refuse(why_not_propose(request.user, who.person, today))
    opens = open_sections(request.user, who.person, timezone.now())
    if may_see_restricted(request.user, who.person, today):  # the present value of a private detail is not shown
        opens |= {"PrivateDetail"}
    shown = places(who, called, opens)
    form = ProposalForm(
        shown, called.choices("paper-kinds"), CodeBook(called.pack),
        request.POST or None, request.FILES or None,
    )  # fmt: skip
    form.fields["place"].initial = first_of(shown, request.GET.get("row", ""))

    def deed() -> None:
        corrections.propose(person=who.person, by=request.user, at=timezone.now(), **_asked(form))

    done = do(request, form, deed, PROPOSED, "people:one", key=key)
    if isinstance(done, HttpResponse):
        return done
    context = {
        "form": form, "who": who, "refusal": done, "window": WINDOW, "days": window(called.pack, today),
        "sections": sections(opens, key),
    }  # fmt: skip
    return render(request, "people/propose.html", context, status=done.status if done else 200)


@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals nobody has decided on, about people whom the reader may see, the oldest first."""
    today = timezone.localdate()
    people = visible_people(request.user, today)
    rows = Proposal.objects.filter(entry_to__isnull=True, decided__isnull=True, person__in=people.values("person_id"))
    whole = wholly_visible_people(request.user, today).values("person_id")
    rows = rows.filter(~(Q(table__in=sealed_tables(today)) | Q(field__in=SEALED_FIELDS)) | Q(person__in=whole))
    rows = rows.select_related("person", "proposed_by").order_by("proposed", "pk")
    sheet = asking.Sheet(asking.whole(request, "page", Text("Trang", "Page"), 1), rows.count())
    page = list(rows[sheet.offset : sheet.offset + sheet.rows])
    who = dict(people.filter(person__in=[row.person_id for row in page]).values_list("person_id", "name"))
    called = names()
    shown = [(row, who[row.person_id], field_words(row, called), is_watched(row.table, row.field)) for row in page]
    return render(request, "people/proposals.html", {"rows": shown, "sheet": sheet})


@login_required
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what stands, what is asked for, the proof; and the decision."""
    today = timezone.localdate()
    found = get_object_or_404(Proposal.objects.select_related("person", "paper", "proposed_by", "decided_by"), pk=pk)
    who = seen(request.user, found.person.key, today)
    open_to(request.user, who, section_of(found), today)
    is_open = found.entry_to_id is None and found.decided is None
    why_not = why_not_decide(request.user, found, today) if is_open else None
    form = DecisionForm(request.POST or None)

    def deed() -> None:
        told = form.cleaned_data
        accepted = told["accepted"] == "yes"
        corrections.decide(proposal=found, accepted=accepted, answer=told["answer"], by=request.user, at=timezone.now())

    done = do(request, form, deed, DECIDED, "people:proposals")
    if isinstance(done, HttpResponse):
        return done
    called = names()
    watched = is_watched(found.table, found.field)
    context = {
        "row": found, "who": who, "words": field_words(found, called), "known_by": row_of(found, called),
        "says": whole_row(found, called), "names": called,
        "form": form, "why_not": why_not, **_standing(found, called, is_open),
        "before": value_of(found, found.before, called), "after": value_of(found, found.after, called),
        "is_open": is_open, "refusal": done, "watched": watched, "window": WINDOW,
        "days": window(called.pack, today) if watched else 0,
        "steps": steps_after(who.person, called.pack, today) if watched and is_open else [],
    }  # fmt: skip
    return render(request, "people/proposal.html", context, status=done.status if done else 200)


@login_required
def ask(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Enter that a school was asked about a degree."""
    today = timezone.localdate()
    who = seen(request.user, key, today)
    refuse(why_not_write(request.user, who.person, today))
    degree = get_object_or_404(Degree.objects.select_related("person"), pk=pk, person=who.person)
    form = AskForm(request.POST or None, initial={"asked_of": degree.school})

    def deed() -> None:
        asking_schools.ask_about_degree(degree=degree, by=request.user, at=timezone.now(), **form.cleaned_data)

    done = do(request, form, deed, ASKED, "people:verifications")
    if isinstance(done, HttpResponse):
        return done
    context = {"form": form, "who": who, "degree": degree, "names": names(), "refusal": done}
    return render(request, "people/ask.html", context, status=done.status if done else 200)


@login_required
def verifications(request: HttpRequest) -> HttpResponse:
    """Questions about degrees that have no answer yet, the longest open first."""
    today = timezone.localdate()
    people = visible_people(request.user, today)
    rows = Verification.objects.filter(entry_to__isnull=True, answered__isnull=True)
    rows = rows.filter(person__in=people.values("person_id")).select_related("person", "degree").order_by("asked", "pk")
    sheet = asking.Sheet(asking.whole(request, "page", Text("Trang", "Page"), 1), rows.count())
    page = list(rows[sheet.offset : sheet.offset + sheet.rows])
    who = dict(people.filter(person__in=[row.person_id for row in page]).values_list("person_id", "name"))
    shown = [(row, who[row.person_id], (today - row.asked).days) for row in page]
    return render(request, "people/verifications.html", {"rows": shown, "sheet": sheet, "names": names()})


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the answer about a degree."""
    today = timezone.localdate()
    found = get_object_or_404(Verification.objects.select_related("person", "degree"), pk=pk)
    who = seen(request.user, found.person.key, today)
    refuse(why_not_write(request.user, found.person, today))
    form = AnswerForm(request.POST or None)

    def deed() -> None:
        told = form.cleaned_data
        genuine = told["genuine"] == "yes"
        asking_schools.answer_about_degree(
            verification=found, genuine=genuine, answer=told["answer"], by=request.user, at=timezone.now()
        )

    done = do(request, form, deed, ANSWERED, "people:verifications")
    if isinstance(done, HttpResponse):
        return done
    context = {"form": form, "who": who, "row": found, "names": names(), "refusal": done}
    return render(request, "people/answer.html", context, status=done.status if done else 200)


def _standing(found: Proposal, called: Names, is_open: bool) -> dict[str, Any]:
    """Of a withdrawal: the row as it stood, with its source, and what it takes with it."""
    if found.deed != Proposal.Deed.WITHDRAW:
        return {}
    row = row_in_question(found)
    taken = taken_with(row, called, timezone.localdate()) if is_open and row.entry_to_id is None else []
    return {"stood": row, "taken": taken}


def _asked(form: ProposalForm) -> dict[str, Any]:
    given = form.cleaned_data
    table, row, field = given["place"].split(".")
    return {
        "table": table, "row": int(row) if row else None, "field": field, "after": given["after"], **form.proof(),
    }  # fmt: skip
