"""What a pack holds, as frozen values: code lists, titles, dated parameters, standards, worked examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from canbo.core.errors import Spot, UnknownName, nearest_names
from canbo.core.law import Citation, Instrument, InstrumentKey
from canbo.core.procedure import Attendees, Procedure
from canbo.core.tables import Conflict, Crosswalk, DecisionCase, NumberCase, WrittenDecision
from canbo.core.tally_written import WrittenKind
from canbo.core.written import WrittenClause
from canbo.lib.text import Text, fold

#: What the values of a parameter are. A `date` is kept as the ordinal of its day; `money` are whole đồng; `point` are
#: points of a score.
UNITS = (
    *("month", "year", "day", "working_day", "term", "month_number"),
    *("person", "percent", "share", "rank", "flag", "table", "point", "date", "money"),
)
#: What a standard may be for; those in EXPECTED every post of leadership should have, else there is a gap.
PURPOSES = ("appointment", "planning", "reappointment", "rotation", "training", "training_part_time")
EXPECTED = PURPOSES[:3]

#: Rows of a parameter of kind table: conditions (column, low, high; None for an open end) and the value.
Table = tuple[tuple[tuple[tuple[int, int | str | None, int | str | None], ...], int], ...]
Plain = int | Fraction | Table


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. `also` are spellings accepted at import; a term has days, a merged unit its parts."""

    code: str
    name: Text
    rank: int | None = None
    also: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    group: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A code list of one version. Ordered lists have a rank for every code; equal ranks are equal in weight.

    `since` and `until` are the days of the list itself (None: not seen, or still in use); `after` names the list that
    it took the place of. A code is read under its own list for ever: its number may mean another thing in the next.
    """

    name: str
    ordered: bool
    version: str
    source: str
    codes: Mapping[str, Code]
    spot: Spot
    title: Text | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    after: str = ""
    confidence: str = "S"
    cites: Citation | None = None

    @cached_property
    def _spellings(self) -> dict[str, Code]:
        found: dict[str, Code] = {}
        for code in self.codes.values():
            for spelling in (code.code, code.name.vi, code.name.en, *code.also):
                found.setdefault(fold(spelling), code)
        return found

    def rank(self, code: str) -> int:
        """The rank of a code. Raises UnknownName for a code outside the list or one without a rank."""
        known = self.codes.get(code)
        if known is None or known.rank is None:
            raise UnknownName("code", code, nearest_names(code, self.codes))
        return known.rank

    def find(self, text: str) -> Code | None:
        """The code that a cell means: by code, by name in either language or by another spelling; None if none does."""
        return self.codes.get(text) or self._spellings.get(fold(text))

    def name_of_rank(self, rank: int) -> Text | None:
        """The name of a rank; codes of equal rank are named together."""
        names = [code.name for code in self.codes.values() if code.rank == rank]
        if not names:
            return None
        return Text(" / ".join(name.vi for name in names), " / ".join(name.en for name in names))


@dataclass(frozen=True, slots=True)
class Title:
    """A kind of post. Equal `rank` means equal posts, a larger one a higher post; `below` are those directly below."""

    code: str
    name: Text
    level: str
    rank: int
    group: str
    managed_by: str
    head: bool
    below: tuple[str, ...]
    cites: Citation | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from `since` to `until`. None: not regulated in this time, `why` says so.

    A keyed parameter (`by`) has a mapping from the key to the value.
    """

    value: Plain | Mapping[str, Plain] | None
    since: dt.date
    until: dt.date | None
    cites: Citation
    unit: str
    why: Text | None = None
    spot: Spot = Spot("", 0)

    def holds(self, on: dt.date) -> bool:
        """True when the value holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law with all its dated values. `by` names the property of a title that keys them, if any;
    `of` the code list of a parameter of unit rank."""

    name: str
    unit: str
    meaning: Text
    by: str
    of: str
    values: tuple[DatedValue, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """The clauses that a title asks for from `since` to `until`, by code, in the order to be read."""

    since: dt.date
    until: dt.date | None
    cites: Citation
    clauses: tuple[str, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class WrittenStandard:
    """The standard of a title for a purpose with all its versions."""

    title: str
    purpose: str
    versions: tuple[StandardVersion, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A fact given in a worked example: its key as written and the interval, or a code whose rank is meant."""

    key: str
    lo: int | None
    hi: int | None
    code: str
    of: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: a situation and the verdict that the law gives on it."""

    name: str
    title: str
    purpose: str
    on: dt.date
    place: str
    cites: Citation | None
    facts: tuple[CaseFact, ...]
    answer: str
    clauses: Mapping[str, str]
    spot: Spot


@dataclass(frozen=True)
class Rules:
    """Everything that the documents of a pack say, by name."""

    instruments: Mapping[InstrumentKey, Instrument] = field(default_factory=dict)
    spots: Mapping[InstrumentKey, Spot] = field(default_factory=dict)
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    titles: Mapping[str, Title] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    clauses: Mapping[str, WrittenClause] = field(default_factory=dict)
    standards: Mapping[tuple[str, str], WrittenStandard] = field(default_factory=dict)
    ballots: Mapping[str, WrittenKind] = field(default_factory=dict)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    attendees: Mapping[str, Attendees] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    decisions: Mapping[str, WrittenDecision] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    crosswalks: Mapping[str, Crosswalk] = field(default_factory=dict)
    decision_cases: tuple[DecisionCase, ...] = ()
    number_cases: tuple[NumberCase, ...] = ()
