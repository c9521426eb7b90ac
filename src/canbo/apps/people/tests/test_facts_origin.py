from __future__ import annotations

import pytest

from canbo.apps.people.tests.drawing import confirmed, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fact", "column"), [("born_in", "birthplace"), ("hometown_in", "hometown"), ("raised_in", "raised")]
)
def test_a_place_is_in_the_locality_only_with_its_list_and_unknown_when_not_stated(fact: str, column: str):
    assert told(
        fact,
        "2025-10-08",
        {
            "same": [{column: "P63:40"}],
            "same_number_in_another_list": [{column: "P34:40"}],
            "elsewhere": [{column: "P63:01"}],
            "blank": [{column: ""}],
        },
        places=("P63:40", "P63:42"),
    ) == {"same": 1, "same_number_in_another_list": 0, "elsewhere": 0, "blank": None}


def test_a_minority_is_every_stated_group_but_the_majority():
    assert told(
        "is_minority",
        "2025-10-08",
        {"kinh": [{"ethnicity": "GSO:01"}], "thai": [{"ethnicity": "GSO:03"}], "blank": [{"ethnicity": ""}]},
        majority=("GSO:01", "OLD:01"),
    ) == {"kinh": 0, "thai": 1, "blank": None}


def test_a_category_and_a_managing_authority_are_read_from_the_identity_page():
    people = {"a": [{"category": "cadre", "managed_by": "politburo"}], "b": [{"category": "commune"}]}
    assert told("category_is", "2025-10-08", people, categories=("cadre", "civil_servant")) == {"a": 1, "b": 0}
    others = {"c": [{"managed_by": "politburo"}], "d": [{"managed_by": ""}]}
    assert told("managed_by_is", "2025-10-08", others, authorities=("politburo",)) == {"c": 1, "d": None}


def test_party_membership_begins_with_the_day_of_admission():
    table = {
        "member": [{"party_admitted": "2005-10-08", "party_official": "2006-10-08"}],
        "that_month": [{"party_admitted": "2025-10"}],
        "later": [{"party_admitted": "2025-11-01"}],
        "not_stated": [{}],
        "attested_outside": [{}, confirmed("membership")],
        "admitted_after_that": [{"party_admitted": "2020-03-03"}, confirmed("membership")],
    }
    assert told("party_member", "2025-10-08", table) == {
        "member": 1,
        "that_month": (0, 1),
        "later": 0,
        "not_stated": None,
        "attested_outside": 0,
        "admitted_after_that": 1,
    }


def test_party_membership_is_counted_from_admission_and_from_official_recognition():
    table = {
        "member": [{"party_admitted": "2005-10-08", "party_official": "2006-10-09"}],
        "by_year": [{"party_admitted": "2005", "party_official": ""}],
    }
    assert told("membership_months", "2025-10-08", table) == {"member": 240, "by_year": (237, 249)}
    again = {"member2": [{"party_admitted": "2005-10-08", "party_official": "2006-10-09"}], "blank": [{}]}
    assert told("official_membership_months", "2025-10-08", again) == {"member2": 227, "blank": None}
