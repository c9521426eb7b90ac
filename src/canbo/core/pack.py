"""The rule pack: everything of the law as an immutable value, asked by title, purpose and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from canbo.core.clauses import Standard
from canbo.core.errors import UnknownName, nearest_names
from canbo.core.law import Instrument, InstrumentKey
from canbo.core.resolving import OLD_UNITS, TERMS, Resolver, parameter_on
from canbo.core.rules import (
    Case,
    CodeList,
    DatedValue,
    Parameter,
    Rules,
    StandardVersion,
    Table,
    Title,
    WrittenStandard,
)
from canbo.core.tally_kinds import Kind
from canbo.core.tally_resolving import kind_on
from canbo.core.tally_written import WrittenKind
from canbo.core.written import ClauseVersion, ParameterValue, TermSpans, UnitPlaces, WrittenClause, sources
from canbo.lib.text import Text

__all__ = ["DatedValue", "Pack", "Title", "CodeList"]

#: The name under which the ranks of titles stand among the scales.
TITLE_RANKS = "title-ranks"


@dataclass(frozen=True, eq=False)
class Pack:
    """A rule pack. Made by `core.loading.load_pack`, never changed; `overlay` makes another one with drafts on top."""

    name: str
    title: Text
    languages: tuple[str, ...]
    rules: Rules
    digest: str
    files: Mapping[str, str]
    fact_scales: Mapping[str, str] = field(default_factory=dict)
    extend: Callable[[Pack, Mapping[str, str]], Pack] | None = None

    @property
    def instruments(self) -> Mapping[InstrumentKey, Instrument]:
        """The governing documents by number and issue date."""
        return self.rules.instruments

    @property
    def titles(self) -> Mapping[str, Title]:
        """The catalogue of titles by code."""
        return self.rules.titles

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Named groups of titles."""
        return self.rules.groups

    @property
    def lists(self) -> Mapping[str, CodeList]:
        """The code lists by name."""
        return self.rules.lists

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The numbers of the law with all their dated values."""
        return self.rules.parameters

    @property
    def clauses(self) -> Mapping[str, WrittenClause]:
        """The clauses with all their versions."""
        return self.rules.clauses

    @property
    def standards(self) -> Mapping[tuple[str, str], WrittenStandard]:
        """The standards by title and purpose."""
        return self.rules.standards

    @property
    def ballots(self) -> Mapping[str, WrittenKind]:
        """The kinds of ballot with all their versions."""
        return self.rules.ballots

    @property
    def cases(self) -> tuple[Case, ...]:
        """The worked examples."""
        return self.rules.cases

    def parameter(self, name: str, on: dt.date) -> DatedValue:
        """The value of a parameter on a day. Raises UnknownName or NotInForce."""
        return parameter_on(self.rules, name, on)

    def ballot(self, code: str, on: dt.date) -> Kind:
        """A kind of ballot as it stands on a day. Raises UnknownName or NotInForce."""
        return kind_on(self.rules, code, on)

    def code_list(self, name: str) -> CodeList:
        """A code list. Raises UnknownName with the nearest names."""
        if name not in self.lists:
            raise UnknownName("list", name, nearest_names(name, self.lists))
        return self.lists[name]

    def a_title(self, code: str) -> Title:
        """A title of the catalogue. Raises UnknownName with the nearest names."""
        if code not in self.titles:
            raise UnknownName("title", code, nearest_names(code, self.titles))
        return self.titles[code]

    def standard(self, title: str, purpose: str, on: dt.date, *, place: str = "") -> Standard:
        """The standard of a title as it stands on a day, every limit a whole number with its citation.

        `place` is the code of the screened body's place, for the rule on posts outside the locality; without it every
        condition on places stays unknown. Raises UnknownName (no such title, or no standard for it) or NotInForce.
        """
        found = Resolver(self.rules, self.a_title(title), on, place, self.fact_scales)
        return found.standard(purpose)

    def scales(self, on: dt.date) -> dict[str, dict[str, int]]:
        """Ranks of every ordered list as {list: {code: rank}}; those of titles under "title-ranks"."""
        found = {
            name: {code.code: code.rank for code in codes.codes.values() if code.rank is not None}
            for name, codes in self.lists.items()
            if codes.ordered
        }
        found[TITLE_RANKS] = {code: title.rank for code, title in self.titles.items()}
        return found

    def tables(self, on: dt.date) -> dict[str, Table]:
        """Every parameter of kind table that holds on the day."""
        found: dict[str, Table] = {}
        for name, parameter in self.parameters.items():
            for dated in parameter.values:
                if dated.holds(on) and isinstance(dated.value, tuple):
                    found[name] = dated.value
        return found

    def titles_with_standards(self, purpose: str) -> tuple[Title, ...]:
        """The titles that have a standard for a purpose, highest first."""
        found = [self.titles[title] for title, meant in self.standards if meant == purpose]
        return tuple(sorted(found, key=lambda title: (-title.rank, title.code)))

    def changes(self, title: str, purpose: str) -> tuple[dt.date, ...]:
        """The days on which the standard of a title, or a clause or parameter behind it, changes; sorted."""
        written = self.standards.get((title, purpose))
        if written is None:
            self.standard(title, purpose, dt.date.min)  # raises the error that fits
            return ()
        found: set[dt.date] = set()
        for version in written.versions:
            found |= {day for day in _changes(self.rules, version) if _within(version, day)}
            found |= {version.since} | ({version.until} if version.until else set())
        return tuple(sorted(found))

    def overlay(self, files: Mapping[str, str]) -> Pack:
        """A pack with drafts on top: same-named parameters, clauses and standards get the draft's versions added (the
        last open one is cut), other same-named things are replaced. Raises PackError with the draft's faults."""
        if self.extend is None:
            raise TypeError("this pack was not made by the loader and cannot be extended")
        return self.extend(self, files)


def _within(version: StandardVersion | ClauseVersion, day: dt.date) -> bool:
    return version.since <= day and (version.until is None or day < version.until)


def _changes(rules: Rules, version: StandardVersion) -> Iterator[dt.date]:
    for code in version.clauses:
        for clause in rules.clauses[code].versions:
            yield clause.since
            for day in _source_changes(rules, clause):
                if _within(clause, day):
                    yield day


def _source_changes(rules: Rules, clause: ClauseVersion) -> Iterator[dt.date]:
    for source, _ in sources(clause):
        if isinstance(source, ParameterValue):
            yield from (value.since for value in rules.parameters[source.name].values)
        elif isinstance(source, TermSpans):
            yield from (
                term.until for term in rules.lists[TERMS].codes.values() if term.group == source.kind and term.until
            )
        elif isinstance(source, UnitPlaces):
            yield from (value.since for value in rules.parameters[OLD_UNITS].values)
