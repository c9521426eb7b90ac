"""Two engines, one meaning: what the obvious engine answers, every database answers too."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from canbo.core.clauses import AtLeast, Clause, Compare, Known, Limit, Not, Standard
from canbo.core.engines import reference, sets
from canbo.core.engines.several import evaluate_all
from canbo.core.engines.sql import Scope
from canbo.core.facts import FactUse
from canbo.core.verdicts import Answer
from tests.spec.worlds import (
    CITES,
    DEFS,
    SAYS,
    VENDORS,
    Database,
    World,
    database,
    fill,
    plain_sheet,
    standards,
    worlds,
)

ANSWERS = {1: Answer.YES, 0: Answer.NO, None: Answer.UNKNOWN}
SCOPE = Scope(asof=0)
#: The schema in which each vendor keeps the tables, as the prefix of an attached database.
HOME = {"sqlite": "main.", "duckdb": "main.", "postgresql": "pg_temp."}
SPAN, COUNT = (FactUse(f"{kind}_people_reading", (("of", "a"),)) for kind in ("span", "count"))


def a_standard(*tests) -> Standard:
    clauses = tuple(Clause(f"C{place}", "condition", SAYS, test, CITES) for place, test in enumerate(tests))
    return Standard("director", "appointment", clauses)


def answers_of_reference(standard: Standard, world: World) -> dict[int, list[Answer]]:
    sheet = plain_sheet(world, sets.facts_needed(standard))
    people = range(1, world.people + 1)
    return {person: [each.answer for each in reference.evaluate(standard, sheet, person).clauses] for person in people}


def answers_of(engine: Database, sql: str) -> dict[int, list[Answer]]:
    return {row[0]: [ANSWERS[answer] for answer in row[1:]] for row in engine.execute(sql).fetchall()}


def agreement(engine: Database, standard: Standard, world: World, home: str = "") -> None:
    """Both engines say the same of everybody: in one statement, with registers read once, and over a kept sheet."""
    fill(engine, world)
    expected = answers_of_reference(standard, world)
    assert answers_of(engine, sets.compile_screen(standard, DEFS, SCOPE)) == expected
    if home:
        assert answers_of(engine, sets.compile_screen(standard, DEFS, Scope(asof=0, prefix=home))) == expected
    uses = sets.facts_needed(standard)
    engine.execute(f"create temporary table sheet as {sets.compile_facts(uses, DEFS, SCOPE)}")
    try:
        assert answers_of(engine, sets.compile_clauses(standard, sets.sheet_columns(uses))) == expected
    finally:
        engine.execute("drop table sheet")


@pytest.mark.parametrize("vendor", VENDORS)
def test_both_engines_give_the_same_answers_on_every_database(vendor):
    with database(vendor) as engine:

        @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
        @example(a_standard(Compare(COUNT, "==", Limit(0))), World(2, ((1, "people_reading", "a", None, None, False),)))
        @example(a_standard(Compare(SPAN, "<", Limit(3))), World(1, ((1, "people_reading", "a", None, 2, False),)))
        @example(a_standard(Not(Known(FactUse("span_people_reading", (("of", ()),))))), World(1, ()))
        @given(standards, worlds)
        def holds(standard, world):
            agreement(engine, standard, world, HOME[vendor])

        holds()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_question_about_some_people_says_nothing_of_the_others(vendor):
    world = World(3, tuple((number, "people_reading", "a", 5, 5, False) for number in (1, 2, 3)))
    with database(vendor) as engine:
        fill(engine, world)
        sql = sets.compile_screen(a_standard(Compare(SPAN, ">=", Limit(5))), DEFS, Scope(asof=0, people=[1, 3]))
        assert sorted(answers_of(engine, sql)) == [1, 3]


@pytest.mark.parametrize("vendor", VENDORS)
def test_slices_of_everybody_give_together_what_the_whole_gives(vendor, monkeypatch):
    monkeypatch.setattr(sets, "SLICE", 2)
    world = World(5, tuple((number, "people_reading", "a", number, number, False) for number in (1, 2, 4, 5)))
    standard = a_standard(Compare(SPAN, ">=", Limit(3)))
    with database(vendor) as engine:
        fill(engine, world)
        parts = [answers_of(engine, sets.compile_screen(standard, DEFS, part)) for part in sets.slices(SCOPE, 5)]
    assert [sorted(part) for part in parts] == [[1, 2], [3, 4], [5]]
    assert {who: answers for part in parts for who, answers in part.items()} == answers_of_reference(standard, world)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_standard_with_deep_and_wide_clauses_fits_every_parser(vendor):
    test = Compare(SPAN, ">=", Limit(5))
    for _ in range(8):
        test = AtLeast(1, (Not(test), Compare(SPAN, "<", Limit(2))))
    with database(vendor) as engine:
        agreement(engine, a_standard(*[test] * 20), World(2, ((1, "people_reading", "a", 5, 7, False),)))


def _reads_at_least_as_more_than(right):
    def wrong(test, columns):
        return right(Compare(test.fact, ">", test.limit) if test.op == ">=" else test, columns)

    return wrong


def _takes_the_unknown_for_no(right):
    def wrong(value, op, limit):
        return Answer.NO if value is None else right(value, op, limit)

    return wrong


def _forgets_that_n_may_still_be_reached(right):
    def wrong(test, pairs):
        yes, _ = right(test, pairs)
        return yes, f"not {yes}"

    return wrong


@pytest.mark.parametrize(
    ("module", "name", "breaking"),
    [
        (sets, "_compared", _reads_at_least_as_more_than),
        (sets, "_at_least", _forgets_that_n_may_still_be_reached),
        (reference, "compared", _takes_the_unknown_for_no),
    ],
)
def test_breaking_either_engine_is_noticed(monkeypatch, module, name, breaking):
    monkeypatch.setattr(module, name, breaking(getattr(module, name)))
    with database("sqlite") as engine:

        @settings(deadline=None, max_examples=600, database=None, phases=[Phase.generate], derandomize=True)
        @given(standards, worlds)
        def holds(standard, world):
            agreement(engine, standard, world)

        with pytest.raises(AssertionError):
            holds()


@settings(deadline=None)
@given(standards, worlds, st.sets(st.tuples(st.integers(1, 5), st.sampled_from(["C0", "C1"]))))
def test_several_people_at_once_are_told_what_each_is_told_alone(standard, world, decided):
    """The very same reasons, shared or not, with and without a decision in the place of a clause."""
    sheet = plain_sheet(world, sets.facts_needed(standard))
    people = range(1, world.people + 1)
    excused = {person: {code: 7 for who, code in decided if who == person} for person in people}
    alone = {person: reference.evaluate(standard, sheet, person, excused[person]) for person in people}
    assert evaluate_all(standard, sheet, people, excused) == alone


@settings(deadline=None)
@given(st.integers(0, 3), st.integers(1, 5))
def test_an_exception_stands_in_the_place_of_no_and_unknown_but_never_of_yes(limit, people):
    world = World(people, ((1, "people_reading", "a", 2, 2, False),))
    clause = Clause("C0", "condition", SAYS, Compare(SPAN, ">=", Limit(limit)), CITES, excepted_by=SAYS)
    standard = Standard("director", "appointment", (clause,))
    verdict = reference.evaluate(standard, plain_sheet(world, [SPAN]), 1, {"C0": 7})
    assert verdict.answer is (Answer.YES if limit <= 2 else Answer.EXCEPTED)
    assert verdict.clauses[0].exception == (None if limit <= 2 else 7)


def test_no_decision_excepts_from_a_bar_that_leaves_none():
    standard = a_standard(Compare(SPAN, ">=", Limit(3)))
    verdict = reference.evaluate(standard, plain_sheet(World(1, ()), [SPAN]), 1, {"C0": 7})
    assert verdict.answer is Answer.UNKNOWN
