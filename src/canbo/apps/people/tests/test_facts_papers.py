from __future__ import annotations

import pytest

from canbo.apps.people.models import Finding, Paper, Product, Reward, Section
from canbo.apps.people.tests.drawing import asked, confirmed, dossiers, told

pytestmark = pytest.mark.django_db

DAY = "2025-10-08"


def a_paper(kind: str = "cv", holds: bool | None = True, issued: str = "2025-01-01"):
    return Paper, {"kind": kind, "confirmed": holds, "issued": issued}


def a_finding(on: str, holds: bool = True, **more: object):
    return Finding, {"kind": "health_fit", "on": on, "holds": holds, **more}


def test_a_paper_is_present_when_somebody_confirmed_it():
    assert told(
        "paper_present",
        DAY,
        {
            "confirmed": [a_paper()],
            "not_looked_at": [a_paper(holds=None)],
            "refused": [a_paper(holds=False), confirmed("papers")],
            "issued_later": [a_paper(issued="2025-10-09"), confirmed("papers")],
            "undated": [a_paper(issued="")],
            "another_kind": [a_paper("photo")],
            "confirmed_none": [confirmed("papers")],
        },
        kind="cv",
    ) == {
        "confirmed": 1,
        "not_looked_at": (0, 1),
        "refused": 0,
        "issued_later": 0,
        "undated": 1,
        "another_kind": None,
        "confirmed_none": 0,
    }


def test_a_paper_is_in_date_up_to_the_same_day_months_later():
    assert told(
        "paper_in_date",
        DAY,
        {
            "last_good_day": [a_paper(issued="2025-04-08")],
            "a_day_too_old": [a_paper(issued="2025-04-07"), confirmed("papers")],
            "that_month": [a_paper(issued="2025-04")],
            "undated": [a_paper(issued="")],
            "old_and_new": [a_paper(issued="2020-01-01"), a_paper(issued="2025-10-08")],
        },
        kind="cv",
        months=6,
    ) == {"last_good_day": 1, "a_day_too_old": 0, "that_month": (0, 1), "undated": (0, 1), "old_and_new": 1}


def test_missing_papers_are_counted_by_kind():
    assert told(
        "papers_missing",
        DAY,
        {
            "all_there": [a_paper("cv"), a_paper("cv"), a_paper("photo"), a_paper("diploma")],
            "one_not_looked_at": [a_paper("cv"), a_paper("photo"), a_paper("diploma", None), confirmed("papers")],
            "one_absent": [a_paper("cv"), a_paper("photo"), confirmed("papers")],
            "one_absent_not_confirmed": [a_paper("cv"), a_paper("photo")],
            "empty_and_confirmed": [confirmed("papers")],
            "empty": [],
        },
        kinds=("cv", "photo", "diploma"),
    ) == {
        "all_there": 0,
        "one_not_looked_at": (0, 1),
        "one_absent": 1,
        "one_absent_not_confirmed": (0, 1),
        "empty_and_confirmed": 3,
        "empty": None,
    }


def test_the_family_was_declared_when_its_section_was_last_confirmed():
    assert told(
        "relatives_declared_months",
        DAY,
        {
            "declared": [(Section, {"name": "family", "confirmed": "2024-10-08"})],
            "later": [(Section, {"name": "family", "confirmed": "2025-10-09"})],
            "another_section": [confirmed("career")],
        },
    ) == {"declared": 12, "later": None, "another_section": None}


def test_the_latest_conclusion_stands():
    assert told(
        "finding",
        DAY,
        {
            "fit": [a_finding("2025-01-01")],
            "no_longer": [a_finding("2024-01-01"), a_finding("2025-01-01", holds=False)],
            "later_than_the_day": [a_finding("2025-01-01"), a_finding("2025-10-09", holds=False)],
            "order_open": [a_finding("2025-03-01"), a_finding("2025", holds=False)],
            "order_open_but_agreed": [a_finding("2025-03-01"), a_finding("2025")],
            "undated": [a_finding("")],
            "undated_against_dated": [a_finding("2025-01-01"), a_finding("", holds=False)],
            "for_a_title_only": [a_finding("2025-01-01", about="head")],
            "another_kind": [a_finding("2025-01-01", kind="political_standard")],
            "only_perhaps": [a_finding("2025-10")],
        },
        kind="health_fit",
    ) == {
        "fit": 1,
        "no_longer": 0,
        "later_than_the_day": 1,
        "order_open": (0, 1),
        "order_open_but_agreed": 1,
        "undated": 1,
        "undated_against_dated": (0, 1),
        "for_a_title_only": None,
        "another_kind": None,
        "only_perhaps": None,
    }


def test_a_conclusion_for_a_title_and_a_general_one_are_read_together():
    assert told(
        "finding_for",
        DAY,
        {
            "for_it": [a_finding("2025-01-01", about="head")],
            "general": [a_finding("2025-01-01")],
            "general_then_for_it": [a_finding("2024-01-01"), a_finding("2025-01-01", holds=False, about="head")],
            "for_another": [a_finding("2025-01-01", about="deputy")],
        },
        kind="health_fit",
        title="head",
    ) == {"for_it": 1, "general": 1, "general_then_for_it": 0, "for_another": None}


def test_results_and_rewards_are_counted():
    people = dossiers(
        some=[
            (Product, {"verified": True, "on": "2024"}),
            (Product, {"verified": None, "on": "2024"}),
            (Product, {"verified": False, "on": "2024"}),
            (Reward, {"form": "labour_medal", "on": "2020-09"}),
            (Reward, {"form": "labour_medal", "on": "2025-10"}),
            (Reward, {"form": "merit", "on": "2020"}),
        ],
        confirmed_none=[confirmed("rewards")],
        nothing=[],
    )
    assert asked("products_verified", people, DAY) == {"some": (1, 2), "confirmed_none": 0, "nothing": None}
    assert asked("rewards", people, DAY, forms=("labour_medal",)) == {
        "some": (1, 2),
        "confirmed_none": 0,
        "nothing": None,
    }
