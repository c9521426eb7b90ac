"""Code lists of one version each: the same number may mean another thing in the next list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from canbo.base.packs.queries import current_pack
from canbo.core.errors import PackError
from canbo.core.rules import CodeList
from canbo.shell.naming import PREFIXES, Names

CHANGE = dt.date(2025, 7, 1)
#: Numbers that the digest names as used again for another province.
USED_AGAIN = {"24": ("Bắc Giang", "Bắc Ninh"), "15": ("Yên Bái", "Lào Cai"), "44": ("Quảng Bình", "Quảng Trị"),
              "52": ("Bình Định", "Gia Lai"), "80": ("Long An", "Tây Ninh"), "82": ("Tiền Giang", "Đồng Tháp"),
              "91": ("Kiên Giang", "An Giang")}  # fmt: skip


@pytest.fixture(scope="module")
def lists() -> Mapping[str, CodeList]:
    return current_pack().lists


def _named(codes: CodeList) -> dict[str, str]:
    """The number without its prefix, and what it means in this list."""
    return {code.code.partition(":")[2]: code.name.vi for code in codes.codes.values()}


def test_the_old_provinces_end_on_the_day_on_which_the_new_begin(lists):
    old, new = lists["provinces-63"], lists["provinces-34"]
    assert (old.until, new.since, new.after) == (CHANGE, CHANGE, old.name)
    assert (len(old.codes), len(new.codes)) == (63, 34)


def test_every_old_province_is_in_exactly_one_new_one(lists):
    parts = [part for code in lists["provinces-34"].codes.values() for part in code.parts]
    assert sorted(parts) == sorted(lists["provinces-63"].codes)


@pytest.mark.parametrize("number", sorted(USED_AGAIN))
def test_a_number_used_again_is_read_under_the_list_it_was_written_with(lists, number: str):
    names = Names(current_pack())
    assert (names.prefixed(f"P63:{number}"), names.prefixed(f"P34:{number}")) == USED_AGAIN[number]
    assert lists["provinces-63"].find(number) is None, "a bare number belongs to no list"
    assert lists["provinces-34"].find(number) is None


def test_both_orders_hold_the_same_54_ethnic_groups_under_other_numbers(lists):
    new, old = _named(lists["ethnic-gso"]), _named(lists["ethnic-old"])
    real = [number for number in new if number != "55"]
    assert len(real) == 54
    assert {new[each] for each in real} == {old[each] for each in real}
    assert (new["04"], old["04"]) == ("Mường", "Hoa")
    assert sum(new[each] != old[each] for each in real) > 30


def test_every_prefix_leads_to_a_list(lists):
    assert set(PREFIXES.values()) <= set(lists)


def test_forms_of_discipline_that_the_law_dropped_end_on_its_day(lists):
    forms = lists["discipline-forms"].codes
    ended = {code for code, form in forms.items() if form.until == CHANGE}
    assert ended == {"demotion", "demotion_pay"}
    party = {code for code, form in forms.items() if form.group in ("party", "both")}
    assert party == {"reprimand", "warning", "removal", "expulsion"}


def test_every_list_has_a_title_a_source_and_says_how_well_it_is_known(lists):
    assert not [name for name, codes in lists.items() if codes.title is None or not codes.source or not codes.version]


FAULTY = """
list: provinces-90
title: {vi: Danh mục sau, en: The list after}
since: 2027-01-01
until: 2026-01-01
after: provinces-34
codes: []
"""


def test_a_list_that_follows_one_that_goes_on_is_a_fault():
    drafted = {"draft/a.yaml": FAULTY, "draft/b.yaml": FAULTY.replace("-90", "-91").replace("-34", "-35")}
    with pytest.raises(PackError) as told:
        current_pack().overlay(drafted)
    said = str(told.value)
    assert "ends before it begins" in said
    assert "provinces-35" in said
    ended = {"draft/a.yaml": FAULTY.replace("provinces-34", "provinces-63")}
    with pytest.raises(PackError, match="provinces-63 must end on 2027-01-01"):
        current_pack().overlay(ended)
