"""Decision tables: the first row that holds decides, shares are exact, and what is unknown leaves rows open."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.core.casebook import run_decisions
from canbo.core.deciding import decide, rows_on
from canbo.core.errors import NotInForce, PackError, UnknownName
from canbo.core.facts import Value
from canbo.core.testing import a_pack

DAY = dt.date(2024, 1, 1)
CITES = '{instrument: 80-QĐ/TW@2022-08-18, article: "18", confidence: P}'
POLL = f"""\
decision: poll
says: {{vi: Kết quả lấy phiếu, en: Outcome of a poll}}
of: outcomes
inputs:
  low: {{kind: share, says: {{vi: Phiếu thấp, en: Low ballots}}}}
  new: {{kind: flag, says: {{vi: Mới bổ nhiệm, en: New}}}}
rows:
  - row: "1"
    gives: exempt
    since: 2022-08-18
    until: 2025-10-08
    cites: {CITES}
    says: {{vi: Mới bổ nhiệm, en: Newly appointed}}
    test: {{holds: new}}
  - row: "2x"
    gives: dismiss
    conflict: edge
    since: 2022-08-18
    until: 2025-10-08
    cites: {CITES}
    says: {{vi: "Đúng {{limit}}", en: "Exactly {{limit}}"}}
    with: {{limit: {{parameter: two_thirds}}}}
    test: {{compare: {{fact: low, is: equal, than: limit}}}}
  - row: "2"
    gives: [dismiss, resign]
    since: 2022-08-18
    until: 2025-10-08
    cites: {CITES}
    says: {{vi: "Trên {{limit}}", en: "More than {{limit}}"}}
    with: {{limit: {{parameter: two_thirds}}}}
    test: {{compare: {{fact: low, is: more_than, than: limit}}}}
  - row: "3"
    gives: stays
    since: 2022-08-18
    until: 2025-10-08
    cites: {CITES}
    says: {{vi: Còn lại, en: Otherwise}}
"""
FILES = {
    "decisions/poll.yaml": POLL,
    "codes/outcomes.yaml": """\
list: outcomes
codes:
  - {code: exempt, name: {vi: Miễn, en: Exempt}}
  - {code: dismiss, name: {vi: Miễn nhiệm, en: Dismiss}}
  - {code: resign, name: {vi: Từ chức, en: Resign}}
  - {code: stays, name: {vi: Giữ, en: Stays}}
""",
    "parameters/two_thirds.yaml": f"""\
parameter: two_thirds
unit: share
meaning: {{vi: Hai phần ba, en: Two-thirds}}
values:
  - {{since: 2022-08-18, until: 2025-10-08, value: 2/3, cites: {CITES}}}
""",
    "conflicts/edge.yaml": f"""\
conflict: edge
says: {{vi: Đúng hai phần ba, en: Exactly two-thirds}}
since: 2022-08-18
suggests: dismiss
settled_by: {{vi: Văn bản, en: The text}}
options:
  - {{code: dismiss, says: {{vi: Miễn nhiệm, en: Dismiss}}, cites: {CITES}}}
  - {{code: resign, says: {{vi: Từ chức, en: Resign}}, cites: {CITES}}}
""",
    "cases/poll.yaml": """\
cases:
  - {name: two thirds, decision: poll, on: 2024-01-01, facts: {new: 0, low: 2/3},
     expect: {gives: dismiss, conflict: edge}}
  - {name: nothing known, decision: poll, on: 2024-01-01, facts: {new: 0},
     expect: {gives: [dismiss, resign, stays]}}
""",
}
PACK = a_pack(FILES)


def of(low: Fraction | None = None, new: int | None = 0):
    known = {"low": low, "new": new}
    return decide(PACK, "poll", DAY, {name: Value(each, each) for name, each in known.items() if each is not None})


@pytest.mark.parametrize(
    ("ballots", "gives", "conflict"),
    [((199, 300), ("stays",), ""), ((200, 300), ("dismiss",), "edge"), ((201, 300), ("dismiss", "resign"), "")],
)
def test_one_ballot_more_or_less_than_two_thirds_decides(ballots: tuple[int, int], gives: tuple, conflict: str):
    found = of(Fraction(*ballots))
    assert (found.gives, found.conflict, found.settled) == (gives, conflict, True)


def test_what_is_unknown_leaves_rows_open_and_is_named():
    found = of(Fraction(1, 2), new=None)
    assert (found.gives, found.settled, found.conflict) == (("exempt", "stays"), False, "")
    assert [use.name for use in found.missing] == ["new"]


def test_an_interval_leaves_open_only_what_it_may_mean():
    found = decide(PACK, "poll", DAY, {"new": Value(0, 0), "low": Value(Fraction(3, 5), Fraction(2, 3))})
    assert [row.code for row in found.possible] == ["2x", "3"]


def test_rows_carry_their_numbers_and_a_day_without_rows_is_an_error():
    assert [row.says.en for row in rows_on(PACK, "poll", DAY)][1:3] == ["Exactly 2/3", "More than 2/3"]
    with pytest.raises(NotInForce):
        rows_on(PACK, "poll", dt.date(2025, 10, 8))
    with pytest.raises(UnknownName):
        decide(PACK, "pol", DAY, {})
    with pytest.raises(UnknownName):
        decide(PACK, "poll", DAY, {"lowest": Value(0, 0)})


shares = st.fractions(0, 1, max_denominator=500)


@given(low=shares, new=st.integers(0, 1))
def test_whatever_is_known_one_row_decides(low: Fraction, new: int):
    assert of(low, new).settled


@given(low=shares, new=st.integers(0, 1))
def test_knowing_more_never_opens_another_outcome(low: Fraction, new: int):
    known = set(of(low, new).gives)
    assert known <= set(of(None, new).gives) <= set(of(None, None).gives)
    assert known <= set(of(low, None).gives)


def test_worked_examples_run_and_turn_red():
    assert [result.passed for result in run_decisions(PACK)] == [True, True]
    red = a_pack(FILES | {"cases/poll.yaml": FILES["cases/poll.yaml"].replace("conflict: edge", "conflict: ''")})
    assert "found dismiss (edge)" in next(each for each in run_decisions(red) if not each.passed).difference


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("decisions/poll.yaml", "    says: {vi: Còn lại, en: Otherwise}\n",
         "    says: {vi: Còn lại, en: Otherwise}\n    test: {holds: new}\n", "no last row for everything else"),
        ("decisions/poll.yaml", "    test: {holds: new}\n", "", "row 2 is never read"),
        ("decisions/poll.yaml", "gives: stays", "gives: stay", "unknown outcome “stay”"),
        ("decisions/poll.yaml", "conflict: edge", "conflict: edges", "unknown conflict “edges”"),
        ("decisions/poll.yaml", "holds: new", "holds: newer", "unknown fact “newer”"),
        ("decisions/poll.yaml", "{kind: flag,", "{kind: flags,", "kind of input"),
        ("decisions/poll.yaml", "{kind: flag,", "{kind: code,", "of goes with kind: code"),
        ("decisions/poll.yaml", "of: outcomes", "of: outcome", "unknown list “outcome”"),
        ("conflicts/edge.yaml", "code: resign", "code: dismiss", "needs two different options"),
        ("conflicts/edge.yaml", "suggests: dismiss", "suggests: neither", "option"),
        ("cases/poll.yaml", "decision: poll", "decision: polls", "unknown decision “polls”"),
        ("cases/poll.yaml", "low: 2/3", "lower: 2/3", "unknown input “lower”"),
        ("cases/poll.yaml", "on: 2024-01-01", "on: 2026-01-01", "has no row on 2026-01-01"),
        ("cases/poll.yaml", "gives: dismiss", "gives: dismis", "unknown outcome “dismis”"),
    ],
)  # fmt: skip
def test_a_faulty_table_names_its_fault(file: str, old: str, new: str, told: str):
    assert old in FILES[file]
    with pytest.raises(PackError) as refused:
        a_pack(FILES | {file: FILES[file].replace(old, new, 1)})
    assert any(told.casefold() in fault.says.en.casefold() for fault in refused.value.faults), refused.value.faults


def test_a_crosswalk_names_what_stands_in_the_pack_or_why_nothing_does():
    text = """\
crosswalk: digest
says: {vi: Bảng, en: Tables}
rows:
  - {row: DT-3, about: {vi: Lấy phiếu, en: Poll}, by: [decision poll, parameter two_thirds, core capping]}
  - {row: DT-9, about: {vi: Quy trình, en: Procedure}, note: bước của quy trình}
"""
    assert len(a_pack(FILES | {"crosswalk/digest.yaml": text}).rules.crosswalks["digest"].rows) == 2
    for old, new in (("decision poll", "decision pool"), (", note: bước của quy trình", "")):
        with pytest.raises(PackError):
            a_pack(FILES | {"crosswalk/digest.yaml": text.replace(old, new)})
