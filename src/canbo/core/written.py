"""Clauses as the pack writes them: names of parameters, groups and codes not yet resolved for a title and a day.

`core.resolving` turns them into `core.clauses`; the loader checks that every name leads somewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from canbo.core.errors import Spot
from canbo.core.law import Citation
from canbo.lib.text import Text

#: Words of `compare: {is: …}` and the operators they stand for.
RELATIONS = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "equal": "==",
    "not_equal": "!=",
}
#: What `{titles: …}` may say of other titles, seen from the screened one.
TITLE_RELATIONS = ("equal", "equal_or_higher", "higher", "directly_below")


@dataclass(frozen=True, slots=True)
class Literal:
    """A whole number or a code as it stands."""

    value: int | str


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The value of a parameter on the day; `by`, if given, must be the property that keys the parameter."""

    name: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class GroupTitles:
    """The titles of a group of the catalogue."""

    name: str


@dataclass(frozen=True, slots=True)
class ScreenedTitle:
    """The title that is screened for."""


@dataclass(frozen=True, slots=True)
class RelatedTitles:
    """The titles in a relation to the screened one: equal, equal_or_higher, higher, directly_below."""

    relation: str


@dataclass(frozen=True, slots=True)
class ListCodes:
    """All codes of a list."""

    name: str


@dataclass(frozen=True, slots=True)
class UnitPlaces:
    """The place codes that are the screened body's place."""


@dataclass(frozen=True, slots=True)
class TermSpans:
    """The finished terms of one kind as "since:until" stamps."""

    kind: str


@dataclass(frozen=True, slots=True)
class CodeRank:
    """The rank of a code in an ordered list; `of` "" means the scale of the fact it is compared with."""

    code: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A name given under `with`."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Several sources written as one list."""

    parts: tuple[Source, ...]


Source = (
    Literal
    | ParameterValue
    | GroupTitles
    | ScreenedTitle
    | RelatedTitles
    | ListCodes
    | UnitPlaces
    | TermSpans
    | CodeRank
    | Named
    | Joined
)


@dataclass(frozen=True, slots=True)
class WrittenUse:
    """A fact with its arguments as written."""

    name: str
    args: tuple[tuple[str, Source], ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class WrittenCompare:
    """compare: {fact, is, than}"""

    fact: WrittenUse
    op: str
    than: Source
    spot: Spot


@dataclass(frozen=True, slots=True)
class WrittenHolds:
    """holds: a flag that must be yes."""

    fact: WrittenUse


@dataclass(frozen=True, slots=True)
class WrittenKnown:
    """known: something stands on file."""

    fact: WrittenUse


@dataclass(frozen=True, slots=True)
class WrittenMany:
    """all, any or at_least (`n` of them): `need` is "all", "any" or "n"."""

    need: str
    parts: tuple[WrittenTest, ...]
    n: int = 0


@dataclass(frozen=True, slots=True)
class WrittenNot:
    """not"""

    part: WrittenTest


@dataclass(frozen=True, slots=True)
class WrittenUnless:
    """unless: {when, then}"""

    when: WrittenTest
    then: WrittenTest


WrittenTest = WrittenCompare | WrittenHolds | WrittenKnown | WrittenMany | WrittenNot | WrittenUnless


@dataclass(frozen=True, slots=True)
class ClauseVersion:
    """A clause as it stands from `since` to `until` (the first day it no longer does; None while it does)."""

    since: dt.date
    until: dt.date | None
    cites: Citation
    says: Text
    names: Mapping[str, Source]
    excepted_by: Text | None
    test: WrittenTest
    spot: Spot
    name_spots: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class WrittenClause:
    """One requirement with all its versions, in order of time."""

    code: str
    kind: str
    versions: tuple[ClauseVersion, ...]
    spot: Spot


def leaves(test: WrittenTest) -> Iterator[WrittenCompare | WrittenHolds | WrittenKnown]:
    """The leaves of a test, in the order written."""
    if isinstance(test, WrittenMany):
        for part in test.parts:
            yield from leaves(part)
    elif isinstance(test, WrittenNot):
        yield from leaves(test.part)
    elif isinstance(test, WrittenUnless):
        yield from leaves(test.when)
        yield from leaves(test.then)
    else:
        yield test


def sources(version: ClauseVersion) -> Iterator[tuple[Source, Spot]]:
    """Every source that a version draws on, names under `with` included, each with where it stands."""
    for name, source in version.names.items():
        yield from _flat(source, version.name_spots[name])
    for leaf in leaves(version.test):
        for _, source in leaf.fact.args:
            yield from _flat(source, leaf.fact.spot)
        if isinstance(leaf, WrittenCompare):
            yield from _flat(leaf.than, leaf.spot)


def _flat(source: Source, spot: Spot) -> Iterator[tuple[Source, Spot]]:
    if isinstance(source, Joined):
        for part in source.parts:
            yield from _flat(part, spot)
    else:
        yield source, spot
