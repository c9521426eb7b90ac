"""Verdicts and certificates through the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from canbo.apps.eligibility import asked
from canbo.apps.eligibility.explaining import explain
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.permissions import may_open
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.sealing import content_for, sealed_from, shown_to
from canbo.apps.people.listing import versions
from canbo.apps.people.visibility import visible_person
from canbo.core.verdicts import Answer
from canbo.shell.api import PROBLEMS, Both, Cites, Day, Number, Page, Word, both, cited
from canbo.shell.asking import ROWS, SignedIn

router = Router(tags=["eligibility"])


class Question(Schema):
    """A question to the law: a title (code) on a day; `known_on` reads the dossiers as recorded by then."""

    title: Word
    on: Day
    known_on: Day | None = None
    purpose: Literal["appointment", "planning"] = "appointment"
    place: Word = ""
    pool: Annotated[list[Word], Field(max_length=50)] = []


class Screened(Schema):
    """The overall answer for one person, and the answer to each clause in the order of `clauses`."""

    key: str
    name: str
    answer: Answer
    answers: list[Answer]


class Screening(Schema):
    """A page of answers; `pack` is the digest of the rules that answered, `counts` how many have each answer."""

    pack: str
    clauses: list[str]
    counts: dict[str, int]
    total: int
    page: int
    people: list[Screened]


class Clause(Schema):
    """The answer to one clause, with what it asks for and where that stands."""

    code: str
    says: Both
    answer: Answer
    cites: Cites


class Verdict(Schema):
    """One person's verdict; `missing` names the facts without which a clause stays unknown."""

    key: str
    pack: str
    answer: Answer
    clauses: list[Clause]
    missing: list[str]


class Certificate(Schema):
    """A frozen list of eligibles: what it rests on, and its digest."""

    number: int
    title: str
    on: dt.date
    digest: str
    entry: int
    frozen_by: str


@router.get("/verdicts", response={200: Screening, **PROBLEMS}, url_name="verdicts")
def screened(request: SignedIn, asks: Query[Question], page: Page = 1) -> Screening:
    """Everybody whom the account may see against the standard of a title on a day, a hundred at a time."""
    found = shown_to(request.user, asked.answered(_question(asks), request.user), timezone.localdate()).screen
    rows = found.rows[(page - 1) * ROWS : page * ROWS]
    named = {each.person_id: each for each in versions([row.person for row in rows])}
    people = [
        Screened(key=who.person.key, name=who.name, answer=row.answer, answers=list(row.answers))
        for row in rows
        if (who := named.get(row.person))
    ]
    return Screening(
        pack=found.grounds.pack.digest,
        clauses=[clause.code for clause in found.clauses],
        counts={answer.value: number for answer, number in found.counts.items()},
        total=len(found.rows),
        page=page,
        people=people,
    )


@router.get("/verdicts/{key}", response={200: Verdict, **PROBLEMS}, url_name="verdict")
def verdict(request: SignedIn, key: Word, asks: Query[Question]) -> Verdict:
    """One person's verdict, without the clauses that rest on what is sealed to the account. 404: nobody it sees."""
    today = timezone.localdate()
    who = visible_person(request.user, key, today)
    if who is None:
        raise Http404(key)
    told = explain(grounds(_question(asks)), who.person_id)
    sealed = sealed_from(request.user, who.person, told, timezone.now(), today)
    clauses = [
        Clause(code=each.clause.code, says=both(each.clause.says), answer=each.answer, cites=cited(each.clause.cites))
        for each in told.verdict.clauses
        if each.clause.code not in sealed
    ]
    missing = sorted({use.name for use, _ in told.missing(sealed)})
    return Verdict(key=key, pack=told.grounds.pack.digest, answer=told.verdict.answer, clauses=clauses, missing=missing)


@router.get("/certificates", response={200: list[Certificate], **PROBLEMS}, url_name="certificates")
def certificates(request: SignedIn) -> list[Certificate]:
    """The certificates that the account may open, newest first."""
    found = EligiblesCertificate.objects.select_related("entry__by").order_by("-pk")
    return [_certificate(each) for each in found if may_open(request.user, each, timezone.localdate())]


@router.get("/certificates/{number}", response={200: dict[str, Any], **PROBLEMS}, url_name="certificate")
def certificate(request: SignedIn, number: Number) -> dict[str, Any]:
    """One certificate; facts and clauses of sealed sections only for who may open these. 404: none that it may open."""
    found = get_object_or_404(EligiblesCertificate.objects.select_related("entry__by"), pk=number)
    if not may_open(request.user, found, timezone.localdate()):
        raise Http404(number)
    content = content_for(request.user, found, timezone.localdate())
    return {**_certificate(found).model_dump(mode="json"), "content": content}


def _question(asks: Question) -> Request:
    return Request(
        title=asks.title,
        on=asks.on,
        known_on=asks.known_on,
        purpose=asks.purpose,
        place=asks.place,
        pool=tuple(sorted({code for code in asks.pool if code})),
    )


def _certificate(found: EligiblesCertificate) -> Certificate:
    return Certificate(
        number=found.pk,
        title=found.title,
        on=found.on,
        digest=found.digest,
        entry=found.entry_id,
        frozen_by=found.entry.by.username,
    )
