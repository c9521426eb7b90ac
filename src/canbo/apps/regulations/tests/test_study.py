"""Who is asked to read what, who has confirmed, and who may see that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.apps.regulations import registry
from canbo.apps.regulations.actions import assign_study, confirm_reading, remind
from canbo.apps.regulations.models import Study, StudyConfirmation
from canbo.apps.regulations.queries import readings, study_coverage
from canbo.apps.regulations.registry import Branch
from canbo.apps.regulations.testing import a_study
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NEXT_YEAR = dt.date(2099, 1, 1)
TREE = {
    "tinh": Branch("Tỉnh", "", "province"),
    "so": Branch("Sở", "tinh", "province"),
    "phong": Branch("Phòng", "so", "province"),
    "xa": Branch("Xã", "tinh", "commune"),
}


def a_tree(day: dt.date) -> dict[str, Branch]:
    """Four bodies, whatever the day."""
    return TREE


@pytest.fixture(autouse=True)
def tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree of this file in the place of the register of bodies."""
    monkeypatch.setattr(registry, "_trees", [f"{__name__}.a_tree"])
    monkeypatch.setattr(registry, "import_string", lambda name: a_tree)


def in_office(username: str, body: str, role: Role = Role.OFFICIAL) -> Account:
    account = an_account(username)
    keeper = an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), by=keeper, at=timezone.now())
    return account


def an_instrument(place: int = 0) -> str:
    return str(sorted(current_pack().instruments)[place])


def signed_in(account: Account) -> Client:
    made = Client()
    made.force_login(account)
    return made


def today() -> dt.date:
    return timezone.localdate()


def test_what_a_body_is_asked_to_read_waits_for_everybody_there_and_below():
    officer, below, elsewhere = in_office("lan", "so", Role.OFFICER), in_office("an", "phong"), in_office("ba", "xa")
    assign_study(instrument=an_instrument(), body_code="so", due=NEXT_YEAR, by=officer, at=timezone.now())
    assert [row.instrument for row in readings(below, today())] == [an_instrument()]
    assert [row.instrument for row in readings(officer, today())] == [an_instrument()]
    assert readings(elsewhere, today()) == []


def test_a_reading_is_confirmed_by_the_reader_once_and_enters_the_record():
    officer, reader = in_office("lan", "so", Role.OFFICER), in_office("an", "phong")
    assign_study(instrument=an_instrument(), account=reader, due=NEXT_YEAR, by=officer, at=timezone.now())
    confirm_reading(instrument=an_instrument(), by=reader, at=timezone.now())
    assert Entry.objects.order_by("-seq").first().action == "regulations.confirm_reading"
    assert readings(reader, today())[0].confirmed == today()
    with pytest.raises(Refusal) as told:
        confirm_reading(instrument=an_instrument(), by=reader, at=timezone.now())
    assert told.value.code == "study.confirmed"
    assert StudyConfirmation.objects.count() == 1


def test_nobody_confirms_what_nobody_asked_them_to_read():
    with pytest.raises(Refusal) as told:
        confirm_reading(instrument=an_instrument(), by=in_office("an", "phong"), at=timezone.now())
    assert told.value.code == "study.not_asked"


@pytest.mark.parametrize(("role", "body"), [(Role.OFFICIAL, "so"), (Role.OFFICER, "xa"), (Role.ADMINISTRATOR, "tinh")])
def test_only_an_officer_or_head_above_assigns(role: Role, body: str):
    with pytest.raises(Refusal) as told:
        assign_study(
            instrument=an_instrument(), body_code="so", due=NEXT_YEAR, by=in_office("lan", body, role),
            at=timezone.now(),
        )  # fmt: skip
    assert told.value.status == 403


def test_a_second_assignment_replaces_the_first_and_the_first_stays_on_the_record():
    officer = in_office("lan", "tinh", Role.HEAD)
    for due in (NEXT_YEAR, NEXT_YEAR + dt.timedelta(30)):
        assign_study(instrument=an_instrument(), body_code="xa", due=due, by=officer, at=timezone.now())
    assert Study.objects.count() == 2
    assert [row.study.due for row in study_coverage(officer, today())] == [NEXT_YEAR + dt.timedelta(30)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"instrument": "377-QĐ/TW@1999-01-01"}, "study.unknown_instrument"),
        ({"due": dt.date(2020, 1, 1)}, "study.past"),
    ],
)
def test_an_unknown_instrument_and_a_day_gone_by_are_refused(changes: dict[str, object], code: str):
    asked = {"instrument": an_instrument(), "body_code": "so", "due": NEXT_YEAR, **changes}
    with pytest.raises(Refusal) as told:
        assign_study(by=in_office("lan", "so", Role.OFFICER), at=timezone.now(), **asked)
    assert told.value.code == code


def test_coverage_counts_those_in_office_below_and_names_who_is_missing():
    officer = in_office("lan", "tinh", Role.OFFICER)
    readers = [in_office("an", "phong"), in_office("ba", "so"), in_office("cu", "xa")]
    a_study(an_instrument(), "so")
    confirm_reading(instrument=an_instrument(), by=readers[0], at=timezone.now())
    (row,) = study_coverage(officer, today())
    assert (row.name, [str(each) for each in row.asked], [str(each) for each in row.missing]) == (
        "Sở",
        ["an", "ba"],
        ["ba"],
    )


def test_an_officer_sees_nothing_of_bodies_beside_the_own():
    a_study(an_instrument(), "so")
    assert study_coverage(in_office("cu", "xa", Role.OFFICER), today()) == []
    assert study_coverage(in_office("an", "so"), today()) == []


def test_the_pages_lead_from_assigning_to_confirming_to_the_table():
    officer, reader = in_office("lan", "so", Role.OFFICER), in_office("an", "phong")
    desk, chair = signed_in(officer), signed_in(reader)
    form = {"instrument": an_instrument(), "whom": "body:so", "due": "31/12/2098", "note": "Chú ý Điều 1"}
    assert desk.post("/regulations/study/assign/", form).status_code == 302
    page = chair.get("/regulations/study/")
    assert "Chú ý Điều 1" in page.content.decode()
    assert chair.post("/regulations/study/confirm", {"instrument": an_instrument()}).status_code == 302
    assert chair.get("/regulations/study/").context["waiting"] == []
    (group,) = desk.get("/regulations/study/coverage/").context["groups"]
    assert (group.read, group.asked) == (1, 2)


def test_somebody_without_a_charge_sees_the_button_blocked_with_its_reason():
    page = signed_in(in_office("an", "phong")).get("/regulations/study/coverage/").content.decode()
    assert "disabled" in page
    assert "Chỉ cán bộ tổ chức hoặc người đứng đầu" in page
    assert signed_in(an_account("an")).post("/regulations/study/assign/", {}).status_code == 200


def test_the_queries_of_the_table_do_not_grow_with_bodies_and_readers():
    officer = signed_in(in_office("lan", "tinh", Role.OFFICER))
    a_study(an_instrument(), "so")
    officer.get("/regulations/study/coverage/")
    with CaptureQueriesContext(connection) as few:
        officer.get("/regulations/study/coverage/")
    for number in range(12):
        in_office(f"r{number}", ("so", "phong", "xa")[number % 3])
        a_study(an_instrument(number + 1), ("so", "xa")[number % 2])
    with CaptureQueriesContext(connection) as many:
        assert len(officer.get("/regulations/study/coverage/").context["groups"]) == 13
    assert len(many) == len(few)


QUESTIONED = "96-QĐ/TW@2023-02-02"


def test_a_wrong_answer_names_the_article_and_keeps_nothing():
    reader = in_office("an", "so")
    a_study(QUESTIONED, "so")
    before = Entry.objects.count()
    for answers in ((), (1,)):
        with pytest.raises(Refusal) as refused:
            confirm_reading(instrument=QUESTIONED, answers=answers, by=reader, at=timezone.now())
        assert (refused.value.code, "11.3" in refused.value.says.vi) == ("study.read_again", True)
    assert Entry.objects.count() == before
    made = confirm_reading(instrument=QUESTIONED, answers=(2,), by=reader, at=timezone.now())
    assert "answers" not in made.entry_from.payload


def test_the_page_asks_the_questions_and_takes_the_answers():
    reader = in_office("an", "so")
    a_study(QUESTIONED, "so")
    client = Client()
    client.force_login(reader)
    assert 'name="answer-1"' in client.get("/regulations/study/").content.decode()
    asked = {"instrument": QUESTIONED, "answer-1": "x"}
    assert client.post("/regulations/study/confirm", asked).status_code == 422
    assert client.post("/regulations/study/confirm", {**asked, "answer-1": "2"}).status_code == 302


def test_an_officer_reminds_once_a_day_and_the_reader_sees_it_first():
    officer, reader = in_office("to", "tinh", Role.OFFICER), in_office("an", "so")
    a_study(an_instrument(0), "so", due=dt.date(2028, 1, 1))
    late = a_study(an_instrument(1), "so")
    made = remind(study=late, by=officer, at=timezone.now())
    assert made.entry_from.action == "regulations.remind"
    first = readings(reader, timezone.localdate())[0]
    assert (first.instrument, first.reminded) == (an_instrument(1), timezone.localdate())
    with pytest.raises(Refusal) as refused:
        remind(study=late, by=officer, at=timezone.now())
    assert refused.value.code == "study.reminded_today"


@pytest.mark.parametrize(("who", "code"), [("an", "study.not_in_office"), ("to", "study.all_read")])
def test_nobody_is_reminded_by_one_without_a_charge_or_when_all_have_read(who: str, code: str):
    accounts = {"to": in_office("to", "tinh", Role.OFFICER), "an": in_office("an", "so")}
    study = a_study(an_instrument(), "so")
    if who == "to":
        confirm_reading(instrument=an_instrument(), by=accounts["an"], at=timezone.now())
    with pytest.raises(Refusal) as refused:
        remind(study=study, by=accounts[who], at=timezone.now())
    assert refused.value.code == code
