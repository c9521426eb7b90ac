"""The pages of corrections and papers: whole ways through them, sealed things, and safe files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from canbo.apps.people import files
from canbo.apps.people.actions import correct_person
from canbo.apps.people.models import (
    Degree,
    Discipline,
    Holding,
    Paper,
    PersonVersion,
    Planned,
    PrivateDetail,
    Proposal,
    Rating,
    Reward,
    Section,
    Verification,
)
from canbo.apps.people.steps import Step
from canbo.apps.people.testing import a_row
from canbo.apps.people.tests.test_screens_people import people, queries, signed_in
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.lib.text import Text

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

PDF = b"%PDF-1.7 a scan"


@pytest.fixture(autouse=True)
def somewhere(settings, tmp_path):
    settings.HOME = tmp_path


def scan(data=PDF):
    return SimpleUploadedFile("anh.exe", data)


def asking(who, **other):
    asked = {"place": f"PersonVersion.{who.pk}.born", "after": "20/05/1975", "reason": "Khai sinh", "kind": "cv"}
    return {**asked, "file": scan(), **other}


def test_a_change_goes_from_proposal_to_dossier_through_two_people():
    who = people(1)[0]
    PersonVersion.objects.filter(pk=who.pk)
    client = signed_in()
    client.post(f"/people/{who.person.key}/propose", asking(who, after="21/05/1975"))
    found = Proposal.objects.get()
    assert found.after == "1975-05-21"
    own = client.get(f"/people/proposals/{found.pk}/").content.decode()
    assert "không tự xác nhận" in own
    assert "đang chờ người khác xác nhận" in client.get(f"/people/{who.person.key}/").content.decode()
    assert client.post(f"/people/proposals/{found.pk}/", {"accepted": "yes", "answer": "Đúng"}).status_code == 403
    other = signed_in(username="minh")
    assert "/people/proposals/" in other.get("/people/proposals/").content.decode()
    assert other.post(f"/people/proposals/{found.pk}/", {"accepted": "yes", "answer": "Đúng"}).status_code == 302
    page = client.get(f"/people/{who.person.key}/").content.decode()
    assert "20/05/1975 → 21/05/1975" in page  # the old value stays to be read
    assert "xác nhận ngày" in page


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"after": "31/02/1975"}, "một ngày có trong lịch"),
        ({"after": "20/05/1975"}, "trùng với hồ sơ"),
        ({"file": scan(b"MZ")}, "PDF, PNG hoặc JPEG"),
        ({"reason": ""}, "Cần nhập ô này"),
        ({"place": "PersonVersion.1.entry_to"}, "không phải là một trong"),
    ],
)
def test_what_cannot_be_proposed_is_said_in_its_place(other, says):
    who = people(1)[0]
    page = signed_in().post(f"/people/{who.person.key}/propose", asking(who, **other))
    assert page.status_code in (200, 422)
    assert not Proposal.objects.exists()
    if "place" not in other:
        assert says in page.content.decode()


def test_a_degree_is_asked_about_and_answered_on_its_pages():
    who = people(1)[0]
    degree = a_row(Degree, who, verified=None)
    client = signed_in()
    client.post(f"/people/{who.person.key}/degrees/{degree.pk}/ask", {"asked_of": "Đại học Vinh", "letter": "1/CV"})
    assert "Đại học Vinh" in client.get("/people/verifications/").content.decode()
    open_one = Verification.objects.get()
    client.post(f"/people/verifications/{open_one.pk}/", {"genuine": "yes", "answer": "2/CV"})
    assert Degree.objects.get(entry_to__isnull=True).verified is True
    assert "Đại học Vinh" not in client.get("/people/verifications/").content.decode()


def test_a_paper_comes_in_with_its_file_and_is_served_safely():
    who = people(1)[0]
    client = signed_in()
    client.post(f"/people/{who.person.key}/papers/add", {"kind": "cv", "file": scan()})
    paper = Paper.objects.get()
    assert paper.confirmed is None
    answer = client.get(f"/people/{who.person.key}/papers/{paper.pk}/file")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "exe" not in answer["Content-Disposition"]


@pytest.mark.parametrize(("kind", "proves"), [("cv", Discipline), ("discipline_decision", None), ("cv", PrivateDetail)])
def test_a_paper_that_proves_something_sealed_is_sealed_with_it(kind, proves):
    who = people(1)[0]
    paper = a_row(Paper, who, kind=kind, digest=files.keep(PDF))
    if proves:
        a_row(proves, who, paper=paper)
    address = f"/people/{who.person.key}/papers/{paper.pk}/file"
    officer = signed_in()
    assert officer.get(address).status_code == 404
    officer.post(f"/people/{who.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    assert officer.get(address).status_code == 200
    assert signed_in(Role.JURIST, username="luat").get(address).status_code == 404


def test_a_sealed_proposal_is_not_told_of_to_whom_the_section_is_closed():
    who = people(1)[0]
    signed_in().post(f"/people/{who.person.key}/propose", asking(who, place="PrivateDetail..health", after="Tốt"))
    found = Proposal.objects.get()
    jurist = signed_in(Role.JURIST, username="luat")
    address = f"/people/proposals/{found.pk}/"
    assert address not in jurist.get("/people/proposals/").content.decode()
    assert jurist.get(address).status_code == 404
    minh = signed_in(username="minh")
    assert address in minh.get("/people/proposals/").content.decode()
    assert minh.get(address).status_code == 403
    minh.post(f"/people/{who.person.key}/sealed", {"reason": "Xem xét đề nghị sửa hồ sơ"})
    assert "Tốt" in minh.get(address).content.decode()


def test_a_dossier_says_what_a_missing_section_is_needed_for():
    who = people(1)[0]
    a_row(Planned, who, title="department_director")
    page = signed_in().get(f"/people/{who.person.key}/").content.decode()
    assert "cần cho:" in page
    assert "<strong>0/" in page
    a_row(Section, who, name="degrees")
    assert "<strong>1/" in signed_in(username="minh").get(f"/people/{who.person.key}/").content.decode()


def test_private_details_are_sealed_and_every_row_names_who_entered_it():
    who = people(1)[0]
    a_row(PrivateDetail, who)
    a_row(Degree, who)
    officer = signed_in()
    assert "0912 000 000" not in officer.get(f"/people/{who.person.key}/").content.decode()
    officer.post(f"/people/{who.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    page = officer.get(f"/people/{who.person.key}/").content.decode()
    assert "0912 000 000" in page
    assert "ghi bởi" in page
    assert (
        "0912 000 000" not in signed_in(Role.JURIST, username="luat").get(f"/people/{who.person.key}/").content.decode()
    )


def test_a_paper_whose_name_would_tell_is_not_named_while_its_section_is_sealed():
    who = people(1)[0]
    a_row(Paper, who, kind="discipline_decision", number="73-QĐ/UBKT")
    officer = signed_in()
    assert "73-QĐ/UBKT" not in officer.get(f"/people/{who.person.key}/").content.decode()
    officer.post(f"/people/{who.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    assert "73-QĐ/UBKT" in officer.get(f"/people/{who.person.key}/").content.decode()


def test_the_queries_of_the_lists_of_corrections_do_not_grow_with_their_rows():
    everybody = people(3)
    client = signed_in()
    for number, who in enumerate(everybody):
        client.post(f"/people/{who.person.key}/propose", asking(who, after=f"0{number + 1}/1970"))
        degree = a_row(Degree, who, verified=None)
        client.post(f"/people/{who.person.key}/degrees/{degree.pk}/ask", {"asked_of": "Vinh", "letter": "1/CV"})
        if not number:
            one = [queries(client, f"/people/{page}/") for page in ("proposals", "verifications")]
    assert [queries(client, f"/people/{page}/") for page in ("proposals", "verifications")] == one


def test_a_level_is_given_by_its_name_and_an_unknown_one_is_told_with_the_nearest():
    who = people(1)[0]
    degree = a_row(Degree, who, grade="university")
    client = signed_in()
    place = f"Degree.{degree.pk}.grade"
    bad = client.post(f"/people/{who.person.key}/propose", asking(who, place=place, after="Thạc xĩ"))
    assert "Thạc sĩ" in bad.content.decode()
    assert not Proposal.objects.exists()
    client.post(f"/people/{who.person.key}/propose", asking(who, place=place, after="Thạc sĩ"))
    found = Proposal.objects.get()
    assert (found.before, found.after) == ("university", "master")
    page = client.get(f"/people/proposals/{found.pk}/").content.decode()
    assert "<strong>Thạc sĩ</strong>" in page
    assert "university" not in page


def test_whoever_decides_on_a_watched_field_reads_the_steps_before_which_it_falls(monkeypatch):
    who = people(1)[0]
    client = signed_in()
    client.post(f"/people/{who.person.key}/propose", asking(who, after="21/05/1975"))
    step = Step(timezone.localdate(), Text("Hội nghị cán bộ chủ chốt", "Key cadres"), "Bổ nhiệm Giám đốc Sở", open=True)
    monkeypatch.setattr("canbo.apps.people.marks.steps_about", lambda person: [step])
    page = signed_in(username="minh").get(f"/people/proposals/{Proposal.objects.get().pk}/").content.decode()
    assert "Hội nghị cán bộ chủ chốt" in page
    assert "Bổ nhiệm Giám đốc Sở" in page
    assert "trong 365 ngày" in page
    assert "/regulations/parameters/canvassing_signal_days/" in page


def test_an_identity_number_is_read_only_by_whoever_has_opened_the_private_details():
    who = people(1)[0]
    client = signed_in()
    place = f"PersonVersion.{who.pk}.id_number"
    client.post(f"/people/{who.person.key}/propose", asking(who, place=place, after="001175000001"))
    answer = client.get(f"/people/proposals/{Proposal.objects.get().pk}/")
    assert answer.status_code == 403
    assert "001175000001" not in answer.content.decode()


@pytest.mark.parametrize(
    ("model", "field", "typed", "kept"),
    [
        (Holding, "last", "06/2020", "2020-06"),
        (Holding, "title", "Phó Giám đốc sở", "department_deputy_director"),
        (Rating, "grade", "Hoàn thành xuất sắc nhiệm vụ", "excellent"),
        (Reward, "on", "2021", "2021"),
        (Planned, "decision", "9-QĐ/TU", "9-QĐ/TU"),
    ],
)
def test_every_section_is_corrected_the_same_way_and_the_old_row_stays(model, field, typed, kept):
    who = people(1)[0]
    row = Holding.objects.get() if model is Holding else a_row(model, who)
    client = signed_in()
    place = f"{model.__name__}.{row.pk}.{field}"
    assert place in client.get(f"/people/{who.person.key}/propose").content.decode()
    client.post(f"/people/{who.person.key}/propose", asking(who, place=place, after=typed))
    found = Proposal.objects.get()
    assert found.after == kept
    other = signed_in(username="minh")
    other.post(f"/people/proposals/{found.pk}/", {"accepted": "yes", "answer": "Đúng"})
    old, new = model.objects.filter(person=who.person).order_by("pk")
    assert (getattr(old, field), getattr(new, field)) == (getattr(row, field), kept)
    assert (old.entry_to_id, new.paper_id) == (new.entry_from_id, Paper.objects.get(entry_to=None).pk)


def test_a_sealed_section_is_proposed_for_only_while_it_is_open():
    who = people(1)[0]
    row = a_row(Discipline, who)
    client, form = signed_in(), f"/people/{who.person.key}/propose"
    place = f"Discipline.{row.pk}.on"
    assert place not in client.get(form).content.decode()
    client.post(f"/people/{who.person.key}/sealed", {"reason": "Đính chính ngày quyết định kỷ luật"})
    client.post(form, asking(who, place=place, after="05/2021"))
    found = Proposal.objects.get()
    assert (found.after, found.table) == ("2021-05", "Discipline")
    head = signed_in(Role.STANDING, username="thuong-vu")  # sees the person, not the sealed sections
    assert f"/people/proposals/{found.pk}/" not in head.get("/people/proposals/").content.decode()
    assert head.get(f"/people/proposals/{found.pk}/").status_code == 404


def test_a_correction_that_cannot_be_is_refused_when_it_is_decided():
    who = people(1)[0]
    row = Holding.objects.get()  # since 2015
    signed_in().post(
        f"/people/{who.person.key}/propose", asking(who, place=f"Holding.{row.pk}.last", after="31/12/2014")
    )
    found = Proposal.objects.get()
    page = signed_in(username="minh").post(f"/people/proposals/{found.pk}/", {"accepted": "yes", "answer": "Đúng"})
    assert page.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in page.content.decode()
    assert Holding.objects.get(entry_to=None) == row


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("ethnicity", "Tày", "GSO:02"),
        ("religion", "Phật giáo", "buddhism"),
        ("hometown", "Nghệ An (P63:40)", "P63:40"),
        ("raised", "P34:40", "P34:40"),
        ("academic_rank", "Phó giáo sư", "PGS"),
    ],
)
def test_whatever_the_form_asks_about_somebody_can_be_proposed_and_is_read_on_the_page(field, typed, kept):
    who, client = people(1)[0], signed_in()
    place = f"PersonVersion.{who.pk}.{field}"
    client.post(f"/people/{who.person.key}/propose", asking(who, place=place, after=typed))
    found = Proposal.objects.get()
    assert found.after == kept
    minh = signed_in(username="minh")
    minh.post(f"/people/proposals/{found.pk}/", {"accepted": "yes", "answer": "Đúng"})
    assert getattr(PersonVersion.objects.get(entry_to=None), field) == kept
    shown = client.get(f"/people/{who.person.key}/").content.decode()
    assert typed.partition(" (")[0].partition(":")[0].replace("P34", "Nghệ An") in shown


def test_a_proof_that_waits_or_was_turned_down_is_no_gap_of_the_dossier_and_says_its_number():
    who, client = people(1)[0], signed_in()
    proof = {"kind": "birth_certificate", "number": "77/KS", "issuer": "Xã Mẫu", "issued": "01/02/1975"}
    client.post(f"/people/{who.person.key}/propose", asking(who, after="21/05/1975", **proof))
    found = Proposal.objects.get()
    minh = signed_in(username="minh")
    page = minh.get(f"/people/proposals/{found.pk}/").content.decode()
    for words in ("77/KS", "Xã Mẫu", "01/02/1975"):
        assert words in page
    for _ in range(2):
        assert "Giấy tờ chưa xác nhận" not in client.get(f"/people/{who.person.key}/").content.decode()
        minh.post(f"/people/proposals/{found.pk}/", {"accepted": "no", "answer": "Mờ"})


def test_every_part_of_somebodys_identity_and_every_row_on_the_page_says_where_it_comes_from():
    who, client = people(1)[0], signed_in()
    for model in (Degree, Rating, Reward, Planned):
        a_row(model, who)
    minh = signed_in(username="minh")
    values = {"raised": "P34:40", "schooling": "12/12", "id_number": "001175000001", "left": "2027-01-01"}
    correct_person(person=who.person, by=an_account("canbo", system=True), at=timezone.now(), **values)
    page = client.get(f"/people/{who.person.key}/").content.decode()
    assert page.count("ghi bởi") >= 6  # identity, post, degree, rating, reward, plan
    assert "12/12" in page
    assert "001175000001" not in page
    minh.post(f"/people/{who.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    assert "001175000001" in minh.get(f"/people/{who.person.key}/").content.decode()


def test_the_dossier_tells_of_each_question_to_a_school_and_of_its_answer():
    who, client = people(1)[0], signed_in()
    for number in (1, 2):
        degree = a_row(Degree, who, verified=None, grade=("university", "master")[number - 1])
        asked = {"asked_of": f"Trường {number}", "letter": f"{number}/CV"}
        client.post(f"/people/{who.person.key}/degrees/{degree.pk}/ask", asked)
    client.post(f"/people/verifications/{Verification.objects.first().pk}/", {"genuine": "no", "answer": "9/TL"})
    page = client.get(f"/people/{who.person.key}/").content.decode()
    for words in ("Trường 1", "văn bằng không đúng", "9/TL", "Trường 2", "chưa trả lời"):
        assert words in page
