"""Registers drawn at random from a seed, and the same rows in SQLite, DuckDB and PostgreSQL.

The tables carry the columns of the models and nothing else: the rows may contradict each other in every way that a
register refuses, because the engines must agree on those too.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.people import models as people
from canbo.base.fields import WrittenDate, stamped
from canbo.core.engines.sql import Scope

TABLES: tuple[type[models.Model], ...] = (
    people.PersonVersion,
    people.Paper,
    people.Holding,
    people.Seat,
    people.Degree,
    people.Theory,
    people.Certificate,
    people.Rating,
    people.Discipline,
    people.Proceeding,
    people.Planned,
    people.Reward,
    people.Product,
    people.Finding,
    people.Extension,
    people.Section,
    BodyVersion,
)

SCALES = {
    "degrees": {"secondary": 10, "college": 30, "university": 50, "master": 60},
    "academic-ranks": {"PGS": 10, "GS": 20},
    "theory-levels": {"none": 0, "elementary": 10, "intermediate": 20, "advanced": 30, "bachelor": 30},
    "state-management-levels": {"none": 0, "specialist": 10, "principal_specialist": 20},
    "rating-grades": {"not_done": 1, "done": 2, "good": 3, "excellent": 4},
    "title-ranks": {"specialist": 100, "deputy": 300, "head": 500, "chief": 500},
}
#: Sixty years for everybody born before 1965, sixty-two for men and sixty for women after; a gap for women before 1940.
RETIREMENT = (
    (((0, "M", "M"), (1, None, 23579)), 720),
    (((0, "M", "M"), (1, 23580, None)), 744),
    (((0, "F", "F"), (1, 23280, None)), 720),
)

#: Words that may stand in a column of that name.
_WORDS: dict[str, Sequence[Any]] = {
    "sex": ("M", "F", ""),
    "ethnicity": ("GSO:01", "GSO:03", ""),
    "birthplace": ("P63:40", "P34:40", "P63:01", ""),
    "category": ("cadre", "civil_servant", ""),
    "managed_by": ("province", "politburo", ""),
    "academic_rank": ("", "", "PGS", "GS"),
    "title": ("specialist", "deputy", "head", "chief", "unranked"),
    "committee": ("central", "province"),
    "role": ("member", "standing"),
    "field": ("law", "economics", ""),
    "year": (2020, 2021, 2022, 2023, 2024),
    "form": ("reprimand", "warning", "merit"),
    "reason": ("", "canvassing"),
    "about": ("", "head", "deputy"),
    "level": ("province", "commune"),
    "name": ("career", "seats", "degrees", "theory", "certificates", "ratings", "discipline", "proceedings",
             "planning", "family", "rewards", "papers"),
}  # fmt: skip
_WORDS["hometown"] = _WORDS["raised"] = _WORDS["place"] = _WORDS["birthplace"]
_GRADES = {
    "Degree": ("secondary", "college", "university", "master", "strange"),
    "Theory": ("elementary", "intermediate", "advanced", "bachelor", "strange"),
    "Certificate": ("specialist", "principal_specialist", "strange"),
    "Rating": ("not_done", "done", "good", "excellent"),
}
_KINDS = {
    "Paper": ("cv", "photo", "diploma"),
    "Certificate": ("state_management", "language"),
    "Proceeding": ("inspection", "denunciation"),
    "Finding": ("health_fit", "field_fits"),
    "BodyVersion": ("agency",),
}


def a_written_date(draw: random.Random, first: int, last: int) -> str:
    """A day, a month or a year between two years; month ends come up often."""
    day = dt.date(draw.randint(first, last), draw.randint(1, 12), draw.choice((1, 15, 28)))
    if draw.random() < 0.3:
        day = dt.date(day.year, day.month, 1) - dt.timedelta(days=1)
    return day.isoformat()[: draw.choice((10, 10, 7, 4))]


def _value(draw: random.Random, model: type[models.Model], field: models.Field[Any, Any]) -> Any:
    """What stands in one column of a drawn row."""
    if isinstance(field, WrittenDate):
        if field.name == "born":
            return draw.choice(("", a_written_date(draw, 1938, 1990), a_written_date(draw, 1960, 1968)))
        if field.blank and draw.random() < 0.3:
            return ""
        return (
            a_written_date(draw, 2024, 2027) if field.end and draw.random() < 0.5 else a_written_date(draw, 2012, 2026)
        )
    if isinstance(field, models.BooleanField):
        return draw.choice((True, False, None) if field.null else (True, False))
    if field.name == "grade":
        return draw.choice(_GRADES[model.__name__])
    if field.name == "kind":
        return draw.choice(_KINDS[model.__name__])
    if field.name in _WORDS:
        return draw.choice(_WORDS[field.name])
    return 0 if isinstance(field, models.IntegerField) else ""


def drawn_rows(seed: int, persons: int) -> dict[type[models.Model], list[models.Model]]:
    """Rows of every table for persons 1, 2, …, some superseded by a later entry of the record."""
    draw = random.Random(seed)
    rows: dict[type[models.Model], list[models.Model]] = {}
    for model in TABLES:
        rows[model] = []
        for owner in range(1, persons + 1):
            count = 1 if model is people.PersonVersion else draw.choice((0, 0, 1, 2, 4, 6))
            for _ in range(count):
                row = _drawn_row(draw, model, owner)
                row.pk = len(rows[model]) + 1
                rows[model].append(row)
    return rows


def _drawn_row(draw: random.Random, model: type[models.Model], owner: int) -> models.Model:
    values = {
        field.attname: _value(draw, model, field)
        for field in model._meta.concrete_fields
        if not field.is_relation and not field.primary_key and not field.attname.endswith(("_lo", "_hi"))
    }
    names = {field.attname for field in model._meta.concrete_fields}
    if "person_id" in names:
        values["person_id"] = owner
    if "body_id" in names:
        values["body_id"] = owner if model is BodyVersion else draw.choice((1, 2, 3, None))
    values["entry_from_id"] = draw.choice((1, 5, 9))
    later = model is not people.PersonVersion and draw.random() < 0.1
    values["entry_to_id"] = values["entry_from_id"] + 3 if later else None
    return stamped(model(**values))


def column_type(field: models.Field[Any, Any], flag: str) -> str:
    """A type that all engines know; `flag` is what they call a truth value."""
    if isinstance(field, models.BooleanField):
        return flag
    if field.is_relation or field.primary_key:
        return "bigint"
    return "integer" if isinstance(field, models.IntegerField) else "varchar"


def statements(model: type[models.Model], flag: str, mark: str, temporary: str = "") -> tuple[str, str]:
    """CREATE TABLE and INSERT for one table."""
    fields = model._meta.concrete_fields
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}" {column_type(field, flag)}' for field in fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join([mark] * len(fields))
    return f"create {temporary} table {table} ({columns})", f"insert into {table} ({names}) values ({marks})"


def values_of(rows: Iterable[models.Model]) -> list[tuple[Any, ...]]:
    """Rows as tuples in the order of their columns."""
    return [tuple(getattr(row, field.attname) for field in row._meta.concrete_fields) for row in rows]


def a_scope(asof: int, *, known: int | None = None, people_asked: Sequence[int] | None = None) -> Scope:
    """A scope with the scales and the table of these registers."""
    return Scope(asof, known, people_asked, scales=SCALES, tables={"retirement_age": RETIREMENT})
