"""The slow, obvious engine: one person, plain Python, every reason kept. It judges the set-wise one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from canbo.core.clauses import AllOf, AnyOf, AtLeast, Clause, Compare, Known, Not, Standard, Test, Unless
from canbo.core.facts import FactSheet, Value
from canbo.core.verdicts import Answer, ClauseVerdict, Reason, Verdict, overall

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
NO_EXCEPTIONS: Mapping[str, int] = {}
#: Every value from lo to hi stands in the relation to the limit.
EVERY: Mapping[str, Callable[[Value, int | Fraction], bool]] = {
    ">=": lambda value, limit: value.lo >= limit,
    ">": lambda value, limit: value.lo > limit,
    "<=": lambda value, limit: value.hi <= limit,
    "<": lambda value, limit: value.hi < limit,
    "==": lambda value, limit: value.lo == limit == value.hi,
    "!=": lambda value, limit: value.hi < limit or value.lo > limit,
}
OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}


def evaluate(
    standard: Standard, sheet: FactSheet, person: int, exceptions: Mapping[str, int] = NO_EXCEPTIONS
) -> Verdict:
    """The verdict on one person. `exceptions` are decisions in force as {clause code: id of the decision}."""
    clauses = tuple(
        [
            judged(clause, reason_of(clause.test, sheet, person), exceptions.get(clause.code))
            for clause in standard.clauses
        ]
    )
    return Verdict(person, overall([each.answer for each in clauses]), clauses)


def judged(clause: Clause, reason: Reason, exception: int | None) -> ClauseVerdict:
    """One clause. A decision stands only where the instrument allows one, and never in the place of a yes."""
    if exception is None or clause.excepted_by is None or reason.answer is YES:
        return ClauseVerdict(clause, reason.answer, reason)
    return ClauseVerdict(clause, Answer.EXCEPTED, reason, exception)


def reason_of(test: Test, sheet: FactSheet, person: int) -> Reason:
    """The answer to a test, with its reasons down to the facts."""
    if isinstance(test, Compare):
        value = sheet.value(test.fact, person) if test.fact.answerable else None
        return Reason(test, compared(value, test.op, test.limit.value), test.fact, value)
    if isinstance(test, Known):
        value = sheet.value(test.fact, person) if test.fact.answerable else None
        return Reason(test, NO if value is None else YES, test.fact, value)
    parts = tuple([reason_of(part, sheet, person) for part in parts_of(test)])
    return Reason(test, combined(test, [part.answer for part in parts]), parts=parts)


def parts_of(test: AllOf | AnyOf | Not | AtLeast | Unless) -> tuple[Test, ...]:
    """The parts of a branch, in the order of reading."""
    if isinstance(test, Not):
        return (test.part,)
    if isinstance(test, Unless):
        return (test.when, test.then)
    return test.parts


def combined(test: AllOf | AnyOf | Not | AtLeast | Unless, answers: list[Answer]) -> Answer:
    """The answer of a branch from those of its parts (Kleene)."""
    if isinstance(test, Not):
        return _opposite(answers[0])
    if isinstance(test, AllOf):
        return _at_least(len(answers), answers)
    if isinstance(test, AtLeast):
        return _at_least(test.n, answers)
    return _at_least(1, answers)


def _opposite(answer: Answer) -> Answer:
    if answer is YES:
        return NO
    return YES if answer is NO else UNKNOWN


def _at_least(n: int, answers: list[Answer]) -> Answer:
    """Yes when n parts are; no when even every unknown part would not make n."""
    surely = answers.count(YES)
    if surely >= n:
        return YES
    return NO if surely + answers.count(UNKNOWN) < n else UNKNOWN


def compared(value: Value | None, op: str, limit: int | Fraction) -> Answer:
    """Does every possible value, or none, stand in that relation to the limit? Otherwise it is unknown."""
    if value is None:
        return UNKNOWN
    if EVERY[op](value, limit):
        return YES
    return NO if EVERY[OPPOSITE[op]](value, limit) else UNKNOWN
