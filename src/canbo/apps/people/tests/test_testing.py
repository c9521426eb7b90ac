"""The factories that other tests stand on."""

import pytest
from django.apps import apps

from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.models import OfPerson, Paper, PersonVersion
from canbo.apps.people.testing import a_person, a_row

pytestmark = pytest.mark.django_db

DOSSIER = [m for m in apps.get_app_config("people").get_models() if issubclass(m, OfPerson) and m is not PersonVersion]


@pytest.mark.parametrize("model", [Paper, *DOSSIER], ids=lambda model: model.__name__)
def test_a_row_of_every_kind_can_be_made_without_saying_more(model):
    row = a_row(model, a_person())
    assert model.objects.get(entry_to__isnull=True) == row
    assert row.entry_from.seq >= 1


def test_people_get_keys_of_their_own():
    assert [a_person().person.key, a_person().person.key, a_person(key="CB7").person.key] == ["P1", "P2", "CB7"]


def test_a_post_stands_in_a_body_without_a_holder():
    body = a_body("so-noi-vu", place="P34:40")
    assert a_post(body, "department_director").code == "so-noi-vu.department_director"
