"""No page, count, filter, file or draft tells of sealed sections to those who may not open them."""

import datetime as dt
import io
import json

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.actions import freeze
from canbo.apps.eligibility.documents import as_pdf
from canbo.apps.eligibility.models import ExceptionDecision
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.sealing import sealed_behind, sealed_clauses
from canbo.apps.eligibility.testing import DAY, TITLE, a_deputy_ready_to_be_director
from canbo.apps.people.models import Discipline, DossierLink
from canbo.apps.people.testing import a_row
from canbo.apps.people.visibility import sealed_tables
from canbo.base.access.actions import end_grant, grant_role
from canbo.base.access.models import Reading, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db

ASKED = f"title={TITLE}&on={DAY.isoformat()}"
#: A draft that moves nobody but those with a warning: a key to what a dossier keeps sealed, were they named.
DRAFT = """
parameter: bar_after_warning
unit: month
meaning: {vi: Dự thảo, en: Draft}
values:
  - since: 2026-10-15
    value: 1
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "20", confidence: I, source: draft}
"""


@pytest.fixture
def person():
    """A deputy who would meet the standard, were there not a fresh warning."""
    made = a_deputy_ready_to_be_director(a_body("so"))
    a_row(Discipline, made, form="warning", on="2026-09-01")
    return made


def client(role, name="chau"):
    account = an_account(name)
    house = an_account("canbo", system=True)
    if role is not None:
        grant_role(account=account, role=role, body_code="so", since=dt.date(2020, 1, 1), by=house, at=timezone.now())
    found = Client()
    found.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return found


def sealed_codes():
    return {clause.code for clause in sealed_clauses(grounds(Request(title=TITLE, on=DAY)).standard, DAY)}


def test_the_clauses_on_discipline_proceedings_and_findings_rest_on_sealed_sections():
    standard = grounds(Request(title=TITLE, on=DAY)).standard
    behind = set().union(*(sealed_behind(clause, sealed_tables(DAY)) for clause in standard.clauses))
    assert {"Discipline", "Finding"} <= behind
    assert len(sealed_codes()) < len(standard.clauses)


@pytest.mark.parametrize("role", [Role.JURIST, Role.APPROVER])
def test_no_count_column_or_filter_tells_the_answer_of_a_sealed_clause(person, role):
    reader = client(role)
    shown = reader.get(f"/eligibility/screen?{ASKED}")
    assert not {clause.code for clause, _ in shown.context["clauses"]} & sealed_codes()
    assert "dựa trên mục hồ sơ được bảo vệ" in shown.content.decode()
    for code in sorted(sealed_codes())[:1]:
        assert reader.get(f"/eligibility/screen?{ASKED}&clause={code}").status_code == 422
        assert reader.get(f"/eligibility/screen.xlsx?{ASKED}&clause={code}&clause_answer=no").status_code == 422


def test_the_workbook_has_the_columns_of_the_page_and_no_more(person):
    made = client(Role.JURIST).get(f"/eligibility/screen.xlsx?{ASKED}").content
    cells = {str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(made)) for row in sheet for cell in row}
    assert not cells & sealed_codes()
    assert cells & {clause.code for clause in grounds(Request(title=TITLE, on=DAY)).standard.clauses}


def test_the_verdict_of_one_person_says_what_is_sealed_and_not_what_it_says(person):
    shown = client(Role.JURIST).get(f"/eligibility/screen/{person.person.key}?{ASKED}")
    assert shown.context["sealed"] == sealed_codes()
    assert "Cảnh cáo" not in shown.content.decode()
    assert shown.context["foresight"].day is None
    assert not Reading.objects.exists()


def test_whoever_may_open_it_sees_the_verdict_and_is_noted_with_the_question_as_reason(person):
    reader = client(Role.INSPECTOR)
    for _ in range(2):
        shown = reader.get(f"/eligibility/screen/{person.person.key}?{ASKED}")
    assert shown.context["sealed"] == frozenset()
    noted = Reading.objects.get()
    assert (noted.kind, noted.reason) == ("verdict", "Đối chiếu tiêu chuẩn Giám đốc sở ngày 01/11/2026")
    assert "Discipline" in noted.sealed
    assert "Relative" not in noted.sealed


def test_a_verdict_read_opens_no_sealed_section_of_the_dossier(person):
    reader = client(Role.INSPECTOR)
    reader.get(f"/eligibility/screen/{person.person.key}?{ASKED}")
    assert "Nêu lý do ở khung" in reader.get(f"/people/{person.person.key}/").content.decode()


def test_the_official_reads_the_own_verdict_wholly_and_is_not_noted(person):
    own = client(None, "herself")
    DossierLink.objects.create(account=an_account("herself"), person=person.person, entry_from=an_entry())
    assert own.get(f"/eligibility/screen/{person.person.key}?{ASKED}").context["sealed"] == frozenset()
    assert not Reading.objects.exists()


@pytest.mark.parametrize(("role", "named"), [(Role.JURIST, False), (Role.OFFICER, True)])
def test_a_draft_is_no_key_to_sealed_sections(person, role, named):
    told = client(role).post("/eligibility/effect/", {"title": TITLE, "on": "01/11/2026", "text": DRAFT}).context
    assert told["named"] is named
    assert bool(told["gains"].people or told["drops"].people) <= named


@pytest.fixture
def certificate(person):
    """A frozen list with one eligible."""
    a_deputy_ready_to_be_director(person.body)
    house = an_account("canbo", system=True)
    return freeze(request=Request(TITLE, DAY, pool=("so",)), by=house, at=timezone.now())


def heads(made):
    return {cell.value for cell in openpyxl.load_workbook(io.BytesIO(made)).worksheets[0][1]}


@pytest.mark.parametrize("role", [Role.JURIST, Role.APPROVER, Role.STANDING])
def test_no_file_of_a_certificate_tells_the_answer_of_a_sealed_clause(certificate, role, monkeypatch):
    reader, printed = client(role), []
    monkeypatch.setattr(
        "canbo.apps.eligibility.screens_certificates.as_pdf",
        lambda found, content, said: printed.append(content) or as_pdf(found, content, said),
    )
    address = f"/eligibility/certificates/{certificate.pk}/file"
    assert not heads(reader.get(f"{address}.xlsx").content) & sealed_codes()
    assert reader.get(f"{address}.pdf").status_code == 200
    told = [printed[0], reader.get(f"/api/v1/certificates/{certificate.pk}").json()["content"]]
    for content in told:
        assert set(content["sealed"]) == sealed_codes()
        for each in content["eligibles"]:
            assert not set(each["clauses"]) & sealed_codes()
            assert "facts" not in each
    assert reader.get(f"{address}.json").status_code == 403
    assert "không ghi kết quả của" in reader.get(f"/eligibility/certificates/{certificate.pk}/").content.decode()


def test_whoever_may_open_what_is_sealed_has_the_whole_certificate(certificate):
    reader, whole = client(Role.INSPECTOR), json.loads(certificate.content)
    address = f"/eligibility/certificates/{certificate.pk}/file"
    assert sealed_codes() < heads(reader.get(f"{address}.xlsx").content)
    assert reader.get(f"/api/v1/certificates/{certificate.pk}").json()["content"] == whole


@pytest.mark.parametrize(("role", "told"), [(Role.JURIST, False), (Role.HEAD, True)])
def test_the_register_of_exceptions_keeps_what_a_sealed_section_says(person, role, told):
    code = min(sealed_codes())
    ExceptionDecision.objects.create(
        person=person.person, title=TITLE, clause=code, body="Ban Thường vụ Tỉnh ủy", number="7", document="QĐ 7",
        decided=dt.date(2026, 10, 1), reason="Đã hết thời hạn kỷ luật", entry_from=an_entry(),
    )  # fmt: skip
    shown = client(role).get("/eligibility/exceptions/").content.decode()
    assert "Ban Thường vụ Tỉnh ủy" in shown
    for word in ("Đã hết thời hạn kỷ luật", "QĐ 7", f">{code}<"):
        assert (word in shown) is told


def test_a_maker_who_holds_no_role_any_more_still_finds_the_own_certificate_true(person):
    account, house = an_account("cu"), an_account("canbo", system=True)
    role = grant_role(
        account=account, role=Role.OFFICER, body_code="so", since=dt.date(2020, 1, 1), by=house, at=timezone.now()
    )
    kept = freeze(request=Request(TITLE, DAY, pool=("so",)), by=account, at=timezone.now())
    end_grant(grant=role, until=timezone.localdate(), by=house, at=timezone.now())
    reader = Client()
    reader.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert not reader.get(f"/eligibility/certificates/{kept.pk}/").context["stale"].stale
