"""Who has left is in the register but not at work: lists, counts, questions of a day, and the tables of leaving."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.carried import dossier_values
from canbo.apps.people.comings import left_by_body, moved_in, turnover
from canbo.apps.people.importing.export import export_people
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.listing import Found, Wish, visible_number
from canbo.apps.people.models import PRIVACY, Holding, PersonVersion, Planned, Seat
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_breakdown import DAY, a_client
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def school():
    """One at work; one retired in 2024; one whose leaving is decided and still ahead; one who left in some month."""
    top = a_body("tinh")
    body = a_body("truong", "grassroots", top)
    for key, left, why in (
        ("AT-WORK", "", ""),
        ("RETIRED", "2024-03-01", "retired"),
        ("AHEAD", "2027-03-01", "retired"),
        ("MONTH", "2025-05", "resigned"),
    ):
        person = a_person(key, body=body, left=left, left_why=why, left_by="12/QĐ" if why else "")
        last = {"2024-03-01": "2024-02-29", "2025-05": "2025-04"}.get(left, "")
        a_row(Holding, person, body=body, title="teacher", since="2010-09-01", last=last)
    return body


def keys(wish, day=DAY):
    return {key for (key,) in named(wish, day)}


def named(wish, day):
    house = an_account("canbo", system=True)
    return Found(house, wish, day).people.values_list("person__key")


def test_a_list_shows_who_is_in_service_and_on_wish_who_has_left(school):
    assert keys(Wish()) == {"AT-WORK", "AHEAD"}
    assert keys(Wish(left="yes")) == {"RETIRED", "MONTH"}
    assert len(keys(Wish(left="all"))) == 4


def test_a_question_about_an_earlier_day_shows_them_at_work(school):
    assert keys(Wish(), dt.date(2023, 6, 1)) == {"AT-WORK", "RETIRED", "AHEAD", "MONTH"}
    assert keys(Wish(), dt.date(2024, 3, 1)) == {"AT-WORK", "AHEAD", "MONTH"}
    assert "MONTH" in keys(Wish(), dt.date(2025, 5, 15))  # the day of the month is not known: not certainly gone
    assert keys(Wish(), dt.date(2027, 3, 1)) == {"AT-WORK"}


def test_who_has_left_is_not_counted_among_those_in_service(school):
    house, officer = an_account("canbo", system=True), a_client(body="truong", username="hoa")
    assert visible_number(house, DAY) == 2
    assert officer.get("/people/").context["sheet"].total == 2
    assert officer.get("/people/?left=all").context["sheet"].total == 4
    assert officer.get("/people/statistics/").context["total"] == 2
    assert officer.get("/people/statistics/?on=2023-06-01").context["total"] == 4
    assert officer.get("/people/?left=perhaps").status_code == 422


def test_turnover_tells_why_they_left_and_each_figure_opens_its_people(school):
    everybody = PersonVersion.objects.filter(entry_to__isnull=True)
    told = {each.year: (each.left, dict(each.why), each.stood) for each in turnover(everybody, DAY)}
    assert told[2024] == (1, {"retired": 1}, 4)
    assert told[2025] == (1, {"resigned": 1}, 3)
    assert told[2026] == (0, {}, 2)  # what is decided for next year is not yet
    assert not moved_in(everybody, "left", 2024, "resigned")
    assert {why: sum(own.values()) for why, own in left_by_body(everybody, DAY).items()} == {
        "retired": 1, "resigned": 1,
    }  # fmt: skip
    client = a_client()
    page = client.get("/people/statistics/by-body?on=2026-06-01").context
    opened = 0
    for name in ("whys", "leavers"):
        for cell in (cell for row in page[name].rows for cell in row[1:] if cell.href):
            assert client.get(cell.href).context["sheet"].total == cell.value, (name, cell)
            opened += 1
    assert opened >= 6


def test_a_dossier_says_when_why_and_by_what_decision(school):
    page = a_client().get("/people/RETIRED/").content.decode()
    for words in ("Đã thôi công tác từ 01/03/2024", "Nghỉ hưu đúng tuổi", "12/QĐ"):
        assert words in page


def test_a_reason_without_a_day_is_refused(school):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_person("BAD", left_why="retired")


def test_leaving_ends_what_lasts_on_the_eve_and_the_old_rows_stay(school):
    person = PersonVersion.objects.get(person__key="AT-WORK").person
    a_row(Seat, person)
    a_row(Planned, person, last="2024")  # over already
    client = a_client()
    assert "/people/AT-WORK/leave" in client.get("/people/AT-WORK/").content.decode()
    assert "1 chức vụ, 1 cấp ủy, 0 quy hoạch" in client.get("/people/AT-WORK/leave").content.decode()
    asked = {"left": "01/12/2026", "why": "transferred", "decision": "7-QĐ/TU"}
    assert client.post("/people/AT-WORK/leave", asked).status_code == 302
    now = PersonVersion.objects.get(person=person, entry_to=None)
    assert (now.left, now.left_why, now.left_by) == ("2026-12-01", "transferred", "7-QĐ/TU")
    assert "transferred" not in (now.entry_from.payload or ""), "the journal says that, not why"
    old, new = Holding.objects.filter(person=person).order_by("pk")
    assert (old.last, new.last, old.entry_to_id) == ("", "2026-11-30", now.entry_from_id)
    assert Seat.objects.get(person=person, entry_to=None).last == "2026-11-30"
    assert Planned.objects.get(person=person).last == "2024"
    assert client.post("/people/AT-WORK/leave", asked).status_code == 409
    assert "/people/AT-WORK/leave" not in client.get("/people/AT-WORK/").content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"left": "31/02/2026"}, "ngày có thật"),
        ({"why": "bored"}, "không phải là một trong"),
        ({"decision": ""}, "nhập"),
    ],
)
def test_a_leaving_that_cannot_be_read_is_said_in_its_place_and_nothing_ends(school, given, says):
    asked = {"left": "01/12/2026", "why": "retired", "decision": "7-QĐ/TU", **given}
    assert says in a_client().post("/people/AT-WORK/leave", asked).content.decode()
    assert not PersonVersion.objects.filter(person__key="AT-WORK").exclude(left="").exists()


def test_a_leaving_before_the_post_began_is_refused_whole(school):
    page = a_client().post("/people/AT-WORK/leave", {"left": "01/01/2009", "why": "retired", "decision": "1"})
    assert page.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in page.content.decode()
    assert Holding.objects.filter(person__key="AT-WORK").count() == 1


def test_that_somebody_was_dismissed_is_told_only_with_the_disciplines(school):
    """The law seals disciplines: neither page nor figure, list, workbook or package may tell of one by its end."""
    person = a_person("GONE", body=school, left="2025-03-01", left_why="dismissed", left_by="9/QĐ")
    a_row(Holding, person, body=school, title="teacher", since="2015-01-01", last="2025-02-28")
    client = a_client()
    page = client.get("/people/GONE/").content.decode()
    assert "Thôi việc (các hình thức)" in page
    assert "Buộc thôi việc" not in page
    figures = client.get("/people/statistics/by-body?on=2026-06-01")
    assert "Buộc thôi việc" not in figures.content.decode()
    assert next(each for each in turnover(PersonVersion.objects.all(), DAY) if each.year == 2025).why == {"resigned": 2}
    assert client.get("/people/statistics/people?of=left&why=dismissed").status_code == 422
    assert (
        dossier_values(person.person, set(PRIVACY) - {"Discipline"})[0]["tables"]["PersonVersion"][0]["left_why"] == ""
    )
    assert f"PersonVersion.{person.pk}.left_why" not in client.get("/people/GONE/propose").content.decode()
    client.post("/people/GONE/sealed", {"reason": "Kiểm tra hồ sơ thôi việc"})
    assert "Buộc thôi việc" in client.get("/people/GONE/").content.decode()
    assert dossier_values(person.person, PRIVACY)[0]["tables"]["PersonVersion"][0]["left_why"] == "dismissed"


def test_a_workbook_tells_of_a_dismissal_only_with_the_disciplines(school):
    person = a_person("GONE", body=school, left="2025-03-01", left_why="dismissed")
    mapping, pack = load_mapping("province-sheets"), current_pack()
    for opens, told in ((lambda register, person: register != "discipline", ""), (lambda *_: True, "Buộc thôi việc")):
        book = export_people([person], mapping, pack, opens=opens)
        sheet = load_workbook(io.BytesIO(book), read_only=True).worksheets[0]
        head, line = list(sheet.iter_rows(values_only=True))[:2]
        assert ("Buộc thôi việc" in line, told) in ((False, ""), (True, "Buộc thôi việc"))
        assert "Lý do thôi công tác" in head
