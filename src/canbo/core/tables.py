"""Decision tables as the pack writes them: what is given, rows read from the top, what the first that holds gives.

`core.deciding` answers them; the loader checks that on every day one row is left when none of the others holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.errors import Spot
from canbo.core.law import Citation
from canbo.core.written import ClauseVersion
from canbo.lib.text import Text

#: What an input may be: yes or no, an exact part of a whole (a/b), a number of its unit, a code of an ordered list.
INPUTS = ("flag", "share", "number", "code")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a decision is given. `of` is the code list of a code, `unit` what a number counts."""

    name: str
    kind: str
    unit: str
    of: str
    says: Text


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row with its own time, test, words and source. `gives` are codes of the decision's list: several where the
    rule leaves a choice. `conflict` names the conflict of rules that the row falls under, "" for none."""

    code: str
    gives: tuple[str, ...]
    version: ClauseVersion
    conflict: str = ""

    def holds(self, on: dt.date) -> bool:
        """True when the row is in force on the day."""
        return self.version.since <= on and (self.version.until is None or on < self.version.until)


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """A decision table: its inputs, the list of its outcomes, its rows in the order of reading."""

    name: str
    says: Text
    of: str
    inputs: Mapping[str, Input]
    rows: tuple[WrittenRow, ...]
    spot: Spot

    @property
    def changes(self) -> tuple[dt.date, ...]:
        """The days on which a row begins or ends; sorted."""
        found = {row.version.since for row in self.rows} | {row.version.until for row in self.rows if row.version.until}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Option:
    """One of the rules in a conflict: what it says, and where."""

    code: str
    says: Text
    cites: Citation


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules that differ on the same case. The pack holds both; `suggests` is only a suggestion: people choose.

    `clauses` are those in whose verdicts the conflict is to be shown.
    """

    code: str
    says: Text
    since: dt.date
    until: dt.date | None
    options: tuple[Option, ...]
    suggests: str
    settled_by: Text
    clauses: tuple[str, ...]
    spot: Spot

    def stands(self, on: dt.date) -> bool:
        """True when both rules hold on the day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Given:
    """One value given in a worked example: an interval, or a code of the input's list."""

    name: str
    lo: int | Fraction
    hi: int | Fraction
    code: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """A worked example of a decision: everything that it may give, and the conflict that it falls under ("" none)."""

    name: str
    decision: str
    on: dt.date
    given: tuple[Given, ...]
    gives: frozenset[str]
    conflict: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class NumberCase:
    """A worked example of a number: what a parameter says on a day, None where nothing is regulated or was seen.

    `key` chooses among the values of a keyed parameter, "" where it has none.
    """

    name: str
    parameter: str
    on: dt.date
    key: str
    value: object
    spot: Spot


@dataclass(frozen=True, slots=True)
class Written:
    """One row of a digest of the law and what stands for it in the pack: ("clause", "DT1-2"), ("decision", …)."""

    row: str
    about: Text
    by: tuple[tuple[str, str], ...]
    note: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Row by row, what stands in the pack for the tables of one digest of the law."""

    name: str
    says: Text
    rows: tuple[Written, ...]
    spot: Spot
