"""The columns of a dossier in words: every column has them, and no code is shown as such."""

from __future__ import annotations

import pytest
from django.utils import translation

from canbo.apps.people import carried
from canbo.apps.people.carrying_compare import SAME_THING
from canbo.apps.people.columns import column_words, value_words
from canbo.shell.naming import names


@pytest.mark.parametrize("table", ["Paper", *carried.TABLES])
def test_every_column_that_travels_has_its_words(table):
    for column in carried.columns_of(table):
        if column != "paper":
            assert column_words(table, column).vi


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("PersonVersion", "sex", "F", "nữ"),
        ("PersonVersion", "born", "1975-03", "03/1975"),
        ("PersonVersion", "ethnicity", "GSO:01", "Kinh"),
        ("Rating", "grade", "good", "Hoàn thành tốt nhiệm vụ"),
        ("Rating", "system", "government", "theo quy định của Nhà nước"),
        ("Certificate", "grade", "specialist", "Chuyên viên"),
        ("Certificate", "kind", "state_management", "Quản lý nhà nước"),
        ("Section", "name", "career", "Quá trình công tác"),
        ("Section", "name", "membership", "Đảng viên"),
        ("Section", "confirmed", "2024-01-02", "02/01/2024"),
        ("Degree", "verified", False, "không"),
        ("Detail", "kind", "address", "Nơi ở hiện nay"),
        ("Holding", "title", "specialist", "Chuyên viên"),
        ("Relative", "born_year", 1974, "1974"),
        ("Degree", "school", "", ""),
    ],
)
def test_a_value_is_said_as_a_reader_knows_it(table, column, value, says):
    with translation.override("vi"):
        assert value_words(table, column, value, names()) == says


def test_what_tells_the_same_thing_are_columns_of_their_tables():
    for table, key in SAME_THING.items():
        assert set(key) <= carried.columns_of(table).keys()
