"""Writing many rows of one register at once, faster than building a model for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, models

from canbo.apps.people.importing.registers import defaults_of
from canbo.base.record.models import Entry

_BATCH = 5000


def insert_rows(model: type[models.Model], rows: list[dict[str, Any]], entry: Entry) -> None:
    """Insert rows given as values by column; what is not given has the column's default. Constraints hold as always.

    The rows of an import were parsed by the same fields and carry their stamps, so models add nothing but time: this
    takes a third of what bulk_create takes.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    defaults = [defaults_of(model)[field.attname] for field in fields]
    names = [field.attname for field in fields]
    prepare = [_preparation(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"insert into {quote(model._meta.db_table)} ({columns}) values ({marks})"  # noqa: S608 (names from models)
    written = _tuples(rows, names, defaults, prepare, entry.pk)
    with connection.cursor() as cursor:
        while batch := list(islice(written, _BATCH)):
            cursor.executemany(statement, batch)


def _tuples(
    rows: list[dict[str, Any]], names: list[str], defaults: list[Any], prepare: list[Any], entry: int
) -> Iterator[tuple[Any, ...]]:
    fixed = {"entry_from_id": entry, "entry_to_id": None}
    pairs = list(zip(names, defaults, strict=True))
    adapted = [(place, adapt) for place, adapt in enumerate(prepare) if adapt]
    for row in rows:
        row.update(fixed)
        values = [row.get(name, default) for name, default in pairs]
        for place, adapt in adapted:
            values[place] = adapt(values[place])
        yield tuple(values)


def _preparation(field: Any) -> Any:
    """How the database wants a field's values, where it is not the value itself."""
    if isinstance(field, models.DecimalField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None
