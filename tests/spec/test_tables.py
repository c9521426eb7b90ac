"""Every decision table of the digests is shown by examples: at the edge, and with something unknown."""

from __future__ import annotations

import pytest

from canbo.base.packs.queries import current_pack
from canbo.core.case_kinds import Homes, homes
from canbo.core.casebook import run
from canbo.core.errors import PackError
from tools.reference import tables_of

DIGESTS = ("evaluation-confidence", "planning-appointment", "standards-control")


@pytest.fixture(scope="module")
def told() -> list[Homes]:
    pack = current_pack()
    return [home for name in DIGESTS for home in homes(pack, tables_of(pack, name))]


def _answered(home: Homes) -> bool:
    """A clause or a table answers; a parameter alone only has days."""
    return any(kind in ("clause", "decision") for kind, _ in home.by)


def test_every_table_that_the_pack_judges_has_an_example_at_the_edge(told: list[Homes]):
    assert not [home.row for home in told if home.judged and not home.kinds["boundary"]]


def test_every_table_that_answers_has_an_example_with_something_unknown(told: list[Homes]):
    assert not [home.row for home in told if _answered(home) and not home.kinds["unknown"]]


def test_every_table_over_which_two_rules_differ_has_an_example_of_it(told: list[Homes]):
    named = [home for home in told if any(kind == "conflict" for kind, _ in home.by)]
    assert named
    assert not [home.row for home in named if not home.kinds["conflict"]]


NUMBER = """cases:
  - {name: "the day before", parameter: bar_after_reprimand, on: 2025-10-07, expect: 12}
  - {name: "the day", parameter: bar_after_reprimand, on: 2025-10-08, expect: 24}
  - {name: "a wrong one", parameter: bar_after_reprimand, on: 2025-10-08, expect: 25}
"""
UNREADABLE = """
cases:
  - {name: "no such number", parameter: bar_after_reprimnad, on: 2025-10-08, expect: 24}
  - {name: "no number", parameter: bar_after_reprimand, on: 2025-10-08, expect: many}
"""
MISPLACED = """
cases:
  - {name: "too early", parameter: bar_after_reprimand, on: 1990-01-01, expect: 24}
  - {name: "no keys there", parameter: bar_after_reprimand, on: 2025-10-08, of: province, expect: 24}
  - {name: "no such key", parameter: reckoning_month, on: 2025-10-08, of: provinces, expect: 2025-09}
"""


def test_a_number_is_compared_on_its_day():
    drafted = current_pack().overlay({"draft.yaml": NUMBER})
    before, on, wrong = (run(drafted, case) for case in drafted.rules.number_cases[-3:])
    assert (before.passed, on.passed, wrong.passed) == (True, True, False)
    assert wrong.difference == "bar_after_reprimand: mong đợi/expected 25, kết quả/found 24"


def test_each_faulty_example_of_a_number_names_its_place():
    with pytest.raises(PackError) as told:
        current_pack().overlay({"draft.yaml": UNREADABLE})
    assert [each.line for each in told.value.faults] == [3, 4]
    with pytest.raises(PackError) as told:
        current_pack().overlay({"draft.yaml": MISPLACED})
    assert [each.line for each in told.value.faults] == [3, 4, 5]
