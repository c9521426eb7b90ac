"""The pages of screening: counts lead to people, rows do not move the queries, deeds are for those in office."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.models import EligiblesCertificate, ExceptionDecision
from canbo.apps.people.models import Holding
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.kept import forget_all

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

QUESTION = "title=department_director&on=2026-11-01"


def signed_in(role: Role, username: str = "lan") -> Client:
    account = an_account(username, shown_as="Nguyễn Thị Lan")
    keeper = an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code="tinh", since=dt.date(2020, 1, 1), by=keeper, at=timezone.now())
    client = Client()
    client.force_login(account)
    client.get("/sign-in")  # the first page of a session writes when it began; the pages counted do not
    return client


@pytest.fixture
def body() -> Body:
    """A province with three people in posts."""
    made = a_body()
    for number in range(3):
        a_row(Holding, a_person(f"P{number}", body=made), title="department_deputy_director", body=made)
    return made


def queries(client: Client, path: str) -> int:
    """Questions to the database for a page that nobody has asked for since anything was written."""
    forget_all()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def an_exceptable_clause() -> str:
    standard = current_pack().standard("department_director", "appointment", dt.date(2026, 11, 1))
    return next(clause.code for clause in standard.clauses if clause.excepted_by)


DECISION = {
    "body": "Ban Thường vụ Tỉnh ủy", "number": "12-QĐ/TU", "decided": "15/10/2026", "until": "",
    "document": "Tờ trình 5", "reason": "Yêu cầu nhiệm vụ",
}  # fmt: skip


def test_the_queries_of_a_screen_do_not_grow_with_its_people(body: Body):
    client = signed_in(Role.OFFICER)
    before = queries(client, f"/eligibility/screen?{QUESTION}")
    for number in range(3, 50):
        a_row(Holding, a_person(f"P{number}", body=body), title="department_deputy_director", body=body)
    assert queries(client, f"/eligibility/screen?{QUESTION}") == before


def test_each_count_leads_to_as_many_people(body: Body):
    client = signed_in(Role.OFFICER)
    found = client.get(f"/eligibility/screen?{QUESTION}").context
    for clause, counts in found["clauses"]:
        for answer, count in counts:
            shown = client.get(f"/eligibility/screen?{QUESTION}&clause={clause.code}&clause_answer={answer}").context
            assert shown["sheet"].total == count


def test_a_verdict_page_says_reasons_in_both_languages(body: Body):
    client = signed_in(Role.OFFICER)
    page = client.get(f"/eligibility/screen/P0?{QUESTION}").content.decode()
    assert "Khi nào sẽ đủ điều kiện?" in page
    assert "Còn thiếu gì, ai bổ sung?" in page
    client.cookies["django_language"] = "en"
    assert "When will it be met?" in client.get(f"/eligibility/screen/P0?{QUESTION}").content.decode()


def test_an_exception_is_entered_by_an_officer_and_shows_as_excepted(body: Body):
    client = signed_in(Role.OFFICER)
    address = f"/eligibility/exceptions/new?{QUESTION}&person=P0&clause={an_exceptable_clause()}"
    refused = client.post(address, {**DECISION, "decided": "01/01/2126"})
    assert refused.status_code == 422
    assert 'value="12-QĐ/TU"' in refused.content.decode()
    assert not ExceptionDecision.objects.exists()
    assert client.post(address, DECISION).status_code == 302
    assert ExceptionDecision.objects.get().number == "12-QĐ/TU"
    assert "12-QĐ/TU" in client.get("/eligibility/exceptions/").content.decode()


def test_whoever_only_reads_may_neither_except_nor_freeze(body: Body):
    client = signed_in(Role.STANDING)
    address = f"/eligibility/exceptions/new?{QUESTION}&person=P0&clause={an_exceptable_clause()}"
    assert client.post(address, DECISION).status_code == 403
    assert client.post(f"/eligibility/certificates/freeze?{QUESTION}").status_code == 403
    assert not ExceptionDecision.objects.exists()
    assert not EligiblesCertificate.objects.exists()
    assert "disabled" in client.get(f"/eligibility/screen?{QUESTION}").content.decode()


def test_a_frozen_list_opens_to_its_readers_and_computes_again_to_the_same_bytes(body: Body):
    client = signed_in(Role.OFFICER)
    made = client.post(f"/eligibility/certificates/freeze?{QUESTION}")
    assert made.status_code == 302
    assert "Còn đúng với hiện tại" in client.get(made["location"]).content.decode()
    client.post(f"{made['location']}again")
    assert "Khớp từng byte" in client.get(made["location"]).content.decode()
    stranger = Client()
    stranger.force_login(an_account("khach"))
    assert stranger.get(made["location"]).status_code == 404
    assert stranger.get(f"{made['location']}file.json").status_code == 404


def test_a_day_before_the_first_rule_and_a_mistyped_title_are_refused_in_words(body: Body):
    client = signed_in(Role.OFFICER)
    early = client.get("/eligibility/screen?title=department_director&on=01/01/1990")
    assert early.status_code == 422
    assert "01/01/1990" in early.content.decode()
    mistyped = client.get("/eligibility/screen?title=departmant_director")
    assert "department_director" in mistyped.content.decode()


def test_a_faulty_draft_keeps_its_text_and_names_its_lines(body: Body):
    client = signed_in(Role.OFFICER)
    answer = client.post(
        "/eligibility/effect/",
        {"text": "clause: DT1-2\nversions: x", "title": "department_director", "on": "01/11/2026"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "clause: DT1-2" in page
    assert "Dự thảo còn lỗi" in page
