"""A page asks the same question once, until something enters the record."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canbo.base.record.once import once, one_page
from canbo.base.record.queries import last_entry
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db


def test_a_page_asks_once_for_the_last_entry():
    with one_page(), CaptureQueriesContext(connection) as seen:
        assert last_entry() == last_entry()
    assert len(seen) == 1


def test_without_a_page_nothing_is_remembered():
    answers = iter("ab")
    assert [once("question", lambda: next(answers)) for _ in range(2)] == ["a", "b"]


def test_what_enters_the_record_while_a_page_is_made_is_seen_by_it():
    with one_page():
        before = last_entry()
        entry = an_entry()
        assert last_entry() == (entry.seq, entry.hash) != before


def test_the_next_page_asks_anew():
    answers = iter("ab")
    found = []
    for _ in range(2):
        with one_page():
            found += [once("question", lambda: next(answers)) for _ in range(2)]
    assert found == ["a", "a", "b", "b"]
