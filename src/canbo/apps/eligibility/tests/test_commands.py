"""The commands say what the screens say, and refuse in sentences."""

import io

import pytest
from django.core.management import CommandError, call_command

from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director

pytestmark = pytest.mark.django_db


def _said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_screen_prints_the_counts_and_the_people_asked_for() -> None:
    person = a_deputy_ready_to_be_director()
    said = _said("screen", "--title", "department_director", "--on", "2026-11-01", "--list", "yes")
    assert person.person.key in said.splitlines()


def test_screen_explains_one_person_in_both_languages() -> None:
    key = a_deputy_ready_to_be_director().person.key
    asked = ("screen", "--title", "department_director", "--on", "01/11/2026", "--person", key)
    assert "Đạt" in _said(*asked)
    assert "Met" in _said(*asked, "--language", "en")


def test_an_unknown_title_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(CommandError, match="department_director"):
        _said("screen", "--title", "departmentdirector", "--on", "2026-11-01")


def test_a_word_that_is_no_day_is_refused_with_what_was_expected() -> None:
    with pytest.raises(CommandError, match="2025-10-08"):
        _said("screen", "--title", "department_director", "--on", "yesterday")


def test_the_pack_in_use_is_sound() -> None:
    assert " 0 red" in _said("policy")
