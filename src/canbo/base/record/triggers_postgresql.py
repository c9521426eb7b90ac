"""The guards of the record in PostgreSQL's words: a few functions that every guarded table's triggers share."""

# ruff: noqa: S608 - the names that enter these statements are the models' own, never somebody's input

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from canbo.base.record.chain import ACCOUNT_CHANGED, ENTRY, ERASE, GENESIS, KEPT_OF_ACCOUNTS, PAYLOAD

#: A stamp after every day.
_NEVER = 2147483647
#: name, statement, table of every guarding trigger.
LIST = (
    "select tgname, pg_get_triggerdef(oid), tgrelid::regclass::text from pg_trigger "
    "where not tgisinternal and starts_with(tgname, 'kept_') and tgenabled in ('O', 'A') order by tgname"
)
_EVENTS = ("insert", "update", "delete", "truncate")

#: Functions come before the first trigger; the migration of the record makes them.
FUNCTIONS = (
    """
    create or replace function kept_untouched() returns trigger language plpgsql as $$
    begin
        raise exception '%: nothing is changed or removed', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end $$
    """,
    # PostgreSQL can hash: an entry whose hash is not the one of what it says does not even get in.
    f"""
    create or replace function kept_in_order() returns trigger language plpgsql as $$
    declare
        last record;
        actor text;
        bound text;
    begin
        select seq, hash into last from record_entry order by seq desc limit 1;
        if new.seq is distinct from coalesce(last.seq, 0) + 1
            or new.previous is distinct from coalesce(last.hash, '{GENESIS}') then
            raise exception '%: the next entry follows the last one', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        select username into actor from accounts_account where id = new.by_id;
        bound := encode(sha256(convert_to('{PAYLOAD.decode().strip()}' || chr(10), 'UTF8') || decode(new.salt, 'hex')
            || convert_to(new.payload, 'UTF8')), 'hex');
        if length(new.salt) is distinct from 64 or new.erased_id is not null
            or new.commitment is distinct from bound
            or new.hash is distinct from encode(sha256(convert_to(concat_ws(chr(10), '{ENTRY}', new.seq, new.previous,
                to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), actor, new.action,
                new.commitment, ''), 'UTF8')), 'hex') then
            raise exception '%: an entry has the hash of what it says', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """,
    f"""
    create or replace function kept_but_erased() returns trigger language plpgsql as $$
    begin
        if old.payload is null or new.payload is not null or new.salt is not null or old.action = '{ERASE}'
            or new.erased_id is distinct from (select max(seq) from record_entry)
            or to_jsonb(new) - 'payload' - 'salt' - 'erased_id'
                is distinct from to_jsonb(old) - 'payload' - 'salt' - 'erased_id'
            or not exists (select 1 from record_entry e where e.seq = new.erased_id and e.action = '{ERASE}'
                and (e.payload::jsonb ->> 'entry')::bigint = old.seq) then
            raise exception '%: nothing is changed or removed', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """,
    """
    create or replace function kept_as_grown() returns trigger language plpgsql as $$
    begin
        if new.level < 1 or ((new.place + 1) << new.level) is distinct from (select max(seq) from record_entry)
            or length(new.hash) is distinct from 32 then
            raise exception '%: a node is written with the entry that completes it', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """,
    f"""
    create or replace function kept_name() returns trigger language plpgsql as $$
    begin
        if ({", ".join(f"new.{name}" for name in KEPT_OF_ACCOUNTS)})
            is distinct from ({", ".join(f"old.{name}" for name in KEPT_OF_ACCOUNTS)}) then
            raise exception '%: a sign-in name stays', tg_table_name using errcode = 'integrity_constraint_violation';
        end if;
        if (new.shown_as, new.is_active) is distinct from (old.shown_as, old.is_active) and not exists (
            select 1 from record_entry e
            where e.seq = (select max(seq) from record_entry) and e.action = '{ACCOUNT_CHANGED}'
                and e.payload::jsonb ->> 'account' = new.username and e.payload::jsonb ->> 'shown_as' = new.shown_as
                and (e.payload::jsonb ->> 'active')::boolean = new.is_active) then
            raise exception '%: the newest entry says what changes', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """,
    """
    create or replace function kept_under_newest() returns trigger language plpgsql as $$
    declare wrong boolean;
    begin
        execute format('select exists (select 1 from added where %s)', tg_argv[0]) into wrong;
        if wrong then
            raise exception '%: written open, under the newest entry', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        return null;
    end $$
    """,
    """
    create or replace function kept_closed_once() returns trigger language plpgsql as $$
    declare closed_by bigint := new.entry_to_id;
    begin
        new.entry_to_id := null;
        if closed_by is distinct from (select max(seq) from record_entry) or old *<> new then
            raise exception '%: a row is only closed, once, under the newest entry', tg_table_name
                using errcode = 'integrity_constraint_violation';
        end if;
        new.entry_to_id := closed_by;
        return new;
    end $$
    """,
)


_BODY = re.compile(r"create or replace function (\w+)\(\).*?as \$\$(.*)\$\$", re.DOTALL)


def faulty(cursor: Any, statements: Iterable[str]) -> list[str]:
    """The functions behind the triggers, those made by some statements too, that are missing or say something else."""
    cursor.execute("select proname, prosrc from pg_proc where starts_with(proname, 'kept_')")
    there = dict(cursor.fetchall())
    found = (_BODY.search(text) for text in (*FUNCTIONS, *statements))
    wanted = {match[1]: match[2] for match in found if match}
    return [f"{name}()" for name, body in wanted.items() if there.get(name) != body]


def same(found: str, wanted: str) -> bool:
    """Whether a trigger in the database runs the function that is asked for. PostgreSQL words the rest anew."""
    return wanted.rpartition("execute function ")[2] == found.rpartition("execute function ")[2]


def drop(name: str, table: str) -> str:
    """The statement that removes one trigger."""
    return f'drop trigger if exists "{name}" on {table}'


def drops(table: str) -> Iterator[str]:
    """The statements that remove the guards of a table."""
    for event in _EVENTS:
        yield drop(f"kept_{table}_{event}", table)


def record(model: type[models.Model]) -> Iterator[str]:
    """The record itself: the next number, the hash of the one before, and then for ever."""
    table = model._meta.db_table
    yield from FUNCTIONS
    yield from drops(table)
    yield f"create trigger kept_{table}_insert before insert on {table} for each row execute function kept_in_order()"
    yield f"create trigger kept_{table}_update before update on {table} for each row execute function kept_but_erased()"
    yield from _untouchable(table, "delete", "truncate")


def tree(model: type[models.Model]) -> Iterator[str]:
    """The nodes of the tree: each under the entry that completes it, and then for ever."""
    table = model._meta.db_table
    yield from drops(table)
    yield f"create trigger kept_{table}_insert before insert on {table} for each row execute function kept_as_grown()"
    yield from _untouchable(table, "update", "delete", "truncate")


def account(model: type[models.Model]) -> Iterator[str]:
    """Accounts: entries are signed with their sign-in names, so name and account stay; see `KEPT_OF_ACCOUNTS`."""
    table = model._meta.db_table
    yield from drops(table)
    yield f"create trigger kept_{table}_update before update on {table} for each row execute function kept_name()"
    yield from _untouchable(table, "delete", "truncate")


def frozen(model: type[models.Model]) -> Iterator[str]:
    """Rows written under the newest entry and then never touched."""
    table = model._meta.db_table
    names = {field.name for field in model._meta.concrete_fields}
    column = "entry_from_id" if "entry_from" in names else "entry_id"
    yield from drops(table)
    yield _under_newest(table, f"{column} is distinct from (select max(seq) from record_entry)")
    yield from _untouchable(table, "update", "delete", "truncate")


def recorded(model: type[models.Model]) -> Iterator[str]:
    """Rows written open under the newest entry, closed once under a newer one, and otherwise never touched."""
    table = model._meta.db_table
    wrong = "entry_from_id is distinct from (select max(seq) from record_entry) or entry_to_id is not null"
    yield from drops(table)
    yield _under_newest(table, wrong)
    yield (
        f"create trigger kept_{table}_update before update on {table} for each row execute function kept_closed_once()"
    )
    yield from _untouchable(table, "delete", "truncate")


def no_overlap(table: str, key: str, unless_blank: bool, unless: str, part: str) -> Iterator[str]:
    """Refuse a row that certainly lasts on a day on which another open row of the same key certainly does.

    Row by row, with a statement that stands still: over all new rows at once, the planner, which knows nothing of
    them, compares each with all. Without `enable_seqscan` off it would keep the plan that it made for an empty table.
    """
    same = " and ".join(f"o.{column} = new.{column}" for column in key.split(", "))
    filled = f"and o.{key} > ''" if unless_blank else f"and not o.{unless}" if unless else ""
    when = f"when (new.{key} > '')" if unless_blank else f"when (not new.{unless})" if unless else ""
    clash = f"""
        select 1 from {table} o
        where {same} {filled} and o.entry_to_id is null and o.id <> new.id
            and greatest(o.since_hi, new.since_hi) < least(o.last_lo, new.last_lo, {_NEVER})"""
    # The first trigger of a table keeps the name that it had when there was one kind only.
    function = "apart" if part == "overlap" else part
    yield from _refusing(table, part, function, when, clash, f"two rows of one {key} overlap")


def no_gap(table: str, key: str) -> Iterator[str]:
    """Refuse a row that certainly begins after a day on which no row of the same key can have lasted."""
    gap = f"""
        select 1 from {table} o
        where o.{key} = new.{key} and o.entry_to_id is null and o.last_hi < new.since_lo and not exists (
            select 1 from {table} p where p.{key} = new.{key} and p.entry_to_id is null
                and p.since_lo < new.since_lo and coalesce(p.last_hi, {_NEVER}) >= new.since_lo
        )"""
    yield from _refusing(table, "gap", "gap", "", gap, f"rows of one {key} leave a gap")


def no_circle(table: str, key: str, above: str) -> Iterator[str]:
    """Refuse a row whose `above` leads back to its key over links that certainly hold on one day."""
    circle = f"""
        with recursive up(id, lo, hi) as (
            select new.{above}, new.since_hi, coalesce(new.last_lo, {_NEVER})
            union
            select o.{above}, greatest(up.lo, o.since_hi), least(up.hi, o.last_lo, {_NEVER})
            from up join {table} o on o.{key} = up.id
            where o.entry_to_id is null and o.{above} is not null
                and greatest(up.lo, o.since_hi) < least(up.hi, o.last_lo, {_NEVER})
        )
        select 1 from up where id = new.{key} and lo < hi"""
    when = f"when (new.{above} is not null)"
    yield from _refusing(table, "circle", "circle", when, circle, f"{key} and {above} make a circle")


def _refusing(table: str, part: str, function: str, when: str, found: str, says: str) -> Iterator[str]:
    yield f"""
    create or replace function kept_{table}_{function}() returns trigger language plpgsql
    set enable_seqscan to off as $$
    begin
        if exists ({found}
        ) then
            raise exception '%: {says}', tg_table_name using errcode = 'integrity_constraint_violation';
        end if;
        return null;
    end $$
    """
    yield drop(f"kept_{table}_{part}", table)
    yield (
        f"create trigger kept_{table}_{part} after insert on {table} for each row {when} "
        f"execute function kept_{table}_{function}()"
    )


def sealed(table: str, key: str, by: Sequence[str]) -> Iterator[str]:
    """Refuse every change of the rows of a `key` for which one of the tables `by` has a row."""
    old, new = (
        " or ".join(f"exists (select 1 from {other} where {key} = {row}.{key})" for other in by)
        for row in ("old", "new")
    )
    yield f"""
    create or replace function kept_{table}_sealed() returns trigger language plpgsql as $$
    declare closed boolean := tg_op = 'TRUNCATE';
    begin
        if tg_op in ('UPDATE', 'DELETE') then closed := {old}; end if;
        if tg_op in ('UPDATE', 'INSERT') then closed := closed or {new}; end if;
        if closed then
            raise exception '%: this {key} is closed', tg_table_name using errcode = 'integrity_constraint_violation';
        end if;
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end $$
    """
    for event in _EVENTS:
        each = "statement" if event == "truncate" else "row"
        yield drop(f"kept_{table}_sealed_{event}", table)
        yield (
            f"create trigger kept_{table}_sealed_{event} before {event} on {table} "
            f"for each {each} execute function kept_{table}_sealed()"
        )


def _under_newest(table: str, wrong: str) -> str:
    return (
        f"create trigger kept_{table}_insert after insert on {table} referencing new table as added "
        f"for each statement execute function kept_under_newest('{wrong}')"
    )


def _untouchable(table: str, *events: str) -> Iterator[str]:
    for event in events:
        each = "statement" if event == "truncate" else "row"
        yield (
            f"create trigger kept_{table}_{event} before {event} on {table} "
            f"for each {each} execute function kept_untouched()"
        )
