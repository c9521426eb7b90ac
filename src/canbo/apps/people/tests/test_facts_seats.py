from __future__ import annotations

import datetime as dt

import pytest

from canbo.apps.people.models import Planned, Rating, Seat
from canbo.apps.people.tests.drawing import asked, confirmed, dossiers, told
from canbo.core.calendar import stamp

pytestmark = pytest.mark.django_db

DAY = "2025-10-08"


def a_seat(since: str, last: str = "", committee: str = "central", **more: object):
    return Seat, {"committee": committee, "since": since, "last": last, **more}


def a_term(since: str, until: str) -> str:
    return ":".join(str(stamp(dt.date.fromisoformat(day))) for day in (since, until))


TERMS = (a_term("2016-01-28", "2021-02-01"), a_term("2021-02-01", "2026-01-20"))


def test_only_full_membership_counts_and_two_seats_at_once_count_once():
    assert told(
        "seat_months",
        DAY,
        {
            "full": [a_seat("2020-10-08")],
            "alternate": [a_seat("2020-10-08", alternate=True), confirmed("seats")],
            "two_at_once": [a_seat("2020-10-08"), a_seat("2015-10-08", committee="province")],
            "other_role": [a_seat("2020-10-08", role="observer"), confirmed("seats")],
            "nothing": [],
        },
        committees=("central", "province"),
        roles=("member", "standing"),
    ) == {"full": 60, "alternate": 0, "two_at_once": 120, "other_role": 0, "nothing": None}


def test_a_whole_term_is_covered_from_congress_to_congress_and_over():
    assert told(
        "whole_terms",
        DAY,
        {
            "whole": [a_seat("2016-01-28", "2021-01-31")],
            "still_there": [a_seat("2016-01-28")],
            "entered_later": [a_seat("2016-01-29", "2021-01-31"), confirmed("seats")],
            "alternate": [a_seat("2016-01-28", "2021-01-31", alternate=True), confirmed("seats")],
            "two_roles": [a_seat("2016-01-28", "2018-05-31"), a_seat("2018-06-01", "2021-01-31", role="standing")],
            "a_gap": [a_seat("2016-01-28", "2018-05-30"), a_seat("2018-06-01", "2021-01-31")],
            "by_year": [a_seat("2016", "2021")],
            "other_committee": [a_seat("2010", committee="province")],
        },
        committee="central",
        terms=TERMS,
    ) == {
        "whole": 1,
        "still_there": 1,
        "entered_later": 0,
        "alternate": 0,
        "two_roles": 1,
        "a_gap": 0,
        "by_year": (0, 1),
        "other_committee": None,
    }


def test_a_term_counts_from_the_day_it_is_over_and_without_terms_there_is_none():
    people = dossiers(member=[a_seat("2011-01-19")])
    asked_about = {"committee": "central", "terms": TERMS}
    assert asked("whole_terms", people, "2021-01-31", **asked_about) == {"member": 0}
    assert asked("whole_terms", people, "2021-02-01", **asked_about) == {"member": 1}
    assert asked("whole_terms", people, "2026-01-20", **asked_about) == {"member": 2}
    assert asked("whole_terms", people, DAY, committee="central", terms=()) == {"member": 0}


def test_a_seat_is_held_on_the_day():
    assert told(
        "holds_seat",
        DAY,
        {
            "member": [a_seat("2021-02-01")],
            "alternate": [a_seat("2021-02-01", alternate=True), confirmed("seats")],
            "left_this_month": [a_seat("2021-02-01", "2025-10")],
            "nothing": [],
        },
        committees=("central",),
    ) == {"member": 1, "alternate": 0, "left_this_month": (0, 1), "nothing": None}


def ratings(**grades: str):
    return [(Rating, {"year": int(year[1:]), "grade": grade}) for year, grade in grades.items()]


def test_a_year_without_a_rating_counts_only_at_the_upper_end():
    table = {
        "all": ratings(y2022="good", y2023="excellent", y2024="good"),
        "one_lower": ratings(y2022="good", y2023="done", y2024="good"),
        "one_missing": ratings(y2022="good", y2024="good"),
        "one_missing_confirmed": [*ratings(y2022="good", y2024="good"), confirmed("ratings")],
        "this_year_and_long_ago": ratings(y2025="good", y2021="good"),
        "party_rated_lower": [
            *ratings(y2022="good", y2023="good", y2024="good"),
            (Rating, {"year": 2023, "system": "party", "grade": "not_done"}),
        ],
        "confirmed_none": [confirmed("ratings")],
    }
    people = dossiers(**table)
    assert asked("last_ratings", people, DAY, years=3, least="good") == {
        "all": 3,
        "one_lower": 2,
        "one_missing": (2, 3),
        "one_missing_confirmed": 2,
        "this_year_and_long_ago": None,
        "party_rated_lower": 2,
        "confirmed_none": 0,
    }
    assert asked("rated_not_done", people, DAY, years=3) == {
        "all": 0,
        "one_lower": 0,
        "one_missing": (0, 1),
        "one_missing_confirmed": 0,
        "this_year_and_long_ago": None,
        "party_rated_lower": 1,
        "confirmed_none": 0,
    }


def test_planning_for_a_title_holds_on_the_day():
    planned = {"title": "head", "since": "2021-06-01"}
    people = dossiers(
        planned=[(Planned, planned)],
        removed=[(Planned, {**planned, "last": "2025-10-07"}), confirmed("planning")],
        other=[(Planned, {**planned, "title": "deputy"})],
        two=[
            (Planned, planned),
            (Planned, {**planned, "title": "deputy"}),
            (Planned, {**planned, "term": "2026-2031"}),
        ],
        this_month=[(Planned, {**planned, "since": "2025-10"})],
        none=[confirmed("planning")],
    )
    assert asked("planned_for", people, DAY, titles=("head", "chief")) == {
        "planned": 1,
        "removed": 0,
        "other": None,
        "two": 1,
        "this_month": (0, 1),
        "none": 0,
    }
    assert asked("planned_titles", people, DAY) == {
        "planned": 1,
        "removed": 0,
        "other": 1,
        "two": 2,
        "this_month": (0, 1),
        "none": 0,
    }
