"""The calendar in Python and the calendar in SQL are twins."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from canbo.core.calendar import PartialDate, add_months, complete_months, day_of, stamp
from canbo.core.clauses import OPERATORS
from canbo.core.engines.reference import compared
from canbo.core.engines.sql import Query, Scope
from canbo.core.facts import Value
from canbo.core.verdicts import Answer
from tests.spec.worlds import VENDORS, database

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
near_ends = st.builds(
    lambda year, month, back: add_months(dt.date(year, month, 1), 1) - dt.timedelta(days=back),
    st.integers(1950, 2050),
    st.integers(1, 12),
    st.integers(1, 4),
)
SETTINGS = settings(deadline=None, max_examples=200)


@pytest.mark.parametrize("vendor", VENDORS)
def test_complete_months_are_the_same_in_python_and_in_every_database(vendor):
    query = Query(Scope(asof=0))
    with database(vendor) as engine:

        @settings(deadline=None, max_examples=60)
        @given(st.lists(st.tuples(days | near_ends, days | near_ends), min_size=1, max_size=10))
        def holds(pairs):
            columns = ", ".join(query.months(str(stamp(a)), str(stamp(b))) for a, b in pairs)
            found = engine.execute(f"select {columns}").fetchall()[0]
            assert list(found) == [complete_months(stamp(a), stamp(b)) for a, b in pairs]

        holds()


@SETTINGS
@given(days, days)
def test_stamps_sort_as_days_do_and_lead_back_to_them(one, other):
    assert (stamp(one) < stamp(other)) == (one < other)
    assert day_of(stamp(one)) == one


@SETTINGS
@given(days, st.integers(0, 600))
def test_so_many_months_later_so_many_months_are_complete(start, months):
    assume(start.year + months // 12 < 2150)
    later = add_months(start, months)
    assert complete_months(stamp(start), stamp(later)) == months
    assert complete_months(stamp(start), stamp(later - dt.timedelta(days=1))) == months - 1 or later.day < start.day


@SETTINGS
@given(days, days, days)
def test_complete_months_never_shrink_as_time_goes_on(start, one, other):
    early, late = sorted((one, other))
    assert complete_months(stamp(start), stamp(early)) <= complete_months(stamp(start), stamp(late))


@SETTINGS
@given(st.integers(1950, 2020), st.integers(1, 12), days, st.sampled_from(OPERATORS), st.integers(-5, 900))
def test_a_month_without_its_day_is_unknown_only_when_two_of_its_days_differ(year, month, on, op, limit):
    date = PartialDate(f"{year}-{month:02d}")
    every = [date.first + dt.timedelta(days=n) for n in range((date.last - date.first).days + 1)]
    exact = set()
    for day in every:
        months = complete_months(stamp(day), stamp(on))
        exact.add(compared(Value(months, months), op, limit))
    answer = compared(Value(*date.months_until(on)), op, limit)
    assert answer is (exact.pop() if len(exact) == 1 else Answer.UNKNOWN)


@SETTINGS
@given(st.integers(1950, 2020), days)
def test_a_bare_year_bounds_all_its_days(year, on):
    date = PartialDate(str(year))
    lo, hi = date.months_until(on)
    for offset in range(0, 365, 7):
        day = date.first + dt.timedelta(days=offset)
        assert lo <= complete_months(stamp(day), stamp(on)) <= hi


@SETTINGS
@given(days)
def test_a_day_written_in_full_is_itself(day):
    date = PartialDate(day.isoformat())
    assert date.first == date.last == day
    assert date.until_stamps[0] == stamp(day + dt.timedelta(days=1))
