"""Long checks and imports outlive the request; a killed one leaves nothing half-written and says so."""

from __future__ import annotations

import datetime as dt
import io
import threading
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.people import screens_import, uploads, works
from canbo.apps.people.background import Report, begin, report_of
from canbo.apps.people.importing.testing import a_workbook
from canbo.apps.people.models import Degree, Discipline, DossierLink, PersonVersion
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from canbo.base.record.testing_committed import committed_db, guards_after_emptying
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

__all__ = ["committed_db", "guards_after_emptying"]
HEADER = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Đơn vị", "Hình thức kỷ luật", "Ngày kỷ luật có hiệu lực"]
HALF = Text("Đang nửa chừng", "Half way")


def an_officer():
    """The account of an officer over a whole tree."""
    a_body("tinh")
    account, keeper = an_account("canbotc"), an_account("nha", system=True)
    grant_role(
        account=account, role=Role.OFFICER, body_code="tinh", since=dt.date(2020, 1, 1), by=keeper, at=timezone.now()
    )
    return account


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def send(client: Client, *rows: list[str], name: str = "tep.xlsx") -> str:
    file = SimpleUploadedFile(name, a_workbook([HEADER, *rows]))
    answer = client.post("/people/import/", {"mapping": "province-60", "file": file})
    assert answer.status_code == 302
    return str(answer["location"])


def waited_for(place, until=lambda report: report.ended):
    """The report of a work once it is as wished."""
    for _ in range(600):
        report = report_of(place)
        if report and until(report):
            return report
        time.sleep(0.05)
    raise AssertionError("the work did not end")


def test_a_work_beside_the_request_tells_how_far_it_is_and_what_came_of_it(tmp_path):
    place, go_on = tmp_path / "a.check", threading.Event()

    def work(tell):
        tell(HALF, 3, 6)
        go_on.wait(10)
        return {"n": 6}

    begin(place, work, beside=True)
    half = waited_for(place, lambda report: report.done == 3)
    assert (half.ended, half.percent, half.stage) == (False, 50, HALF)
    begin(place, lambda tell: {"n": "a second worker"}, beside=False)  # somebody works on it already
    go_on.set()
    assert waited_for(place).result == {"n": 6}


def test_a_refused_work_says_why_and_a_bug_in_it_too(tmp_path):
    def refuse(tell):
        raise Refusal("x", HALF, status=422)

    begin(tmp_path / "a.check", refuse, beside=False)
    assert report_of(tmp_path / "a.check").refusal.says == HALF
    begin(tmp_path / "b.check", lambda tell: {"n": 1 // 0}, beside=False)
    assert "nothing was written" in report_of(tmp_path / "b.check").refusal.says.en


def test_a_work_whose_worker_was_killed_says_that_it_was_broken_off(tmp_path):
    place = tmp_path / "a.write"
    begin(place, lambda tell: {}, beside=False)
    place.write_text(place.read_text().replace('"ended": true', '"ended": false'))  # as a killed worker leaves it
    assert report_of(place).refusal.code == "import-killed"


def test_a_large_file_is_checked_and_written_while_a_page_tells_how_far_it_is(committed_db, monkeypatch):
    officer = an_officer()
    monkeypatch.setattr(screens_import, "LARGE", 0)
    client = signed_in(officer)
    check = send(client, ["NV1", "Đinh Thị Thử", "Nữ", "02/1980", "tinh"])
    kept = uploads.find(officer, check.rstrip("/").rpartition("/")[2])
    waited_for(kept.checked)
    assert "hồ sơ mới" in client.get(check).content.decode()
    assert client.post(f"{check}write").status_code == 302
    waited_for(kept.written)
    assert client.get(f"{check}progress")["HX-Refresh"] == "true"
    assert "Đã ghi 1 hồ sơ mới" in client.get(check).content.decode()
    assert PersonVersion.objects.get().name == "Đinh Thị Thử"


@pytest.mark.django_db
def test_a_page_of_a_running_work_asks_again_by_itself(monkeypatch):
    officer = an_officer()
    client = signed_in(officer)
    check = send(client, ["NV1", "Đinh Thị Thử", "Nữ", "02/1980", "tinh"])
    running = Report(stage=HALF, done=1, total=4)
    monkeypatch.setattr(works, "import_of", lambda kept: running)
    for address in (check, f"{check}progress"):
        page = client.get(address).content.decode()
        assert f'hx-get="{check}progress"' in page
        assert "Đang nửa chừng" in page


@pytest.mark.django_db
def test_an_import_that_was_killed_after_its_last_word_is_known_by_the_record():
    officer = an_officer()
    client = signed_in(officer)
    check = send(client, ["NV1", "Đinh Thị Thử", "Nữ", "02/1980", "tinh"])
    kept = uploads.find(officer, check.rstrip("/").rpartition("/")[2])
    client.post(f"{check}write")
    told = kept.written.read_text(encoding="utf-8")
    kept.written.write_text(told.replace('"ended": true', '"ended": false'), encoding="utf-8")
    assert "Đã ghi 1 hồ sơ mới" in client.get(check).content.decode()


@pytest.mark.django_db
def test_what_was_shown_is_written_or_nothing():
    officer = an_officer()
    client = signed_in(officer)
    person = a_person("NV1", name="Lê An")
    check = send(client, ["NV2", "Đinh Thị Thử", "Nữ", "02/1980", "tinh"], ["NV1", "Lê Văn An", "Nam", "1974", ""])
    page = client.get(check).content.decode()
    assert "<strong>Lê Văn An</strong>" in page
    a_person("NV2", name="Đinh Thử")  # somebody else brings the same person meanwhile
    answer = client.post(f"{check}write")
    assert answer.status_code == 409
    assert PersonVersion.objects.get(person=person.person, entry_to=None).name == "Lê An"
    assert client.post(f"{check}again").status_code == 302
    assert "Đinh Thử" in client.get(check).content.decode()


@pytest.mark.django_db
def test_the_difference_does_not_tell_what_stands_in_a_sealed_section():
    officer = an_officer()
    person = a_person("NV1", name="Lê An")
    a_row(Discipline, person, form="warning", on="2019", reason="corruption")
    line = ["NV1", "Lê An", "Nam", "1974", "tinh", "Cảnh cáo", "05/2019"]
    page = signed_in(officer).get(send(signed_in(officer), line)).content.decode()
    assert "được bảo vệ" in page


@pytest.mark.django_db
def test_nobody_imports_into_their_own_dossier():
    officer = an_officer()
    person = a_person("NV1", name="Lê An")
    DossierLink.objects.create(account=officer, person=person.person, entry_from=an_entry())
    client = signed_in(officer)
    check = send(client, ["NV1", "Lê Văn An", "Nam", "1974", "tinh"])
    assert client.post(f"{check}write").status_code == 403
    assert not Degree.objects.exists()
    assert PersonVersion.objects.get().name == "Lê An"


@pytest.mark.django_db
def test_an_officer_takes_whole_dossiers_as_a_workbook_without_what_is_sealed():
    client = signed_in(an_officer())
    body = Body.objects.get()
    person = a_person("NV1", name="Lê An", body=body)
    a_row(Degree, person, grade="university")
    a_row(Discipline, person, form="warning", on="2019", reason="corruption")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/people/workbook.xlsx").content))
    assert [cell.value for cell in book["Đào tạo"][2]][:2] == ["NV1", "Đại học"]
    assert book["Kỷ luật"].max_row == 1
    assert signed_in(an_account("khach")).get("/people/workbook.xlsx").status_code == 403
