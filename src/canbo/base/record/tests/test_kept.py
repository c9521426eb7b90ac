"""What is kept until the record moves on."""

from __future__ import annotations

import pytest

from canbo.base.record.kept import Kept, forget_all
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db


def asked_of(kept: Kept[str]) -> list[str]:
    """Questions whose answer had to be found, out of a, b, a."""
    found: list[str] = []

    def find(question: str) -> str:
        found.append(question)
        return question.upper()

    assert [kept.answer(each, lambda each=each: find(each)) for each in ("a", "b", "a")] == ["A", "B", "A"]
    return found


def test_a_question_asked_again_is_answered_from_memory():
    assert asked_of(Kept(2)) == ["a", "b"]


def test_the_answer_longest_unasked_gives_way():
    assert asked_of(Kept(1)) == ["a", "b", "a"]


def test_an_entry_on_the_record_makes_every_answer_old():
    kept: Kept[str] = Kept(2)
    asked_of(kept)
    an_entry()
    assert asked_of(kept) == ["a", "b"]


def test_all_is_forgotten_at_once():
    kept: Kept[str] = Kept(2)
    asked_of(kept)
    forget_all()
    assert asked_of(kept) == ["a", "b"]
