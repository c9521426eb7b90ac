"""What of a dossier may be proposed for: every field that a reader sees and another person can decide about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from canbo.apps.people.columns import value_words
from canbo.apps.people.corrigible import PERSON_FIELDS, ROWS
from canbo.apps.people.models import SEALED_FIELDS, OfPerson, PersonVersion
from canbo.apps.people.proposals import KNOWN_BY, LISTS, named, row_words
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import say

_IDENTITY = Text("Nhân thân", "Identity")
_DETAILS = {
    "Detail": Text("Chi tiết khác", "Other details"),
    "PrivateDetail": Text("Thông tin riêng", "Private details"),
}


def places(who: PersonVersion, called: Names, opens: Collection[str]) -> list[tuple[str, Any]]:
    """What may be proposed, by section: the address of a field ("PersonVersion.12.born") and its words with the present
    value; of the sealed sections those that are open."""
    found: list[tuple[str, Any]] = [(say(_IDENTITY), _of_identity(who, called, opens))]
    for table, (model, fields) in ROWS.items():
        rows = model._default_manager.filter(person=who.person, entry_to__isnull=True).order_by("pk")
        choices = [each for row in rows for each in _of_row(table, row, fields, called)] if table in opens else []
        if choices:
            found.append((say(KNOWN_BY[table][0]), choices))
    for table, listed in LISTS.items():
        if table in opens:
            kinds = [(f"{table}..{code}", say(name)) for code, name in called.choices(listed)]
            found.append((say(_DETAILS[table]), kinds))
    return found


def first_of(offered: list[tuple[str, Any]], row: str) -> str:
    """The address of the first field of a row ("Degree.12") among the places offered; "" where there is none."""
    found = (place for _, fields in offered for place, _ in fields if row and place.startswith(f"{row}."))
    return next(found, "")


def _of_identity(who: PersonVersion, called: Names, opens: Collection[str]) -> list[tuple[str, str]]:
    shown = {
        field: "" if field in SEALED_FIELDS else value_words("PersonVersion", field, getattr(who, field), called)
        for field in PERSON_FIELDS
        if SEALED_FIELDS.get(field, "PersonVersion") in opens
    }
    return [
        (f"PersonVersion.{who.pk}.{field}", _shown(say(named("PersonVersion", field)), value))
        for field, value in shown.items()
    ]


def _of_row(table: str, row: OfPerson, fields: Sequence[str], called: Names) -> list[tuple[str, str]]:
    by = row_words(table, row, called)
    return [
        (
            f"{table}.{row.pk}.{field}",
            f"{by}: {_shown(say(named(table, field)), value_words(table, field, getattr(row, field), called))}",
        )
        for field in fields
    ]


def _shown(words: str, value: str) -> str:
    return f"{words} ({value})" if value else words
