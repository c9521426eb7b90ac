"""The guards of a plan one by one: title, age, present post, assessment, caps, order between levels, terms."""

from __future__ import annotations

import pytest

from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director
from canbo.apps.people.models import Holding, Person, Planned, Rating
from canbo.apps.people.rows_asked import why_not_withdrawn
from canbo.apps.people.testing import a_row
from canbo.apps.planning.actions import open_cycle
from canbo.apps.planning.models import Place
from canbo.apps.planning.queries import barred, conditions, cycle_of
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.testing import AT, Department, a_department, do, publish
from canbo.base.record.testing import an_entry
from canbo.core.procedure_state import Condition, Listed, Stopped
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def ready(where: Department, key: str = "R1", **fields: object) -> str:
    a_deputy_ready_to_be_director(body=where.body, key=key, **fields)
    return key


def a_cycle(where: Department, term: str = "2030-2035", **changes: object) -> Case:
    said = {"body": where.body, "title": "department_director", "places": 2, "by": where.officer, "at": AT}
    case = open_cycle(**{**said, "term": term, "purpose": "Quy hoạch giám đốc", **changes})
    publish(case, where.officer)
    return case


def told(case: Case, code: str) -> Condition:
    return conditions(case, state_of(newest(case)), TODAY)[code]


def test_the_title_must_be_higher_than_the_present_one(where: Department):
    keys, case = [ready(where, "R1"), ready(where, "R2")], a_cycle(where)
    assert barred(case, keys, TODAY) == {}
    person = Person.objects.get(key="R1")
    a_row(Holding, person, title="department_director", since="2026-10-01", body=where.body, concurrent=True)
    found = barred(case, keys, TODAY)
    assert list(found) == ["R1"]
    assert found["R1"].cites is not None
    assert found["R1"].cites.instrument.number == "377-QĐ/TW"


def test_a_row_of_the_dossier_that_a_plan_wrote_is_left_by_the_plan_and_not_withdrawn(where: Department):
    cycle, person = cycle_of(a_cycle(where)), Person.objects.get(key=ready(where))
    stands, other = (a_row(Planned, person, title=cycle.title, term=term) for term in (cycle.term, "2025-2030"))
    Place.objects.create(cycle=cycle, person=person, planned=stands, decision="12-QĐ/TU", entry_from=an_entry())
    refused = why_not_withdrawn(stands)
    assert refused is not None
    assert "12-QĐ/TU" in refused.says.vi
    assert refused.remedy is not None
    assert why_not_withdrawn(other) is None


def test_the_age_must_serve_the_terms_that_the_rule_asks_for(where: Department):
    keys, case = [ready(where, "R1", born="1968-03-15"), ready(where, "R2", born="1984-03-15")], a_cycle(where)
    assert list(barred(case, keys, TODAY)) == ["R1"]


def test_nobody_passes_without_the_assessment_of_the_year_before(where: Department):
    case = a_cycle(where)
    do(case, Listed((ready(where),)), where.officer)
    missing = told(case, "assessed")
    assert (missing.holds, missing.says.en) == (False, "No rating of 2025: R1.")
    a_row(Rating, Person.objects.get(key="R1"), year=2025, grade="good")
    assert told(case, "assessed").holds


def test_somebody_is_planned_for_so_many_titles_of_one_level_and_no_more(where: Department):
    case, person = a_cycle(where), ready(where)
    do(case, Listed((person,)), where.officer)
    others = ("provincial_inspection_chair", "provincial_organisation_head", "provincial_front_chair")
    for number, title in enumerate(others, 1):
        a_row(Planned, Person.objects.get(key=person), title=title, since="2026-01", term="2030-2035")
        assert told(case, "caps").holds is (number < 3)
    caps = told(case, "caps")
    assert caps.says.en == "R1 would be planned for 4 titles, at most 3."
    assert caps.cites is not None


def test_a_level_waits_for_the_plans_below_it(where: Department):
    below = a_body("so-duoi", parent=where.body)
    lower, upper = a_cycle(where, body=below), a_cycle(where)
    waits = told(upper, "lower_levels")
    assert (waits.holds, waits.says.en) == (False, "A plan below is not done: Quy hoạch giám đốc.")
    assert told(lower, "lower_levels").holds
    do(lower, Stopped("1-KL"), where.head)
    assert told(upper, "lower_levels").holds


@pytest.mark.parametrize("term", ["2020-2025", "2021-2026", "2025-2030", "2026-2031"])
def test_every_term_of_party_and_state_has_its_cycles(where: Department, term: str):
    assert a_cycle(where, term).term == term


def test_a_term_that_the_rules_do_not_know_has_none(where: Department):
    with pytest.raises(Refusal) as refused:
        a_cycle(where, "2019-2024")
    assert refused.value.code == "planning.term"
    assert not Case.objects.exists()
