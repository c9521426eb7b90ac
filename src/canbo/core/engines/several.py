"""Several people at once with every reason kept: the reference engine, asked once for what is known alike of many.

Most of a standard is answered alike for most people (no discipline, no proceeding, all papers there). A reason is made
of values and never changes, so that one stands for all of whom the facts of the clause say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canbo.core.clauses import Clause, Standard, fact_uses
from canbo.core.engines.reference import NO_EXCEPTIONS, judged, reason_of
from canbo.core.facts import FactSheet
from canbo.core.verdicts import ClauseVerdict, Verdict, overall


def evaluate_all(
    standard: Standard, sheet: FactSheet, people: Sequence[int], exceptions: Mapping[int, Mapping[str, int]]
) -> dict[int, Verdict]:
    """The verdicts on these people; `exceptions` as {person: {clause code: id of the decision}}."""
    asked = [_Asked(clause, sheet) for clause in standard.clauses]
    told = {}
    for person in people:
        excused = exceptions.get(person, NO_EXCEPTIONS)
        clauses = tuple([each.judged(person, excused.get(each.clause.code)) for each in asked])
        told[person] = Verdict(person, overall([each.answer for each in clauses]), clauses)
    return told


class _Asked:
    """A clause with the facts it reads, and what it was already answered for what they say."""

    def __init__(self, clause: Clause, sheet: FactSheet) -> None:
        self.clause = clause
        self._sheet = sheet
        self._columns = [sheet.rows.get(use.key, {}) for use in dict.fromkeys(fact_uses(clause.test))]
        self._found: dict[tuple[int, ...], ClauseVerdict] = {}

    def judged(self, person: int, exception: int | None) -> ClauseVerdict:
        """The answer for this person: that of an earlier one of whom the sheet has the very same values."""
        # By identity, which costs nothing to compare: the sheet keeps its values alive and each value once.
        known = tuple([id(column.get(person)) for column in self._columns])
        found = self._found.get(known)
        if found is None:
            found = self._found[known] = judged(self.clause, reason_of(self.clause.test, self._sheet, person), None)
        return found if exception is None else judged(self.clause, found.reason, exception)
