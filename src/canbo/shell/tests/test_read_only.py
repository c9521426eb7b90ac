"""Read-only: whoever would write is told so before anything is written; reading and signing in go on."""

import datetime as dt

import pytest
from django.urls import reverse

from canbo.base.accounts.actions import open_account, system_account
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

AT = dt.datetime(2026, 1, 2, 1, 0, tzinfo=dt.UTC)
PASSWORD = "mot-mat-khau-rat-dai"


@pytest.fixture
def frozen(db, settings):
    an_entry()
    system_account(at=AT)
    an_account("lan", password=PASSWORD, second_factor=False)
    settings.READ_ONLY = True


def test_an_action_is_refused_before_anything_is_written(frozen):
    entries, accounts = Entry.objects.count(), Account.objects.count()
    with pytest.raises(Refusal) as caught:
        open_account(username="moi", shown_as="Mới", by=system_account(at=AT), at=AT)
    assert (caught.value.code, caught.value.status) == ("record.read_only", 503)
    assert caught.value.remedy
    assert (Entry.objects.count(), Account.objects.count()) == (entries, accounts)


def test_signing_in_goes_on_and_every_page_says_that_nothing_can_be_written(frozen, client):
    assert "chỉ đọc" in client.get(reverse("sign-in")).content.decode()
    assert client.post(reverse("sign-in"), {"username": "lan", "password": PASSWORD}).status_code == 302
    assert "chỉ đọc" in client.get(reverse("regulations:list")).content.decode()
    client.cookies["django_language"] = "en"
    assert "read-only" in client.get(reverse("regulations:list")).content.decode()


def test_a_door_that_shuts_while_nothing_can_be_written_still_shuts(frozen, client, settings):
    settings.AXES_FAILURE_LIMIT = 2
    for status in (200, 429):
        assert client.post(reverse("sign-in"), {"username": "lan", "password": "sai"}).status_code == status


def test_no_banner_stands_on_a_page_when_writing_is_allowed(db, client):
    assert "chỉ đọc" not in client.get(reverse("sign-in")).content.decode()
