"""Screening: everybody against the standard of a title on a day, clause by clause."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canbo.apps.eligibility.exceptions import by_person
from canbo.apps.eligibility.request import Grounds
from canbo.apps.eligibility.stores import RECORD_LIMIT, Store, store_for
from canbo.base.packs.registry import FACTS
from canbo.core.clauses import Clause
from canbo.core.engines.sets import compile_screen, slices
from canbo.core.verdicts import Answer, overall

#: What the set-wise engine writes for an answer.
_ANSWERS: Mapping[int | None, Answer] = {1: Answer.YES, 0: Answer.NO, None: Answer.UNKNOWN}


@dataclass(frozen=True)
class Row:
    """One person of a screen: the overall answer and the answer to each clause, in the order of the standard."""

    person: int
    answer: Answer
    answers: tuple[Answer, ...]

    @property
    def unmet(self) -> int:
        """How many clauses are not met or not known: how far the person is from the title. No measure of a person."""
        return sum(answer in (Answer.NO, Answer.UNKNOWN) for answer in self.answers)


@dataclass(frozen=True)
class Screen:
    """The answers of a standard for some people, in the order in which they were asked."""

    grounds: Grounds
    rows: tuple[Row, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses answered, in order."""
        return self.grounds.standard.clauses

    @functools.cached_property
    def counts(self) -> dict[Answer, int]:
        """How many people have each overall answer."""
        counted = Counter(row.answer for row in self.rows)
        return {answer: counted[answer] for answer in Answer}

    @functools.cached_property
    def clause_counts(self) -> tuple[tuple[Clause, dict[Answer, int]], ...]:
        """For each clause, how many people have each answer to it."""
        columns = zip(*(row.answers for row in self.rows), strict=True) if self.rows else ((),) * len(self.clauses)
        counted = (Counter(column) for column in columns)
        return tuple(
            (clause, {answer: counts[answer] for answer in Answer})
            for clause, counts in zip(self.clauses, counted, strict=True)
        )

    def chosen(self, answer: Answer | None = None, clause: str = "", clause_answer: Answer | None = None) -> list[Row]:
        """Rows with that overall answer and, if a clause is named, with that answer to it."""
        rows = [row for row in self.rows if answer is None or row.answer is answer]
        if not clause:
            return rows
        number = [c.code for c in self.clauses].index(clause)
        wanted = (clause_answer,) if clause_answer else (Answer.NO, Answer.UNKNOWN)
        return [row for row in rows if row.answers[number] in wanted]


def screen(grounds: Grounds, people: Sequence[int], store: Store | None = None) -> Screen:
    """The answers for these people. Exceptions in force stand where their clause allows one and is not met."""
    chosen = store or store_for(len(people))
    everybody = len(people) > RECORD_LIMIT
    if not people:
        return Screen(grounds, ())
    few = () if everybody else tuple(people)
    scope = grounds.scope(few or None, chosen.roll)
    parts = slices(scope, max(people)) if everybody else (scope,)
    screens = (chosen.rows(compile_screen(grounds.standard, FACTS, part), few) for part in parts)
    answered = {row[0]: row[1:] for rows in screens for row in rows}
    excused = by_person(grounds)
    none: Mapping[str, int] = {}
    return Screen(
        grounds,
        tuple(_row(grounds, person, answered.get(person, ()), excused.get(person, none)) for person in people),
    )


def _row(grounds: Grounds, person: int, raw: Sequence[int | None], excused: Mapping[str, int]) -> Row:
    clauses = grounds.standard.clauses
    found = [_ANSWERS[None if value is None else int(value)] for value in raw] or [Answer.UNKNOWN] * len(clauses)
    if excused:
        found = [
            Answer.EXCEPTED if clause.code in excused and clause.excepted_by and answer is not Answer.YES else answer
            for clause, answer in zip(clauses, found, strict=True)
        ]
    return Row(person, overall(found), tuple(found))
