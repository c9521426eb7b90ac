"""An administrator sees whether the installation is well; everybody else sees nothing of it."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.actions import system_account
from canbo.base.accounts.testing import an_account
from canbo.base.keeping import health
from canbo.base.record.models import Entry
from canbo.base.record.triggers import lift

AT = dt.datetime(2026, 1, 2, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def administrator(db, client):
    account = an_account("quan-tri")
    since = dt.date(2024, 1, 1)
    grant_role(account=account, role=Role.ADMINISTRATOR, body_code="LG", since=since, by=system_account(at=AT), at=AT)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


def unwell():
    return [each.asks.en for each in health.findings() if each.well is False]


def test_an_administrator_reads_every_check(administrator, client):
    answered = client.get(reverse("health"))
    assert answered.status_code == 200
    said = answered.content.decode()
    for words in ("Nhật ký", "Bộ quy định", "Bản sao lưu gần nhất", "Dung lượng đĩa"):
        assert words in said


def test_whoever_is_no_administrator_sees_nothing_of_it(db, client):
    assert client.get(reverse("health")).status_code == 302
    client.force_login(an_account("lan"), backend="django.contrib.auth.backends.ModelBackend")
    answered = client.get(reverse("health"))
    assert answered.status_code == 403
    assert "Bộ quy định" not in answered.content.decode()


def test_the_word_that_the_server_lives_is_for_everybody_and_asks_no_database(client):
    answered = client.get(reverse("live"))
    assert (answered.status_code, answered.content) == (200, b"ok\n")


def test_a_changed_entry_and_missing_guards_are_seen(administrator, client):
    lift(connection)
    Entry.objects.filter(seq=2).update(action="access.other")
    assert unwell() == ["Record", "Guards of the record"]
    assert client.get(reverse("health")).status_code == 503


def test_a_check_that_cannot_be_made_is_not_well(administrator, settings, tmp_path):
    settings.POLICY = tmp_path
    settings.HOME = tmp_path / "gone"
    assert unwell() == ["Rule pack", "Disk"]
