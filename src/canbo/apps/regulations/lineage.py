"""What replaced what: instruments in families, each family a chain of successors over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.core.law import Instrument, InstrumentKey
from canbo.core.pack import Pack
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Family:
    """Instruments tied by replacement, in order of time."""

    members: tuple[Instrument, ...]

    @property
    def since(self) -> dt.date:
        """The first day of the first of them."""
        return self.members[0].since

    @property
    def first(self) -> str:
        """The first member's number and issue date, which no other family has."""
        return f"{self.members[0].key.number} ({self.members[0].key.issued:%d/%m/%Y})"

    @property
    def title(self) -> Text:
        """The newest member's title: what the family is about."""
        return self.members[-1].title


def families(pack: Pack) -> list[Family]:
    """Every instrument in its family, oldest family first; one that replaced nothing and stands is a family of one."""
    owner = {key: key for key in pack.instruments}

    def root(key: InstrumentKey) -> InstrumentKey:
        while owner[key] != key:
            key = owner[key]
        return key

    for key, instrument in pack.instruments.items():
        for other in instrument.replaces:
            if other in owner:
                owner[root(other)] = root(key)
    found: dict[InstrumentKey, list[Instrument]] = {}
    for key, instrument in pack.instruments.items():
        found.setdefault(root(key), []).append(instrument)
    made = [Family(tuple(sorted(each, key=lambda i: (i.since, i.key)))) for each in found.values()]
    return sorted(made, key=lambda family: (family.since, family.members[0].key))


def family_of(pack: Pack, key: InstrumentKey) -> Family:
    """The family of one instrument."""
    return next(family for family in families(pack) if any(each.key == key for each in family.members))


def replaced_by(pack: Pack, key: InstrumentKey) -> list[Instrument]:
    """The instruments that replace one, in order of time."""
    return sorted((i for i in pack.instruments.values() if key in i.replaces), key=lambda i: (i.since, i.key))


def amended_by(pack: Pack, key: InstrumentKey) -> list[Instrument]:
    """The instruments that amend one, in order of time."""
    return sorted((i for i in pack.instruments.values() if key in i.amends), key=lambda i: (i.since, i.key))


def links(members: Sequence[Instrument]) -> list[tuple[int, int]]:
    """(place of the replaced one, place of its successor) among some instruments."""
    place = {each.key: number for number, each in enumerate(members)}
    return [(place[old], number) for number, each in enumerate(members) for old in each.replaces if old in place]
