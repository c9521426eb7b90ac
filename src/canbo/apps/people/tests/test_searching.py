"""Finding people: the same answer however common a word is, however deep the page, whatever entered meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import listing, searching
from canbo.apps.people.listing import Found, Wish
from canbo.apps.people.reach import number_within, reach_of
from canbo.apps.people.searching import Called
from canbo.apps.people.testing import a_person
from canbo.apps.people.tests.test_screens_people import signed_in
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.rows import closed
from canbo.base.record.testing import an_entry
from canbo.lib.text import fold

DAY = dt.date(2026, 6, 1)
NAMES = ("Trần Văn Bình", "Nguyễn Thị Ánh", "Đặng Quốc Cường", "Lê An An")
name = st.lists(st.text("aln", min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)
words = st.lists(st.text("aln", min_size=1, max_size=3), min_size=1, max_size=3)


def house() -> Account:
    return an_account("canbo", system=True)


def found(text: str = "", **wish: str) -> list[str]:
    """The names found by the house, in order."""
    people = Found(house(), Wish(text=text, **wish), DAY).people
    return list(people.values_list("name", flat=True))


@given(st.lists(name, max_size=8), st.lists(name, max_size=4), words, st.integers(0, 4))
def test_the_joined_names_give_what_each_name_by_itself_gives(names, more, words, most):
    called = Called(names).with_more(more)
    having = [each for each in dict.fromkeys([*names, *more]) if all(word in each for word in words)]
    assert called.having(words, 100) == having
    assert called.having(words, most) == (having if len(having) <= most else None)


@pytest.mark.django_db
@pytest.mark.parametrize("many", [0, 100])
@pytest.mark.parametrize("text", ["an", "AN lê", "dang quoc", "Đặng 2", "vn-000", "0001", "000", "xyz9", "%", "_"])
def test_words_and_numbers_find_the_same_whether_names_are_few_or_many(monkeypatch, many, text):
    monkeypatch.setattr(searching, "_MANY", many)
    for number, each in enumerate(NAMES):
        a_person(name=each, key=f"VN-{number:04}")
    assert set(found(text)) == {each for number, each in enumerate(NAMES) if _has(each, f"{number:04}", text)}


def _has(called: str, number: str, text: str) -> bool:
    """Whether a reader would say that somebody is among those searched."""
    return all(
        word in fold(called)
        or (any(map(str.isdigit, word)) and (number.startswith(word) or f"vn-{number}".startswith(word)))
        for word in fold(text).split()
    )


@pytest.mark.django_db
def test_who_entered_since_the_last_search_is_found_and_counted_and_who_went_is_not():
    first, reach = a_person(name=NAMES[0]), reach_of(house(), DAY)
    assert (found("binh"), number_within(reach)) == ([NAMES[0]], 1)
    a_person(name="Trần Thanh Bình")
    assert (len(found("binh")), number_within(reach)) == (2, 2)
    closed(first, an_entry())
    assert (found("binh"), number_within(reach)) == (["Trần Thanh Bình"], 1)


@pytest.mark.django_db
def test_pages_read_on_from_remembered_places_are_the_parts_of_one_list(monkeypatch):
    monkeypatch.setattr(listing, "_STRIDE", 3)
    for number in range(14):
        a_person(name=NAMES[number % 4])
    people = Found(house(), Wish(), DAY)
    whole = people.ids()
    assert people.page(10, 2) == whole[10:12]
    assert [each for first in range(0, 16, 2) for each in people.page(first, 2)] == whole
    assert people.page(40, 2) == []


@pytest.mark.django_db
def test_of_a_nation_no_more_are_counted_than_a_search_can_use(monkeypatch):
    monkeypatch.setattr(listing, "_PROVINCE", 3)
    monkeypatch.setattr(listing, "_COUNTED", 2)
    for each in NAMES:
        a_person(name=each, sex="F")
    everybody, women = Found(house(), Wish(), DAY), Found(house(), Wish(sex="F"), DAY)
    assert (everybody.total, everybody.more) == (4, False)
    assert (women.total, women.more) == (2, True)
    assert (Found(house(), Wish(text="binh"), DAY).total, Found(house(), Wish(text="binh"), DAY).more) == (1, False)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:No directory at")
def test_a_page_says_that_there_are_more_than_were_counted(monkeypatch):
    monkeypatch.setattr(listing, "_PROVINCE", 1)
    monkeypatch.setattr(listing, "_COUNTED", 2)
    body = a_body()
    for each in NAMES:
        a_person(name=each, sex="F", body=body)
    assert "<strong>Hơn 2</strong>" in signed_in().get("/people/?sex=F").content.decode()
