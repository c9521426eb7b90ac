"""Where a weakness is reported stands where programs and people look for it: RFC 9116."""

import datetime as dt

import pytest
from django.utils import timezone

from canbo.config.settings import contact

ADDRESS = "/.well-known/security.txt"


def test_the_contact_is_told_to_whoever_asks_without_an_account(client, settings):
    settings.SECURITY_CONTACT = "mailto:antoan@tinh.example"
    answered = client.get(ADDRESS)
    assert answered["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answered.content.decode().splitlines())
    assert told["Contact"] == "mailto:antoan@tinh.example"
    assert told["Canonical"] == f"http://testserver{ADDRESS}"
    expires = dt.datetime.fromisoformat(told["Expires"])
    assert timezone.now() < expires < timezone.now() + dt.timedelta(days=365)


def test_without_a_contact_nothing_is_there(client, db, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("said", ["antoan@tinh.example", "http://tinh.example", "mailto:a@b\nContact: mailto:c@d"])
def test_a_contact_is_a_mail_address_or_a_page_over_https(said):
    with pytest.raises(ValueError, match="CANBO_SECURITY_CONTACT"):
        contact(said)


def test_a_contact_that_a_program_can_follow_is_taken():
    assert contact(" https://tinh.example/bao-mat ") == "https://tinh.example/bao-mat"
    assert contact("") == ""
