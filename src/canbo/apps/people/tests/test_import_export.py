"""What is exported can be imported back unchanged, and no workbook, however bent, does harm."""

from __future__ import annotations

import datetime as dt
import functools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.export import export_people
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import (
    Certificate,
    Degree,
    Discipline,
    Holding,
    Paper,
    Person,
    PersonVersion,
    Planned,
    Proceeding,
    Rating,
    Reward,
    Seat,
    Section,
    Theory,
)
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.core.refusal import Refusal

ON = dt.date(2026, 6, 1)
DATES = ("1999", "2004-05", "2011-08-30", "2011", "2020-02")
lists = functools.cache(code_lists)


def everybody():
    return PersonVersion.objects.filter(entry_to__isnull=True).order_by("person_id")


def codes(name):
    return sorted(lists().lists[name].codes)


def random_person(number, entry, draw):
    """A person with a random dossier, awkward pairs of rows among it."""
    some, flag = draw.choice, lambda: draw.random() < 0.5
    titles = sorted(lists().titles)[:6]
    body = Body.objects.first()
    person = a_person(
        f"NV{number}",
        draw.choice(["Đặng Thị Ái", "Lê Văn An", "H’Hen Niê"]),
        some("MF"),
        some((*DATES, "")),
        entry=entry,
        ethnicity=some([*codes("ethnic-gso"), *codes("ethnic-old"), ""]),
        hometown=some([*codes("provinces-63"), *codes("provinces-34"), ""]),
        category=some([*codes("person-categories"), ""]),
        schooling=some(("12/12", "10/10 bổ túc", "")),
        party_admitted=some((*DATES, "")),
        body=some((body, None)),
    )
    row = functools.partial(a_row, person=person, entry=entry)
    for nth in range(draw.randrange(4)):
        grade = some(codes("degrees"))
        row(
            Degree,
            grade=grade,
            field=some([*codes("fields-of-study"), ""]),
            on=some((*DATES, "")),
            verified=some((True, False, None)),
        )
        since = some(DATES)
        last = some(("", "2021", "2022-03"))
        row(
            Holding,
            title=some(titles),
            since=since,
            last=last,
            body=some((body, None)),
            concurrent=flag() or nth > 0,  # one main post at a time
            words=some(("", "x y")),
        )
        row(Reward, form=some(codes("reward-forms")), on=some((*DATES, "")))
        row(Paper, kind=some(("cv", "diploma")), issued=some((*DATES, "")), confirmed=some((True, None)))
        row(Certificate, kind="language", grade=some(codes("language-levels")), verified=flag())
    for year in draw.sample(range(2015, 2026), draw.randrange(4)):
        row(Rating, year=year, grade=some(("good", "done")), system=some(("party", "government")))
    if flag():
        row(Theory, grade=some(codes("theory-levels")), on=some((*DATES, "")), equivalent=flag())
        row(Seat, committee="province", role=some(("member", "secretary")), since=some(DATES), last=some(("", "2022")))
        row(Planned, title=some(titles), since=some(DATES))
    if draw.random() < 0.3:
        row(Discipline, form=some(codes("discipline-forms")), on=some((*DATES, "")), reason="other")
        row(Proceeding, kind="inspection", since=some(DATES), last=some(("", "2023")))
    for name in draw.sample(["career", "degrees", "discipline", "proceedings", "theory", "papers", "membership"], 3):
        row(Section, name=name, confirmed="2024-01-01")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_an_import_of_an_export_of_random_people_changes_nothing(seed):
    draw = random.Random(seed)
    entry = an_entry()
    Body.objects.create(code="SNV", entry_from=entry)
    for number in range(25):
        random_person(number, entry, draw)
    mapping = load_mapping("province-60")
    data = export_people(everybody(), mapping, lists())
    plan = plan_import(data, "xuat.xlsx", mapping, lists(), ON)
    assert plan.faults == []
    assert [list(each.differences()) for each in plan.updates] == []
    assert (len(plan.inserts), len(plan.updates), plan.unchanged) == (0, 0, 25)


@pytest.mark.django_db
def test_a_code_that_is_named_none_does_not_come_back_as_an_attested_none():
    person = a_person("NV1")
    a_row(Certificate, person, kind="language", grade="none")
    mapping = load_mapping("province-60")
    plan = plan_import(export_people(everybody(), mapping, lists()), "a.xlsx", mapping, lists(), ON)
    assert (plan.faults, plan.unchanged) == ([], 1)


@pytest.mark.django_db
def test_no_cell_of_an_export_is_a_formula():
    a_person("NV1", name="=1+1", other_name="@x")
    data = export_people(everybody(), load_mapping("province-60"), lists())
    plan = plan_import(data, "a.xlsx", load_mapping("province-60"), lists(), ON)
    assert [fault.value for fault in plan.faults] == ["=1+1"]  # as text: refused as a name, never calculated


def test_the_standard_workbook_has_sixty_columns_each_with_its_own_header():
    columns = load_mapping("province-60").columns
    assert len(columns) == 60
    assert len({name for column in columns for name in column.names}) >= 60


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12),
    st.sampled_from(["Không", "x", "-", "31/02/2024", "2024", "05/1974", "2023: tốt", "=1", "Thạc sĩ", "NV1", "#REF!"]),
)
HEADERS = [column.header for column in load_mapping("province-60").columns]


def attempt(data, name="nhap.xlsx"):
    """Import whatever it is: either everything is written or nothing is, and only a Refusal may come out."""
    people, entries = Person.objects.count(), Entry.objects.count()
    try:
        plan = plan_import(data, name, load_mapping("province-60"), lists(), ON)
        apply_import(plan, by=an_account(), at=A_MORNING)
    except Refusal:
        assert (Person.objects.count(), Entry.objects.count()) == (people, entries)
    else:
        assert Person.objects.count() == people + len(plan.inserts)
        assert Entry.objects.count() == entries + 1


@pytest.mark.django_db(transaction=False)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    headers=st.lists(st.sampled_from(HEADERS), min_size=1, max_size=9, unique=True),
    rows=st.lists(st.lists(CELL, max_size=11), max_size=4),
    keyed=st.booleans(),
)
def test_no_cells_whatever_they_hold_break_an_import(headers, rows, keyed):
    top = ["Số hiệu", "Họ và tên", *headers] if keyed else list(headers)
    body = [[f"K{n}", "Lê An", *row] for n, row in enumerate(rows)] if keyed else rows
    attempt(a_workbook([top, *body]))


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damaged_bytes_break_an_import(places):
    data = bytearray(a_good_workbook())
    for place, value in places:
        data[int(place * len(data))] = value
    attempt(bytes(data))


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_text_breaks_the_import_of_a_csv(data):
    attempt("Số hiệu,Họ và tên,Ngày sinh\n".encode() + data, "nhap.csv")


@functools.cache
def a_good_workbook():
    return a_workbook([["Số hiệu", "Họ và tên", "Ngày sinh"], ["NV1", "Lê An", "1974"], ["NV2", "Lê Ba", "05/1980"]])
