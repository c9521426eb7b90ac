"""Import of real people: 868 candidates of the election of 2021, without names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

import canbo.apps.people.importing as importing
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.testing import code_lists
from canbo.apps.people.models import Candidacy, Degree, PersonVersion, Section
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

SAMPLE = Path(importing.__file__).parent / "samples" / "assembly-candidates-2021.csv"
ON = dt.date(2021, 6, 10)


def the_plan():
    return plan_import(SAMPLE.read_bytes(), SAMPLE.name, load_mapping("assembly-candidates-2021"), code_lists(), ON)


@pytest.fixture
def imported():
    apply_import(the_plan(), by=an_account(), at=A_MORNING)


def test_all_868_candidates_are_read_without_a_fault():
    plan = the_plan()
    assert plan.faults == []
    assert len(plan.inserts) == 868


#: How many rows the database believes to stand in a table.
BELIEVED = {
    "sqlite": "select max(cast(stat as integer)) from sqlite_stat1 where tbl = 'people_personversion'",
    "postgresql": "select reltuples from pg_class where oid = 'people_personversion'::regclass",
}


def test_the_database_looks_at_its_tables_anew_once_a_large_import_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        apply_import(the_plan(), by=an_account(), at=A_MORNING)
    with connection.cursor() as cursor:
        cursor.execute(BELIEVED[connection.vendor])
        assert cursor.fetchone() == (868,)


def test_every_column_that_is_not_read_is_named():
    assert the_plan().columns_unmapped == ["list_order", "birth_date", "party_joined", "council_terms", "seats"] or set(
        the_plan().columns_unmapped
    ) == {"seats", "list_order", "birth_date", "party_joined", "council_terms"}


def test_birth_dates_in_several_formats_agree_with_the_columns_that_normalise_them(imported):
    lines = [line for line in SAMPLE.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    normalised = {f"QH2021-{line.split(',')[0]}": line.split(",")[7] for line in lines}
    read = dict(PersonVersion.objects.values_list("person__key", "born"))
    assert read == normalised


def test_women_get_names_of_women_and_the_same_ones_every_time(imported):
    names = dict(PersonVersion.objects.values_list("person__key", "name"))
    planned = {each.key: each.name for each in the_plan().inserts}
    assert not planned  # everybody is known by now
    assert names["QH2021-4"] == PersonVersion.objects.get(person__key="QH2021-4", sex="F").name
    assert len(set(names.values())) > 700


def test_a_second_import_of_the_same_file_changes_nothing(imported):
    plan = the_plan()
    assert (plan.inserts, plan.updates, plan.unchanged) == ([], [], 868)
    with pytest.raises(Refusal, match="agrees"):
        apply_import(plan, by=an_account(), at=A_MORNING)


def test_ethnic_names_in_any_spelling_become_codes(imported):
    codes = set(PersonVersion.objects.values_list("ethnicity", flat=True))
    assert all(code.startswith("GSO:") for code in codes)
    assert PersonVersion.objects.get(person__key="QH2021-497").ethnicity == "GSO:16"  # "Xơ-đăng (Ca Dong)"


def test_a_title_that_holds_rank_and_degree_gives_both(imported):
    first = PersonVersion.objects.get(person__key="QH2021-1")
    assert first.academic_rank == "PGS"
    assert Degree.objects.get(person=first.person).grade == "doctor"


def test_outcomes_follow_the_bulletin_and_its_notes(imported):
    outcomes = dict(Candidacy.objects.values_list("person__key", "outcome"))
    assert [key for key, outcome in outcomes.items() if outcome == "withdrew"] == ["QH2021-49", "QH2021-481"]
    assert [key for key, outcome in outcomes.items() if outcome == "not_confirmed"] == ["QH2021-225"]
    assert list(outcomes.values()).count("elected") == 499


def test_the_unit_of_the_results_bulletin_goes_before_that_of_the_list(imported):
    assert Candidacy.objects.get(person__key="QH2021-492").constituency == "Kiên Giang, đơn vị bầu cử số 1"
    assert Candidacy.objects.get(person__key="QH2021-49").constituency == "Hà Nội, đơn vị bầu cử số 10"


def test_a_theory_level_that_was_not_published_stays_unknown_and_none_is_attested(imported):
    attested = set(Section.objects.filter(name="theory").values_list("person__key", flat=True))
    assert "QH2021-5" not in attested  # "-"
    assert "QH2021-241" in attested  # "Không"
    assert len(attested) == 9
