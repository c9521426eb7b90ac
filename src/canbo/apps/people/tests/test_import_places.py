"""Names of places in two lists: read by the day of the file, asked for where no day tells, never chosen silently."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.apps.people.importing.codes import CodeBook
from canbo.apps.people.importing.registers import PLACES
from canbo.base.packs.queries import current_pack
from canbo.shell.naming import names

BEFORE, THE_DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "made", "code"),
    [
        ("Bắc Ninh", BEFORE, "P63:27"), ("Bắc Ninh", THE_DAY, "P34:24"), ("Bắc Ninh", None, None),
        ("Bắc Giang", THE_DAY, "P63:24"), ("Bắc Giang", None, "P63:24"), ("Nghệ An", None, "P34:40"),
        ("Bắc Ninh (P63:27)", THE_DAY, "P63:27"), ("Bắc Ninh (P34:24)", None, "P34:24"), ("P63:27", None, "P63:27"),
        ("Bắc Giang (P34:24)", None, None), ("Kinh", None, None),
    ],
)  # fmt: skip
def test_a_name_in_both_lists_means_the_place_of_the_day_on_which_it_was_written(
    text: str, made: dt.date | None, code: str | None
):
    assert CodeBook(current_pack(), made).find(PLACES, text) == code


def test_without_a_day_the_cell_is_asked_which_list_is_meant():
    asked = CodeBook(current_pack()).expected(PLACES, "Bắc Ninh")
    assert "“Bắc Ninh (P34:24)” (từ 01/07/2025) hoặc “Bắc Ninh (P63:27)”" in asked.vi
    assert "gần nhất" in CodeBook(current_pack()).expected(PLACES, "Bắc Nin").vi


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("P63:27", "Bắc Ninh (trước 01/07/2025)"), ("P34:24", "Bắc Ninh"), ("P63:24", "Bắc Giang"),
        ("P63:40", "Nghệ An"), ("GSO:01", "Kinh"), ("OLD:01", "Kinh"),
    ],
)  # fmt: skip
def test_a_page_tells_an_old_province_from_the_new_one_of_its_name(code: str, shown: str):
    assert names().prefixed(code) == shown


def test_every_place_is_written_so_that_it_is_read_back_as_itself():
    book, lists = CodeBook(current_pack()), current_pack().lists
    codes = [code for name in PLACES.split("|") for code in lists[name].codes]
    assert [book.find(PLACES, book.name(PLACES, code)) for code in codes] == codes
    assert book.name(PLACES, "P34:24") == "Bắc Ninh (P34:24)"
    assert book.name(PLACES, "P63:24") == "Bắc Giang"
