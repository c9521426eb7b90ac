"""The pages of new and withdrawn rows: from the dossier to the second person and back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.corrigible import NEW_ROWS
from canbo.apps.people.models import (
    Certificate,
    Degree,
    Discipline,
    DossierLink,
    Holding,
    PersonVersion,
    Proposal,
    Reward,
    Section,
    Verification,
)
from canbo.apps.people.steps import Step
from canbo.apps.people.testing import a_row
from canbo.apps.people.tests.test_screens_corrections import scan
from canbo.apps.people.tests.test_screens_people import people, queries, signed_in
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.record.testing import an_entry
from canbo.lib.text import Text

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

DEGREE = {"row_grade": "master", "row_school": "Đại học Vinh", "row_on": "06/2025"}
ROWS = {
    "Degree": DEGREE,
    "Theory": {"row_grade": "advanced", "row_equivalent": "yes", "row_on": "2020"},
    "Certificate": {"row_kind": "language", "row_grade": "level_3", "row_on": "2020"},
    "Holding": {"row_title": "specialist", "row_since": "2001", "row_last": "2005", "row_body": "tinh"},
    "Seat": {"row_committee": "commune", "row_role": "member", "row_since": "2010", "row_last": "2015"},
    "Rating": {"row_year": "2019", "row_system": "government", "row_grade": "good"},
    "Planned": {"row_title": "department_director", "row_since": "2020", "row_term": "2020-2025"},
    "Reward": {"row_form": "ministry_merit", "row_on": "2020"},
    "Product": {"row_words": "Đề án một cửa", "row_on": "2020"},
    "Extension": {"row_on": "2025", "row_last": "12/2028", "row_decision": "9-QĐ/TU"},
    "Discipline": {"row_system": "party", "row_form": "reprimand", "row_on": "2020"},
    "Relative": {"row_relation": "child", "row_side": "own", "row_name": "Lê Văn Con", "row_born_year": "2008"},
}


@pytest.fixture(autouse=True)
def somewhere(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def who():
    return people(1)[0]


@pytest.fixture
def official(who):
    client = signed_in(Role.OFFICIAL, username="canhan")
    account = Account.objects.get(username="canhan")
    DossierLink.objects.create(account=account, person=who.person, entry_from=an_entry())
    return client


def asking(**other):
    return {"reason": "Theo bằng gốc", "kind": "diploma", "file": scan(), **other}


def confirmed(found, client=None):
    client = client or signed_in(username="minh")
    return client.post(reverse("people:proposal", args=[found.pk]), {"accepted": "yes", "answer": "Đúng"})


def address(name, who, table, *more):
    return reverse(f"people:{name}", args=[who.person.key, table, *more])


@pytest.mark.parametrize("table", NEW_ROWS)
def test_an_official_asks_for_a_row_of_every_section_and_another_person_confirms_it(who, official, table):
    form = address("propose-row", who, table)
    assert form in official.get(reverse("people:propose", args=[who.person.key])).content.decode()
    assert official.get(form).status_code == 200
    assert official.post(form, asking(**ROWS[table])).status_code == 302
    found = Proposal.objects.get()
    model, before = NEW_ROWS[table][0], NEW_ROWS[table][0].objects.count()
    minh = signed_in(username="minh")
    if table in ("Discipline", "Relative"):
        assert minh.get(reverse("people:proposal", args=[found.pk])).status_code == 403
        minh.post(f"/people/{who.person.key}/sealed", {"reason": "Xem xét đề nghị sửa hồ sơ"})
    assert "Dòng thêm vào hồ sơ" in minh.get(reverse("people:proposal", args=[found.pk])).content.decode()
    assert (
        minh.post(reverse("people:proposal", args=[found.pk]), {"accepted": "yes", "answer": "Đúng"}).status_code == 302
    )
    assert model.objects.count() == before + 1
    assert model.objects.order_by("-pk")[0].paper.confirmed is True


@pytest.mark.parametrize(
    ("table", "other", "says"),
    [
        ("Degree", {"row_grade": ""}, "Cần nhập ô này"),
        ("Degree", {"row_on": "31/02/2020"}, "một ngày có trong lịch"),
        ("Degree", {"row_grade": "phd!"}, "không phải là một trong"),
        ("Certificate", {"row_kind": "it"}, "không có trình độ ấy"),
        ("Holding", {"row_last": "1999"}, "Ngày kết thúc phải sau ngày bắt đầu"),
        ("Holding", {"row_body": "Sở Không Có"}, "không có cơ quan, đơn vị này"),
        ("Rating", {"row_year": "hai mươi"}, "bốn chữ số"),
        ("Degree", {"file": scan(b"MZ")}, "PDF, PNG hoặc JPEG"),
    ],
)
def test_what_cannot_come_is_said_in_its_place_and_what_was_typed_stays(who, table, other, says):
    typed = asking(**{**ROWS[table], "reason": "Lý do còn nguyên", **other})
    page = signed_in().post(address("propose-row", who, table), typed)
    assert page.status_code in (200, 422)
    text = page.content.decode()
    assert says in text
    assert "Lý do còn nguyên" in text
    assert "Trình duyệt không giữ tệp" in text
    assert not Proposal.objects.exists()


def test_a_body_is_given_by_its_name_and_two_of_one_name_are_told_apart(who):
    client, form = signed_in(), address("propose-row", who, "Holding")
    a_body("van-1", name="Văn phòng Mẫu")
    client.post(form, asking(**{**ROWS["Holding"], "row_body": "Văn phòng Mẫu"}))
    assert '"body":"van-1"' in Proposal.objects.get().after
    a_body("van-2", name="Văn phòng Mẫu")
    page = client.post(form, asking(**{**ROWS["Holding"], "row_body": "Văn phòng Mẫu"}))
    assert "van-1, van-2" in page.content.decode()


def test_a_wrong_row_is_found_shown_and_withdrawn_with_what_it_takes(who, official):
    a_row(Section, who, name="rewards")
    row = a_row(Reward, who, on="2020", words="Không phải của tôi")
    listed = address("wrong-rows", who, "Reward")
    assert listed in official.get("/people/mine/", follow=True).content.decode()
    form = address("propose-withdrawal", who, "Reward", row.pk)
    assert form in official.get(listed).content.decode()
    assert "xác nhận đầy đủ của mục thôi hiệu lực" in official.get(form).content.decode()
    official.post(form, asking(reason="Của người trùng tên"))
    found = Proposal.objects.get()
    minh = signed_in(username="minh")
    page = minh.get(reverse("people:proposal", args=[found.pk])).content.decode()
    for words in ("Dòng rút khỏi hồ sơ", "Không phải của tôi", "Của người trùng tên", "thôi hiệu lực", "ghi bởi"):
        assert words in page
    assert "rút dòng" in signed_in().get("/people/proposals/").content.decode()
    assert confirmed(found, minh).status_code == 302
    assert not Reward.objects.filter(entry_to=None).exists()
    own = official.get(f"/people/{who.person.key}/").content.decode()
    assert "Dòng đã rút" in own
    assert "Của người trùng tên" in own


def test_the_button_says_why_a_row_cannot_be_withdrawn_and_the_deed_says_the_same(who):
    degree = a_row(Degree, who, verified=None)
    asked = {"asked_of": "Vinh", "letter": "1/CV", "asked": timezone.localdate()}
    Verification.objects.create(person=who.person, degree=degree, **asked, entry_from=an_entry())
    client, form = signed_in(), address("propose-withdrawal", who, "Degree", degree.pk)
    says = "đang chờ Vinh trả lời xác minh (công văn 1/CV)"
    page = client.get(form).content.decode()
    assert "disabled" in page
    assert says in page
    assert says in client.post(form, asking()).content.decode()
    assert not Proposal.objects.exists()


def test_a_present_post_says_that_it_becomes_vacant_and_a_leaving_that_its_rows_stand_again(who):
    client, row = signed_in(), Holding.objects.get()
    post = address("propose-withdrawal", who, "Holding", row.pk)
    assert "vị trí đó thành khuyết" in client.get(post).content.decode()
    client.post(f"/people/{who.person.key}/leave", {"left": "01/12/2026", "why": "retired", "decision": "7-QĐ"})
    left = PersonVersion.objects.get(person=who.person, entry_to=None)
    undo = address("propose-withdrawal", who, "PersonVersion", left.pk)
    assert undo in client.get(reverse("people:propose", args=[who.person.key])).content.decode()
    assert "Ghi lại như trước khi thôi công tác" in client.get(undo).content.decode()
    client.post(undo, asking())
    assert confirmed(Proposal.objects.get()).status_code == 302
    assert PersonVersion.objects.get(person=who.person, entry_to=None).left == ""
    assert Holding.objects.get(entry_to=None).last == ""


def test_rows_of_a_sealed_section_open_only_with_a_reason_and_to_few(who):
    row = a_row(Discipline, who)
    client = signed_in()
    doors = [
        address("propose-row", who, "Discipline"),
        address("wrong-rows", who, "Discipline"),
        address("propose-withdrawal", who, "Discipline", row.pk),
    ]
    assert [client.get(each).status_code for each in doors] == [403, 403, 403]
    assert doors[0] not in client.get(reverse("people:propose", args=[who.person.key])).content.decode()
    client.post(f"/people/{who.person.key}/sealed", {"reason": "Đính chính quyết định kỷ luật"})
    assert [client.get(each).status_code for each in doors] == [200, 200, 200]
    client.post(doors[2], asking())
    found = Proposal.objects.get()
    standing = signed_in(Role.STANDING, username="thuong-vu")
    assert f"/people/proposals/{found.pk}/" not in standing.get("/people/proposals/").content.decode()
    assert standing.get(f"/people/proposals/{found.pk}/").status_code == 404


def test_a_degree_that_comes_before_a_step_is_told_to_whoever_decides(who, monkeypatch):
    signed_in().post(address("propose-row", who, "Degree"), asking(**DEGREE))
    step = Step(timezone.localdate(), Text("Hội nghị cán bộ chủ chốt", "Key cadres"), "Bổ nhiệm", open=True)
    monkeypatch.setattr("canbo.apps.people.marks.steps_about", lambda person: [step])
    minh, found = signed_in(username="minh"), Proposal.objects.get()
    assert "Hội nghị cán bộ chủ chốt" in minh.get(reverse("people:proposal", args=[found.pk])).content.decode()
    confirmed(found, minh)
    page = minh.get(f"/people/{who.person.key}/").content.decode()
    assert "Sửa đổi sát một bước quy trình" in page


def test_the_queries_of_the_lists_do_not_grow_with_rows_and_proposals(who):
    client, minh = signed_in(), signed_in(username="minh")
    rows = [a_row(Certificate, who, grade=f"level_{number}", kind="language") for number in range(1, 4)]
    post = Holding.objects.get()
    pages = [
        "/people/proposals/",
        f"/people/{who.person.key}/",
        address("wrong-rows", who, "Certificate"),
    ]
    client.get(pages[1])  # who reads a dossier is noted once a day
    found = []
    for row in rows:
        client.post(address("propose-withdrawal", who, "Certificate", row.pk), asking())
        minh.post(
            reverse("people:proposal", args=[Proposal.objects.latest("pk").pk]), {"accepted": "yes", "answer": "Đúng"}
        )
        client.post(
            address("propose-row", who, "Reward"),
            asking(row_form="certificate_of_merit", row_on=f"20{row.pk % 90 + 10}"),
        )
        a_row(Holding, who, since=f"199{len(found)}", last=f"199{len(found)}", body=post.body)
        found.append([queries(client, page) for page in pages])
    assert found[0] == found[1] == found[2]
