from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

import pytest

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import Holding
from canbo.apps.people.tests.drawing import asked, confirmed, dossiers, told
from canbo.core.calendar import complete_months, stamp

pytestmark = pytest.mark.django_db

DAY = "2025-10-08"


def a_post(title: str, since: str, last: str = "", **more: object):
    return Holding, {"title": title, "since": since, "last": last, **more}


def test_months_in_titles_are_summed_over_past_and_present_posts():
    assert told(
        "months_in_titles",
        DAY,
        {
            "present": [a_post("head", "2023-10-08")],
            "a_day_short": [a_post("head", "2023-10-09")],
            "past_and_present": [a_post("deputy", "2010-01-01", "2011-12-31"), a_post("head", "2024-10-08")],
            "reappointed_in_mid_month": [a_post("head", "2023-10-08", "2025-06-14"), a_post("head", "2025-06-15")],
            "other_titles": [a_post("specialist", "2010-01-01")],
            "other_titles_confirmed": [a_post("specialist", "2010-01-01"), confirmed("career")],
            "begins_later": [a_post("head", "2025-10-09"), confirmed("career")],
            "by_month": [a_post("head", "2020-01", "2020-12")],
        },
        titles=("head", "deputy"),
    ) == {
        "present": 24,
        "a_day_short": 23,
        "past_and_present": 36,
        "reappointed_in_mid_month": 24,
        "other_titles": None,
        "other_titles_confirmed": 0,
        "begins_later": 0,
        "by_month": (10, 12),
    }


def test_time_in_a_concurrent_post_counts_once():
    assert told(
        "months_in_titles",
        DAY,
        {
            "beside": [
                a_post("deputy", "2020-01-01", "2022-12-31"),
                a_post("head", "2021-01-01", "2021-12-31", concurrent=True),
            ],
            "reaching_beyond": [
                a_post("deputy", "2020-01-01", "2020-12-31"),
                a_post("head", "2020-07-01", "2021-06-30", concurrent=True),
            ],
            "only_the_concurrent_one_is_listed": [
                a_post("specialist", "2020-01-01", "2022-12-31"),
                a_post("head", "2021-01-01", "2021-12-31", concurrent=True),
            ],
        },
        titles=("head", "deputy"),
    ) == {"beside": 36, "reaching_beyond": 18, "only_the_concurrent_one_is_listed": 12}


def test_an_unbroken_run_cut_into_spells_anywhere_has_the_complete_months_of_the_whole():
    draw = random.Random(5)
    runs, expected = {}, {}
    for number in range(30):
        start = dt.date(2000, 1, 1) + dt.timedelta(days=draw.randrange(4000))
        end = start + dt.timedelta(days=draw.randrange(40, 2000))
        cuts = sorted(draw.sample(range(1, (end - start).days), 2))
        edges = [start, *(start + dt.timedelta(days=cut) for cut in cuts), end]
        runs[f"run{number}"] = [
            a_post("head", a.isoformat(), (b - dt.timedelta(days=1)).isoformat()) for a, b in pairwise(edges)
        ]
        expected[f"run{number}"] = complete_months(stamp(start), stamp(end))
    found = told("months_in_titles", DAY, runs, titles=("head",))
    assert found == expected


def test_the_last_day_of_a_short_month_completes_it_for_a_present_post():
    table = {"head": [a_post("head", "2025-01-31")]}
    people = dossiers(**table)
    days = {"2025-02-27": 0, "2025-02-28": 1, "2025-03-01": 1, "2025-03-30": 1, "2025-03-31": 2}
    assert {day: asked("months_in_titles", people, day, titles=("head",))["head"] for day in days} == days


def test_equal_and_higher_posts_count_towards_the_present_one():
    assert told(
        "months_in_current_or_equal",
        DAY,
        {
            "equal": [a_post("chief", "2020-01-01", "2021-12-31"), a_post("head", "2024-10-08")],
            "higher_before": [a_post("secretary", "2020-01-01", "2021-12-31"), a_post("head", "2024-10-08")],
            "lower_before": [a_post("deputy", "2020-01-01", "2021-12-31"), a_post("head", "2024-10-08")],
            "concurrent_does_not_count": [a_post("head", "2024-10-08"), a_post("chief", "2020-01-01", concurrent=True)],
            "no_present_post": [a_post("head", "2020-01-01", "2021-12-31"), confirmed("career")],
            "unranked": [a_post("caretaker", "2020-01-01")],
            "present_by_year": [a_post("head", "2023")],
        },
    ) == {
        "equal": 36,
        "higher_before": 36,
        "lower_before": 12,
        "concurrent_does_not_count": 12,
        "no_present_post": None,
        "unranked": None,
        "present_by_year": (21, 33),
    }


def test_a_post_that_has_ended_counts_with_the_rank_it_had_when_it_was_taken_up():
    """Chiefs have been equal to heads since 2018, to deputies before."""
    table = {
        "chief_since_2018": [a_post("chief", "2018-01-01", "2020-12-31"), a_post("head", "2024-10-08")],
        "chief_before": [a_post("chief", "2017-12-31", "2020-12-31"), a_post("head", "2024-10-08")],
        "a_deputy_now": [a_post("chief", "2016-01-01", "2016-12-31"), a_post("deputy", "2024-10-08")],
        "still_chief": [a_post("chief", "2016-10-08")],
        "begun_in_2017_or_later": [a_post("chief", "2017", "2020-12-31"), a_post("head", "2024-10-08")],
    }
    assert told("months_in_current_or_equal", DAY, table) == {
        "chief_since_2018": 48, "chief_before": 12, "a_deputy_now": 24, "still_chief": 108,
        "begun_in_2017_or_later": 12,
    }  # fmt: skip


def test_a_change_of_post_within_the_month_asked_about_leaves_the_present_post_open():
    table = {"mover": [a_post("deputy", "2020-01-01", "2025-10"), a_post("head", "2025-10")]}
    assert told("current_title_rank", "2025-10-15", table) == {"mover": (300, 500)}


def test_the_rank_and_the_months_of_the_present_main_post():
    people = dossiers(
        head=[a_post("deputy", "2015-01-01", "2020-12-31"), a_post("head", "2021-01-01")],
        beside=[a_post("deputy", "2021-03"), a_post("secretary", "2015-01-01", concurrent=True)],
        retired=[a_post("head", "2015-01-01", "2020-12-31")],
    )
    assert asked("current_title_rank", people, DAY) == {"head": 500, "beside": 300, "retired": None}
    assert asked("months_in_current_post", people, DAY) == {"head": 57, "beside": (54, 55), "retired": None}
    # The same people as they stood earlier.
    assert asked("current_title_rank", people, "2018-01-01") == {"head": 300, "beside": None, "retired": 500}


def test_a_post_that_a_decree_carried_to_another_body_counts_from_its_beginning():
    later = a_post("head", "2025-07-01", began="2021-01-01")
    people = dossiers(carried=[a_post("head", "2021-01-01", "2025-06-30"), later])
    assert asked("months_in_current_post", people, DAY) == {"carried": 57}
    assert asked("months_in_current_or_equal", people, DAY) == {"carried": 57}


def test_holding_a_title_ends_on_its_last_day():
    people = dossiers(
        head=[a_post("head", "2021-01-01", "2025-10-07")],
        last_day=[a_post("head", "2021-01-01", "2025-10-08")],
        concurrent=[a_post("deputy", "2021-01-01"), a_post("head", "2022-01-01", concurrent=True)],
        that_month=[a_post("head", "2021-01-01", "2025-10")],
        no_career=[],
    )
    assert asked("holds_title", people, DAY, titles=("head",)) == {
        "head": 0,
        "last_day": 1,
        "concurrent": 1,
        "that_month": (0, 1),
        "no_career": None,
    }


def test_a_title_was_never_held_only_when_the_career_is_confirmed():
    assert told(
        "held_title",
        DAY,
        {
            "past": [a_post("head", "2010", "2012")],
            "future": [a_post("head", "2026-01-01"), confirmed("career")],
            "this_month": [a_post("head", "2025-10")],
            "never": [a_post("deputy", "2010"), confirmed("career")],
            "not_confirmed": [a_post("deputy", "2010")],
        },
        titles=("head",),
    ) == {"past": 1, "future": 0, "this_month": (0, 1), "never": 0, "not_confirmed": None}


def test_time_as_head_in_one_place_starts_anew_after_a_break():
    here, there = a_body("here"), a_body("there")
    assert told(
        "months_as_head_in_place",
        DAY,
        {
            "two_spells": [
                a_post("head", "2015-10-08", "2020-06-30", body=here),
                a_post("chief", "2020-07-01", body=here),
            ],
            "a_day_between": [
                a_post("head", "2015-10-08", "2020-06-29", body=here),
                a_post("head", "2020-07-01", body=here),
            ],
            "elsewhere_before": [
                a_post("head", "2015-10-08", "2020-06-30", body=there),
                a_post("head", "2020-07-01", body=here),
            ],
            "perhaps_a_break": [
                a_post("head", "2015-10-08", "2020-06", body=here),
                a_post("head", "2020-07-01", body=here),
            ],
            "two_titles_at_once": [
                a_post("head", "2020-07-01", body=here),
                a_post("chief", "2020-07-01", body=here, concurrent=True),
            ],
            "not_head_now": [
                a_post("head", "2015-10-08", "2020-06-30", body=here),
                a_post("deputy", "2020-07-01", body=here),
            ],
            "body_not_stated": [a_post("head", "2020-07-01")],
            "no_career": [],
        },
        titles=("head", "chief"),
    ) == {
        "two_spells": 120,
        "a_day_between": 63,
        "elsewhere_before": 63,
        "perhaps_a_break": (63, 120),
        "two_titles_at_once": 63,
        "not_head_now": 0,
        "body_not_stated": 63,
        "no_career": None,
    }


def test_brought_in_asks_about_the_present_main_post_only():
    assert told(
        "brought_in",
        DAY,
        {
            "rotated": [a_post("head", "2024-01-01", brought_in=True)],
            "rotated_before": [a_post("head", "2015", "2020", brought_in=True), a_post("head", "2021-01-01")],
            "no_post": [],
        },
    ) == {"rotated": 1, "rotated_before": 0, "no_post": None}


def test_work_in_a_place_counts_posts_without_a_place_only_at_the_upper_end():
    assert told(
        "months_worked_in_places",
        DAY,
        {
            "here": [a_post("head", "2005-10-08", place="P63:40")],
            "partly": [
                a_post("deputy", "2005-10-08", "2015-10-07", place="P63:40"),
                a_post("head", "2015-10-08", place="P63:01"),
            ],
            "not_stated": [a_post("deputy", "2013-10-08", "2015-10-07"), a_post("head", "2015-10-08", place="P63:40")],
            "elsewhere": [a_post("head", "2015-10-08", place="P63:01"), confirmed("career")],
        },
        places=("P63:40",),
    ) == {"here": 240, "partly": 120, "not_stated": (120, 144), "elsewhere": 0}


def test_a_body_of_the_level_counts_once_however_many_versions_it_has():
    province, commune = a_body("p", level="province"), a_body("c", level="commune")
    assert told(
        "months_in_level",
        DAY,
        {
            "both": [
                a_post("deputy", "2020-01-01", "2020-12-31", body=commune),
                a_post("head", "2024-10-08", body=province),
            ],
            "commune": [a_post("head", "2024-10-08", body=commune), confirmed("career")],
        },
        levels=("province",),
    ) == {"both": 12, "commune": 0}


def test_a_fact_is_told_as_the_record_stood():
    people = dossiers(head=[a_post("head", "2021-01-01")])
    row = Holding.objects.get()
    before = row.entry_from_id - 1
    assert asked("months_in_current_post", people, DAY, known=before) == {"head": None}
    assert asked("months_in_current_post", people, DAY, known=row.entry_from_id) == {"head": 57}
