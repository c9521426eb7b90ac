"""What the database itself refuses of delegations and of acts by two, on SQLite and on PostgreSQL alike."""

# ruff: noqa: S608 - only names of our own tables stand in these statements

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation

#: Roles whose office can be lent. Votes and counting are personal, and keys and inspection are not lent either.
LENT = ("officer", "head", "approver")

_BY = "(select by_id from record_entry where seq = new.{entry})"
_HOUSE = "exists (select 1 from accounts_account where id = {who} and system)"
_DELEGATION = (
    "not exists (select 1 from access_grant g where g.id = new.grant_id and g.entry_to_id is null "
    f"and g.role in ({', '.join(repr(role) for role in LENT)}) "
    "and g.account_id <> new.account_id and g.since <= new.since "
    "and (g.until is null or new.until <= g.until) "
    f"and (g.account_id = {_BY.format(entry='entry_from_id')} "
    f"or {_HOUSE.format(who=_BY.format(entry='entry_from_id'))}))"
)
_ANSWER = (
    "new.confirmed and not exists (select 1 from authority_proposal p join record_entry e on e.seq = p.entry_id "
    "join record_entry n on n.seq = new.entry_id "
    "where p.id = new.proposal_id and e.by_id <> n.by_id and p.digest = new.digest and n.at <= p.expires)"
)
_WALLS = {
    "authority_delegation": (_DELEGATION, "an office is lent by its holder, to another, for as long as it is held"),
    "authority_answer": (_ANSWER, "a second person confirms what was proposed, in time"),
}


def statements(vendor: str) -> Iterator[str]:
    """The SQL that sets the triggers, after whatever of them stands is removed."""
    yield from removals(vendor)
    for table, (wrong, says) in _WALLS.items():
        yield from (_postgresql if vendor == "postgresql" else _sqlite)(table, wrong, says)


def removals(vendor: str) -> Iterator[str]:
    """The SQL that removes the triggers."""
    for table in _WALLS:
        yield f'drop trigger if exists "kept_{table}_wall"' + (f" on {table}" if vendor == "postgresql" else "")


def _sqlite(table: str, wrong: str, says: str) -> Iterator[str]:
    yield (
        f'create trigger "kept_{table}_wall" before insert on "{table}" when {wrong} '
        f"begin select raise(abort, '{table}: {says}'); end"
    )


def _postgresql(table: str, wrong: str, says: str) -> Iterator[str]:
    yield f"""
    create or replace function kept_{table}_wall() returns trigger language plpgsql as $$
    begin
        if {wrong} then
            raise exception '{table}: {says}' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """
    yield (
        f"create trigger kept_{table}_wall before insert on {table} for each row execute function kept_{table}_wall()"
    )


class Walls(Operation):
    """Migration: set these triggers."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def standing(self, app_label: str, vendor: str) -> Iterator[str]:
        """The SQL of the triggers as they should stand now."""
        yield from statements(vendor)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the triggers."""
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the triggers."""
        for statement in removals(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """A line for the migration plan."""
        return "Refuse what nobody may lend, and second persons who are the first"
