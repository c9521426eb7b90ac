"""The law as data through the API: instruments, numbers of the law, clauses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from canbo.base.packs.queries import current_pack
from canbo.core.rules import DatedValue
from canbo.shell.api import PROBLEMS, Both, Cites, Word, both, cited
from canbo.shell.templatetags.canbo import slug

router = Router(tags=["regulations"])


class Instrument(Schema):
    """A governing document; `until` is the first day on which it no longer holds."""

    slug: str
    number: str
    issued: dt.date
    kind: str
    title: Both
    issuer: Both
    since: dt.date
    until: dt.date | None
    confidence: str


class Value(Schema):
    """A value of a number of the law; null where the time is not regulated. Fractions are written "2/3"."""

    value: Any
    since: dt.date
    until: dt.date | None
    cites: Cites


class Parameter(Schema):
    """A number of the law with all its dated values; `by` names what keys them, if anything does."""

    name: str
    unit: str
    meaning: Both
    by: str
    values: list[Value]


class ClauseVersion(Schema):
    """A clause as it stood in a time."""

    says: Both
    since: dt.date
    until: dt.date | None
    cites: Cites


class Clause(Schema):
    """A requirement with all its versions."""

    code: str
    versions: list[ClauseVersion]


@router.get("/instruments", response={200: list[Instrument], **PROBLEMS}, url_name="instruments")
def instruments(request: HttpRequest) -> list[Instrument]:
    """Every governing document of the rules in use, newest first."""
    found = sorted(current_pack().instruments.values(), key=lambda each: each.key.issued, reverse=True)
    return [
        Instrument(
            slug=slug(each.key), number=each.key.number, issued=each.key.issued, kind=each.kind,
            title=both(each.title), issuer=both(each.issuer), since=each.since, until=each.until,
            confidence=each.confidence,
        )
        for each in found
    ]  # fmt: skip


@router.get("/parameters", response={200: list[str], **PROBLEMS}, url_name="parameters")
def parameters(request: HttpRequest) -> list[str]:
    """The names of all numbers of the law."""
    return sorted(current_pack().parameters)


@router.get("/parameters/{name}", response={200: Parameter, **PROBLEMS}, url_name="parameter")
def parameter(request: HttpRequest, name: Word) -> Parameter:
    """One number of the law with all its dated values."""
    found = current_pack().parameters.get(name)
    if found is None:
        raise Http404(name)
    values = [_value(each) for each in found.values]
    return Parameter(name=name, unit=found.unit, meaning=both(found.meaning), by=found.by, values=values)


@router.get("/clauses", response={200: list[str], **PROBLEMS}, url_name="clauses")
def clauses(request: HttpRequest) -> list[str]:
    """The codes of all clauses."""
    return sorted(current_pack().clauses)


@router.get("/clauses/{code}", response={200: Clause, **PROBLEMS}, url_name="clause")
def clause(request: HttpRequest, code: Word) -> Clause:
    """One clause with all its versions."""
    found = current_pack().clauses.get(code)
    if found is None:
        raise Http404(code)
    versions = [
        ClauseVersion(says=both(each.says), since=each.since, until=each.until, cites=cited(each.cites))
        for each in found.versions
    ]
    return Clause(code=code, versions=versions)


def _value(each: DatedValue) -> Value:
    return Value(value=_plain(each.value), since=each.since, until=each.until, cites=cited(each.cites))


def _plain(value: object) -> Any:
    """A value in JSON's words: what has none (fractions, days) as its text."""
    if hasattr(value, "items"):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
