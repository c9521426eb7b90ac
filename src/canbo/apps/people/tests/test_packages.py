"""A dossier carried between two installations that know nothing of each other."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.people import carried, files
from canbo.apps.people.actions_carrying import carry_in
from canbo.apps.people.carrying_in import look, read_package
from canbo.apps.people.carrying_out import carry_out
from canbo.apps.people.models import (
    PRIVACY,
    Degree,
    Discipline,
    Holding,
    Paper,
    Person,
    PersonVersion,
    Rating,
    Relative,
)
from canbo.apps.people.reading import unseal
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_import_beside import an_officer, signed_in
from canbo.base.accounts.testing import an_account
from canbo.base.fields import stamped
from canbo.base.record.bundling import archive
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

PDF = b"%PDF-1.4\nvan bang\n"
SCHEMA = carried.__file__.replace("carried.py", "dossier.schema.json")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_home_of_its_own(settings, tmp_path):
    """The checkpoints of a record that is rolled back must not outlive it."""
    settings.HOME = tmp_path


def a_dossier(**about: object) -> Person:
    """Somebody with a paper, a degree that it proves, a post, a rating, a relative and a disciplinary action."""
    body = Body.objects.get(code="tinh")
    who = a_person("NV1", name="Lê Thị Ánh", born="1975-03", body=body, id_number="001175000001", **about)
    proof = a_row(Paper, who, kind="diploma", digest=files.keep(PDF), confirmed=True)
    a_row(Degree, who, grade="university", school="Đại học Huế", on="1997", paper=proof, verified=True)
    a_row(Holding, who, title="specialist", body=body, since="1998-09-01", decision="12/QĐ")
    a_row(Rating, who, year=2024, grade="good")
    a_row(Relative, who, relation="spouse", name="Trần Ba", born_year=1974)
    a_row(Discipline, who, form="warning", on="2010", reason="other")
    return who.person


def said() -> list[tuple[object, ...]]:
    """What the registers say of everybody, without their numbers."""
    found = []
    for table in ("Paper", *carried.TABLES):
        model = Paper if table == "Paper" else carried.model_of(table)
        for row in model.objects.filter(entry_to__isnull=True).order_by("pk"):
            told = {
                name: str(getattr(row, name)) for name in carried.columns_of(table) if name not in ("paper", "body")
            }
            found.append((table, sorted(told.items())))
    return found


def sent_away(account, *, opened: bool = True) -> tuple[bytes, list[tuple[object, ...]]]:
    """A package of somebody, after which this installation has never heard of them."""
    with transaction.atomic():
        person = a_dossier()
        now = timezone.now()
        if opened:
            unseal(person=person, reason="Chuyển công tác", by=account, at=now, on=timezone.localdate(now))
        data, _ = carry_out(person=person, reason="Chuyển về tỉnh bạn", by=account, at=timezone.now())
        before = said()
        transaction.set_rollback(True)
    return data, before


def altered(data: bytes, name: str, change) -> bytes:
    """The package with one file changed, and the manifest made to agree."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        found = {each: packed.read(each) for each in packed.namelist()}
    found[name] = change(found[name])
    manifest = json.loads(found["manifest.json"])
    if name != "manifest.json":
        manifest["members"][name] = hashlib.sha256(found[name]).hexdigest()
        found["manifest.json"] = json.dumps(manifest).encode()
    return archive(found)


def test_a_dossier_with_its_papers_goes_to_another_installation_unchanged():
    officer = an_officer()
    data, before = sent_away(officer)
    assert not PersonVersion.objects.exists()
    carry_in(package=read_package(data), body=Body.objects.get(), by=officer, at=timezone.now())
    assert said() == before
    assert Degree.objects.get().paper.digest == hashlib.sha256(PDF).hexdigest()
    assert PersonVersion.objects.get().body.code == "tinh"


def test_a_package_taken_in_twice_writes_nothing_new():
    officer = an_officer()
    package = read_package(sent_away(officer)[0])
    carry_in(package=package, body=Body.objects.get(), by=officer, at=timezone.now())
    found = look(package, Body.objects.get(), officer, timezone.localdate())
    assert sum(found.new.values()) == 0
    assert found.why_not.code == "package.nothing"
    before, entries = said(), Entry.objects.count()
    with pytest.raises(Refusal):
        carry_in(package=package, body=Body.objects.get(), by=officer, at=timezone.now())
    assert (said(), Entry.objects.count()) == (before, entries)


def test_sealed_sections_stay_unless_they_were_opened_with_a_reason():
    officer = an_officer()
    package = read_package(sent_away(officer, opened=False)[0])
    assert {"Discipline", "Relative"} <= set(package.values["sealed"])
    assert not {"Discipline", "Relative"} & package.values["tables"].keys()
    assert "warning" not in json.dumps(package.values)


@pytest.mark.parametrize("name", ["dossier.json", "entry.json", "checkpoint", "inclusion.json", f"papers/{'0' * 64}"])
def test_a_package_that_was_changed_is_refused_whoever_mended_its_digests(name):
    data = sent_away(an_officer())[0]
    if name.startswith("papers/"):
        name = f"papers/{hashlib.sha256(PDF).hexdigest()}"
    changes = {"checkpoint": lambda old: old.replace(b"\n1\n", b"\n2\n").replace(b"canbo", b"canba")}
    change = changes.get(name, lambda old: old.replace(b"1", b"2", 1) if b"1" in old else old + b" ")
    with pytest.raises(Refusal) as refused:
        read_package(altered(data, name, change))
    assert refused.value.code in ("package.broken", "package.version")
    assert refused.value.status == 422


def test_no_changed_byte_anywhere_tells_another_dossier():
    data = sent_away(an_officer())[0]
    whole, refused = read_package(data), 0
    for place in range(7, len(data), len(data) // 120):
        changed = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        try:
            assert read_package(changed).files == whole.files  # a byte of the archive's own, such as a time of day
        except Refusal:
            refused += 1
    assert refused > 90


def test_a_body_of_the_same_code_and_another_name_is_not_taken_for_the_senders():
    officer = an_officer()
    data = sent_away(officer)[0]
    body = Body.objects.get(code="tinh")
    entry = an_entry()
    closed(body.versions.get(), entry)
    stamped(
        BodyVersion(body=body, level="province", name="Tỉnh ủy nơi khác", kind="agency", since="1945", entry_from=entry)
    ).save()
    package = read_package(data)
    found = look(package, body, officer, timezone.localdate())
    assert [each for each in found.foreign if each.endswith("(tinh)")]
    carry_in(package=package, body=body, by=officer, at=timezone.now())
    assert Holding.objects.get().body is None


def test_a_title_that_no_list_here_knows_is_named_before_it_is_taken():
    client = signed_in(an_officer())
    with transaction.atomic():
        who = a_dossier()
        a_row(Holding, who, title="tea_master", since="2020", concurrent=True)
        data = client.post("/people/NV1/package", {"reason": "Chuyển công tác"}).content
        transaction.set_rollback(True)
    where = client.post("/people/package/", {"file": SimpleUploadedFile("goi.zip", data)})["location"]
    page = client.get(where).content.decode()
    assert "Chức danh <code>tea_master</code>" in page
    assert page.count("<code>tea_master</code>") == 1
    assert "Mã chưa có trong danh mục" in page


def test_a_package_of_a_later_version_says_which_versions_are_read():
    data = altered(
        sent_away(an_officer())[0], "manifest.json", lambda old: old.replace(b"case-bundle/1", b"case-bundle/9")
    )
    with pytest.raises(Refusal) as refused:
        read_package(data)
    assert refused.value.code == "package.version"


def test_a_package_of_the_first_form_is_refused_by_its_number_and_not_called_damaged():
    def first(old: bytes) -> bytes:
        told = json.loads(old)
        told.pop("made")
        return json.dumps({**told, "schema": "canbo/dossier/1"}).encode()

    with pytest.raises(Refusal) as refused:
        read_package(altered(sent_away(an_officer())[0], "dossier.json", first))
    assert refused.value.code == "package.version"
    for sentence in (refused.value.says.vi, refused.value.says.en):
        assert "canbo/dossier/1" in sentence
        assert "canbo/dossier/2" in sentence


NOT_ONE = [b"", b"PK\x03\x04", b"x" * 99, archive({"a.json": b"{}"}), archive({"manifest.json": b"[]"})]


@pytest.mark.parametrize("data", NOT_ONE)
def test_what_is_no_package_is_refused(data):
    with pytest.raises(Refusal):
        read_package(data)


def test_another_person_under_the_same_staff_number_is_never_joined():
    officer = an_officer()
    package = read_package(sent_away(officer)[0])
    here = a_person("NV1", name="Nguyễn Văn Khác", born="1980", body=Body.objects.get())
    entries = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        carry_in(package=package, body=Body.objects.get(), by=officer, at=timezone.now())
    assert refused.value.code == "package.other_person"
    assert (Entry.objects.count(), here.person.degrees.count()) == (entries, 0)


def test_one_identity_number_under_two_staff_numbers_is_refused():
    officer = an_officer()
    package = read_package(sent_away(officer)[0])
    a_person("NV2", name="Lê Thị Ánh", id_number="001175000001", body=Body.objects.get())
    assert look(package, Body.objects.get(), officer, timezone.localdate()).why_not.code.startswith("package.known")


def test_rows_that_contradict_the_dossier_here_undo_the_whole():
    officer = an_officer()
    package = read_package(sent_away(officer)[0])
    here = a_person("NV1", name="Lê Thị Ánh", born="1975", body=Body.objects.get())
    a_row(Holding, here, title="division_head", body=Body.objects.get(), since="2000")
    entries = Entry.objects.count()
    with pytest.raises(Refusal):  # two main posts at one time
        carry_in(package=package, body=Body.objects.get(), by=officer, at=timezone.now())
    assert not Degree.objects.exists()
    assert Entry.objects.count() == entries


def test_what_stands_otherwise_here_stays_unless_the_officer_takes_what_was_sent():
    officer = an_officer()
    package = read_package(sent_away(officer)[0])
    here = a_person("NV1", name="Lê Thị Ánh", born="1975", sex="F", body=Body.objects.get())
    a_row(Rating, here, year=2024, grade="excellent")
    found = look(package, Body.objects.get(), officer, timezone.localdate())
    assert {row.code: dict(row.changes) for row in found.differs} == {
        "PersonVersion.0": {"sex": "M", "born": "1975-03", "id_number": "001175000001"},
        "Rating.0": {"grade": "good"},
    }
    carry_in(package=package, body=Body.objects.get(), by=officer, at=timezone.now(), taken={"PersonVersion.0"})
    assert [row.grade for row in Rating.objects.all()] == ["excellent"]
    assert [(row.born, row.entry_to_id is None) for row in PersonVersion.objects.order_by("pk")] == [
        ("1975", False),
        ("1975-03", True),
    ]
    assert Degree.objects.exists()  # what was new came in beside it


def test_the_look_shows_both_values_and_takes_only_what_is_ticked():
    client = signed_in(an_officer())
    with transaction.atomic():
        a_dossier()
        data = client.post("/people/NV1/package", {"reason": "Chuyển công tác"}).content
        transaction.set_rollback(True)
    here = a_person("NV1", name="Lê Thị Ánh", born="1975", body=Body.objects.get())
    a_row(Rating, here, year=2024, grade="excellent")
    where = client.post("/people/package/", {"file": SimpleUploadedFile("goi.zip", data)})["location"]
    page = client.get(where).content.decode()
    assert "Khác với hồ sơ ở đây (2)" in page
    for words in ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "03/1975"):
        assert words in page
    client.post(f"{where}take", {"body": "tinh", "taken": ["Rating.0"]})
    assert PersonVersion.objects.get().born == "1975"
    assert Rating.objects.get(entry_to__isnull=True).grade == "good"
    assert re.search(r"ghi bởi [^·]+ tại [^·]+; nhận theo gói", client.get("/people/NV1/").content.decode())


def test_what_stands_in_a_sealed_section_here_is_not_told_by_the_look():
    officer = an_officer()
    package = sent_away(officer)[0]
    here = a_person("NV1", name="Lê Thị Ánh", born="1975-03", body=Body.objects.get())
    a_row(Relative, here, relation="spouse", name="Trần Ba", born_year=1970)
    client = signed_in(officer)
    where = client.post("/people/package/", {"file": SimpleUploadedFile("goi.zip", package)})["location"]
    page = client.get(where).content.decode()
    assert "(mục được bảo vệ)" in page
    assert "1970" not in page


def test_a_package_that_does_not_say_who_entered_a_row_is_refused():
    def without(old: bytes) -> bytes:
        told = json.loads(old)
        told["made"].pop("Rating")
        return json.dumps(told).encode()

    with pytest.raises(Refusal):
        read_package(altered(sent_away(an_officer())[0], "dossier.json", without))


def test_a_dossier_is_carried_out_by_whoever_has_charge_with_a_reason():
    officer, stranger = an_officer(), an_account("khach")
    person = a_dossier()
    for by, reason in ((officer, " "), (stranger, "Chuyển")):
        with pytest.raises(Refusal):
            carry_out(person=person, reason=reason, by=by, at=timezone.now())
    assert not Entry.objects.filter(action="people.carry_out").exists()


def test_the_published_schema_is_the_one_in_use():
    with open(SCHEMA, encoding="utf-8") as file:
        assert json.load(file) == carried.schema()
    assert set(carried.schema()["properties"]["tables"]["properties"]) == set(PRIVACY)


def test_on_screen_a_dossier_goes_out_is_looked_at_and_taken_in():
    client = signed_in(an_officer())
    with transaction.atomic():
        a_dossier()
        assert "Lý do" in client.get("/people/NV1/package").content.decode()
        data = client.post("/people/NV1/package", {"reason": "Chuyển công tác"}).content
        transaction.set_rollback(True)
    answer = client.post("/people/package/", {"file": SimpleUploadedFile("goi.zip", data)})
    page = client.get(answer["location"]).content.decode()
    assert "Lê Thị Ánh" in page
    assert "Gói nguyên vẹn" in page
    assert "<dt>Nơi gửi</dt><dd>tinh<br>" in page
    answer = client.post(f"{answer['location']}take", {"body": "tinh"})
    assert answer["location"] == "/people/NV1/"
    bad = client.post("/people/package/", {"file": SimpleUploadedFile("goi.zip", data[:-30])})
    assert bad.status_code == 422


def test_the_dossier_prints_on_the_standard_form():
    client = signed_in(an_officer())
    a_dossier()
    answer = client.get("/people/NV1/2c.pdf")
    assert answer.content.startswith(b"%PDF")
    assert signed_in(an_account("khach")).get("/people/NV1/2c.pdf").status_code == 404
