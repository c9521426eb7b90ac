"""Worked examples run against the law as the pack writes it, with the engine that keeps reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canbo.core.clauses import Standard
from canbo.core.deciding import Decided, decide
from canbo.core.engines.reference import evaluate
from canbo.core.facts import FactSheet, Value
from canbo.core.loading.check_decisions import rank_given
from canbo.core.loading.check_standards import case_keys, case_rank
from canbo.core.pack import Pack
from canbo.core.resolving import parameter_on
from canbo.core.rules import Case
from canbo.core.tables import DecisionCase, NumberCase
from canbo.core.verdicts import Verdict

#: The one person that an example is about.
SOMEBODY = 1


class _Told:
    """What the result of every kind of example tells of it: its sentence and where it stands."""

    case: Case | DecisionCase | NumberCase

    @property
    def name(self) -> str:
        """The sentence that names the example."""
        return self.case.name

    @property
    def file(self) -> str:
        """The file in which it stands."""
        return self.case.spot.file

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.case.spot.line


@dataclass(frozen=True)
class CaseResult(_Told):
    """One example with the verdict found. `differing` are {clause code: (expected, found)}, "" for the whole."""

    case: Case
    verdict: Verdict
    differing: Mapping[str, tuple[str, str]]

    @property
    def passed(self) -> bool:
        """True when everything expected was found."""
        return not self.differing

    @property
    def difference(self) -> str:
        """What was expected and what was found, clause by clause, in both languages on one line."""
        rows = [(code or "∑", *answers) for code, answers in self.differing.items()]
        return "; ".join(f"{code}: mong đợi/expected {wanted}, kết quả/found {found}" for code, wanted, found in rows)


def run_cases(pack: Pack) -> tuple[CaseResult, ...]:
    """The results of every example of a pack, in order of file and line."""
    cases = sorted(pack.cases, key=lambda case: case.spot)
    return tuple(run_case(pack, case) for case in cases)


def run_case(pack: Pack, case: Case) -> CaseResult:
    """The result of one example."""
    standard = pack.standard(case.title, case.purpose, case.on, place=case.place)
    verdict = evaluate(standard, case_sheet(pack, case, standard), SOMEBODY)
    found = {"": verdict.answer.value} | {each.clause.code: each.answer.value for each in verdict.clauses}
    expected = ({"": case.answer} if case.answer else {}) | dict(case.clauses)
    differing = {code: (each, found[code]) for code, each in expected.items() if each != found[code]}
    return CaseResult(case, verdict, differing)


def case_sheet(pack: Pack, case: Case, standard: Standard) -> FactSheet:
    """The facts of an example as a sheet about one person."""
    rows: dict[str, dict[int, Value]] = {}
    for fact in case.facts:
        rank = case_rank(pack, fact) if fact.code else None
        lo, hi = (rank, rank) if fact.code else (fact.lo, fact.hi)
        if lo is not None and hi is not None:
            rows[case_keys(standard, fact.key)[0]] = {SOMEBODY: Value(lo, hi)}
    return FactSheet(rows)


@dataclass(frozen=True)
class DecisionResult(_Told):
    """One example of a decision table with what was found."""

    case: DecisionCase
    decided: Decided

    @property
    def passed(self) -> bool:
        """True when exactly the outcomes expected, and the conflict expected, were found."""
        return frozenset(self.decided.gives) == self.case.gives and self.decided.conflict == self.case.conflict

    @property
    def difference(self) -> str:
        """What was expected and what was found, in both languages on one line."""
        wanted = "|".join(sorted(self.case.gives)) + (f" ({self.case.conflict})" if self.case.conflict else "")
        found = "|".join(sorted(self.decided.gives)) + (f" ({self.decided.conflict})" if self.decided.conflict else "")
        return f"{self.case.decision}: mong đợi/expected {wanted}, kết quả/found {found}"


@dataclass(frozen=True)
class NumberResult(_Told):
    """One example of a number with the value found."""

    case: NumberCase
    found: object

    @property
    def passed(self) -> bool:
        """True when the value expected was found."""
        return self.found == self.case.value

    @property
    def difference(self) -> str:
        """What was expected and what was found, in both languages on one line."""
        return f"{self.case.parameter}: mong đợi/expected {self.case.value}, kết quả/found {self.found}"


Example = Case | DecisionCase | NumberCase
Result = CaseResult | DecisionResult | NumberResult


def examples(pack: Pack) -> tuple[Example, ...]:
    """Every worked example of a pack, of standards, of decisions and of numbers, in order of file and line."""
    rules = pack.rules
    return tuple(sorted((*pack.cases, *rules.decision_cases, *rules.number_cases), key=lambda case: case.spot))


def run(pack: Pack, example: Example) -> Result:
    """The result of one example of any kind. Raises LookupError where what it asks for is there no longer."""
    if isinstance(example, Case):
        return run_case(pack, example)
    return run_number(pack, example) if isinstance(example, NumberCase) else run_decision(pack, example)


def run_all(pack: Pack) -> tuple[Result, ...]:
    """The results of every example."""
    return tuple(run(pack, example) for example in examples(pack))


def run_number(pack: Pack, case: NumberCase) -> NumberResult:
    """The result of one example of a number."""
    value = parameter_on(pack.rules, case.parameter, case.on).value
    return NumberResult(case, value.get(case.key) if isinstance(value, Mapping) else value)


def run_decisions(pack: Pack) -> tuple[DecisionResult, ...]:
    """The results of every example of a decision table, in order of file and line."""
    return tuple(run_decision(pack, case) for case in sorted(pack.rules.decision_cases, key=lambda case: case.spot))


def run_decision(pack: Pack, case: DecisionCase) -> DecisionResult:
    """The result of one example of a decision table."""
    written = pack.rules.decisions[case.decision]
    given: dict[str, Value] = {}
    for each in case.given:
        rank = rank_given(pack, written.inputs[each.name], each) if each.code else None
        lo, hi = (rank, rank) if rank is not None else (each.lo, each.hi)
        given[each.name] = Value(lo, hi)
    return DecisionResult(case, decide(pack, case.decision, case.on, given))
