"""Counts that are carried forward are those that would be counted anew."""

from __future__ import annotations

import contextvars
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canbo.apps.bodies.models import Post
from canbo.apps.bodies.testing import a_body, a_post
from canbo.base.record.once import one_page
from canbo.base.record.queries import last_entry
from canbo.base.record.rows import closed
from canbo.base.record.tallies import Tallies
from canbo.base.record.testing import an_entry
from canbo.base.record.then import as_recorded

pytestmark = pytest.mark.django_db


class Counting:
    """Posts by title; remembers what it was asked for."""

    def __init__(self) -> None:
        self.tallies = Tallies(2, {Post: "code"})
        self.asked: list[object] = []

    def __call__(self) -> Counter:
        return +self.tallies.answer("posts", self._count)

    def _count(self, only: object) -> Counter:
        self.asked.append(only)
        return posts(only)


def posts(only=None) -> Counter:
    found = Post.objects.filter(entry_to__isnull=True)
    if only is not None:
        found = found.filter(code__in=only)
    return Counter(found.values_list("title", flat=True))


def test_only_what_entries_have_touched_is_counted_again():
    body, counting = a_body("so"), Counting()
    first = a_post(body, "head", "a")
    assert counting() == {"head": 1}
    a_post(body, "deputy", "b")
    assert counting() == {"head": 1, "deputy": 1}
    closed(first, an_entry())
    assert counting() == {"deputy": 1}
    an_entry(payload={"something": "else"})
    assert counting() == {"deputy": 1}
    assert counting.asked == [None, ["b"], ["b"], ["a"], ["a"]]


def test_nothing_is_carried_from_an_entry_that_was_rolled_back():
    body, counting = a_body("so"), Counting()
    with transaction.atomic():
        a_post(body, "head", "a")
        assert counting() == {"head": 1}
        transaction.set_rollback(True)
    a_post(body, "deputy", "b", entry=an_entry(payload={"another": "one"}))
    assert counting() == {"deputy": 1}


def test_the_record_of_then_is_counted_as_of_then():
    body, counting = a_body("so"), Counting()
    then = a_post(body, "head", "a").entry_from_id
    a_post(body, "deputy", "b")
    assert counting() == {"head": 1, "deputy": 1}
    with as_recorded(then):
        assert counting() == {"head": 1}


def test_many_changes_at_once_are_counted_anew(monkeypatch):
    monkeypatch.setattr("canbo.base.record.tallies._MANY", 2)
    body, counting = a_body("so"), Counting()
    counting()
    for number in range(3):
        a_post(body, "head", str(number))
    assert counting() == {"head": 3}
    assert counting.asked == [None, None]


def test_who_writes_while_it_is_counted_is_counted_with_the_next():
    body, tallies = a_body("so"), Tallies(2, {Post: "code"})
    a_post(body, "head", "a")

    def late(only):
        found = posts(only)
        if not Post.objects.filter(code="b").exists():
            a_post(body, "deputy", "b")
        return found

    assert +tallies.answer("posts", late) == {"head": 1}
    assert +tallies.answer("posts", posts) == {"head": 1, "deputy": 1}


def test_counts_are_carried_rightly_from_what_a_page_found_that_looked_at_the_record_earlier():
    body, counting, fresh = a_body("so"), Counting(), Counting()
    first, _ = a_post(body, "head", "a"), a_post(body, "head", "b")
    with one_page():
        last_entry()
        earlier = contextvars.copy_context()
    closed(first, an_entry())
    assert counting() == earlier.run(counting) == earlier.run(fresh) == {"head": 1}
    a_post(body, "deputy", "c")
    assert counting() == fresh() == {"head": 1, "deputy": 1}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["head", "deputy", ""])), max_size=12))
def test_after_any_changes_the_counts_are_those_counted_anew(changes):
    with transaction.atomic():
        body, counting = a_body("so"), Counting()
        for code, title in changes:
            entry = an_entry()
            for old in Post.objects.filter(code=code, entry_to__isnull=True):
                closed(old, entry)
            if title:
                a_post(body, title, code, entry=entry)
            assert counting() == posts()
        transaction.set_rollback(True)
