"""What a teller types for a paper, and what it means."""

from __future__ import annotations

import datetime as dt
import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.core.tally_entry import read_marks, write_marks
from canbo.core.tally_kinds import Kind


@functools.cache
def kind(code: str) -> Kind:
    return current_pack().ballot(code, dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("code", "typed", "marks"),
    [
        ("planning_introduction", "", "11111"),
        ("planning_introduction", "2 4", "12121"),
        ("planning_introduction", "2-4,5x", "1222x"),
        ("planning_introduction", "b 1a 3o", "12022"),
        ("election_surplus", "", "11111"),
        ("election_surplus", "1 5", "01110"),
        ("planning_choice", "", "00000"),
        ("planning_choice", "3", "00100"),
        ("party_poll", "2b 3C", "12311"),
        ("party_poll", "o", "00000"),
    ],
)
def test_only_what_differs_is_typed(code: str, typed: str, marks: str):
    assert read_marks(kind(code), 5, typed) == marks


@pytest.mark.parametrize(
    ("code", "typed", "says"),
    [
        ("planning_introduction", "6", "numbers go from 1 to 5"),
        ("planning_introduction", "0", "numbers go from 1 to 5"),
        ("planning_introduction", "4-2", "numbers go from 1 to 5"),
        ("planning_introduction", "3 3", "name 3 was typed before"),
        ("planning_introduction", "3c", "no such box"),
        ("planning_introduction", "3q", "no number and no letter"),
        ("planning_introduction", "3 b", "stands at the beginning"),
        ("party_poll", "3", "letter of the box is missing"),
        ("election_surplus", "3x", "no such box"),
    ],
)
def test_a_tellers_typo_is_named_with_what_was_expected(code: str, typed: str, says: str):
    with pytest.raises(Refusal) as told:
        read_marks(kind(code), 5, typed)
    assert says in told.value.says.en
    assert told.value.status == 422


@given(st.sampled_from(["planning_introduction", "party_poll", "election_surplus", "planning_choice"]), st.data())
def test_every_paper_can_be_typed(code: str, data: st.DataObject):
    marks = data.draw(st.text(kind(code).marks, min_size=1, max_size=60))
    assert read_marks(kind(code), len(marks), write_marks(kind(code), marks)) == marks
