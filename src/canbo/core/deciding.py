"""Answering decision tables: the first row that holds decides; what is unknown leaves every row open that it may mean.

Limits are exact: shares are fractions, never floats.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from canbo.core.clauses import Test
from canbo.core.engines.reference import reason_of
from canbo.core.errors import NotInForce, UnknownName, nearest_names
from canbo.core.facts import FactSheet, FactUse, Value
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.resolving import NO_TITLE, Resolver
from canbo.core.tables import WrittenDecision, WrittenRow
from canbo.core.verdicts import Answer, Reason
from canbo.lib.text import Text

#: The one case that is decided.
THE_CASE = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row on a day: its sentence with the numbers of that day, its test, what it gives."""

    code: str
    says: Text
    test: Test
    gives: tuple[str, ...]
    cites: Citation
    conflict: str


@dataclass(frozen=True, slots=True)
class RowReason:
    """One row that was read, with its answer and reasons."""

    row: Row
    reason: Reason


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision gives. `rows` are those read, in order; the last is the one that surely holds."""

    decision: str
    on: dt.date
    rows: tuple[RowReason, ...]

    @property
    def possible(self) -> tuple[Row, ...]:
        """The rows that may decide: one when nothing is left open."""
        return tuple(each.row for each in self.rows if each.reason.answer is not Answer.NO)

    @property
    def settled(self) -> bool:
        """True when it is clear which row decides."""
        return len(self.possible) == 1

    @property
    def gives(self) -> tuple[str, ...]:
        """Every outcome of the rows that may decide, each once."""
        return tuple(dict.fromkeys(code for row in self.possible for code in row.gives))

    @property
    def conflict(self) -> str:
        """The conflict of rules under which a settled case falls, "" for none."""
        return self.possible[0].conflict if self.settled else ""

    @property
    def missing(self) -> tuple[FactUse, ...]:
        """What would have to be known to settle the case, each once."""
        found: dict[FactUse, None] = {}
        for each in self.rows:
            found.update(dict.fromkeys(each.reason.missing()))
        return tuple(found)


def a_decision(pack: Pack, name: str) -> WrittenDecision:
    """A decision table by name. Raises UnknownName with the nearest names."""
    found = pack.rules.decisions.get(name)
    if found is None:
        raise UnknownName("decision", name, nearest_names(name, pack.rules.decisions))
    return found


def rows_on(pack: Pack, name: str, on: dt.date) -> tuple[Row, ...]:
    """The rows of a decision table in force on a day. Raises UnknownName, or NotInForce when there is none."""
    written = a_decision(pack, name)
    found = tuple(_row(pack, written, each, on) for each in written.rows if each.holds(on))
    if not found:
        first = [written.rows[0].version.cites.instrument] if written.rows else []
        raise NotInForce(name, on, first, written.says)
    return found


def decide(pack: Pack, name: str, on: dt.date, given: Mapping[str, Value]) -> Decided:
    """What a decision table gives on a day for what is known of a case; what is not given is unknown.

    A code is given as its rank in the input's list. Raises UnknownName for a decision or an input that is not there,
    and NotInForce for a day that no rule covers.
    """
    written = a_decision(pack, name)
    for each in given:
        if each not in written.inputs:
            raise UnknownName("input", each, nearest_names(each, written.inputs))
    sheet = FactSheet({name: {THE_CASE: value} for name, value in given.items()})
    read: list[RowReason] = []
    for row in rows_on(pack, name, on):
        read.append(RowReason(row, reason_of(row.test, sheet, THE_CASE)))
        if read[-1].reason.answer is Answer.YES:
            break
    return Decided(name, on, tuple(read))


def _row(pack: Pack, written: WrittenDecision, row: WrittenRow, on: dt.date) -> Row:
    scales = {each.name: each.of for each in written.inputs.values() if each.of}
    resolver = Resolver(pack.rules, NO_TITLE, on, "", scales)
    return Row(
        row.code,
        resolver.says(row.version),
        resolver.test(row.version.test, row.version.names),
        row.gives,
        row.version.cites,
        row.conflict,
    )
