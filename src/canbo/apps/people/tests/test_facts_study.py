from __future__ import annotations

import pytest

from canbo.apps.people.models import Certificate, Degree, Theory
from canbo.apps.people.tests.drawing import confirmed, told

pytestmark = pytest.mark.django_db

DAY = "2025-10-08"


def a_degree(grade: str, verified: bool | None = True, on: str = "2000", **more: object):
    return Degree, {"grade": grade, "verified": verified, "on": on, **more}


def test_the_highest_degree_counts_from_below_only_when_verified():
    assert told(
        "degree_rank",
        DAY,
        {
            "verified": [a_degree("college"), a_degree("university")],
            "higher_unverified": [a_degree("college"), a_degree("university", None)],
            "only_unverified": [a_degree("university", None)],
            "refused": [a_degree("university", False)],
            "refused_but_complete": [a_degree("university", False), confirmed("degrees")],
            "nothing": [],
            "confirmed_nothing": [confirmed("degrees")],
            "other_section_confirmed": [confirmed("theory")],
            "strange_code": [a_degree("licence")],
            "undated": [a_degree("university", on="")],
            "after_the_day": [a_degree("college"), a_degree("university", on="2025-10-09")],
            "perhaps_after_the_day": [a_degree("college"), a_degree("university", on="2025-10")],
        },
    ) == {
        "verified": 50,
        "higher_unverified": (30, 50),
        "only_unverified": (0, 50),
        "refused": None,
        "refused_but_complete": 0,
        "nothing": None,
        "confirmed_nothing": 0,
        "other_section_confirmed": None,
        "strange_code": None,
        "undated": 50,
        "after_the_day": 30,
        "perhaps_after_the_day": (30, 50),
    }


def test_a_degree_fits_by_its_field_and_one_without_a_field_leaves_it_open():
    assert told(
        "degree_in_fields",
        DAY,
        {
            "fits": [a_degree("master", field="law")],
            "too_low": [a_degree("college", field="law"), confirmed("degrees")],
            "other_field": [a_degree("university", field="history"), confirmed("degrees")],
            "other_field_not_confirmed": [a_degree("university", field="history")],
            "no_field": [a_degree("university", field="")],
            "unverified": [a_degree("university", None, field="economics")],
        },
        fields=("law", "economics"),
        least="university",
    ) == {
        "fits": 1,
        "too_low": 0,
        "other_field": 0,
        "other_field_not_confirmed": None,
        "no_field": (0, 1),
        "unverified": (0, 1),
    }


def test_an_academic_title_is_read_from_the_identity_page():
    assert told(
        "academic_rank",
        DAY,
        {
            "professor": [{"academic_rank": "GS"}],
            "blank": [{"academic_rank": ""}],
            "blank_and_confirmed": [{"academic_rank": ""}, confirmed("degrees")],
            "strange": [{"academic_rank": "TS"}],
        },
    ) == {"professor": 20, "blank": None, "blank_and_confirmed": 0, "strange": None}


def test_an_equivalent_of_political_theory_counts_like_a_certificate():
    assert told(
        "theory_rank",
        DAY,
        {
            "bachelor": [(Theory, {"grade": "bachelor", "on": "2010"})],
            "equivalent": [(Theory, {"grade": "advanced", "equivalent": True, "on": "2010"})],
            "unverified": [
                (Theory, {"grade": "intermediate", "on": "2010"}),
                (Theory, {"grade": "advanced", "verified": None, "on": "2015"}),
            ],
            "none": [confirmed("theory")],
        },
    ) == {"bachelor": 30, "equivalent": 30, "unverified": (20, 30), "none": 0}


def test_certificates_are_ranked_within_their_kind():
    assert told(
        "certificate_rank",
        DAY,
        {
            "both": [
                (Certificate, {"grade": "specialist"}),
                (Certificate, {"grade": "principal_specialist", "on": "2012-05"}),
            ],
            "another_kind": [(Certificate, {"kind": "language", "grade": "principal_specialist"})],
            "confirmed_none": [confirmed("certificates")],
        },
        kind="state_management",
        scale="state-management-levels",
    ) == {"both": 20, "another_kind": None, "confirmed_none": 0}
