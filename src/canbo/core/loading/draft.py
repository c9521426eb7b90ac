"""What every kind of document shares: citations, dated rows, what has been read so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from canbo.core.errors import Spot
from canbo.core.law import CONFIDENCE, Citation, Instrument, InstrumentKey
from canbo.core.loading.tree import NEVER, Book, Node
from canbo.core.procedure import Attendees, Procedure
from canbo.core.rules import Case, CodeList, Parameter, Rules, Title, WrittenStandard
from canbo.core.tables import Conflict, Crosswalk, DecisionCase, NumberCase, WrittenDecision
from canbo.core.tally_written import WrittenKind
from canbo.core.written import WrittenClause

NO_KEY = InstrumentKey("?", NEVER)
NO_CITATION = Citation(NO_KEY, "", "I")


@dataclass
class Draft:
    """What has been read of a pack, not yet checked against itself; `base` is the pack underneath a draft.

    `broken` are names whose own text is faulty: they exist, so that pointing at them is not a second fault.
    """

    book: Book
    base: Rules = field(default_factory=Rules)
    name: str = ""
    title: tuple[str, str] | None = None
    languages: tuple[str, ...] = ()
    instruments: dict[InstrumentKey, Instrument] = field(default_factory=dict)
    spots: dict[InstrumentKey, Spot] = field(default_factory=dict)
    lists: dict[str, CodeList] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    group_spots: dict[str, Spot] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    clauses: dict[str, WrittenClause] = field(default_factory=dict)
    standards: dict[tuple[str, str], WrittenStandard] = field(default_factory=dict)
    ballots: dict[str, WrittenKind] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    attendees: dict[str, Attendees] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    decisions: dict[str, WrittenDecision] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    crosswalks: dict[str, Crosswalk] = field(default_factory=dict)
    decision_cases: list[DecisionCase] = field(default_factory=list)
    number_cases: list[NumberCase] = field(default_factory=list)
    citations: list[tuple[Citation, Spot]] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)

    def citation(self, node: Node) -> Citation:
        """Read `cites: {instrument, article, confidence, source}` and remember it for the check of its instrument."""
        if node.raw is None:
            return NO_CITATION
        fields = node.fields("instrument confidence", "article source")
        found = Citation(
            instrument=instrument_key(fields["instrument"]),
            article=fields["article"].text(),
            confidence=confidence(fields["confidence"]),
            source=fields["source"].text(),
        )
        self.citations.append((found, node.spot))
        return found

    def code_list(self, name: str) -> CodeList | None:
        """A code list read so far, or of the pack underneath."""
        return self.lists.get(name) or self.base.lists.get(name)

    def once(self, kind: str, name: str, known: bool, node: Node) -> bool:
        """False, with a fault, when a thing of that name stands in the pack already."""
        if known:
            node.note(f"“{name}” đã được khai ở chỗ khác ({kind})", f"{kind} “{name}” stands in the pack twice")
        return not known


def instrument_key(node: Node) -> InstrumentKey:
    """Read "105-QĐ/TW@2017-12-19": number and issue date."""
    if node.raw is None:
        return NO_KEY
    number, at, day = node.text().rpartition("@")
    try:
        issued = dt.date.fromisoformat(day)
    except ValueError:
        at = ""
        issued = NEVER
    if not at or not number:
        node.note(
            f"văn bản phải ghi SỐ@NGÀY BAN HÀNH, không phải “{node.plain}”",
            f"an instrument is written NUMBER@ISSUE DATE, not “{node.plain}”",
        )
        return NO_KEY
    return InstrumentKey(number, issued)


def confidence(node: Node) -> str:
    """Read a confidence mark."""
    return node.one_of(CONFIDENCE, "mức tin cậy", "confidence mark")


@dataclass(frozen=True, slots=True)
class Span:
    """The time of one dated row as written."""

    since: dt.date
    until: dt.date | None
    spot: Spot


def spans(book: Book, what: str, rows: Sequence[Span], *, gaps: bool = True) -> list[dt.date | None]:
    """The ends of dated rows: as written, else the next row's beginning; notes unsorted rows, overlaps and gaps."""
    ends: list[dt.date | None] = []
    for row, later in zip(rows, [*rows[1:], None][: len(rows)], strict=True):
        until = row.until
        if until is not None and until <= row.since:
            book.note(row.spot, f"{what}: kết thúc {until} không sau bắt đầu {row.since}",
                      f"{what}: the end {until} does not come after the beginning {row.since}")  # fmt: skip
        if later is None:
            ends.append(until)
            continue
        if later.since <= row.since:
            book.note(later.spot, f"{what}: dòng từ {later.since} phải đứng sau theo thứ tự thời gian",
                      f"{what}: rows are not sorted, {later.since} stands after {row.since}")  # fmt: skip
        elif until is not None and until > later.since:
            book.note(later.spot, f"{what}: chồng lấn từ {later.since} đến {until}",
                      f"{what}: rows overlap from {later.since} to {until}")  # fmt: skip
        elif gaps and until is not None and until < later.since:
            book.note(later.spot, f"{what}: trống từ {until} đến {later.since}",
                      f"{what}: nothing holds from {until} to {later.since}")  # fmt: skip
        ends.append(until if until is not None else later.since)
    return ends
