"""Who read a dossier, and every change in it with its entry: what an official may know of the own dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from canbo.apps.people.models import PRIVACY, OfPerson, Paper, Person, PersonVersion
from canbo.apps.people.visibility import (
    DOSSIER,
    VERDICT,
    open_sections,
    roles_over,
    sealed_tables,
    stand_to_person,
    visible_sections,
)
from canbo.base.access.actions import note_reading, open_sealed
from canbo.base.access.deciding import Standing, may
from canbo.base.access.models import Reading, Role
from canbo.base.access.queries import readings_of
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal

#: Readings and changes shown at once, newest first; the counts are of all.
SHOWN = 100


@dataclass(frozen=True)
class Read:
    """One reading: whose roles it was done in, and the sealed tables that were opened with its reason."""

    reading: Reading
    roles: Sequence[Role]
    sealed: Sequence[str]


@dataclass(frozen=True)
class Change:
    """One entry of the record that touched a dossier, and the tables that it touched."""

    entry: Entry
    tables: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Opened:
    """What of a dossier is open to a reader now: `tables` by name; `waiting` are those that only lack a reason.

    `standing`: how the reader stands to the person, for whoever asks further.
    """

    tables: frozenset[str]
    waiting: frozenset[str]
    standing: Standing

    @property
    def own(self) -> bool:
        """Whether it is the reader's own dossier."""
        return self.standing.own


def read_dossier(*, person: Person, by: Account, at: dt.datetime, on: dt.date) -> Opened:
    """Open a dossier to a reader, who is noted unless it is the reader's own. That the reader may see it is known."""
    standing = stand_to_person(by, person, on)
    visible, tables = visible_sections(by, person, on, standing), open_sections(by, person, at, standing)
    if not standing.own and not by.system:
        note_reading(kind=DOSSIER, key=person.key, roles=standing.roles, by=by, at=at)
    return Opened(tables, visible - tables, standing)


def why_not_unseal(actor: Account, person: Person, on: dt.date) -> Refusal | None:
    """Why an account may not open the sealed sections of a dossier on a day, whatever its reason."""
    return may(actor, "people.see_sealed", person, on)


def unseal(*, person: Person, reason: str, by: Account, at: dt.datetime, on: dt.date) -> Reading:
    """Open the sealed sections of a dossier for a while, for a reason that stands in the log of readings.

    Raises Refusal when `by` may not see them, or the reason is none.
    """
    refuse(why_not_unseal(by, person, on))
    sealed = visible_sections(by, person, on) & sealed_tables(on)
    roles = roles_over(by, person, on)
    return open_sealed(kind=DOSSIER, key=person.key, sealed=sealed, reason=reason, roles=roles, by=by, at=at)


def readers(person: Person) -> tuple[list[Read], int]:
    """The newest readings of a dossier by others, and how many there are in all."""
    found = readings_of((DOSSIER, VERDICT), person.key)
    shown = [
        Read(
            each,
            [Role(code) for code in each.roles.split(",") if code],
            [code for code in each.sealed.split(",") if code],
        )
        for each in found.select_related("by")[:SHOWN]
    ]
    return shown, found.count()


def changes(person: Person) -> tuple[list[Change], int]:
    """The newest entries that wrote or closed something in a dossier, and how many there are in all."""
    touched: dict[int, set[str]] = {person.entry_from_id: {PersonVersion.__name__}}
    for model in _tables():
        for pair in model._default_manager.filter(person=person).values_list("entry_from_id", "entry_to_id"):
            for entry in pair:
                if entry is not None:
                    touched.setdefault(entry, set()).add(model.__name__)
    newest = sorted(touched, reverse=True)[:SHOWN]
    entries = Entry.objects.select_related("by").defer("payload", "salt").in_bulk(newest)
    return [Change(entries[number], touched[number]) for number in newest], len(touched)


def _tables() -> list[type[Paper] | type[OfPerson]]:
    """The tables of a dossier, by their names in PRIVACY."""
    known: list[type[Paper] | type[OfPerson]] = [Paper, *_with_those_below(OfPerson.__subclasses__())]
    return [model for model in known if model.__name__ in PRIVACY]


def _with_those_below(models: Sequence[type[OfPerson]]) -> list[type[OfPerson]]:
    return [found for each in models for found in (each, *_with_those_below(each.__subclasses__()))]
