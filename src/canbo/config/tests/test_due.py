"""What is due today is told to those whose work it is, and to nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import DossierLink
from canbo.apps.people.reading import read_dossier
from canbo.apps.people.testing import a_person
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from canbo.config.due import due

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    """Somebody whose own dossier is the only one of a department."""
    person = a_person("P1", body=a_body("so")).person
    DossierLink.objects.create(account=an_account("herself"), person=person, entry_from=an_entry())
    return an_account("herself")


def holder(role):
    account, house = an_account(role.value), an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code="so", since=dt.date(2020, 1, 1), by=house, at=timezone.now())
    return account


def places(account):
    return {each.url for each in due(account, timezone.localdate())}


def test_an_official_is_told_who_read_the_own_dossier(official):
    today, now = timezone.localdate(), timezone.now()
    person = official.dossier_links.get().person
    read_dossier(person=person, by=holder(Role.INSPECTOR), at=now, on=today)
    told = {each.url: each.says.vi for each in due(official, today)}
    assert told[reverse("people:readers", args=["P1"])] == "Hồ sơ của đồng chí: 1 lượt đọc trong 30 ngày qua."
    assert reverse("people:mine") in told


@pytest.mark.parametrize("role", list(Role))
def test_open_sections_wait_for_officers_and_health_for_administrators(official, role):
    found = places(holder(role))
    assert (reverse("people:list") in found) is (role is Role.OFFICER)
    assert (reverse("health") in found) is (role is Role.ADMINISTRATOR)


def test_nothing_is_due_from_somebody_without_a_role(official):
    client = Client()
    client.force_login(an_account("nobody"), backend="django.contrib.auth.backends.ModelBackend")
    assert "Không có việc nào đang chờ" in client.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER])
def test_the_first_page_offers_an_import_to_officers_only(role):
    client = Client()
    client.force_login(holder(role), backend="django.contrib.auth.backends.ModelBackend")
    offered = reverse("people:import") in client.get("/").content.decode()
    assert offered is (role is Role.OFFICER)
