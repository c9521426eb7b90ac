"""One main post at a time: refused with its sentence when entered by hand."""

import datetime as dt

import pytest

from canbo.apps.people.actions import add_holding, end_holding
from canbo.apps.people.models import Holding
from canbo.apps.people.testing import a_person
from canbo.base.accounts.testing import an_account
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def test_a_second_main_post_is_refused_and_says_what_to_do():
    house, person = an_account("canbo", system=True), a_person().person
    first = add_holding(person=person, title="head", since="2020-01-01", by=house, at=NOW)
    with pytest.raises(Refusal) as refused:
        add_holding(person=person, title="chief", since="2024-01-01", by=house, at=NOW)
    assert "concurrent" in refused.value.says.en
    add_holding(person=person, title="board", since="2024-01-01", concurrent=True, by=house, at=NOW)
    end_holding(holding=first, last="2023-12-31", by=house, at=NOW)
    add_holding(person=person, title="chief", since="2024-01-01", by=house, at=NOW)
    assert Holding.objects.filter(entry_to__isnull=True, last="").count() == 2
