"""The laws that three-valued answers keep."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.core.clauses import OPERATORS, AllOf, AnyOf, AtLeast, Compare, Known, Limit, Not, Test, Unless
from canbo.core.engines.reference import compared, reason_of
from canbo.core.facts import FactSheet, FactUse, Value
from canbo.core.verdicts import Answer, overall

NAMES = ("p", "q", "r", "s")
SETTINGS = settings(deadline=None, max_examples=200)
values = st.none() | st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: Value(min(ends), max(ends)))
sheets = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
comparisons = st.builds(
    Compare, st.sampled_from(NAMES).map(FactUse), st.sampled_from(OPERATORS), st.builds(Limit, st.integers(-1, 7))
)


def _branches(parts: st.SearchStrategy[Test]) -> st.SearchStrategy[Test]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(AllOf, several)
        | st.builds(AnyOf, several)
        | st.builds(Not, parts)
        | st.builds(AtLeast, st.integers(1, 3), several)
        | st.builds(Unless, parts, parts)
    )


tests = st.recursive(comparisons, _branches, max_leaves=8)


def answer(test: Test, known: dict[str, Value | None]) -> Answer:
    sheet = FactSheet({name: {1: value} for name, value in known.items() if value is not None})
    return reason_of(test, sheet, 1).answer


@SETTINGS
@given(tests, tests, sheets)
def test_de_morgan_holds_for_unknown_answers_too(a, b, known):
    assert answer(Not(AllOf((a, b))), known) is answer(AnyOf((Not(a), Not(b))), known)
    assert answer(Not(AnyOf((a, b))), known) is answer(AllOf((Not(a), Not(b))), known)


@SETTINGS
@given(tests, sheets)
def test_not_twice_is_nothing(a, known):
    assert answer(Not(Not(a)), known) is answer(a, known)


@SETTINGS
@given(st.lists(tests, min_size=1, max_size=3).map(tuple), sheets)
def test_all_and_any_are_at_least_every_one_and_at_least_one(parts, known):
    assert answer(AllOf(parts), known) is answer(AtLeast(len(parts), parts), known)
    assert answer(AnyOf(parts), known) is answer(AtLeast(1, parts), known)


@SETTINGS
@given(tests, tests, sheets)
def test_unless_answers_as_any_of_its_two_parts(a, b, known):
    assert answer(Unless(a, b), known) is answer(AnyOf((a, b)), known)


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[dict[str, Value | None], dict[str, Value | None]]:
    """What is known, and what is known once papers have said more."""
    before = draw(sheets)
    after: dict[str, Value | None] = {}
    for name, value in before.items():
        lo, hi = (0, 6) if value is None else (value.lo, value.hi)
        first = draw(st.integers(lo, hi))
        after[name] = Value(first, draw(st.integers(first, hi)))
    return before, after


@SETTINGS
@given(tests, narrowed())
def test_knowing_more_never_turns_a_yes_or_a_no(test, sheets):
    before, after = (answer(test, known) for known in sheets)
    assert before is Answer.UNKNOWN or after is before


@SETTINGS
@given(comparisons, sheets)
def test_a_comparison_is_unknown_only_when_its_interval_straddles_the_limit(test, known):
    value = known[test.fact.name]
    if value is None:
        assert answer(test, known) is Answer.UNKNOWN
        return
    each = {compared(Value(n, n), test.op, test.limit.value) for n in range(value.lo, value.hi + 1)}
    assert answer(test, known) is (each.pop() if len(each) == 1 else Answer.UNKNOWN)


@SETTINGS
@given(tests, sheets)
def test_an_unknown_answer_names_what_is_missing_and_a_known_one_names_nothing(test, known):
    sheet = FactSheet({name: {1: value} for name, value in known.items() if value is not None})
    reason = reason_of(test, sheet, 1)
    assert bool(reason.missing()) == (reason.answer is Answer.UNKNOWN)


@pytest.mark.parametrize("value", [None, Value(1, 1), Value(0, 1)])
def test_known_is_never_unknown(value):
    assert answer(Known(FactUse("p")), {"p": value}) is (Answer.NO if value is None else Answer.YES)


@SETTINGS
@given(st.lists(st.sampled_from(list(Answer)), min_size=1))
def test_one_no_is_a_no_and_an_exception_is_never_a_yes(answers):
    found = overall(answers)
    assert (found is Answer.NO) == (Answer.NO in answers)
    assert (found is Answer.YES) == (set(answers) == {Answer.YES})
