"""Verdicts: the answer to a standard for one person, with every reason kept.

An answer is yes, no, unknown or excepted. Excepted is never yes: it says that a decision of a named body stands in
the place of a condition.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from canbo.core.clauses import Clause, Test
from canbo.core.facts import FactUse, Value


class Answer(enum.Enum):
    """The four answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True)
class Reason:
    """One node of a clause's test with its answer; `fact` and `value` stand on the leaves, `parts` on the branches.

    `missing` names facts whose value would settle an unknown answer.
    """

    test: Test
    answer: Answer
    fact: FactUse | None = None
    value: Value | None = None
    parts: tuple[Reason, ...] = ()

    def missing(self) -> tuple[FactUse, ...]:
        """The facts under this node that left it unknown, in order, each once."""
        if self.answer is not Answer.UNKNOWN:
            return ()
        if self.fact is not None:
            return (self.fact,)
        found: dict[FactUse, None] = {}
        for part in self.parts:
            found.update(dict.fromkeys(part.missing()))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ClauseVerdict:
    """The answer to one clause, its reasons, and the id of the exception decision that stands in its place, if any."""

    clause: Clause
    answer: Answer
    reason: Reason
    exception: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a whole standard for one person: no if one clause is no, else unknown, else excepted, else yes."""

    person: int
    answer: Answer
    clauses: tuple[ClauseVerdict, ...]


def overall(answers: list[Answer]) -> Answer:
    """The answer of a standard from the answers of its clauses."""
    for answer in (Answer.NO, Answer.UNKNOWN, Answer.EXCEPTED):
        if answer in answers:
            return answer
    return Answer.YES
