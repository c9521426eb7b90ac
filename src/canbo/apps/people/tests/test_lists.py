"""Lists: every filter narrows, the abridged list says the same in its three forms, kept lists are the keeper's own."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from canbo.apps.people.columns import rated
from canbo.apps.people.models import (
    MEMBERSHIP,
    Degree,
    Discipline,
    Holding,
    Planned,
    Rating,
    SavedList,
    Section,
    Theory,
)
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_screens_people import people, queries, signed_in
from canbo.base.access.models import Role
from canbo.shell.naming import names

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


def sheet(client, query=""):
    answer = client.get(f"/people/abridged.xlsx?{query}")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def names_in(client, query):
    return [row[1] for row in sheet(client, query)[1:]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("degree=doctor", 1),
        ("degree=university", 2),
        ("theory=intermediate", 1),
        ("planned=department_director", 1),
        ("planned=specialist", 0),
        ("party=no", 1),
        ("party=yes", 1),
        ("title=specialist", 3),
        ("q=anh", 1),
        ("", 4),
    ],
)
def test_each_filter_keeps_those_it_speaks_of(query, found):
    bachelor, doctor, other = people(3)
    a_row(Degree, bachelor, grade="university")
    a_row(Degree, doctor, grade="doctor")
    a_row(Theory, doctor, grade="advanced")
    a_row(Planned, doctor, title="specialist", since="2015", last="2020")
    a_row(Planned, doctor, title="department_director")
    a_row(Section, doctor, name=MEMBERSHIP)
    member = a_person(name="Lê Thị Dung", body=other.body, party_admitted="2001")
    a_row(Holding, member, title="specialist", body=member.body, last="2020")
    assert len(names_in(signed_in(), query)) == found


def test_a_filter_that_nobody_knows_is_refused_by_name():
    assert signed_in().get("/people/?degree=wizard").status_code == 422


def test_the_page_the_spreadsheet_and_the_roster_have_the_same_people_in_the_same_order():
    people(6)
    client = signed_in()
    page = client.get("/people/abridged/").content.decode()
    listed = names_in(client, "")
    places = [page.index(f">{name}</a>") for name in dict.fromkeys(listed)]
    assert places == sorted(places)
    assert len(listed) == 6


def test_the_columns_of_the_file_are_those_chosen():
    who = people(1)[0]
    a_row(Degree, who, grade="doctor", field_text="Luật")
    found = sheet(signed_in(), "column=degree&column=since")
    assert found[0] == ["TT", "Họ và tên", "Giữ chức vụ từ", "Chuyên môn"]
    assert found[1][3].endswith("Luật")


def test_what_is_sealed_is_not_in_the_list_of_whom_it_is_closed_to():
    who = people(1)[0]
    a_row(Discipline, who, form="warning")
    officer = signed_in()
    assert sheet(officer, "column=discipline")[1][2] == "niêm"
    officer.post(f"/people/{who.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    assert "2020" in sheet(officer, "column=discipline")[1][2]
    assert sheet(signed_in(Role.JURIST, username="luat"), "column=discipline")[1][2] == "niêm"


def test_the_abridged_list_of_an_earlier_day_says_what_that_day_knew():
    who = people(1)[0]
    a_row(Planned, who, title="department_director", since="2015", last="2020")
    a_row(Planned, who, title="head", since="2022")
    a_row(Rating, who, year=2018)
    a_row(Rating, who, year=2024)
    chosen = "column=planned&column=ratings"
    then, now = (
        sheet(signed_in(username=name), f"{chosen}{on}")[1][2:] for name, on in (("a", "&on=2019-06-30"), ("b", ""))
    )
    assert (then[0], then[1][:4]) == ("Giám đốc sở", "2018")
    assert "Giám đốc sở" not in now[0]
    assert "2024" in now[1]


def test_the_printable_document_is_a_pdf_of_the_same_list():
    people(2)
    answer = signed_in().get("/people/abridged.pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_queries_of_the_abridged_list_do_not_grow_with_its_rows():
    few = people(3)
    client = signed_in()
    before = queries(client, "/people/abridged/")
    for _ in range(20):
        who = a_person(body=few[0].body)
        a_row(Degree, who)
        a_row(Holding, who, body=who.body)
    assert queries(client, "/people/abridged/") == before


def test_more_people_than_a_file_holds_are_refused_with_what_to_do(monkeypatch):
    people(3)
    monkeypatch.setattr("canbo.apps.people.screens_lists.LONGEST", 2)
    answer = signed_in().get("/people/abridged.xlsx")
    assert answer.status_code == 422
    assert "tải từng phần" in answer.content.decode()


def test_a_kept_list_is_found_again_replaced_by_name_and_let_go():
    client = signed_in()
    client.post("/people/lists/keep", {"name": "Nữ", "query": "sex=F&evil=1&column=born"})
    client.post("/people/lists/keep", {"name": "Nữ", "query": "sex=F"})
    kept = SavedList.objects.get(entry_to__isnull=True)
    assert kept.query == "sex=F"
    assert "?sex=F" in client.get("/people/").content.decode()
    stranger = signed_in(username="minh")
    assert "?sex=F" not in stranger.get("/people/").content.decode()
    assert stranger.post(f"/people/lists/{kept.pk}/drop").status_code == 404
    client.post(f"/people/lists/{kept.pk}/drop")
    assert not SavedList.objects.filter(entry_to__isnull=True).exists()


def test_a_kept_list_takes_another_name_that_no_other_list_bears():
    client = signed_in()
    for name in ("Nữ", "Nam"):
        client.post("/people/lists/keep", {"name": name, "query": "sex=F"})
    kept = SavedList.objects.get(name="Nữ")
    taken = client.post(f"/people/lists/{kept.pk}/rename", {"name": "Nam"})
    assert taken.status_code == 422
    assert "Chọn tên khác" in taken.content.decode()
    assert signed_in(username="minh").post(f"/people/lists/{kept.pk}/rename", {"name": "X"}).status_code == 404
    client.post(f"/people/lists/{kept.pk}/rename", {"name": "Cán bộ nữ"})
    assert set(SavedList.objects.filter(entry_to__isnull=True).values_list("name", "query")) == {
        ("Cán bộ nữ", "sex=F"),
        ("Nam", "sex=F"),
    }


@pytest.mark.parametrize("name", [" ", "x" * 81])
def test_a_name_that_says_nothing_or_too_much_is_refused(name):
    assert signed_in().post("/people/lists/keep", {"name": name, "query": "sex=F"}).status_code == 422


def test_a_list_without_a_name_is_not_kept():
    assert signed_in().post("/people/lists/keep", {"name": " ", "query": "sex=F"}).status_code == 422
    assert not SavedList.objects.exists()


GOOD = "Hoàn thành tốt nhiệm vụ"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], ""),
        ([(2025, "good")], f"2025: {GOOD}"),
        ([(2025, "good"), (2024, "good"), (2023, "done")], f"2024–2025: {GOOD}; 2023: Hoàn thành nhiệm vụ"),
        ([(2025, "good"), (2023, "good")], f"2025: {GOOD}; 2023: {GOOD}"),
    ],
)
def test_years_of_one_class_stand_together(rows, says):
    assert rated([Rating(year=year, grade=grade) for year, grade in rows], names()) == says
