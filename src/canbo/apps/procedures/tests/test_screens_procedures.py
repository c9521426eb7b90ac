"""The pages of cases, walked with a client."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone

from canbo.apps.ballots.models import Ballot
from canbo.apps.papers.queries import next_number
from canbo.apps.procedures.actions import call_meeting, open_case
from canbo.apps.procedures.desk import Desk
from canbo.apps.procedures.documents import KINDS
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.screens_rehearsal import CALLED
from canbo.apps.procedures.testing import (
    AT,
    Department,
    a_case,
    a_department,
    count_and_close,
    do,
    file_all,
    list_names,
    publish,
    the_ballot,
)
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting
from canbo.base.record.models import Entry
from canbo.core.procedure_state import DECIDED, Listed, Passage, State, written
from canbo.lib.hashing import canonical_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(client: Client, case: Case, kind: str, status: int = 302, **values: object) -> str:
    answer = client.post(f"/procedures/{case.pk}/{kind}", {"seen": newest(case).number, **values})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_an_officer_opens_a_case_and_walks_its_first_steps(where: Department):
    client, chair = signed_in(where.officer), signed_in(where.head)
    made = {
        "procedure": "planning",
        "body": "so",
        "purpose": "Quy hoạch",
        "places": "2",
        "title": "department_director",
    }
    assert client.post("/procedures/new", made).status_code == 302
    case = Case.objects.get()
    shown = client.get(f"/procedures/{case.pk}/").content.decode()
    assert "Danh sách chưa có ai." in shown
    assert "Chưa được nêu tên ai khi chưa có: Thông báo công khai" in shown
    assert "Chưa được nêu tên ai" in post(client, case, "listed", 409, names="so-H1")
    published = {"words-publication": "1-TB, 02/11/2026"}
    assert "Ghi nơi công khai" in post(client, case, "filed", 422, **published)
    post(client, case, "filed", **published, **{"where-publication": "niêm yết tại trụ sở"})
    assert "1-TB, 02/11/2026; niêm yết tại trụ sở" in client.get(f"/procedures/{case.pk}/").content.decode()
    post(client, case, "listed", names="so-H1\nso-H2")
    for paper in ("plan", "pool", "assessments"):
        post(client, case, "filed", **{f"words-{paper}": "1-KH, 02/11/2026"})
    post(client, case, "closed")
    for paper in ("materials", "minutes", "tally_minutes"):
        post(client, case, "filed", **{f"words-{paper}": "2-BB"})
    today = timezone.localdate()
    assert "Viết dd/mm/yyyy" in post(client, case, "notified", 422, meets="31/02/2026", place="P1")
    post(client, case, "notified", meets=f"{today:%d/%m/%Y}", place="Phòng họp 1")
    post(client, case, "attended", present=["so-D", "so-P1", "so-P2"])
    post(client, case, "balloted")
    assert "Ban kiểm phiếu chưa đóng biên bản." in post(client, case, "tallied", 409)
    count_and_close(the_ballot(case), {"so-H1": 3, "so-H2": 2}, by=where.officer)
    post(client, case, "tallied")
    shown = client.get(f"/procedures/{case.pk}/").content.decode()
    assert "Phát ra 3, thu về 3, hợp lệ 3. Mẫu số: 4." in shown
    assert "người chủ trì" in client.get(f"/procedures/{case.pk}/").content.decode()
    post(chair, case, "closed")
    state = state_of(newest(case))
    assert (state.step, state.names) == ("P3", ("so-H1",))
    minutes = client.get(f"/procedures/{case.pk}/minutes/1")
    assert "Phòng họp 1" in minutes.content.decode()
    assert client.get(f"/procedures/{case.pk}/minutes/0").status_code == 404


def test_a_page_that_is_stale_is_told_so_and_nothing_is_written(where: Department):
    case, client = a_case(where), signed_in(where.officer)
    post(client, case, "listed", names="so-H1")
    said = client.post(f"/procedures/{case.pk}/listed", {"seen": 0, "names": "so-H2"})
    assert said.status_code == 409
    assert "vừa được người khác cập nhật" in said.content.decode()
    assert state_of(newest(case)).names == ("so-H1",)


def test_a_stranger_sees_no_case(where: Department):
    case = a_case(where)
    client = signed_in(an_account("khach"))
    assert client.get(f"/procedures/{case.pk}/").status_code == 404
    assert "Quy hoạch giám đốc sở" not in client.get("/procedures/").content.decode()
    assert Client().get("/procedures/").status_code == 302


def test_deadlines_come_as_a_calendar(where: Department):
    case, client = a_case(where), signed_in(where.officer)
    post(client, case, "listed", names="so-H1")
    for paper in ("plan", "pool", "assessments"):
        post(client, case, "filed", **{f"words-{paper}": "1"})
    post(client, case, "closed")
    post(client, case, "filed", **{"words-materials": "1"})
    post(client, case, "notified", meets="01/12/2030", place="Hội trường")
    text = client.get("/procedures/deadlines.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20301201\r\n" in text
    assert "SUMMARY:P2 · Quy hoạch giám đốc sở\r\n" in text


def test_a_rehearsal_leaves_no_trace_but_in_the_session(where: Department):
    client = signed_in(where.officer)
    client.get("/procedures/rehearsal/planning/")
    before = Entry.objects.count()
    address = "/procedures/rehearsal/planning"
    client.post(f"{address}/filed", {"words-publication": "1", "where-publication": "Trụ sở"})
    client.post(f"{address}/listed", {"names": "T1 T2"})
    for paper in ("plan", "pool", "assessments"):
        client.post(f"{address}/filed", {f"words-{paper}": "1"})
    client.post(f"{address}/closed")
    for paper in ("materials", "minutes", "tally_minutes"):
        client.post(f"{address}/filed", {f"words-{paper}": "1"})
    today = timezone.localdate()
    client.post(f"{address}/notified", {"meets": f"{today:%d/%m/%Y}", "place": "P1"})
    client.post(f"{address}/attended", {"present": [f"H{number}" for number in range(1, 10)]})
    client.post(f"{address}/balloted")
    told = client.post(f"{address}/tallied", {"papers": "9"})
    assert (told.status_code, "số thứ tự từ 1 đến 2" in told.content.decode()) == (422, True)
    client.post(f"{address}/tallied", {"papers": "\r\n".join(["", "2", "2", "", "", "2", "", "", "2"])})
    assert "Mẫu số: 12." in client.get(f"{address}/").content.decode()
    client.post(f"{address}/closed")
    assert client.session["rehearsal-planning"]["now"]["step"] == "P3"
    assert client.session["rehearsal-planning"]["names"] == ["T1"]
    assert not Ballot.objects.exists()
    assert (Entry.objects.count(), Case.objects.count(), Move.objects.count()) == (before, 0, 0)


def marked(desk: Desk) -> str:
    """What a teller types for a paper that carries a name: a tick where names are chosen, nothing where all agree."""
    kind = desk.plan.kind(desk.step) if desk.step and desk.step.kinds else None
    return "1" if kind and kind.marking == "boxes" and len(kind.options) == 1 else ""


def rehearsed(client: Client, code: str) -> str:
    """A procedure gone through by its one next deed, every vote carried; gives how it ended."""
    address, today = f"/procedures/rehearsal/{code}", f"{timezone.localdate():%d/%m/%Y}"
    for _ in range(80):
        desk = client.get(f"{address}/").context["desk"]
        if desk.main is None:
            return desk.state.status
        papers = {f"{field}-{each.code}": "1" for each in desk.papers if not each.filed for field in ("words", "where")}
        names = desk.state.names or ("T1", "T2", "T3")
        values = {
            "listed": {"names": "T1 T2 T3"}, "filed": papers, "attended": {"present": list(CALLED)},
            "notified": {"meets": f"{desk.first_day:%d/%m/%Y}" or today, "place": "P1"},
            "raised": {"hands": len(CALLED), "against": 0}, "decided": {"names": names, "document": "1-QĐ"},
            "tallied": {"papers": "\n".join([marked(desk)] * len(CALLED))},
        }  # fmt: skip
        client.post(f"{address}/{desk.main.kind}", values.get(desk.main.kind, {}))
    return "it never ended"


@pytest.mark.parametrize("code", sorted(current_pack().rules.procedures))
def test_every_procedure_is_rehearsed_to_its_end_and_leaves_no_row_no_entry_no_file_and_takes_no_number(
    where: Department, code: str
):
    client = signed_in(where.officer)
    client.get("/procedures/")
    before = traces(where)
    assert rehearsed(client, code) == "decided"
    assert traces(where) == before


def traces(where: Department) -> tuple[dict[str, int], dict[str, float], list[int]]:
    """Rows of every table but sessions, files on disk with their times, the next number of each series of papers."""
    tables = [model for model in apps.get_models() if model._meta.app_label not in ("sessions", "usersessions")]
    files = {str(each): each.stat().st_mtime for each in settings.HOME.rglob("*") if each.is_file()}
    kept = {name: at for name, at in files.items() if ".sqlite3" not in name}
    series = [kind.series for kind in KINDS.values()]
    numbers = [next_number(where.body, each, timezone.localdate().year) for each in series]
    return {model._meta.label: model._default_manager.count() for model in tables}, kept, numbers


def test_the_funnel_of_116_units_asks_no_more_than_that_of_one(where: Department, django_assert_max_num_queries):
    """As published: 116 units found about 250 people and introduced 220; here every unit stands at its end."""
    pack, client = archive_current_pack(by=where.officer, at=AT), signed_in(where.officer)
    with acting("test.units", by=where.officer, at=AT, payload={}) as entry:
        for number in range(116):
            found, kept = (3, 2) if number < 18 else (2, 2)
            kept = 1 if number >= 104 else kept
            unit = Case.objects.create(
                procedure="central_planning_local", body=where.body, term="XIII", purpose=f"Đơn vị {number}",
                places=2, opened=dt.date(2018, 11, 20), pack=pack, entry=entry,
            )  # fmt: skip
            names = tuple(f"{number}-{each}" for each in range(found))
            state = State(DECIDED, 2, names[:kept], None, (Passage("L1", unit.opened, names, outcome=names),))
            Move.objects.create(case=unit, number=0, event="{}", state=canonical_json(written(state)), status=DECIDED,
                                entry=entry)  # fmt: skip
    with django_assert_max_num_queries(14):
        page = client.get("/procedures/funnel").content.decode()
    assert "116 đơn vị, 116 đã giới thiệu; chỉ tiêu phân bổ 232 người." in page
    assert re.findall(r"<strong>(\d+)</strong><span>", page) == ["250", "220"]


def test_a_page_asks_no_more_with_more_cases(where: Department, django_assert_max_num_queries):
    client = signed_in(where.officer)
    a_case(where)
    client.get("/procedures/")
    for _ in range(4):
        a_case(where)
    with django_assert_max_num_queries(12):
        client.get("/procedures/")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_reads_in_both_languages(where: Department, language: str):
    case, client = a_case(where), signed_in(where.officer)
    client.cookies["django_language"] = language
    for address in (
        "/procedures/",
        "/procedures/new",
        f"/procedures/{case.pk}/",
        "/procedures/rehearsal/party_election/",
    ):
        assert client.get(address).status_code == 200


def test_a_calendar_is_subscribed_to_by_a_token_that_can_be_closed(where: Department):
    case, client = a_case(where), signed_in(where.officer)
    list_names(case, where, ("so-H1",))
    file_all(case, where.officer)
    call_meeting(case=case, seen=newest(case).number, meets=AT.date() + dt.timedelta(days=2000), place="P1",
                 by=where.officer, at=AT)  # fmt: skip
    client.post("/procedures/days/subscribe")
    first = re.search(r"/procedures/feed/[^<]+\.ics", client.get("/procedures/days").content.decode())[0]
    assert first not in client.get("/procedures/days").content.decode()
    text = Client().get(first).content.decode()
    assert f"SUMMARY:P2 · {case.purpose}" in text
    assert "Người H 1" not in text
    client.post("/procedures/days/subscribe")
    second = re.search(r"/procedures/feed/[^<]+\.ics", client.get("/procedures/days").content.decode())[0]
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    client.post("/procedures/days/unsubscribe")
    assert Client().get(second).status_code == 404
    assert client.post("/procedures/days/unsubscribe").status_code == 409
    assert not any(second.split("/")[-1][:20] in each for each in Entry.objects.values_list("payload", flat=True))


def test_the_funnel_counts_what_each_unit_found_and_introduced(where: Department):
    client, said = signed_in(where.officer), {"body": where.body, "by": where.officer, "at": AT, "term": "XIV"}
    unit = open_case(procedure="central_planning_local", purpose="Giới thiệu của đơn vị", places=2, **said)
    publish(unit, where.officer)
    do(unit, Listed(("so-H1", "so-H2", "so-V1")), where.officer)
    centre = open_case(procedure="central_planning", purpose="Tổng hợp", places=2, **said)
    list_names(centre, where, ("so-H1", "so-H2"))
    page = client.get("/procedures/funnel").content.decode()
    assert "1 đơn vị, 0 đã giới thiệu; chỉ tiêu phân bổ 2 người." in page
    assert re.findall(r"<strong>(\d+)</strong><span>", page) == ["3", "0", "2"]
