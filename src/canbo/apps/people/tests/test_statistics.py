"""Statistics reproduce what was published, and never count the unknown as no."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

import canbo.apps.people.importing as importing
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.testing import code_lists
from canbo.apps.people.models import Candidacy, Degree, PersonVersion, Section, Theory
from canbo.apps.people.reports import candidates_report, structure
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.testing import an_account
from canbo.base.keeping.estimates import look_anew
from canbo.base.record.kept import forget_all
from canbo.base.record.testing import A_MORNING, an_entry

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

SAMPLE = Path(importing.__file__).parent / "samples" / "assembly-candidates-2021.csv"
POLLING_DAY = dt.date(2021, 5, 23)


def everybody():
    return PersonVersion.objects.filter(entry_to__isnull=True)


@pytest.fixture
def report():
    mapping = load_mapping("assembly-candidates-2021")
    plan = plan_import(SAMPLE.read_bytes(), SAMPLE.name, mapping, code_lists(), dt.date(2021, 6, 10))
    apply_import(plan, by=an_account(), at=A_MORNING)
    look_anew(PersonVersion, Candidacy, Degree, Section)  # as an import does once it is committed
    return candidates_report(everybody(), code_lists().lists, election="NA-2021", on=POLLING_DAY, young_below=40)


def counts(group):
    return {
        "total": group.total,
        "women": group.women.number,
        "minority": group.minority.number,
        "not_members": group.not_members.number,
    }


def test_the_published_totals_of_the_868_candidates_are_reproduced(report):
    assert counts(report.candidates) == {"total": 868, "women": 393, "minority": 185, "not_members": 74}


def test_the_published_totals_of_the_499_confirmed_of_500_winners_are_reproduced(report):
    assert report.winners.total == 500
    assert counts(report.confirmed) == {"total": 499, "women": 151, "minority": 89, "not_members": 14}
    assert report.confirmed.first_term.number == 296


def test_the_file_alone_cannot_say_which_winner_was_not_confirmed(report):
    """The four published counts of the 499 are those of the 500: they fit every winner who adds to none of them.

    The file marks nobody. Which one it was comes from another source, named in the mapping's override.
    """
    assert counts(report.winners) == {**counts(report.confirmed), "total": 500}
    assert report.winners.first_term == report.confirmed.first_term
    fitting = Candidacy.objects.filter(outcome__in=("elected", "not_confirmed")).exclude(earlier_terms="none")
    people = everybody().filter(person_id__in=fitting.values("person_id"), sex="M", ethnicity="GSO:01")
    assert people.exclude(party_admitted="").count() > 1
    overrides = load_mapping("assembly-candidates-2021").overrides
    assert [each.key for each in overrides] == ["QH2021-225"]
    assert "748" in overrides[0].source


def test_of_the_74_one_is_attested_by_a_word_and_73_by_a_blank_in_a_column_printed_for_everybody(report):
    assert Section.objects.filter(name="membership").count() == 74
    assert report.candidates.not_members.unknown == 0


def test_each_candidate_is_counted_once_at_the_highest_degree(report):
    degrees = report.candidates.degrees
    assert sum(degrees.values()) == Degree.objects.values("person").distinct().count() == 858
    assert degrees["doctor"] == 169
    assert list(degrees)[0] == "doctor"


def test_the_age_pyramid_holds_everybody_once(report):
    assert sum(band.men for band in report.candidates.ages) == 475
    assert sum(band.women for band in report.candidates.ages) == 393
    assert all(band.since % 5 == 0 for band in report.candidates.ages)


def test_a_person_without_a_date_of_admission_is_not_counted_as_outside_the_party():
    a_person(party_admitted="")
    counted = structure(everybody(), code_lists().lists, on=POLLING_DAY, young_below=40)
    assert (counted.not_members.number, counted.not_members.unknown) == (0, 1)


def test_a_birth_year_that_straddles_the_limit_leaves_youth_unknown():
    a_person(born="1981")
    a_person(born="1981-05-23")
    a_person(born="1981-05-24")
    counted = structure(everybody(), code_lists().lists, on=POLLING_DAY, young_below=40)
    assert (counted.young.number, counted.young.unknown) == (1, 1)


def test_a_corrected_row_is_counted_as_it_stands_now():
    person = a_person()
    old = a_row(Degree, person, grade="university")
    new = a_row(Degree, person, grade="master")
    Degree.objects.filter(pk=old.pk).update(entry_to=new.entry_from)
    assert structure(everybody(), code_lists().lists, on=POLLING_DAY, young_below=40).degrees == {"master": 1}


def test_after_any_change_the_page_tells_what_it_would_tell_counted_anew():
    house = an_account("canbo", system=True)
    client = Client()
    client.force_login(house)
    person = a_person(sex="F", born="1990-01-01", party_admitted="")
    changes = [
        lambda: a_row(Degree, person, grade="university"),
        lambda: a_row(Theory, person, grade="advanced"),
        lambda: a_row(Section, person, name="membership", confirmed="2020-01-01"),
        lambda: a_person("BA", sex="M", born="1960-01-01", ethnicity="GSO:02"),
        lambda: PersonVersion.objects.filter(pk=person.pk).update(entry_to=an_entry()),
    ]

    def told():
        page = client.get("/people/statistics/").context
        return [[cell.shown for cell in row] for name in ("ages", "degrees", "theory") for row in page[name].rows] + [
            [cell.shown for cell in row] for grid in page["shares"] for row in grid.rows
        ]

    seen = [told()]
    for change in changes:
        change()
        carried = told()
        assert carried not in seen
        seen.append(carried)
        forget_all()
        assert told() == carried


def test_an_account_without_a_role_counts_nobody():
    a_person()
    seen = visible_people(an_account("lan"), dt.date(2024, 1, 2))
    assert structure(seen, code_lists().lists, on=POLLING_DAY, young_below=40).total == 0
