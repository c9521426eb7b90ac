from __future__ import annotations

import pytest

from canbo.apps.people.models import Extension
from canbo.apps.people.tests.drawing import month_number, months, told

pytestmark = pytest.mark.django_db

A_MAN_OF_1965 = {"sex": "M", "born": "1965-09-10"}


def test_age_is_complete_months_and_a_month_or_a_year_of_birth_leaves_it_open():
    assert told(
        "age_months",
        "2025-10-08",
        {
            "to_the_day": [{"born": "1975-10-08"}],
            "a_day_short": [{"born": "1975-10-09"}],
            "month_only": [{"born": "1975-10"}],
            "month_passed": [{"born": "1975-09"}],
            "year_only": [{"born": "1975"}],
            "not_stated": [{"born": ""}],
        },
    ) == {
        "to_the_day": 600,
        "a_day_short": 599,
        "month_only": (599, 600),
        "month_passed": (600, 601),
        "year_only": (597, 609),
        "not_stated": None,
    }


def test_a_birth_date_is_known_only_when_it_stands_to_the_day():
    assert told(
        "birth_known",
        "2025-01-01",
        {"day": [{"born": "1975-10-08"}], "month": [{"born": "1975-10"}], "none": [{"born": ""}]},
    ) == {"day": 1, "month": 0, "none": 0}


def test_the_month_of_birth_is_a_month_number():
    assert told("birth_month", "2025-01-01", {"day": [{"born": "1965-09-30"}], "year": [{"born": "1965"}]}) == {
        "day": month_number(1965, 9),
        "year": (month_number(1965, 1), month_number(1965, 12)),
    }


def test_a_sex_that_is_not_stated_is_unknown():
    assert told("is_female", "2025-01-01", {"f": [{"sex": "F"}], "m": [{"sex": "M"}], "blank": [{"sex": ""}]}) == {
        "f": 1,
        "m": 0,
        "blank": None,
    }


def test_service_counts_from_recruitment_and_never_below_zero():
    assert told(
        "service_months",
        "2025-06-01",
        {"day": [{"recruited": "2000-06-01"}], "later": [{"recruited": "2025-07-01"}], "blank": [{}]},
    ) == {"day": 300, "later": 0, "blank": None}


def test_a_man_born_in_september_1965_who_retires_at_sixty_has_sixty_months_left_at_september_2020():
    reckoned = month_number(2020, 9)
    assert told(
        "months_left_at_month",
        "2020-01-01",
        {
            "known": [A_MAN_OF_1965],
            "year_only": [{"sex": "M", "born": "1965"}],
            "sex_unknown": [{"sex": "", "born": "1965-09-10"}],
            "no_birth": [{"born": ""}],
            "no_row_in_the_table": [{"sex": "M", "born": "1930-01-01"}],
            "partly_in_the_table": [{"sex": "M", "born": "1939-12-31"}],
        },
        month=reckoned,
    ) == {
        "known": 60,
        "year_only": (52, 60 + 3 + 24),
        "sex_unknown": (0, 60),
        "no_birth": None,
        "no_row_in_the_table": None,
        "partly_in_the_table": None,
    }


def test_work_ends_with_the_last_day_of_the_retirement_month():
    table = {"man": [A_MAN_OF_1965]}
    assert told("months_to_retirement", "2020-09-30", table) == {"man": 60}


@pytest.mark.parametrize(("on", "left"), [("2025-08-31", 1), ("2025-09-01", 1), ("2025-09-02", 0), ("2025-12-01", -2)])
def test_months_to_retirement_are_complete_months_and_go_below_zero(on: str, left: int):
    assert told("months_to_retirement", on, {"man": [A_MAN_OF_1965]}) == {"man": left}


@pytest.mark.parametrize(("on", "within"), [("2025-09-29", 1), ("2025-09-30", 1), ("2025-10-01", 0), ("2026-01-01", 0)])
def test_the_last_day_of_the_retirement_month_is_within_working_age_and_the_next_day_is_not(on: str, within: int):
    assert told("within_working_age", on, {"man": [A_MAN_OF_1965]}) == {"man": within}


def test_working_age_is_open_where_the_birth_date_leaves_it_open_and_goes_on_by_a_decision():
    table = {
        "month_only": [{"sex": "M", "born": "1965"}],
        "no_birth": [{"born": ""}],
        "no_row_in_the_table": [{"sex": "M", "born": "1930-01-01"}],
        "extended": [A_MAN_OF_1965, (Extension, {"on": "2025-01-01", "last": "2028-06"})],
    }
    found = told("within_working_age", "2025-10-01", table)
    assert found == {"month_only": (0, 1), "no_birth": None, "no_row_in_the_table": None, "extended": 1}


def test_a_decision_to_work_longer_replaces_the_retirement_month_once_it_is_made():
    reckoned = month_number(2025, 9)
    until_june_2028 = months(2, 9)
    assert told(
        "months_left_at_month",
        "2025-03-15",
        {
            "made": [A_MAN_OF_1965, (Extension, {"on": "2025-03-15", "last": "2028-06"})],
            "made_to_the_day": [A_MAN_OF_1965, (Extension, {"on": "2025-03-15", "last": "2028-06-30"})],
            "not_yet_made": [A_MAN_OF_1965, (Extension, {"on": "2025-03-16", "last": "2028-06"})],
            "perhaps_made": [A_MAN_OF_1965, (Extension, {"on": "2025-03", "last": "2028-06"})],
            "undated": [A_MAN_OF_1965, (Extension, {"on": "", "last": "2028-06"})],
            "twice": [
                A_MAN_OF_1965,
                (Extension, {"on": "2024-01-01", "last": "2027-06"}),
                (Extension, {"on": "2025-01-01", "last": "2028-06"}),
            ],
            "without_a_birth_date": [{"born": ""}, (Extension, {"on": "2024-01-01", "last": "2028-06"})],
            "only_perhaps_without_a_birth_date": [{"born": ""}, (Extension, {"on": "2025-03", "last": "2028-06"})],
        },
        month=reckoned,
    ) == {
        "made": until_june_2028,
        "made_to_the_day": until_june_2028,
        "not_yet_made": 0,
        "perhaps_made": (0, until_june_2028),
        "undated": (0, until_june_2028),
        "twice": until_june_2028,
        "without_a_birth_date": until_june_2028,
        "only_perhaps_without_a_birth_date": None,
    }
