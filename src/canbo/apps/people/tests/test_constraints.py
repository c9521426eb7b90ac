"""Rows that cannot be true are refused by the database, whoever writes them."""

import pytest
from django.db import IntegrityError, transaction

from canbo.apps.people import models
from canbo.apps.people.testing import a_person, a_row
from canbo.base.fields import stamped
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db


def refused(model, person=None, **fields):
    try:
        with transaction.atomic():
            a_row(model, person or a_person(), **fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (models.Holding, {"since": "2020-05-02", "last": "2020-05-01"}),
        (models.Holding, {"since": "2021", "last": "2020-06"}),
        (models.Holding, {"title": ""}),
        (models.Holding, {"place": "40"}),
        (models.Seat, {"committee": ""}),
        (models.Rating, {"grade": "splendid"}),
        (models.Rating, {"system": "private"}),
        (models.Rating, {"year": 20}),
        (models.Discipline, {"form": ""}),
        (models.Discipline, {"on": "2022", "last": "2021"}),
        (models.Discipline, {"system": "private"}),
        (models.Finding, {"by_body": ""}),
        (models.Finding, {"document": ""}),
        (models.Relative, {"born_year": 197}),
        (models.Relative, {"name": ""}),
        (models.Candidacy, {"outcome": "won"}),
        (models.Candidacy, {"votes": -1}),
        (models.Candidacy, {"percent_of_valid": "100.01"}),
        (models.Section, {"name": "everything"}),
        (models.Paper, {"kind": ""}),
        (models.Degree, {"grade": ""}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or ",".join(f"{k}={v}" for k, v in value.items()),
)
def test_an_impossible_row_is_refused(model, fields):
    assert refused(model, **fields)


@pytest.mark.parametrize(
    "fields",
    [{"sex": "X"}, {"ethnicity": "01"}, {"hometown": "40"}, {"birthplace": "40"}, {"name": ""}],
    ids=lambda value: ",".join(f"{k}={v}" for k, v in value.items()),
)
def test_an_impossible_person_is_refused(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_person(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"since": "2020", "last": "2020"},
        {"since": "2020-05", "last": "2020"},
        {"since": "2020-05-01", "last": "2020-05-01"},
        {"since": "2020"},
    ],
    ids=lambda value: "-".join(value.values()),
)
def test_a_spell_that_can_have_lasted_a_day_is_taken(fields):
    assert not refused(models.Holding, **fields)


def test_everything_may_be_unknown_that_papers_leave_out():
    assert not refused(models.Degree, on="")
    assert not refused(models.Discipline, on="", last="2020")
    assert not refused(models.Candidacy, votes=None, percent_of_valid=None, rank=None)
    a_person(sex="", born="", ethnicity="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "2020", "since_lo": 5, "since_hi": 4},
        {"since": "", "since_lo": 5, "since_hi": 6},
        {"last": "2021", "last_lo": None, "last_hi": None},
        {"last": "2021", "last_lo": 10**6, "last_hi": None},
        {"last": "", "last_lo": 10**7, "last_hi": 10**7},
    ],
    ids=str,
)
def test_a_written_date_and_its_stamps_agree(wrong):
    row = stamped(models.Holding(person=a_person().person, title="specialist", since="2015", entry_from=an_entry()))
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_one_year_has_one_rating_of_a_system():
    person = a_person()
    assert not refused(models.Rating, person)
    assert refused(models.Rating, person)
    assert not refused(models.Rating, person, system="party")
    assert not refused(models.Rating, person, year=2022)


def test_a_person_is_one_thing_at_a_time():
    version = a_person()
    again = models.PersonVersion(
        person=version.person, name="Khác", name_fold="khac", name_key="k", entry_from=an_entry()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("2020-01-01", "2021-05-31"), ("2021-06-01", ""), False),
        (("2020-01-01", "2021-05-31"), ("2021-05-31", ""), True),
        (("2020-01-01", ""), ("2021-05-31", ""), True),
        (("2020-01-01", ""), ("2018-01-01", "2019-12-31"), False),
        (("2020-01-01", ""), ("2018-01-01", "2020-01-01"), True),
        (("2018-01-01", "2024-12-31"), ("2020-01-01", "2020-12-31"), True),
        (("2020", ""), ("2020", ""), True),
        (("2019", "2020"), ("2020", ""), False),  # the papers leave room for a hand-over
        (("2019", "2020"), ("2020-12", ""), False),
        (("2020", "2020"), ("2020", "2020"), False),
        (("2018", "2022"), ("2020", "2020"), False),
        (("2018", "2022"), ("2019", "2021"), True),
        (("2020-01", "2020-06"), ("2020-06", ""), False),
    ],
)
def test_a_post_is_not_held_by_two_people_on_a_day_that_is_certain(first, second, clash):
    for post, one, other in (("this-way", first, second), ("that-way", second, first)):
        assert not refused(models.Holding, post_code=post, since=one[0], last=one[1])
        assert refused(models.Holding, post_code=post, since=other[0], last=other[1]) == clash


def test_one_person_does_not_hold_one_post_twice_over():
    person = a_person()
    assert not refused(models.Holding, person, post_code="p", since="2020-01-01")
    assert refused(models.Holding, person, post_code="p", since="2020-02-01")


def test_concurrent_posts_may_stand_beside_the_main_one_and_each_other():
    person = a_person()
    assert not refused(models.Holding, person, since="2020-01-01")
    assert not refused(models.Holding, person, since="2020-01-01", concurrent=True)
    assert not refused(models.Holding, person, since="2020-01-01", concurrent=True)
    assert not refused(models.Holding, since="2020-01-01")


def test_nobody_holds_two_main_posts_on_one_day():
    person = a_person()
    assert not refused(models.Holding, person, since="2020-01-01", last="2024-12-31")
    assert refused(models.Holding, person, since="2024-12-31")
    assert not refused(models.Holding, person, since="2025-01-01")


def test_a_holding_corrected_on_the_record_no_longer_stands_in_the_way():
    row = a_row(models.Holding, a_person(), post_code="p", since="2020-01-01")
    models.Holding.objects.filter(pk=row.pk).update(entry_to=an_entry())
    assert not refused(models.Holding, post_code="p", since="2020-01-01")


def test_two_clashing_rows_of_one_bulk_insert_are_refused():
    people, entry = [a_person().person for _ in range(2)], an_entry()
    rows = [
        stamped(models.Holding(person=person, title="head", post_code="p", since="2020", entry_from=entry))
        for person in people
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Holding.objects.bulk_create(rows)
