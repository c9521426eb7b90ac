"""Worked examples, the effect of a change, and coverage."""

from __future__ import annotations

import pytest

from canbo.core.casebook import run_cases
from canbo.core.coverage import coverage, stands_in
from canbo.core.effect import compare
from canbo.core.testing import FILES, a_pack


def test_the_examples_of_the_sample_pack_hold():
    results = run_cases(a_pack())
    assert [result.passed for result in results] == [True, True]
    assert [(result.file, result.line) for result in results] == [
        ("cases/director.yaml", 2),
        ("cases/director.yaml", 8),
    ]


def test_an_example_that_does_not_hold_names_the_clause_that_differs():
    file = "cases/director.yaml"
    red = run_cases(a_pack({file: FILES[file].replace("DT1-5b: yes", "DT1-5b: no")}))[0]
    assert not red.passed
    assert red.differing == {"DT1-5b": ("no", "yes")}
    assert red.difference == "DT1-5b: mong đợi/expected no, kết quả/found yes"


def test_coverage_tells_what_cites_each_article():
    told = {each.key.number: each for each in coverage(a_pack()).instruments}
    one = told["80-QĐ/TW"]
    assert [(each.number, each.coverage) for each in one.articles] == [("18", "modelled"), ("19", "not")]
    assert one.articles[0].cited_by == ("bar_after_reprimand", "months_in_post", "DT1-2", "DT1-5b", "DT2-1", "director")
    assert one.counts == {"modelled": 1, "not": 1}


@pytest.mark.parametrize(
    ("cited", "listed", "there"),
    [
        ("18(3)", "18(3)", True), ("18(3)", "18", True), ("18", "18(3)", True), ("18(3)", "18(5)", False),
        ("18(3)", "16–23", True), ("24", "16–23", False), ("1", "18", False), ("phụ lục 2", "phụ lục 2", True),
    ],
)  # fmt: skip
def test_a_citation_stands_in_the_paragraph_the_article_and_the_range_that_hold_it(cited, listed, there):
    assert stands_in(cited, listed) is there


def test_paragraphs_listed_one_by_one_are_counted_one_by_one():
    split = FILES["instruments/80.yaml"].replace(
        '  - {number: "18", about: {vi: Điều kiện bổ nhiệm, en: Conditions of appointment}, coverage: modelled}\n',
        '  - {number: "18(3)", about: {vi: Thời gian, en: Time}, coverage: modelled}\n'
        '  - {number: "18(7)", about: {vi: Kỷ luật, en: Discipline}, coverage: partly}\n',
    )
    told = {each.key.number: each for each in coverage(a_pack({"instruments/80.yaml": split})).instruments}
    assert told["80-QĐ/TW"].counts == {"modelled": 1, "partly": 1, "not": 1}
    assert told["80-QĐ/TW"].articles[1].cited_by == ("bar_after_reprimand", "DT1-5b", "director")


def test_values_are_counted_by_their_mark():
    assert coverage(a_pack()).by_confidence == {"P": 4, "S": 4, "R": 2, "I": 2}


BEFORE = {
    1: {"": "no", "A": "yes", "B": "no"},
    2: {"": "yes", "A": "yes", "B": "yes"},
    3: {"": "no", "A": "no", "B": "no"},
}
AFTER = {
    1: {"": "yes", "A": "yes", "B": "yes"},
    2: {"": "unknown", "A": "yes", "B": "yes", "C": "unknown"},
    3: {"": "unknown", "A": "unknown", "B": "yes", "C": "yes"},
}


def test_who_gains_and_who_drops_is_told_with_the_clause_that_does_it():
    effect = compare(BEFORE, AFTER)
    assert [(change.person, change.clauses) for change in effect.gains] == [(1, ("B",))]
    assert [(change.person, change.clauses) for change in effect.drops] == [(2, ("C",))]
    assert [change.person for change in effect.shifts] == [3]
    assert (effect.met_before, effect.met_after) == (1, 1)
    assert effect.gains_by_clause == {"B": 1}
    assert effect.drops_by_clause == {"C": 1}


def test_a_clause_left_out_accounts_for_a_gain():
    effect = compare({1: {"": "no", "A": "no"}}, {1: {"": "yes"}})
    assert effect.gains[0].clauses == ("A",)


def test_an_exception_counts_as_met():
    assert compare({1: {"": "no", "A": "no"}}, {1: {"": "excepted", "A": "excepted"}}).gains


def test_tables_about_different_people_are_not_compared():
    with pytest.raises(ValueError, match="same people"):
        compare(BEFORE, {1: AFTER[1]})
