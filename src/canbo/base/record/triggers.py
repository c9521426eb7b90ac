"""The database itself refuses to change the record: triggers for SQLite and PostgreSQL, set by migrations.

Five kinds of table are guarded, and the model says which it is:

* the record (`Entry`): each entry is the next one and carries the hash of the one before; nothing else may happen, save
  that payload and salt become null under the newest entry when that is an erasure which names this one;
* the tree (`Node`): a node is written under the entry that completes it and then never touched;
* accounts: entries are signed with the sign-in name, so it and the account stay; the shown name, and whether it is
  open, change only as the newest entry says (secrets of the sign-in may change);
* recorded tables (`entry_from` and `entry_to`): a row is written under the newest entry, closed once under a later
  newest entry, and otherwise never changed or removed;
* anchors and frozen rows (only `entry_from` or `entry`): written under the newest entry, then never touched.

A migration that alters a guarded table on SQLite rebuilds the table and so loses its triggers: end it with `Guard(…)`
(and `NoOverlap(…)` where there was one). A test compares the triggers of the database with the models.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from canbo.base.record import triggers_postgresql, triggers_sqlite

#: Every trigger of ours begins so.
PREFIX = "kept_"
_ENGINES: dict[str, Any] = {"sqlite": triggers_sqlite, "postgresql": triggers_postgresql}


def guarded_by(model: type[models.Model]) -> str | None:
    """How a model is guarded: "record", "tree", "account", "recorded", "frozen"; None when the record knows it not."""
    names = {field.name for field in model._meta.concrete_fields}
    special = {"record.entry": "record", "record.node": "tree", "accounts.account": "account"}
    if model._meta.label_lower in special:
        return special[model._meta.label_lower]
    if {"entry_from", "entry_to"} <= names:
        return "recorded"
    return "frozen" if names & {"entry_from", "entry"} else None


def guard_statements(vendor: str, model: type[models.Model]) -> Iterator[str]:
    """The SQL that removes and sets the triggers of a guarded model. Raises ValueError for an unguarded one."""
    kind = guarded_by(model)
    if kind is None:
        raise ValueError(f"{model._meta.label} has no place on the record")
    yield from getattr(_ENGINES[vendor], kind)(model)


def faulty_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that the models ask for and the database lacks, words differently or has switched off.

    Those too that single migrations set on a table of their own. On PostgreSQL the functions behind the triggers are
    compared as well.
    """
    engine = _ENGINES[connection.vendor]
    statements = [*_of_models(connection.vendor), *_of_migrations(connection.vendor)]
    wanted = {text.split()[2].strip('"'): text for text in statements if text.startswith("create trigger")}
    with connection.cursor() as cursor:
        cursor.execute(engine.LIST)
        found = {name: text.lower() for name, text, _ in cursor.fetchall()}
        faulty = engine.faulty(cursor, statements)
    for name, text in wanted.items():
        if name not in found or not engine.same(found[name], text.lower()):
            faulty.append(name)
    return sorted(faulty)


def _of_models(vendor: str) -> Iterator[str]:
    for model in apps.get_models():
        if guarded_by(model):
            yield from guard_statements(vendor, model)


def _of_migrations(vendor: str) -> Iterator[str]:
    """What the operations of migrations set that say so themselves (`standing`), the older ones first."""
    loader = MigrationLoader(None)
    for app_label, name in sorted(loader.disk_migrations):
        for operation in loader.disk_migrations[app_label, name].operations:
            if hasattr(operation, "standing"):
                yield from operation.standing(app_label, vendor)


def lift(connection: BaseDatabaseWrapper) -> list[str]:
    """Remove every guard of the database; gives the statements that set them again. For migrations and tests alone."""
    with connection.cursor() as cursor:
        cursor.execute(_ENGINES[connection.vendor].LIST)
        found = cursor.fetchall()
        for name, _, table in found:
            cursor.execute(_ENGINES[connection.vendor].drop(name, table))
    return [text for _, text, _ in found]


def restore(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Set the guards again that `lift` removed."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _model(state: Any, app_label: str, name: str) -> type[models.Model]:
    label, _, model_name = name.rpartition(".")
    found: type[models.Model] = state.apps.get_model(label or app_label, model_name)
    return found


class Guard(Operation):
    """Migration: set the guards of these models of the app (again). A model of another app is named "app.Model"."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *model_names: str) -> None:
        self.model_names = model_names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for squashing."""
        return type(self).__name__, list(self.model_names), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the triggers."""
        for name in self.model_names:
            model = _model(to_state, app_label, name)
            for statement in guard_statements(schema_editor.connection.vendor, model):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the triggers of these tables."""
        engine = _ENGINES[schema_editor.connection.vendor]
        for name in self.model_names:
            table = _model(from_state, app_label, name)._meta.db_table
            for statement in engine.drops(table):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Guard {', '.join(self.model_names)}"


class Seal(Operation):
    """Migration: once a model of `by` has a row for a `key` (a column), the rows of this model for it never change."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, key: str, by: tuple[str, ...]) -> None:
        self.model_name = model_name
        self.key = key
        self.by = by

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for squashing."""
        return type(self).__name__, [self.model_name, self.key, self.by], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def standing(self, app_label: str, vendor: str) -> Iterator[str]:
        """The SQL of the triggers as they should stand now."""
        table, *others = (apps.get_model(app_label, name)._meta.db_table for name in (self.model_name, *self.by))
        yield from _ENGINES[vendor].sealed(table, self.key, others)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the triggers."""
        table, *others = (_model(to_state, app_label, name)._meta.db_table for name in (self.model_name, *self.by))
        engine = _ENGINES[schema_editor.connection.vendor]
        for statement in engine.sealed(table, self.key, others):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the triggers."""
        table = _model(from_state, app_label, self.model_name)._meta.db_table
        engine = _ENGINES[schema_editor.connection.vendor]
        for event in ("insert", "update", "delete", "truncate"):
            schema_editor.execute(engine.drop(f"{PREFIX}{table}_sealed_{event}", table), params=None)

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Seal {self.model_name} once {' or '.join(self.by)} stands for its {self.key}"


class OwnTriggers(Operation):
    """Migration: triggers that one table has for itself. A kind of them gives `statements` and `removals`."""

    reversible = True
    reduces_to_sql = True

    def statements(self, vendor: str) -> Iterator[str]:
        """The SQL that sets the triggers."""
        raise NotImplementedError

    def removals(self, vendor: str) -> Iterator[str]:
        """The SQL that removes the triggers where they stand, and does nothing where they do not."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def standing(self, app_label: str, vendor: str) -> Iterator[str]:
        """The SQL of the triggers as they should stand now."""
        yield from self.removals(vendor)
        yield from self.statements(vendor)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the triggers."""
        for statement in self.standing(app_label, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the triggers."""
        for statement in self.removals(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class _Refusing(Operation):
    """Migration: a trigger of its own on one table, named after the table and `part`."""

    reversible = True
    reduces_to_sql = True
    part = ""

    def __init__(self, model_name: str, key: str, **more: Any) -> None:
        self.model_name = model_name
        self.key = key
        self.more = more

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for squashing."""
        return type(self).__name__, [self.model_name, self.key], self.more

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def statements(self, engine: Any, table: str) -> Iterator[str]:
        """The SQL that sets the trigger on a table."""
        raise NotImplementedError

    def standing(self, app_label: str, vendor: str) -> Iterator[str]:
        """The SQL of the trigger as it should stand now."""
        yield from self.statements(_ENGINES[vendor], apps.get_model(app_label, self.model_name)._meta.db_table)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the trigger."""
        model = to_state.apps.get_model(app_label, self.model_name)
        engine = _ENGINES[schema_editor.connection.vendor]
        for statement in self.statements(engine, model._meta.db_table):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the trigger."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        engine = _ENGINES[schema_editor.connection.vendor]
        schema_editor.execute(engine.drop(f"{PREFIX}{table}_{self.part}", table), params=None)


class NoOverlap(_Refusing):
    """Migration: refuse two open rows of a model that have the same `key` and certainly last over the same day.

    Spells have columns since_hi and last_lo. `key` is a column, or several with commas between; `unless_blank`: rows
    whose key is blank are left alone; `unless`: a true-or-false column whose true rows are left alone; `part` names the
    trigger where a table has two.
    """

    def __init__(
        self, model_name: str, key: str, unless_blank: bool = False, unless: str = "", part: str = "overlap"
    ) -> None:
        super().__init__(model_name, key, unless_blank=unless_blank, unless=unless, part=part)
        self.unless_blank = unless_blank
        self.unless = unless
        self.part = part

    def statements(self, engine: Any, table: str) -> Iterator[str]:
        """The SQL that sets the trigger on a table."""
        yield from engine.no_overlap(table, self.key, self.unless_blank, self.unless, self.part)

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Refuse overlapping rows of {self.model_name} with the same {self.key}"


class NoGap(_Refusing):
    """Migration: refuse an open row that certainly begins after a day without any row of the same `key`."""

    part = "gap"

    def statements(self, engine: Any, table: str) -> Iterator[str]:
        """The SQL that sets the trigger on a table."""
        yield from engine.no_gap(table, self.key)

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Refuse a gap between rows of {self.model_name} with the same {self.key}"


class NoCircle(_Refusing):
    """Migration: refuse an open row whose `above` leads back to its `key` over links that hold on one day."""

    part = "circle"

    def __init__(self, model_name: str, key: str, above: str) -> None:
        super().__init__(model_name, key, above=above)
        self.above = above

    def statements(self, engine: Any, table: str) -> Iterator[str]:
        """The SQL that sets the trigger on a table."""
        yield from engine.no_circle(table, self.key, self.above)

    def describe(self) -> str:
        """A line for the migration plan."""
        return f"Refuse circles of {self.key} and {self.above} in {self.model_name}"
