"""The registers that an import may write: how their rows are recognised again and which one stands in a column."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from canbo.apps.people.importing.codes import BODIES, TITLES, CodeBook
from canbo.apps.people.models import (
    Candidacy,
    Certificate,
    Degree,
    Detail,
    Discipline,
    Holding,
    OfPerson,
    Paper,
    PersonVersion,
    Planned,
    PrivateDetail,
    Proceeding,
    Rating,
    Relative,
    Reward,
    Seat,
    Section,
    Theory,
)

#: A row of a register as plain values by column name.
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """One table of the dossier as an import sees it.

    `needs` must be given for a new row and must agree for a row to be the same; `tells` helps to tell rows apart where
    both sides give it. `section` is the part of the dossier that a "Không" confirms. `lists` names the code list of a
    column. `stands` says which rows may stand in a column named for the current or open one, `order` sorts them, best
    last. `once`: one row for each `needs` on the record, which the database insists on. `demands` must be given for a
    new row too. `beside` are columns that stand only where another does.
    """

    model: type[models.Model]
    needs: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    section: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    stands: Callable[[Values], bool] = lambda row: True
    order: Callable[[Values, CodeBook], tuple[int, ...]] = lambda row, book: ()
    once: bool = False
    demands: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


def _open(row: Values) -> bool:
    return not row["last"]


def _main(row: Values) -> bool:
    return not row["last"] and not row["concurrent"]


def _by_since(row: Values, book: CodeBook) -> tuple[int, ...]:
    return (row["since_hi"] or 0, -row["id"])


def _by_on(row: Values, book: CodeBook) -> tuple[int, ...]:
    return (row["on_hi"] or 0, -row["id"])


def _by_rank(name: str) -> Callable[[Values, CodeBook], tuple[int, ...]]:
    return lambda row, book: (book.rank(name, row["grade"]), -row["id"])


def _certificate(row: Values, book: CodeBook) -> tuple[int, ...]:
    return (book.rank(certificate_list(row["kind"]), row["grade"]), -row["id"])


def certificate_list(kind: str) -> str:
    """The code list of a kind of certificate."""
    return f"{kind.replace('_', '-')}-levels"


PLACES = "provinces-34|provinces-63"
TERMS = "terms|terms-central|terms-provincial"

#: Every register by the name that mapping files use.
REGISTERS: dict[str, Register] = {
    "person": Register(
        PersonVersion,
        needs=("name",),
        lists={
            "ethnicity": "ethnic-gso|ethnic-old",
            "religion": "religions",
            "birthplace": PLACES,
            "hometown": PLACES,
            "raised": PLACES,
            "category": "person-categories",
            "academic_rank": "academic-ranks",
            "body": BODIES,
            "managed_by": "managing-authorities",
            "left_why": "leaving-kinds",
        },
        beside={"left_why": "left", "left_by": "left"},
    ),
    "holding": Register(
        Holding,
        ("title", "since"),
        ("body_id",),
        "career",
        {"title": TITLES, "body": BODIES, "place": PLACES},
        _main,
        _by_since,
    ),
    "seat": Register(
        Seat,
        ("committee", "since"),
        ("term",),
        "seats",
        {"committee": "committees", "role": "committee-roles", "term": TERMS, "body": BODIES},
        _open,
        _by_since,
    ),
    "degree": Register(
        Degree,
        ("grade",),
        ("field",),
        "degrees",
        {"grade": "degrees", "field": "fields-of-study", "mode": "study-modes"},
        order=_by_rank("degrees"),
    ),
    "theory": Register(Theory, ("grade",), (), "theory", {"grade": "theory-levels"}, order=_by_rank("theory-levels")),
    "certificate": Register(Certificate, ("kind", "grade"), (), "certificates", order=_certificate),
    "rating": Register(
        Rating, ("year", "system"), (), "ratings", {"grade": "rating-grades"}, once=True, demands=("grade",)
    ),
    "discipline": Register(
        Discipline,
        ("form",),
        ("on", "system"),
        "discipline",
        {"form": "discipline-forms", "reason": "discipline-reasons"},
        order=_by_on,
    ),
    "proceeding": Register(
        Proceeding, ("kind", "since"), (), "proceedings", {"kind": "proceeding-kinds"}, _open, _by_since
    ),
    "planned": Register(
        Planned,
        ("title",),
        ("term", "since"),
        "planning",
        {"title": TITLES, "term": TERMS},
        _open,
        _by_since,
        demands=("since",),
    ),
    "reward": Register(Reward, ("form",), ("on",), "rewards", {"form": "reward-forms"}, order=_by_on),
    "paper": Register(
        Paper,
        ("kind",),
        ("issued",),
        "papers",
        stands=lambda row: row["confirmed"] is True,
        order=lambda row, book: (row["issued_hi"] or 0, -row["id"]),
    ),
    "relative": Register(Relative, ("relation", "name"), ("born_year",), "family", {"relation": "relations"}),
    "detail": Register(Detail, ("kind",), lists={"kind": "details"}, once=True, demands=("value",)),
    "private": Register(PrivateDetail, ("kind",), lists={"kind": "private-details"}, once=True, demands=("value",)),
    "candidacy": Register(Candidacy, ("election",), demands=("constituency", "outcome")),
    "section": Register(Section, ("name",), once=True, demands=("confirmed",)),
}

#: Columns that an import never sets: they belong to the record.
_RECORD = ("id", "person", "paper", "entry_from", "entry_to")


def columns_of(register: Register) -> Mapping[str, Any]:
    """The fields of a register that a mapping may name, by name."""
    return _columns_of(register.model)


@functools.cache
def _columns_of(model: type[models.Model]) -> Mapping[str, Any]:
    return {each.name: each for each in model._meta.concrete_fields if each.name not in _RECORD}


def defaults_of(model: type[OfPerson] | type[models.Model]) -> dict[str, Any]:
    """Column → the value that it has when nothing is said."""
    found = {}
    for each in model._meta.concrete_fields:
        blank = "" if isinstance(each, models.CharField) else None
        found[each.attname] = each.default if each.has_default() else blank
    return found
