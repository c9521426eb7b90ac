"""A dossier as it travels between installations: JSON values by a published schema, papers by the hash of their bytes.

A row is what its table says (`base.record.rows.said`) with three links made portable: a body is its code, a paper its
place in the list of papers, a relative's own dossier is left behind. Stamps and search columns are made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import PRIVACY, TELLING_PAPERS, TELLING_REASONS, Brought, OfPerson, Paper, Person
from canbo.base.record.chain import moment_text
from canbo.base.record.models import Entry, Recorded
from canbo.base.record.rows import said
from canbo.core.refusal import Refusal
from canbo.lib.names import sort_key
from canbo.lib.text import Text, fold

#: What a package says it is; a form that asks for more has a later number. The first did not say who entered each row:
#: it is refused by its number, because whose word a row is cannot be made up.
SCHEMA = "canbo/dossier/2"
#: The tables of rows, in the order in which they travel.
TABLES = tuple(name for name in PRIVACY if name != "Paper")
#: Columns that are made anew, or that point into this installation alone.
_LEFT = frozenset({"person_id", "relative_id", "name_fold", "name_key"})
#: Kinds of JSON value by kind of column.
_KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.ForeignKey, "link"),
)


#: Who entered a row, when and in which installation (by its key; "" for the one that sends), row by row in each table.
_MADE = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("by", "at", "origin")},
    "required": ["by", "at", "origin"],
    "additionalProperties": False,
}


def model_of(table: str) -> type[OfPerson]:
    """The table of a name in PRIVACY."""
    return apps.get_model("people", table)  # type: ignore[return-value]  # every table there is of a person


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table as they travel, with the kind of their values: string, boolean, integer, body or paper."""
    found = {}
    model = Paper if table == "Paper" else model_of(table)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.attname in _LEFT or field.name in ("entry_from", "entry_to"):
            continue
        if field.name.endswith(("_lo", "_hi")):
            continue
        kind = next((kind for cls, kind in _KINDS if isinstance(field, cls)), "string")
        found[field.name] = field.name if kind == "link" else kind
    return found


def schema() -> dict[str, Any]:
    """The published schema of `dossier.json` (JSON Schema 2020-12)."""
    kinds = {"body": {"type": ["string", "null"]}, "paper": {"type": ["integer", "null"]}}
    tables = {}
    for table in ("Paper", *TABLES):
        properties = {name: kinds.get(kind, {"type": [kind, "null"]}) for name, kind in columns_of(table).items()}
        row = {"type": "object", "properties": properties, "additionalProperties": False}
        tables[table] = {"type": "array", "items": row}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "required": ["schema", "key", "tables", "made", "sealed", "bodies"],
        "properties": {
            "schema": {"const": SCHEMA},
            "key": {"type": "string", "maxLength": 40},
            "tables": {"type": "object", "properties": tables, "additionalProperties": False},
            "made": {"type": "object", "additionalProperties": {"type": "array", "items": _MADE}},
            "sealed": {"type": "array", "items": {"enum": list(PRIVACY)}},
            "bodies": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "additionalProperties": False,
    }


def dossier_values(person: Person, tables: Collection[str]) -> tuple[dict[str, Any], list[Paper]]:
    """A dossier as JSON values, with these of its tables, and the papers whose files go with it, in their order."""
    papers = [
        paper
        for paper in Paper.objects.filter(person=person, entry_to__isnull=True).order_by("pk")
        if "Paper" in tables and TELLING_PAPERS.get(paper.kind, "Paper") in tables
    ]
    places = {paper.pk: place for place, paper in enumerate(papers)}
    rows = {
        table: list(model_of(table)._default_manager.filter(person=person, entry_to__isnull=True).order_by("pk"))
        for table in TABLES
        if table in tables
    }
    wanted = {link for each in rows.values() for row in each if (link := getattr(row, "body_id", None))}
    bodies = dict(Body.objects.filter(pk__in=wanted).values_list("pk", "code"))
    brought = brought_rows(person.pk)
    told = {"Paper": [_told("Paper", paper, bodies, places, brought) for paper in papers]}
    told |= {table: [_told(table, row, bodies, places, brought) for row in each] for table, each in rows.items()}
    if "Discipline" not in tables:
        _left_untold(told["PersonVersion"])
    foreign = {each.body: each.body_name for each in brought.values() if each.body}
    return {
        "schema": SCHEMA,
        "key": person.key,
        "tables": told,
        "made": _made({"Paper": papers, **rows}, brought),
        "sealed": sorted(PRIVACY.keys() - set(tables)),
        "bodies": foreign | _body_names(bodies),
    }, papers


def _left_untold(rows: Sequence[dict[str, Any]]) -> None:
    """Take away reasons of leaving that would tell what the disciplines say: not stated is not false."""
    for row in rows:
        if row["left_why"] in TELLING_REASONS:
            row["left_why"] = ""


def brought_rows(person: int) -> dict[tuple[str, int], Brought]:
    """What is known of rows of a person (by number) that came in a package, by table and number."""
    return {(each.table, each.row): each for each in Brought.objects.filter(person=person, entry_to__isnull=True)}


def _made(
    rows: Mapping[str, Sequence[Recorded]], brought: Mapping[tuple[str, int], Brought]
) -> dict[str, list[dict[str, str]]]:
    """Who entered each row and when: here, or where it was entered first."""
    wanted = {row.entry_from_id for each in rows.values() for row in each}
    entries = Entry.objects.select_related("by").defer("payload", "salt").in_bulk(wanted)
    return {
        table: [_entered(entries[row.entry_from_id], brought.get((table, row.pk))) for row in each]
        for table, each in rows.items()
    }


def _entered(entry: Entry, brought: Brought | None) -> dict[str, str]:
    if brought is not None:
        return {"by": brought.by, "at": brought.at, "origin": brought.origin}
    return {"by": str(entry.by.shown_as or entry.by.username), "at": moment_text(entry.at), "origin": ""}


def row_values(table: str, row: Mapping[str, Any], bodies: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a row that came: a body that is not known here is left out. Raises Refusal for a foreign column
    or a value of the wrong kind, naming the place."""
    known = columns_of(table)
    found: dict[str, Any] = {}
    for name, value in row.items():
        kind = known.get(name)
        if kind is None or not _is(kind, value):
            raise faulty(f"{table}.{name}")
        if kind == "body":
            found["body_id"] = bodies.get(value) if value else None
        elif kind != "paper":
            found[name] = value
    if table == "PersonVersion":
        name = str(found.get("name", ""))
        found |= {"name_fold": fold(name), "name_key": sort_key(name)}
    return found


def same(table: str, row: models.Model, values: Mapping[str, Any]) -> bool:
    """Whether a row that stands says all that one that came says."""
    stands = said(row)  # type: ignore[arg-type]  # every table here is recorded
    return all(plain(stands.get(name)) == plain(value) for name, value in values.items())


def faulty(place: str) -> Refusal:
    """The refusal of a package whose content is not as its schema says."""
    return Refusal(
        "package.faulty",
        Text(f"Nội dung gói sai ở “{place}”.", f"The content of the package is wrong at “{place}”."),
        Text("Đề nghị nơi gửi xuất lại gói.", "Ask the sender to make the package again."),
        status=422,
    )


def _told(
    table: str,
    row: models.Model,
    bodies: Mapping[int, str],
    places: Mapping[int, int],
    brought: Mapping[tuple[str, int], Brought],
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in columns_of(table).items():
        link: int | None = getattr(row, f"{name}_id", None)
        if kind == "body":
            came = brought.get((table, row.pk))
            found[name] = bodies.get(link) if link else (came.body or None) if came else None
        elif kind == "paper":
            found[name] = places.get(link) if link else None
        else:
            found[name] = plain(getattr(row, name))
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value if isinstance(value, str | int | bool | None) else str(value)


def _is(kind: str, value: Any) -> bool:
    if value is None:
        return True
    if kind in ("boolean", "integer", "paper"):
        return isinstance(value, bool) if kind == "boolean" else isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _body_names(bodies: Mapping[int, str]) -> dict[str, str]:
    """Code → name of the bodies that the rows name, for whoever does not know them."""
    versions = Body.objects.filter(pk__in=bodies, versions__entry_to__isnull=True).order_by("versions__since_lo")
    return dict(versions.values_list("code", "versions__name"))
