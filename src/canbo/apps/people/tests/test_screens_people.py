"""The pages of the dossiers: who sees what, bad input named, and a number of queries that rows do not move."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.importing.testing import a_workbook
from canbo.apps.people.models import Discipline, Holding, PersonVersion
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.kept import forget_all

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NAMES = ("Trần Văn Bình", "Nguyễn Thị Ánh", "Đặng Quốc Cường")


def signed_in(role: Role | None = Role.OFFICER, body: str = "tinh", username: str = "lan") -> Client:
    """A client of an account with a role over a body."""
    account = an_account(username, shown_as="Nguyễn Thị Lan")
    if role is not None:
        keeper = an_account("canbo", system=True)
        grant_role(account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), by=keeper, at=timezone.now())
    client = Client()
    client.force_login(account)
    client.get("/sign-in")  # the first page of a session writes when it began; the pages counted do not
    return client


def people(number: int) -> list[PersonVersion]:
    """Some people of one province, each with a post."""
    body = a_body()
    made = [a_person(name=NAMES[n % 3], body=body) for n in range(number)]
    for each in made:
        a_row(Holding, each, title="specialist", body=body)
    return made


def queries(client: Client, path: str) -> int:
    """Questions to the database for a page that nobody has asked for since anything was written."""
    forget_all()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_queries_of_the_roster_do_not_grow_with_its_rows():
    few = people(5)
    client = signed_in()
    before = queries(client, "/people/")
    body = few[0].body
    for n in range(45):
        a_row(Holding, a_person(name=NAMES[n % 3], body=body), title="specialist", body=body)
    assert queries(client, "/people/") == before


def test_the_queries_of_a_dossier_do_not_grow_with_its_rows():
    who = people(1)[0]
    client = signed_in()
    client.get(f"/people/{who.person.key}/")  # the first reading of a day is noted; the pages counted are not
    before = queries(client, f"/people/{who.person.key}/")
    for year in range(2000, 2012):
        a_row(Holding, who, title="specialist", body=who.body, since=str(year), last=str(year), concurrent=True)
    assert queries(client, f"/people/{who.person.key}/") == before


def test_the_roster_is_sorted_by_given_name_and_found_without_diacritics():
    people(3)
    client = signed_in()
    page = client.get("/people/").content.decode()
    assert page.index("Nguyễn Thị Ánh") < page.index("Trần Văn Bình") < page.index("Đặng Quốc Cường")
    found = client.get("/people/?q=dang+quoc").content.decode()
    assert "Đặng Quốc Cường" in found
    assert "Trần Văn Bình" not in found


def test_whoever_holds_no_role_sees_nobody():
    who = people(1)[0]
    client = signed_in(role=None)
    assert who.name not in client.get("/people/").content.decode()
    assert client.get(f"/people/{who.person.key}/").status_code == 404
    assert Client().get("/people/").status_code == 302


def test_what_was_cached_for_one_reader_is_not_shown_to_another():
    who = people(1)[0]
    assert who.name in signed_in().get("/people/").content.decode()
    assert who.name not in signed_in(role=None, username="khach").get("/people/").content.decode()


def test_a_restricted_section_is_said_to_be_sealed():
    who = people(1)[0]
    a_row(Discipline, who, form="reprimand", on="2020-03-01")
    sealed = signed_in(role=Role.STANDING).get(f"/people/{who.person.key}/").content.decode()
    assert "Mục này được niêm" in sealed
    assert "Khiển trách" not in sealed


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/people/?page=0", "Trang"),
        ("/people/?sex=X", "Giới tính"),
        ("/people/?body=khong-co", "khong-co"),
        ("/people/statistics/?on=31/02/2026", "31/02/2026"),
        ("/bodies/?on=hom-qua", "hom-qua"),
        ("/regulations/?on=2026-13-01", "2026-13-01"),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_name_of_its_field(path: str, named: str):
    people(1)
    answer = signed_in().get(path)
    assert answer.status_code == 422
    assert named in answer.content.decode()


def test_a_program_gets_a_refusal_as_a_problem():
    people(1)
    answer = signed_in().get("/people/?page=x", headers={"accept": "application/json"})
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 422


HEADER = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Đơn vị"]


def send(client: Client, row: list[str]) -> str:
    """Send a workbook of one line; gives the address of its check."""
    file = SimpleUploadedFile("tep.xlsx", a_workbook([HEADER, row]))
    answer = client.post("/people/import/", {"mapping": "province-60", "file": file})
    assert answer.status_code == 302
    return str(answer["location"])


def test_a_checked_file_is_written_only_by_whoever_sent_it():
    people(1)
    client = signed_in()
    check = send(client, ["LG-900001", "Đinh Thị Thử", "Nữ", "02/1980", "Kinh", "tinh"])
    assert signed_in(username="thu").post(f"{check}write").status_code == 404
    assert not PersonVersion.objects.filter(name="Đinh Thị Thử").exists()
    assert client.post(f"{check}write").status_code == 302
    assert PersonVersion.objects.get(name="Đinh Thị Thử").born == "1980-02"


def test_a_file_with_people_of_another_body_is_not_written():
    people(1)
    a_body("noi-khac")
    client = signed_in()
    check = send(client, ["LG-900002", "Đinh Văn Xa", "Nam", "02/1980", "Kinh", "noi-khac"])
    assert "ngoài phạm vi phụ trách" in client.get(check).content.decode()
    assert client.post(f"{check}write").status_code == 403
    assert not PersonVersion.objects.filter(name="Đinh Văn Xa").exists()


def test_only_an_officer_imports():
    people(1)
    page = signed_in(role=Role.INSPECTOR).get("/people/import/").content.decode()
    assert "Chỉ cán bộ tổ chức được nhập hồ sơ" in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_stands_in_both_languages(language: str):
    who = people(2)[0]
    client = signed_in()
    client.cookies["django_language"] = language
    for path in ("/", "/people/", f"/people/{who.person.key}/", "/people/statistics/", "/bodies/", "/bodies/tinh/"):
        page = client.get(path).content.decode()
        assert f'<html lang="{language}">' in page
