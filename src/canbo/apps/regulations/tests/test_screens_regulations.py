"""The register of documents on screen: every document has its page, and its numbers are filled in."""

from __future__ import annotations

import pytest
from django.test import Client

from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.shell.templatetags.canbo import slug

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def client() -> Client:
    """Somebody signed in: the rules are open to every account."""
    made = Client()
    made.force_login(an_account())
    return made


def test_every_document_has_its_page_with_no_number_left_open(client: Client):
    for instrument in current_pack().instruments.values():
        page = client.get(f"/regulations/{slug(instrument.key)}/")
        assert page.status_code == 200
        assert instrument.key.number in page.content.decode()
        assert "{" not in page.content.decode().split("<main", 1)[1]


def test_two_documents_of_one_number_have_two_addresses():
    keys = list(current_pack().instruments)
    assert len({slug(key) for key in keys}) == len(keys)


def test_the_register_shows_what_was_in_force_on_the_day(client: Client):
    early = client.get("/regulations/?on=01/09/2022").context["lines"]
    numbers = {line.instrument.key.number for line in early}
    assert "80-QĐ/TW" in numbers
    assert "377-QĐ/TW" not in numbers


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get("/regulations/").status_code == 302
