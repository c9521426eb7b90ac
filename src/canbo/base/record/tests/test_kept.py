"""What is kept until the record moves on."""

from __future__ import annotations

import contextvars

import pytest
from django.db import transaction

from canbo.base.record.kept import Carried, Kept, forget_all
from canbo.base.record.models import Entry
from canbo.base.record.once import one_page
from canbo.base.record.queries import last_entry
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


def test_what_was_kept_for_a_rolled_back_entry_is_not_told_of_the_next():
    kept: Kept[str] = Kept(2)
    with transaction.atomic():
        an_entry()
        asked_of(kept)
        transaction.set_rollback(True)
    an_entry(payload={"another": "one"})
    assert asked_of(kept) == ["a", "b"]


def counted() -> Carried[list[int]]:
    """The numbers of all entries; and, behind a nought, of those carried forward."""

    def numbers(last: int, now: int) -> list[int]:
        return list(Entry.objects.filter(seq__gt=last, seq__lte=now).order_by("seq").values_list("seq", flat=True))

    return Carried(lambda last: numbers(0, last), lambda known, last, now: [*known, 0, *numbers(last, now)])


def test_an_answer_is_carried_forward_by_what_entered_since():
    first, carried = an_entry().seq, counted()
    begun = carried.answer()
    assert begun[-1] == first
    assert carried.answer() == begun
    an_entry()
    assert carried.answer() == [*begun, 0, first + 1]


def test_nothing_is_carried_forward_from_a_rolled_back_entry():
    carried = counted()
    with transaction.atomic():
        an_entry()
        carried.answer()
        transaction.set_rollback(True)
    an_entry(payload={"another": "one"})
    an_entry()
    assert 0 not in carried.answer()


def test_a_page_that_looked_earlier_does_not_take_back_what_was_carried_further():
    kept = counted()
    an_entry()
    with one_page():
        kept.answer()
        last_entry()
        earlier = contextvars.copy_context()
    an_entry()
    further = list(kept.answer())
    assert earlier.run(kept.answer) == further == kept.answer()
