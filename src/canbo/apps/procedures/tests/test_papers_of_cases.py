"""The papers of a case: drawn from it, numbered, kept, filed; the pack of a meeting, masked for whoever prints it."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document as Word

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.papers.letterhead import letterhead
from canbo.apps.papers.models import Document
from canbo.apps.papers.queries import content_of
from canbo.apps.people.models import Degree, Discipline, Holding, Person, PersonVersion
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.procedures.actions_papers import decide_in_writing, matter_of, write_paper
from canbo.apps.procedures.authors import author_of
from canbo.apps.procedures.documents import KINDS, proposal
from canbo.apps.procedures.meeting_pack import pack_values
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.papers import documents_of, may_read_papers
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.replay import KEPT_PRINTS, NO_FORM, OTHER_BYTES, SAME, replay
from canbo.apps.procedures.testing import (
    AT,
    Department,
    a_case,
    a_department,
    do,
    hold,
    list_names,
    meet,
)
from canbo.base.access.models import Grant, Reading, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied
from canbo.base.record.testing import an_entry
from canbo.core.procedure_state import Closed, Decided, Filed, Listed
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
NAMES = ("so-H1", "so-H2")


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def written(case: Case, paper: str, by: Account) -> Document:
    return write_paper(case=case, paper=paper, seen=newest(case).number, by=by, at=AT)


def text_of(document: Document) -> str:
    word = Word(io.BytesIO(content_of(document.docx)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def at_the_decision(case: Case, where: Department, names: tuple[str, ...] = NAMES) -> None:
    """Every vote carried, the decision open."""
    list_names(case, where, names)
    for step, many in (("P2", 4), ("P3", 6), ("P4", 10), ("P5", 4)):
        assert state_of(newest(case)).step == step
        meet(case, where, dict.fromkeys(names, many))
        do(case, Closed(), where.head)


def reader(role: Role, name: str = "doc") -> Account:
    account = an_account(name)
    Grant.objects.create(
        account=account, role=role, body_code="so", since=dt.date(2020, 1, 1), decision="1-QĐ", entry_from=an_entry()
    )
    return account


def test_a_list_of_the_pool_is_written_from_the_case_numbered_and_filed(where: Department):
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    made = written(case, "pool", where.officer)
    assert made.symbol == "01/DS-SO"
    assert state_of(newest(case)).now.papers["pool"] == "Số 01/DS-SO, 02/11/2026"
    said = text_of(made)
    for expected in ("DANH SÁCH", "Người H 1", "Người H 2", "Số: 01/DS-SO", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:"):
        assert expected in said, expected
    with pytest.raises(Refusal) as told:
        written(case, "pool", where.officer)
    assert told.value.code == "procedures.filed"


def test_a_proposal_tells_every_meeting_with_its_votes_and_the_regulation_it_rests_on(where: Department):
    case = a_case(where)
    list_names(case, where, NAMES)
    for step, many in (("P2", 4), ("P3", 6), ("P4", 10)):
        meet(case, where, dict.fromkeys(NAMES, many))
        assert state_of(do(case, Closed(), where.head)).step != step
    do(case, Filed("materials", "Số 1"), where.officer)
    with pytest.raises(Refusal) as told:
        written(case, "proposal", where.officer)
    assert told.value.code == "procedures.not-counted"
    values = proposal(matter_of(case, state_of(newest(case)), case.body, where.officer, AT))
    assert values["grounds"][0].startswith("Căn cứ Quy định số 377-QĐ/TW ngày 08/10/2025 của Bộ Chính trị về phân cấp")
    assert [line["text"][:2] for line in values["before"]] == ["Th", "- ", "- ", "- ", "so"]
    assert values["heads"][2:] == ["Phiếu P2", "Phiếu P3", "Phiếu P4"]
    assert values["rows"][0][2:] == [
        "4/4 (100,00\N{NO-BREAK SPACE}%)",
        "6/6 (100,00\N{NO-BREAK SPACE}%)",
        "10/10 (100,00\N{NO-BREAK SPACE}%)",
    ]


def test_the_decision_and_its_notices_are_written_by_one_button_each(where: Department):
    case = a_case(where)
    at_the_decision(case, where)
    written(case, "appraisal", where.officer)
    with pytest.raises(Refusal) as told:
        written(case, "notices", where.officer)
    assert told.value.code == "procedures.undecided"
    told_of = Decided(NAMES[:1], {NAMES[1]: "Chưa đủ điều kiện"}, "")
    decide_in_writing(case=case, seen=newest(case).number, event=told_of, by=where.approver, at=AT)
    for paper in ("plan_list", "notices"):
        written(case, paper, where.officer)
    state = state_of(do(case, Closed(), where.approver))
    assert (state.status, state.why[:6]) == ("decided", "Số 01/")
    kept = {each.owner.split(":", 3)[3]: each for each in documents_of(case)}
    assert set(kept) == {"appraisal", "decision", "plan_list", "notices:unit", "notices:so-H1"}
    assert {each.body.code for name, each in kept.items() if name != "appraisal"} == {"so-tinh"}
    said = text_of(kept["decision"])
    assert "Điều 1. Phê duyệt 1 đồng chí" in said
    assert "Người H 1" in said
    assert "Người H 2" not in said
    assert "Kính gửi: Đồng chí Người H 1." in text_of(kept["notices:so-H1"])
    assert "kèm theo quyết định số 01/QĐ-SO-TINH" in text_of(kept["plan_list"])
    assert "Kính gửi: so." in text_of(kept["notices:unit"])
    again = replay(case)
    assert (again.faults, [each.says for each in again.papers if not each.same], again.same) == ([], [], True)
    assert {each.document.owner.partition(":")[0] for each in again.papers} == {"procedures"}


def test_the_organ_that_prepares_a_decision_writes_its_papers_in_its_own_name(where: Department):
    case, day = a_case(where), AT.date()
    state = state_of(newest(case))
    assert state.now is not None
    deciding = replace(state, now=replace(state.now, step="P6"))
    assert author_of(case, deciding, "appraisal", day) == where.body  # the tree has no such organ
    committee = a_body("so-tu", parent=Body.objects.get(code="so-tinh"), kind="committee", name="Tỉnh ủy Lam Giang")
    organ = a_body("so-tu.btc", parent=committee, name="Ban Tổ chức Tỉnh ủy")
    a_body("so-tu.btc.p1", parent=organ, name="Ban Tổ chức Tỉnh ủy, Văn phòng")
    a_row(Holding, a_person("T1", "Trần Văn Ban", body=organ), title="provincial_organisation_head", body=organ)
    assert author_of(case, deciding, "appraisal", day) == organ
    assert author_of(case, state, "pool", day) == author_of(case, deciding, "notices", day) == where.body
    head = letterhead(organ, day)
    assert head.values(day)["body_upper"] == "BAN TỔ CHỨC"
    assert (head.series("BC"), head.signer.office, head.signer.name) == ("BC/BTCSO-TU", "Trưởng ban", "Trần Văn Ban")


def test_a_paper_that_is_refused_leaves_no_number_behind(where: Department):
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    before = Entry.objects.count(), Move.objects.count()
    for by, paper in ((where.head, "pool"), (where.officer, "plan"), (where.officer, "minutes")):
        with pytest.raises(Refusal):
            written(case, paper, by)
    with pytest.raises(Refusal) as told:
        write_paper(case=case, paper="pool", seen=0, by=where.officer, at=AT)
    assert told.value.code == "procedures.moved"
    assert (Entry.objects.count(), Move.objects.count()) == before
    assert written(case, "pool", where.officer).number == 1


def test_papers_are_read_by_those_who_see_dossiers_and_every_count(where: Department):
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    address = f"/procedures/{case.pk}/documents/{written(case, 'pool', where.officer).pk}"
    for role, status in ((Role.MEMBER, 404), (Role.HEAD, 200)):
        client = Client()
        client.force_login(reader(role, f"doc-{role}"), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"{address}.pdf").status_code == client.get(f"{address}.docx").status_code == status
        assert client.get(f"{address}.exe").status_code == 404
    assert not may_read_papers(reader(Role.MEMBER, "khac"), case, AT.date())


def test_the_party_and_the_state_write_each_by_its_own_layout(where: Department):
    nation = a_body("tw", kind="committee", name="Ban Chấp hành Trung ương Đảng")
    province = a_body("lg", parent=nation, kind="locality", name="Tỉnh Lam Giang")
    people = a_body("lg.ubnd", parent=province, name="Ủy ban nhân dân tỉnh Lam Giang")
    state = letterhead(a_body("lg.snv", parent=people, name="Sở Nội vụ"), dt.date(2026, 2, 3))
    assert (state.party, state.above) == (False, "Ủy ban nhân dân tỉnh Lam Giang")
    assert state.series("QĐ") == "QĐ-SNV"
    assert state.place_and_day(dt.date(2026, 2, 3)) == "Lam Giang, ngày 03 tháng 02 năm 2026"
    assert state.place_and_day(dt.date(2026, 11, 3)) == "Lam Giang, ngày 03 tháng 11 năm 2026"
    committee = a_body("lg.tu", parent=province, kind="committee", name="Tỉnh ủy Lam Giang")
    party = letterhead(a_body("lg.tu.btc", parent=committee, name="Ban Tổ chức Tỉnh ủy"), dt.date(2026, 2, 3))
    assert (party.party, party.series("QĐ"), party.above) == (True, "QĐ/BTCTU", "Tỉnh ủy Lam Giang")
    assert party.values(dt.date(2026, 2, 3))["body_upper"] == "BAN TỔ CHỨC"
    assert letterhead(committee, dt.date(2026, 2, 3)).series("QĐ") == "QĐ/TU"
    assert letterhead(committee, dt.date(2026, 2, 3)).signer.behalf == "T/M BAN THƯỜNG VỤ"
    director = letterhead(where.body, AT.date()).signer
    assert (director.office, director.name) == ("Giám đốc", "Lãnh Đạo D")


def test_the_pack_of_a_meeting_has_a_page_a_name_and_masks_what_its_reader_may_not_see(where: Department):
    case = a_case(where)
    a_row(Discipline, Person.objects.get(key="so-H1"), form="reprimand", on="2024-10-01")
    list_names(case, where, NAMES)
    hold(case, where)
    for role, pages, sealed in ((Role.STANDING, 2, True), (Role.OFFICER, 2, True), (Role.MEMBER, 0, True)):
        by = reader(role, f"in-{role}")
        told = pack_values(case=case, by=by, at=AT)
        assert len(told["people"]) == pages
        assert [name for name, _ in told["summoned"]] == ["Lãnh Đạo D", "Lãnh Đạo P1", "Lãnh Đạo P2", "Lãnh Đạo P3"]
        assert any("kiểm phiếu" in each for each in told["agenda"])
        for page in told["people"]:
            found = {each["title"]: each for each in page["sections"]}
            assert found["Kỷ luật"]["sealed"] is sealed
        assert Reading.objects.filter(by=by).count() == pages
    assert "Hồ sơ không mở" in pack_values(case=case, by=reader(Role.MEMBER, "nua"), at=AT)["closed"]


def test_the_buttons_of_the_page_write_papers_and_open_the_pack(where: Department):
    case, client = a_case(where), Client()
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Danh sách chưa có ai." in client.post(f"/procedures/{case.pk}/paper/pool").content.decode()
    do(case, Listed(NAMES), where.officer)
    shown = client.post(f"/procedures/{case.pk}/paper/pool", follow=True).content.decode()
    assert "Đã lập văn bản số 01/DS-SO." in shown
    assert "Văn bản đã lập" in shown
    pack = client.get(f"/procedures/{case.pk}/pack.pdf")
    assert (pack.status_code, pack.content[:5]) == (200, b"%PDF-")


def test_a_case_played_again_writes_the_same_papers_though_dossiers_changed_since(where: Department):
    case, client = a_case(where), Client()
    do(case, Listed(NAMES), where.officer)
    written(case, "pool", where.officer)
    before = replay(case)
    assert [(each.same, each.says) for each in before.papers] == [(True, SAME)]
    who, entry = PersonVersion.objects.get(person__key="so-H1"), an_entry()
    closed(who, entry)
    copied(who, entry, name="Người Đổi Tên", born="1977-07-07")
    a_row(Degree, who.person, grade="bachelor", on="2001-06")
    letters = KINDS["pool"].values(matter_of(case, state_of(newest(case)), case.body, where.officer, AT))[""]
    assert letters["rows"][0][0] == "Người Đổi Tên"
    assert replay(case).same
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Trùng từng byte." in client.get(f"/procedures/{case.pk}/replay").content.decode()
    out = io.StringIO()
    call_command("replay", "--case", str(case.pk), stdout=out)
    assert out.getvalue() == "4 việc đã ghi, 0 trạng thái khác.\n= 01/DS-SO: Trùng từng byte.\n"


def test_a_form_that_changed_since_gives_the_bytes_of_then(where: Department, settings, tmp_path, monkeypatch):
    shutil.copytree(settings.POLICY / "forms", tmp_path / "forms")
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    settings.POLICY = tmp_path
    first = written(case, "pool", where.officer)
    for name in ("case-list/form.typ", "letterhead.typ"):
        (tmp_path / "forms" / name).write_text("#let changed = true")
    (tmp_path / "forms" / "case-list" / "form.docx").write_bytes(b"")
    assert [(each.same, each.says) for each in replay(case).papers] == [(True, SAME)]
    assert first.entry.payload.count(json.loads(first.values)["form_digest"]) == 1
    monkeypatch.setattr("canbo.apps.procedures.replay.printed", lambda *given: (b"other", b"bytes"))
    assert [(each.same, each.says) for each in replay(case).papers] == [(False, OTHER_BYTES)]
    monkeypatch.setattr("canbo.apps.procedures.replay.printer_now", lambda: {"typst": "9"})
    [told] = replay(case).papers
    assert (told.same, "typst" in told.says.vi) == (None, True)


def test_what_differs_when_a_case_is_played_again_is_told_with_its_place(where: Department, monkeypatch):
    case = a_case(where)
    do(case, Listed(NAMES), where.officer)
    written(case, "pool", where.officer)
    case.purpose, case.places = "Quy hoạch phó giám đốc sở", 3
    found = replay(case)
    assert (found.same, len(found.faults)) == (False, found.moves)
    assert found.papers[0].says.en == "The content differs in: about." + KEPT_PRINTS.en
    case.refresh_from_db()
    monkeypatch.setattr("canbo.apps.procedures.replay.form_kept", lambda document: None)
    assert [(each.same, each.says) for each in replay(case).papers] == [(None, NO_FORM)]
    with pytest.raises(CommandError) as told:
        call_command("replay", "--case", "999999")
    assert told.value.returncode == 2
