"""Writing many rows at once, under the entry of their action.

Rows go to the database as plain tuples: SQLite by executemany, PostgreSQL by COPY. Every guard of the database still
looks at each row. Ids are given here, so that rows may point at each other and be closed later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from canbo.base.fields import WrittenDate
from canbo.base.record.models import Entry
from tools.world.timeline import end_stamps, stamps

_PLAIN, _DATE, _END, _BODY, _PAPER = range(5)


class Table:
    """One register as the writer sees it: its columns in the order of its rows, and the next id."""

    def __init__(self, label: str, row_type: type[Any] | None, owner: str) -> None:
        """`owner` is the thing that its rows belong to ("person", "body"); blank for people and bodies themselves."""
        self.model: type[models.Model] = apps.get_model(label)
        self.columns = ["id", "entry_from_id", f"{owner}_id" if owner else self._key()]
        self.handling: list[int] = []
        for name in row_type._fields if row_type else ():
            self._add(name)
        self.plain = not any(self.handling)
        self.next_id = (self.model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1

    def _key(self) -> str:
        return "code" if self.model._meta.model_name == "body" else "key"

    def _add(self, name: str) -> None:
        field = self.model._meta.get_field(name)
        column = str(field.column)  # type: ignore[union-attr]
        if isinstance(field, WrittenDate):
            self.columns += [column, f"{column}_lo", f"{column}_hi"]
            self.handling.append(_END if field.end else _DATE)
        else:
            self.columns.append(column)
            self.handling.append({"paper_id": _PAPER, "body_id": _BODY, "parent_id": _BODY}.get(column, _PLAIN))


class Writer:
    """Gives ids, writes rows, closes rows, and keeps the digest of everything written."""

    def __init__(self, bodies: dict[str, int]) -> None:
        self.bodies = bodies
        self.counts: dict[str, int] = {}
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """SHA-256 over all that was said, in order: equal for equal seeds, on every database."""
        return self._digest.hexdigest()

    def note(self, *said: Any) -> None:
        """Take something into the digest."""
        self._digest.update(repr(said).encode())

    def flat(self, table: Table, row: Any, entry: int, owner: int, papers: int = 0) -> list[Any]:
        """A row as its table has it: id, entry, owner, then the columns with their stamps. `papers` is the id before the first."""
        out: list[Any] = [table.next_id, entry, owner]
        table.next_id += 1
        if table.plain:
            out += row
            return out
        for value, handling in zip(row, table.handling, strict=True):
            if handling == _PLAIN:
                out.append(value)
            elif handling == _DATE:
                out += (value, *stamps(value))
            elif handling == _END:
                out += (value, *end_stamps(value))
            elif handling == _BODY:
                out.append(self.bodies[value] if value else None)
            else:
                out.append(papers + value if value else None)
        return out

    def insert(self, table: Table, rows: list[list[Any]], entry: Entry) -> None:
        """Insert flat rows under an entry; the columns that they leave out take their defaults (blank, null)."""
        if not rows:
            return
        name = table.model._meta.db_table
        columns = self._with_defaults(table, rows)
        for row in rows:
            row[1] = entry.seq
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:  # not by COPY: PostgreSQL has none for tables behind the second wall
            cursor.executemany(f'insert into "{name}" ({listed}) values ({marks})', rows)
        self.counts[table.model.__name__] = self.counts.get(table.model.__name__, 0) + len(rows)

    @staticmethod
    def _with_defaults(table: Table, rows: list[list[Any]]) -> list[str]:
        """All columns; the rows get the defaults of those that they do not tell."""
        missing = [
            field
            for field in table.model._meta.concrete_fields
            if field.column not in table.columns and not field.null and not field.primary_key
        ]
        blank = [field.get_default() for field in missing]
        for row in rows if blank else ():
            row += blank
        return [*table.columns, *(str(field.column) for field in missing)]

    @staticmethod
    def close(table: Table, ids: Iterable[int], entry: Entry) -> None:
        """Close rows under an entry."""
        name = table.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.executemany(
                f'update "{name}" set entry_to_id = %s where id = %s', [(entry.seq, number) for number in ids]
            )

    @staticmethod
    def reset_sequences(tables: Iterable[Table]) -> None:
        """Let the database give its own ids after ours."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
                cursor.execute(statement)
