"""Fair disclosure: what is sealed opens with a reason, who read is kept for good, and the official reads it all."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import PRIVACY, Discipline, DossierLink
from canbo.apps.people.reading import changes, read_dossier, readers, unseal
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.visibility import DOSSIER, sealed_by, sealed_tables
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Reading, Role
from canbo.base.access.queries import OPEN_FOR, opened
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
WHY = "Thẩm định theo công văn 12-CV/UBKT"


@pytest.fixture
def person():
    """An official with a discipline, in a department."""
    made = a_person("P1", body=a_body("so")).person
    a_row(Discipline, made)
    return made


def reader(role, name="nghia", shown_as="Trần Đình Nghĩa"):
    account = an_account(name, shown_as=shown_as)
    house = an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code="so", since=dt.date(2020, 1, 1), by=house, at=timezone.now())
    return account


def herself(person):
    account = an_account("herself", shown_as="Lê Thị Bình")
    DossierLink.objects.create(account=account, person=person, entry_from=an_entry())
    return account


def page(account, path, **form):
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(path, form) if form else client.get(path)


def read(person, account, at=NOW):
    return read_dossier(person=person, by=account, at=at, on=DAY)


def open_it(person, account, reason=WHY, at=NOW):
    return unseal(person=person, reason=reason, by=account, at=at, on=DAY)


def code_of(action, *arguments, **named):
    with pytest.raises(Refusal) as refused:
        action(*arguments, **named)
    return refused.value.code


def test_the_law_says_which_sections_are_sealed_and_under_which_article():
    assert sealed_tables(DAY) == {name for name, privacy in PRIVACY.items() if privacy == "restricted"}
    assert sealed_by("Discipline", DAY).instrument.number.startswith("37-Q")
    assert sealed_by("Degree", DAY) is None
    assert {f"sealed_{name.lower()}" for name in sealed_tables(DAY)} <= set(current_pack().parameters)


def test_what_is_sealed_waits_for_a_reason_and_shuts_again(person):
    inspector = reader(Role.INSPECTOR)
    assert read(person, inspector).waiting == sealed_tables(DAY)
    open_it(person, inspector)
    assert "Discipline" in read(person, inspector).tables
    assert opened(DOSSIER, "P1", inspector, NOW + OPEN_FOR) == frozenset()
    assert "Discipline" not in read(person, inspector, NOW + OPEN_FOR).tables


def test_one_readers_reason_opens_nothing_to_another(person):
    open_it(person, reader(Role.INSPECTOR))
    assert read(person, reader(Role.OFFICER, "lan")).waiting == sealed_tables(DAY)


@pytest.mark.parametrize("reason", ["", "xem", "   ngắn    ", "x" * 301])
def test_a_reason_that_is_none_opens_nothing_and_writes_nothing(person, reason):
    inspector = reader(Role.INSPECTOR)
    assert code_of(open_it, person, inspector, reason) == "access.no_reason"
    assert not Reading.objects.exists()


@pytest.mark.parametrize("role", [Role.STANDING, Role.APPROVER, Role.JURIST, Role.ADMINISTRATOR, Role.TELLER])
def test_no_reason_opens_what_a_role_may_not_see(person, role):
    account = reader(role)
    assert code_of(open_it, person, account) == "people.sealed"
    assert read(person, account).waiting == frozenset()


def test_nothing_sealed_opens_while_the_system_is_read_only_since_it_could_not_be_noted(person, settings):
    inspector = reader(Role.INSPECTOR)
    settings.READ_ONLY = True
    assert code_of(open_it, person, inspector) == "record.read_only"
    assert "Discipline" not in read(person, inspector).tables


def test_a_reader_is_noted_once_a_day_and_each_opening_with_its_reason(person):
    inspector = reader(Role.INSPECTOR)
    for minutes in (0, 5, 10):
        read(person, inspector, NOW + dt.timedelta(minutes=minutes))
    for minutes in (11, 50):
        open_it(person, inspector, at=NOW + dt.timedelta(minutes=minutes))
    read(person, inspector, NOW + dt.timedelta(days=2))
    shown, total = readers(person)
    assert [(each.reading.by, bool(each.sealed), each.reading.reason) for each in shown] == [
        (inspector, False, ""), (inspector, True, WHY), (inspector, True, WHY), (inspector, False, ""),
    ]  # fmt: skip
    assert (total, shown[0].roles) == (4, [Role.INSPECTOR])


def test_reading_the_own_dossier_needs_no_reason_and_is_not_noted(person):
    assert read(person, herself(person)).tables == frozenset(PRIVACY)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("change", ["update access_reading set reason = 'khác'", "delete from access_reading"])
def test_nobody_changes_or_removes_a_line_of_the_log(person, change):
    open_it(person, reader(Role.INSPECTOR))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Reading.objects.get().reason == WHY


def test_the_database_refuses_an_opening_without_a_reason(person):
    values = {"by": reader(Role.INSPECTOR), "at": NOW, "kind": DOSSIER, "key": "P1", "sealed": "Discipline"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(entry=an_entry(), **values)


def test_the_official_reads_who_opened_what_and_why_and_each_change_with_its_entry(person):
    inspector, official = reader(Role.INSPECTOR), herself(person)
    page(inspector, "/people/P1/sealed", reason=WHY)
    shown = page(official, "/people/P1/readers/").content.decode()
    for said in ("Trần Đình Nghĩa", WHY, "Cán bộ kiểm tra", "Kỷ luật", "Ai đã đọc hồ sơ của tôi"):
        assert said in shown
    made, total = changes(person)
    assert total == len(made) == 2
    assert made[0].tables == {"Discipline"}


def test_the_page_asks_for_the_reason_and_then_shows_what_was_sealed(person):
    inspector = reader(Role.INSPECTOR)
    before = page(inspector, "/people/P1/").content.decode()
    assert "Nêu lý do ở khung" in before
    assert "Khiển trách" not in before
    assert page(inspector, "/people/P1/sealed", reason="xem").status_code == 422
    assert page(inspector, "/people/P1/sealed", reason=WHY).status_code == 302
    assert "Khiển trách" in page(inspector, "/people/P1/").content.decode()


def test_an_officer_reads_no_list_of_readers(person):
    assert page(reader(Role.OFFICER), "/people/P1/readers/").status_code == 403


def test_my_dossier_leads_to_the_own_one_and_to_nothing_for_whoever_has_none(person):
    assert page(herself(person), "/people/mine/")["Location"] == "/people/P1/"
    assert page(reader(Role.OFFICER), "/people/mine/").status_code == 404
