"""Row-level security as migrations set it: one line, `Wall(…)`, for each table that hangs on a person or a ballot.

A walled table shows the rows of the persons named in the setting `canbo.asking` (of the ballots in
`canbo.asking_ballots`), all when it says "all", and none when it is empty or was never set. The same holds for writing.
Owners are bound too (FORCE).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

from canbo.base.walls.asking import EVERYTHING, SETTINGS

_WALLED = (
    "select c.relname, c.relforcerowsecurity, pg_get_expr(p.polqual, p.polrelid) from pg_class c "
    "join pg_policy p on p.polrelid = c.oid where c.relrowsecurity and p.polname = 'walled' order by 1"
)

#: In the rule of a policy, as PostgreSQL writes it back: its setting, and the column that it compares.
_SETTING, _COLUMN = re.compile(r"'(canbo\.\w+)'"), re.compile(r"\((\w+)\)::text = ANY")


def column_of(model: type[models.Model], of: str) -> str:
    """The column by which a row belongs to what is walled; `of` is the label of its model ("people.person").

    Raises LookupError when the table does not hang on it.
    """
    if model._meta.label_lower == of:
        return str(model._meta.pk.column)  # type: ignore[union-attr]
    for field in model._meta.concrete_fields:
        if field.name == _kind(of) and field.related_model and field.related_model._meta.label_lower == of:
            return str(field.column)
    raise LookupError(f"{model._meta.label} does not hang on a {_kind(of)}")


def _kind(of: str) -> str:
    return of.partition(".")[2]


def wall_statements(table: str, column: str, kind: str) -> Iterator[str]:
    """The SQL that walls a table off; `kind` is one of SETTINGS."""
    # Neither half of it names a column: each is read once for a statement. That everything is shown is a truth of its
    # own and no comparison, of which the planner would believe that it holds of one row in two hundred.
    said = f"current_setting('{SETTINGS[kind]}', true)"
    shown = f"(select {said} = '{EVERYTHING}') or {column}::text = any (string_to_array((select {said}), ','))"
    yield f"drop policy if exists walled on {table}"
    yield f"create policy walled on {table} using ({shown}) with check ({shown})"
    yield f"alter table {table} enable row level security, force row level security"


def walled_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that the database walls off, owners included."""
    with connection.cursor() as cursor:
        cursor.execute(_WALLED)
        found = cursor.fetchall()
    return [table for table, forced, rule in found if forced and any(f"'{name}'" in rule for name in SETTINGS.values())]


@contextmanager
def open_for_loading(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the owner copy rows into walled tables, which PostgreSQL refuses otherwise. For a restore."""
    tables = walled_tables(connection)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'alter table "{table}" no force row level security')
        yield
        for table in tables:
            cursor.execute(f'alter table "{table}" force row level security')


def wall_anew(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The SQL that sets every wall of a database again, in the words of today."""
    with connection.cursor() as cursor:
        cursor.execute(_WALLED)
        found = cursor.fetchall()
    for table, _, rule in found:
        setting, column = (pattern.search(rule) for pattern in (_SETTING, _COLUMN))
        if setting is None or column is None:
            raise LookupError(f"the wall of {table} is not one of ours: {rule}")
        kind = next(kind for kind, name in SETTINGS.items() if name == setting[1])
        yield from wall_statements(table, column[1], kind)


class WallsAnew(Operation):
    """Migration: set the walls that stand again, in the words of today. What they show stays the same."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Policies are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the policies again; SQLite has none."""
        if schema_editor.connection.vendor == "postgresql":
            for statement in wall_anew(schema_editor.connection):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing: either wording shows the same rows."""

    def describe(self) -> str:
        """A line for the migration plan."""
        return "Set the walls again"


class Wall(Operation):
    """Migration: wall off these models of the app, each of which is or has what `of` names ("people.person")."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *model_names: str, of: str = "people.person") -> None:
        self.model_names = model_names
        self.of = of

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for squashing."""
        return type(self).__name__, list(self.model_names), {"of": self.of}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Policies are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the policies; SQLite has none."""
        if schema_editor.connection.vendor != "postgresql":
            return
        for name in self.model_names:
            model = to_state.apps.get_model(app_label, name)
            for statement in wall_statements(model._meta.db_table, column_of(model, self.of), _kind(self.of)):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the policies."""
        if schema_editor.connection.vendor != "postgresql":
            return
        for name in self.model_names:
            table = from_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f"drop policy if exists walled on {table}", params=None)
            schema_editor.execute(f"alter table {table} no force row level security, disable row level security")

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Wall off {', '.join(self.model_names)}"
