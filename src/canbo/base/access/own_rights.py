"""The database itself lets nobody grant or end a role of their own, nor grant one without a decision."""

from __future__ import annotations

from collections.abc import Iterator

from canbo.base.record.triggers import OwnTriggers

_OWN = "nobody grants or ends a role of their own"
_WITHOUT = "a role is granted by a decision"
#: Who acted under an entry, unless it was the house itself.
_ACTOR = "select a.id from record_entry e join accounts_account a on a.id = e.by_id where not a.system and e.seq ="
_TABLE = "access_grant"


def statements(vendor: str) -> Iterator[str]:
    """The SQL that sets the triggers."""
    yield from _postgresql() if vendor == "postgresql" else _sqlite()


def removals(vendor: str) -> Iterator[str]:
    """The SQL that removes the triggers."""
    where = f" on {_TABLE}" if vendor == "postgresql" else ""
    for name in ("own_given", "own_ended"):
        yield f'drop trigger if exists "kept_{_TABLE}_{name}"{where}'


def _sqlite() -> Iterator[str]:
    given, ended = f"({_ACTOR} new.entry_from_id)", f"({_ACTOR} new.entry_to_id)"
    yield (
        f'create trigger "kept_{_TABLE}_own_given" before insert on "{_TABLE}" begin '
        f"select raise(abort, '{_TABLE}: {_OWN}') where new.account_id = {given}; "
        f"select raise(abort, '{_TABLE}: {_WITHOUT}') where new.decision = '' and {given} is not null; end"
    )
    yield (
        f'create trigger "kept_{_TABLE}_own_ended" before update on "{_TABLE}" when new.account_id = {ended} '
        f"begin select raise(abort, '{_TABLE}: {_OWN}'); end"
    )


def _postgresql() -> Iterator[str]:
    yield f"""
    create or replace function kept_own_rights() returns trigger language plpgsql as $$
    declare actor bigint := ({_ACTOR} coalesce(new.entry_to_id, new.entry_from_id));
    begin
        if new.account_id = actor then
            raise exception '{_TABLE}: {_OWN}' using errcode = 'integrity_constraint_violation';
        end if;
        if tg_op = 'INSERT' and new.decision = '' and actor is not null then
            raise exception '{_TABLE}: {_WITHOUT}' using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$
    """
    for name, event in (("own_given", "insert"), ("own_ended", "update")):
        yield (
            f"create trigger kept_{_TABLE}_{name} before {event} on {_TABLE} "
            "for each row execute function kept_own_rights()"
        )


class NeverByOneself(OwnTriggers):
    """Migration: refuse a grant that is written or ended by the account that holds it, or given without a decision."""

    def statements(self, vendor: str) -> Iterator[str]:
        """The SQL that sets the triggers."""
        return statements(vendor)

    def removals(self, vendor: str) -> Iterator[str]:
        """The SQL that removes the triggers."""
        return removals(vendor)

    def describe(self) -> str:
        """A line for the migration plan."""
        return "Let nobody grant or end a role of their own"
