"""Months, working days, terms, partial dates, and dates as Vietnamese papers write them."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.core.calendar import (
    PartialDate,
    Term,
    add_months,
    add_working_days,
    age_on,
    is_working_day,
    working_days_between,
)
from canbo.core.dates_vi import UnreadDate, read_date

TET = {dt.date(2026, 2, day) for day in range(16, 21)}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("28/11/1974", "1974-11-28"),
        ("3-2-1980", "1980-02-03"),
        ("3.2.1980", "1980-02-03"),
        ("6/1974", "1974-06"),
        ("06-1974", "1974-06"),
        ("1974", "1974"),
        (" năm 1974 ", "1974"),
        ("tháng 6 năm 1974", "1974-06"),
        ("Tháng 6/1974", "1974-06"),
        ("ngày 3 tháng 2 năm 1980", "1980-02-03"),
        ("Ngày 03/02/1980", "1980-02-03"),
        ("3 tháng 2, năm 1980", "1980-02-03"),
        ("1974-11-28", "1974-11-28"),
        ("1974-11", "1974-11"),
        ("1974-11-28 00:00:00", "1974-11-28"),
    ],
)
def test_a_written_date_is_read_as_far_as_it_goes(text, written):
    assert read_date(text) == PartialDate(written)


@pytest.mark.parametrize(
    "text", ["30/2/1980", "13/1974", "0/1974", "không rõ", "", "28/11/1974 hoặc 1975", "1974/11/28/3"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UnreadDate) as told:
        read_date(text)
    assert not told.value.short_year


@pytest.mark.parametrize("text", ["28/11/74", "6/74", "74"])
def test_a_year_of_two_digits_is_refused_and_told_apart(text):
    with pytest.raises(UnreadDate) as told:
        read_date(text)
    assert told.value.short_year


@pytest.mark.parametrize("text", ["2024-13", "2023-02-29", "24", "2024-6", ""])
def test_a_partial_date_that_is_no_date_is_refused_at_birth(text):
    with pytest.raises(ValueError, match="."):
        PartialDate(text)


def test_a_month_later_than_the_31st_is_the_last_day_of_a_shorter_month():
    assert add_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert add_months(dt.date(2024, 3, 31), -13) == dt.date(2023, 2, 28)


def test_age_is_complete_years():
    assert age_on(dt.date(1974, 11, 28), dt.date(2026, 11, 27)) == 51
    assert age_on(dt.date(1974, 11, 28), dt.date(2026, 11, 28)) == 52
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 2, 28)) == 26


def test_weekends_and_holidays_are_no_working_days():
    assert not is_working_day(dt.date(2026, 2, 14), TET)
    assert not is_working_day(dt.date(2026, 2, 17), TET)
    assert add_working_days(dt.date(2026, 2, 13), 1, TET) == dt.date(2026, 2, 23)
    assert add_working_days(dt.date(2026, 2, 13), 0, TET) == dt.date(2026, 2, 13)
    assert working_days_between(dt.date(2026, 2, 13), dt.date(2026, 2, 24), TET) == 2
    assert working_days_between(dt.date(2026, 2, 24), dt.date(2026, 2, 13), TET) == 0


def test_a_time_limit_of_negative_length_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(dt.date(2026, 2, 13), -1, TET)


def test_a_term_is_covered_only_by_a_spell_from_its_first_day_to_its_end():
    term = Term(dt.date(2021, 2, 1), dt.date(2026, 1, 19))
    assert term.holds(dt.date(2021, 2, 1))
    assert not term.holds(dt.date(2026, 1, 19))
    assert term.covered(dt.date(2021, 2, 1), None)
    assert not term.covered(dt.date(2021, 2, 2), None)
    assert not term.covered(dt.date(2021, 2, 1), dt.date(2026, 1, 18))


def test_partial_dates_compare_as_far_as_the_papers_allow():
    year, month, day = PartialDate("2024"), PartialDate("2024-06"), PartialDate("2024-06-15")
    assert month.before(PartialDate("2024-07")) is True
    assert PartialDate("2024-07").before(month) is False
    assert month.before(day) is None
    assert year.before(month) is None
    assert day.before(day) is False
    assert month.on_or_before(dt.date(2024, 6, 30)) is True
    assert month.on_or_before(dt.date(2024, 6, 29)) is None
    assert month.on_or_before(dt.date(2024, 5, 31)) is False
