"""What the parts of the API share: its texts in two languages, its citations, its days and words, its problems."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema
from pydantic import Field

from canbo.core.law import Citation
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.middleware import problem

#: A word of a question: no control character, and no book.
Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
#: The number of a page; a page has `shell.asking.ROWS` rows.
Page = Annotated[int, Field(ge=1, le=1_000_000)]
#: The number of a row of the database.
Number = Annotated[int, Field(ge=1, le=2**62)]
#: Days that the house reckons with: later than any birth, and with room for terms to be added.
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 12, 31))]


class Both(Schema):
    """A text in Vietnamese and in English."""

    vi: str
    en: str


class Cites(Schema):
    """Where something stands: the instrument's number, its day of issue, the article, how well it is known."""

    number: str
    issued: dt.date
    article: str
    confidence: str


class Problem(Schema):
    """A refusal, as RFC 9457 words it."""

    type: str
    title: str
    status: int
    detail: str | None = None
    citation: str | None = None


#: What every question may be answered with besides its answer.
PROBLEMS = {401: Problem, 404: Problem, 422: Problem}


def both(text: Text) -> Both:
    """A text as the API writes it."""
    return Both(vi=text.vi, en=text.en)


def cited(cites: Citation) -> Cites:
    """A citation as the API writes it."""
    key = cites.instrument
    return Cites(number=key.number, issued=key.issued, article=cites.article, confidence=cites.confidence)


def as_problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as problem+json."""
    return JsonResponse(problem(refusal), status=refusal.status, content_type="application/problem+json")
