"""What a worked example shows of a rule: the ordinary case, the edge, what is unknown, where two rules conflict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from canbo.core.casebook import Example, examples, run_decision
from canbo.core.clauses import Compare, Not, Test, Unless
from canbo.core.deciding import rows_on
from canbo.core.pack import Pack
from canbo.core.rules import Case
from canbo.core.tables import DecisionCase, NumberCase, Written
from canbo.core.verdicts import Answer
from canbo.core.written import ParameterValue, WrittenClause, sources

#: The kinds, in the order shown. An example is ordinary when it is none of the others.
KINDS = ("ordinary", "boundary", "unknown", "conflict")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Homes:
    """Where a row of a digest lives in the pack, and its examples by kind."""

    row: str
    by: tuple[tuple[str, str], ...]
    kinds: Mapping[str, int]

    @property
    def judged(self) -> bool:
        """True when the pack decides it: by a clause, a table or a number, so that examples can show it."""
        return any(kind in ("clause", "decision", "parameter") for kind, _ in self.by)


def homes(pack: Pack, rows: Mapping[str, list[Written]]) -> Iterator[Homes]:
    """Each table of a digest (its rows together) with the kinds of its examples."""
    told = {(kind, name): list(kinds) for (kind, name), kinds in _told(pack).items()}
    for name, written in rows.items():
        by = tuple(dict.fromkeys(each for row in written for each in row.by))
        counted = Counter(kind for each in by for kind in told.get(each, []))
        yield Homes(name, by, {kind: counted[kind] for kind in KINDS})


def _told(pack: Pack) -> dict[tuple[str, str], list[str]]:
    """By ("clause", code), ("decision", name) or ("parameter", name): the kinds of all examples about it."""
    found: dict[tuple[str, str], list[str]] = {}
    edges = {("clause", code): _clause_days(pack, each) for code, each in pack.clauses.items()}
    for example in examples(pack):
        for about, kinds in _kinds(pack, example, edges):
            found.setdefault(about, []).extend(kinds or ("ordinary",))
    return found


def _kinds(
    pack: Pack, example: Example, edges: Mapping[tuple[str, str], set[dt.date]]
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    if isinstance(example, NumberCase):
        yield ("parameter", example.parameter), _of_number(pack, example)
    elif isinstance(example, DecisionCase):
        yield ("decision", example.decision), _of_decision(pack, example)
    else:
        for code, answer in example.clauses.items():
            yield ("clause", code), _of_clause(pack, example, code, answer, edges[("clause", code)])


def _of_number(pack: Pack, case: NumberCase) -> list[str]:
    days = {value.since for value in pack.rules.parameters[case.parameter].values}
    kinds = ["boundary"] if _at_edge(case.on, days) else []
    return kinds + (["unknown"] if case.value is None else [])


def _of_decision(pack: Pack, case: DecisionCase) -> list[str]:
    decision = pack.rules.decisions[case.decision]
    limits = {
        (leaf.fact.name, leaf.limit.value)
        for row in rows_on(pack, case.decision, case.on)
        for leaf in _compared(row.test)
        if decision.inputs[leaf.fact.name].kind in ("share", "number")
    }
    given = {(each.name, each.lo) for each in case.given if each.lo == each.hi and not each.code}
    near = {(name, value + step) for name, value in limits for step in (-1, 0, 1) if step == 0 or value > 1}
    kinds = ["boundary"] if given & near or _at_edge(case.on, set(decision.changes)) else []
    if not run_decision(pack, case).decided.settled:
        kinds.append("unknown")
    return kinds + (["conflict"] if case.conflict else [])


def _of_clause(pack: Pack, case: Case, code: str, answer: str, days: set[dt.date]) -> list[str]:
    standard = pack.standard(case.title, case.purpose, case.on, place=case.place)
    tests = [clause.test for clause in standard.clauses if clause.code == code]
    limits = {leaf.fact.name: leaf.limit.value for test in tests for leaf in _compared(test) if leaf.limit.parameter}
    given = {each.key.partition("(")[0]: each.lo for each in case.facts if each.lo is not None and each.lo == each.hi}
    near = any(-1 <= given[name] - limit <= 1 for name, limit in limits.items() if name in given)
    kinds = ["boundary"] if near or _at_edge(case.on, days) else []
    if answer == Answer.UNKNOWN.value:
        kinds.append("unknown")
    return kinds + (["conflict"] if _torn(pack, case, code, answer) else [])


def _torn(pack: Pack, case: Case, code: str, answer: str) -> bool:
    """Another clause of the same conflict answers otherwise in this example."""
    others = {each for one in pack.rules.conflicts.values() if code in one.clauses for each in one.clauses}
    return any(case.clauses.get(each, answer) != answer for each in others)


def _clause_days(pack: Pack, clause: WrittenClause) -> set[dt.date]:
    days = {version.since for version in clause.versions}
    for version in clause.versions:
        for source, _ in sources(version):
            if isinstance(source, ParameterValue) and source.name in pack.rules.parameters:
                days |= {value.since for value in pack.rules.parameters[source.name].values}
    return days


def _at_edge(on: dt.date, days: set[dt.date]) -> bool:
    return on in days or on + _DAY in days


def _compared(test: Test) -> Iterator[Compare]:
    if isinstance(test, Compare):
        yield test
    elif isinstance(test, Not):
        yield from _compared(test.part)
    elif isinstance(test, Unless):
        yield from _compared(test.when)
        yield from _compared(test.then)
    elif hasattr(test, "parts"):
        for part in test.parts:
            yield from _compared(part)
