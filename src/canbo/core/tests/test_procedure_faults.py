"""A faulty procedure is refused when the pack is loaded, with file and line of every fault."""

from __future__ import annotations

import pytest

from canbo.core.errors import PackError
from canbo.core.testing import a_pack
from canbo.core.testing_procedures import FILES

FILE = "procedures/choosing.yaml"


def faults(old: str, new: str, file: str = FILE) -> list[tuple[str, int, str]]:
    assert old in FILES[file]
    with pytest.raises(PackError) as told:
        a_pack({**FILES, file: FILES[file].replace(old, new, 1)})
    return [(fault.file, fault.line, fault.says.en) for fault in told.value.faults]


ONE = [
    ("next: C\n", "next: E\n", 10, "unknown step “E”"),
    ("next: end", "next: D", 39, "D is a dead end"),
    ("next: C\n", "next: D\n", 26, "no step leads to C"),
    ("after: [A]", "after: [D]", 10, "B waits for D, but a way to B does not pass it"),
    ("summons: leadership", "summons: leadreship", 10, "unknown attendees “leadreship”; did you mean “leadership”?"),
    ("ballot: agreeing", "ballot: agreein", 10, "unknown ballot “agreein”; did you mean “agreeing”?"),
    ("papers: [minutes]", "papers: [minute]", 10, "unknown paper “minute”; did you mean “minutes”?"),
    ("conditions: [caps]", "conditions: [cap]", 39, "unknown condition “cap”; did you mean “caps”?"),
    ("over: quorum", "over: quorun", 10, "unknown parameter “quorun”; did you mean “quorum”?"),
    ("over: quorum", "over: notice", 10, "parameter notice is in working_day, here share is needed"),
    ("ballot: agreeing", "ballot: hands", 10, "step B: hands need a threshold"),
    ("nobody: stop", "threshold: {over: majority, of: base}\n        nobody: stop", 10,
     "step B: the threshold of a secret vote stands in its kind of ballot"),
    ("        nobody: stop\n", "", 10, "step B: a ballot must say nobody: …"),
    ("        summons: leadership\n", "", 10, "step B: a meeting needs summons"),
    ("closed_by: approver, lists: narrows", "closed_by: approver, before: [minutes], lists: narrows", 39,
     "step D: before belongs to a meeting or to a step that makes the list"),
    ("step: C\n", "step: B\n", 26, "step “B” stands twice"),
    ("recuses: [person", "recuses: [persons", 21, "unknown recusal “persons”; did you mean “person”?"),
    ("since: 2025-10-08", "since: 2025-10-09", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "says"), ONE[:-1])
def test_each_fault_names_its_place_and_what_was_expected(old: str, new: str, line: int, says: str):
    found = faults(old, new)
    assert (FILE, line, says) in [(file, number, text[: len(says)]) for file, number, text in found], found


def test_a_denominator_that_no_meeting_counts_is_refused():
    found = faults("value: summoned", "value: not_named", "parameters/base.yaml")
    assert "the base base from 2025-10-08 (not_named) cannot be counted in a meeting" in [each[2] for each in found]


def test_a_number_that_does_not_hold_yet_is_refused():
    found = faults("since: 2025-10-08", "since: 2025-12-01", "parameters/quorum.yaml")
    assert "parameter quorum has no value on 2025-10-08" in [each[2] for each in found]


def test_a_circle_names_known_titles_only():
    found = faults("deputy_director", "deputy_directer", "procedures/attendees.yaml")
    assert found == [
        ("procedures/attendees.yaml", 1, "unknown title “deputy_directer”; did you mean “deputy_director”?")
    ]
