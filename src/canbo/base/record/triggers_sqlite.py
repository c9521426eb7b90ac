"""The guards of the record in SQLite's words. SQLite has triggers for each row only.

REPLACE removes the row in its way without asking the triggers that watch removal, so a row may not take the place of
another: the triggers before an insert look for one.
"""

# ruff: noqa: S608 - the names that enter these statements are the models' own, never somebody's input

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from canbo.base.record.chain import ACCOUNT_CHANGED, ERASE, GENESIS, KEPT_OF_ACCOUNTS

#: A stamp after every day.
_NEVER = 9223372036854775807
#: name, statement, table of every guarding trigger.
LIST = "select name, sql, tbl_name from sqlite_master where type = 'trigger' and name glob 'kept_*' order by name"
_NEWEST = "(select max(seq) from record_entry)"


def drop(name: str, table: str) -> str:
    """The statement that removes one trigger."""
    return f'drop trigger if exists "{name}"'


def drops(table: str) -> Iterator[str]:
    """The statements that remove the guards of a table."""
    for event in ("insert", "update", "delete"):
        yield drop(f"kept_{table}_{event}", table)


def faulty(cursor: Any, statements: Iterable[str]) -> list[str]:
    """What else is wrong with the guards: here nothing, for a trigger of SQLite says everything itself."""
    return []


def same(found: str, wanted: str) -> bool:
    """Whether a trigger in the database is the one that is asked for."""
    return found == wanted


def record(model: type[models.Model]) -> Iterator[str]:
    """The record itself: the next number, the hash of the one before, and then for ever, save for an erasure.

    SQLite cannot compute SHA-256; that a hash is the one of what the entry says is found by `canbo record verify`.
    """
    table = model._meta.db_table
    out_of_order = (
        f"new.seq is not coalesce({_NEWEST}, 0) + 1 or new.previous is not "
        f"coalesce((select hash from {table} order by seq desc limit 1), '{GENESIS}')"
    )
    hexes = " or ".join(
        f"length(new.{name}) is not 64 or new.{name} glob '*[^0-9a-f]*'" for name in ("hash", "commitment", "salt")
    )
    incomplete = f"new.payload is null or new.erased_id is not null or {hexes}"
    yield from drops(table)
    yield _on_insert(model, f"{out_of_order} or {incomplete}", "the next entry follows the last one")
    kept = " and ".join(
        f'new."{name}" is old."{name}"' for name in ("seq", "at", "by_id", "action", "commitment", "previous", "hash")
    )
    yield _trigger(
        table,
        "update",
        f"not (old.payload is not null and new.payload is null and new.salt is null and old.action <> '{ERASE}' "
        f"and new.erased_id is {_NEWEST} and {kept} and exists (select 1 from {table} e where e.seq = new.erased_id "
        f"and e.action = '{ERASE}' and json_extract(e.payload, '$.entry') = old.seq))",
        "nothing is changed",
    )
    yield _trigger(table, "delete", "1", "nothing is removed")


def tree(model: type[models.Model]) -> Iterator[str]:
    """The nodes of the tree: each under the entry that completes it, and then for ever."""
    table = model._meta.db_table
    wrong = f"new.level < 1 or (new.place + 1) << new.level is not {_NEWEST} or length(new.hash) is not 32"
    there = f'exists (select 1 from "{table}" where level = new.level and place = new.place)'
    yield from drops(table)
    yield (
        f'create trigger "kept_{table}_insert" before insert on "{table}" begin '
        f"select raise(abort, '{table}: a node is written with the entry that completes it') where {wrong}; "
        f"select raise(abort, '{table}: another row stands there') where {there}; end"
    )
    yield from _untouchable(table)


def account(model: type[models.Model]) -> Iterator[str]:
    """Accounts: entries are signed with their sign-in names, so name and account stay; see `KEPT_OF_ACCOUNTS`."""
    table = model._meta.db_table
    stays = " and ".join(f'new."{name}" is old."{name}"' for name in KEPT_OF_ACCOUNTS)
    told = " and ".join(f'new."{name}" is old."{name}"' for name in ("shown_as", "is_active"))
    entered = (
        f"exists (select 1 from record_entry e where e.seq = {_NEWEST} and e.action = '{ACCOUNT_CHANGED}' "
        "and json_extract(e.payload, '$.account') = new.username "
        "and json_extract(e.payload, '$.shown_as') = new.shown_as "
        "and json_extract(e.payload, '$.active') = new.is_active)"
    )
    yield from drops(table)
    yield (
        f'create trigger "kept_{table}_insert" before insert on "{table}" begin '
        f"select raise(abort, '{table}: another row stands there') where {_in_the_way(model)}; end"
    )
    wrong = f"not ({stays} and ({told} or {entered}))"
    yield _trigger(table, "update", wrong, "a sign-in name stays, and the newest entry says what else changes")
    yield _trigger(table, "delete", "1", "nothing is removed")


def frozen(model: type[models.Model]) -> Iterator[str]:
    """Rows written under the newest entry and then never touched."""
    table = model._meta.db_table
    names = {field.name for field in model._meta.concrete_fields}
    column = "entry_from_id" if "entry_from" in names else "entry_id"
    yield from drops(table)
    yield _on_insert(model, f"new.{column} is not {_NEWEST}", "written under the newest entry")
    yield from _untouchable(table)


def recorded(model: type[models.Model]) -> Iterator[str]:
    """Rows written open under the newest entry, closed once under a newer one, and otherwise never touched."""
    table = model._meta.db_table
    # Sorted, because a migration may hold the fields in another order than the model does.
    columns = sorted(str(field.column) for field in model._meta.concrete_fields if field.column != "entry_to_id")
    same = " and ".join(f'new."{column}" is old."{column}"' for column in columns)
    yield from drops(table)
    wrong = f"new.entry_from_id is not {_NEWEST} or new.entry_to_id is not null"
    yield _on_insert(model, wrong, "written open, under the newest entry")
    yield _trigger(
        table,
        "update",
        f"not (old.entry_to_id is null and new.entry_to_id is {_NEWEST} and {same})",
        "a row is only closed, once, under the newest entry",
    )
    yield _trigger(table, "delete", "1", "nothing is removed")


def no_overlap(table: str, key: str, unless_blank: bool, unless: str, part: str) -> Iterator[str]:
    """Refuse a row that certainly lasts on a day on which another open row of the same key certainly does."""
    columns = key.split(", ")
    same = " and ".join(f"o.{column} = new.{column}" for column in columns)
    filled = f"new.{key} > '' and " if unless_blank else f"not new.{unless} and " if unless else ""
    other_filled = f"o.{key} > '' and " if unless_blank else f"not o.{unless} and " if unless else ""
    clash = (
        f"{filled}new.since_hi < coalesce(new.last_lo, {_NEVER}) and exists (select 1 from {table} o "
        f"where {same} and {other_filled}o.entry_to_id is null and "
        f"max(o.since_hi, new.since_hi) < min(coalesce(o.last_lo, {_NEVER}), coalesce(new.last_lo, {_NEVER})))"
    )
    yield from _refusing(table, part, clash, f"two rows of one {key} overlap")


def no_gap(table: str, key: str) -> Iterator[str]:
    """Refuse a row that certainly begins after a day on which no row of the same key can have lasted."""
    gap = (
        f"exists (select 1 from {table} o where o.{key} = new.{key} and o.entry_to_id is null "
        f"and o.last_hi < new.since_lo) and not exists (select 1 from {table} o where o.{key} = new.{key} "
        f"and o.entry_to_id is null and o.since_lo < new.since_lo and coalesce(o.last_hi, {_NEVER}) >= new.since_lo)"
    )
    yield from _refusing(table, "gap", gap, f"rows of one {key} leave a gap")


def no_circle(table: str, key: str, above: str) -> Iterator[str]:
    """Refuse a row whose `above` leads back to its key over links that certainly hold on one day."""
    circle = (
        f"new.{above} is not null and exists (with recursive up(id, lo, hi) as ("
        f"select new.{above}, new.since_hi, coalesce(new.last_lo, {_NEVER}) union "
        f"select o.{above}, max(up.lo, o.since_hi), min(up.hi, coalesce(o.last_lo, {_NEVER})) "
        f"from up join {table} o on o.{key} = up.id where o.entry_to_id is null and o.{above} is not null "
        f"and max(up.lo, o.since_hi) < min(up.hi, coalesce(o.last_lo, {_NEVER}))) "
        f"select 1 from up where id = new.{key} and lo < hi)"
    )
    yield from _refusing(table, "circle", circle, f"{key} and {above} make a circle")


def _refusing(table: str, part: str, when: str, says: str) -> Iterator[str]:
    yield drop(f"kept_{table}_{part}", table)
    yield (
        f'create trigger "kept_{table}_{part}" before insert on "{table}" when {when} '
        f"begin select raise(abort, '{table}: {says}'); end"
    )


def sealed(table: str, key: str, by: Sequence[str]) -> Iterator[str]:
    """Refuse every change of the rows of a `key` for which one of the tables `by` has a row."""
    for event in ("insert", "update", "delete"):
        seen = ["new"] if event == "insert" else ["old"] if event == "delete" else ["old", "new"]
        tests = (f'exists (select 1 from "{other}" where {key} = {row}.{key})' for other in by for row in seen)
        yield drop(f"kept_{table}_sealed_{event}", table)
        yield (
            f'create trigger "kept_{table}_sealed_{event}" before {event} on "{table}" when {" or ".join(tests)} '
            f"begin select raise(abort, '{table}: this {key} is closed'); end"
        )


def _untouchable(table: str) -> Iterator[str]:
    yield _trigger(table, "update", "1", "nothing is changed")
    yield _trigger(table, "delete", "1", "nothing is removed")


def _trigger(table: str, event: str, refused_when: str, says: str) -> str:
    return (
        f'create trigger "kept_{table}_{event}" before {event} on "{table}" when {refused_when} '
        f"begin select raise(abort, '{table}: {says}'); end"
    )


def _on_insert(model: type[models.Model], wrong: str, says: str) -> str:
    table = model._meta.db_table
    return (
        f'create trigger "kept_{table}_insert" before insert on "{table}" begin '
        f"select raise(abort, '{table}: {says}') where {wrong}; "
        f"select raise(abort, '{table}: another row stands there') where {_in_the_way(model)}; end"
    )


def _in_the_way(model: type[models.Model]) -> str:
    """Whether a row stands that the new one would replace, by the primary key or by anything else that is unique."""
    columns_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    keys: list[tuple[tuple[str, ...], str]] = [
        ((columns_of[field.name],), "") for field in model._meta.concrete_fields if field.unique
    ]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = tuple(columns_of[name] for name in constraint.fields)
            keys.append((columns, " and entry_to_id is null" if constraint.condition is not None else ""))
    tests = []
    for columns, also in sorted(keys):
        same = " and ".join(f'"{column}" = new."{column}"' for column in columns)
        tests.append(f'exists (select 1 from "{model._meta.db_table}" where {same}{also})')
    return " or ".join(tests)
