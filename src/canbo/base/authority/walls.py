"""What the database itself refuses of delegations and of acts by two, on SQLite and on PostgreSQL alike."""

# ruff: noqa: S608 - only names of our own tables stand in these statements

from __future__ import annotations

from collections.abc import Iterator

from canbo.base.record.triggers import OwnTriggers

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
    """The SQL that sets the triggers."""
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


class Walls(OwnTriggers):
    """Migration: set these triggers."""

    def statements(self, vendor: str) -> Iterator[str]:
        """The SQL that sets the triggers."""
        return statements(vendor)

    def removals(self, vendor: str) -> Iterator[str]:
        """The SQL that removes the triggers."""
        return removals(vendor)

    def describe(self) -> str:
        """A line for the migration plan."""
        return "Refuse what nobody may lend, and second persons who are the first"
