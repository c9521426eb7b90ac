"""The decision tables of the law in use: their worked examples, the caps and the score, in exact numbers."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.base.packs.queries import current_pack
from canbo.core.casebook import run_cases, run_decisions
from canbo.core.deciding import decide
from canbo.core.errors import NotInForce
from canbo.core.facts import Value
from canbo.core.quotas import CIVIL, Work, civil_score, excellent_cap

END_OF_2025, END_OF_2026 = dt.date(2025, 12, 15), dt.date(2026, 12, 15)
#: Which document took over from which, and the day (DT-0).
SUCCESSION = [
    ("2023-02-02", "262-QĐ/TW@2014-10-08", "96-QĐ/TW@2023-02-02"),
    ("2023-10-04", "132-QĐ/TW@2018-03-08", "124-QĐ/TW@2023-10-04"),
    ("2025-07-01", "138/2020/NĐ-CP@2020-11-27", "170/2025/NĐ-CP@2025-06-30"),
    ("2025-07-01", "112/2020/NĐ-CP@2020-09-18", "172/2025/NĐ-CP@2025-06-30"),
    ("2025-08-30", "124-QĐ/TW@2023-10-04", "366-QĐ/TW@2025-08-30"),
    ("2025-10-08", "41-QĐ/TW@2021-11-03", "377-QĐ/TW@2025-10-08"),
    ("2026-01-01", "90/2020/NĐ-CP@2020-08-13", "335/2025/NĐ-CP@2025-12-21"),
]


def test_every_worked_example_of_the_law_in_use_holds():
    pack = current_pack()
    red = [each.difference for each in (*run_cases(pack), *run_decisions(pack)) if not each.passed]
    assert red == []


@pytest.mark.parametrize(("day", "before", "after"), SUCCESSION)
def test_the_document_of_the_day_governs(day: str, before: str, after: str):
    first = dt.date.fromisoformat(day)
    known = {str(key): each for key, each in current_pack().instruments.items()}
    eve = first - dt.timedelta(days=1)
    assert [known[key].in_force(on) for key in (before, after) for on in (eve, first)] == [True, False, False, True]


def test_thirty_people_give_five_excellent_by_the_words_and_six_by_the_wider_reading():
    pack = current_pack()
    assert excellent_cap(pack, END_OF_2025, 30).most == 5
    assert excellent_cap(pack, END_OF_2025, 30, of_good_only=False).most == 6
    assert excellent_cap(pack, END_OF_2025, 30, raised=True).most == 6
    assert excellent_cap(pack, END_OF_2026, 30, family=CIVIL).most == 5
    assert [excellent_cap(pack, END_OF_2025, n).allows_none for n in (5, 6)] == [True, False]


@given(st.integers(0, 400))
def test_the_cap_is_the_largest_number_that_the_words_allow(n: int):
    cap = excellent_cap(current_pack(), END_OF_2025, n)
    assert cap.most <= cap.part * (n - cap.most)
    assert cap.most + 1 > cap.part * (n - cap.most - 1)


def test_an_error_cuts_a_quarter_of_its_product_and_a_leader_is_scored_on_six_parts():
    pack, ten = current_pack(), [Work(Fraction(1)) for _ in range(9)]
    found = civil_score(pack, END_OF_2026, [*ten, Work(Fraction(1), errors=1, latenesses=2)], Fraction(28))
    assert (found.quantity, found.quality, found.progress) == (100, Fraction(195, 2), 95)
    assert found.total == 28 + Fraction(70, 100) * found.tasks == 28 + Fraction(70, 100) * Fraction(195, 2)
    led = civil_score(pack, END_OF_2026, ten, Fraction(30), (Fraction(80), Fraction(70), Fraction(90)))
    assert led.total == 30 + Fraction(70, 100) * 90
    lost = civil_score(pack, END_OF_2026, [*ten, Work(Fraction(1), done=False, errors=9)], Fraction(0))
    assert (lost.quantity, lost.quality) == (90, 90)


def test_a_score_out_of_range_and_a_day_before_the_decree_are_refused():
    pack = current_pack()
    for common, leading in ((Fraction(31), ()), (Fraction(30), (Fraction(80),))):
        with pytest.raises(ValueError, match="common points"):
            civil_score(pack, END_OF_2026, [Work(Fraction(1))], common, leading)
    with pytest.raises(NotInForce):
        civil_score(pack, dt.date(2025, 12, 31), [Work(Fraction(1))], Fraction(30))


SEVERITY = ("none", "leave_planning_and_choose", "dismiss")


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_more_low_ballots_never_soften_the_consequence(base: int, one: int, other: int):
    fewer, more = sorted((min(one, base), min(other, base)))
    found = [
        decide(current_pack(), "party_poll", END_OF_2025, {"low_share": Value(share, share)}).gives[0]
        for share in (Fraction(fewer, base), Fraction(more, base))
    ]
    assert SEVERITY.index(found[0]) <= SEVERITY.index(found[1])


def test_every_row_of_the_digests_is_accounted_for():
    crosswalks = current_pack().rules.crosswalks
    told = {name: " ".join(row.row for row in each.rows) for name, each in crosswalks.items()}
    assert [n for n in range(15) if f"DT-{n}" not in told["evaluation-confidence"]] == []
    assert [n for n in range(1, 16) if not any(f"DT{sep}{n}" in told["standards-control"] for sep in ("", "-"))] == []
