"""A jurist's slip of the key: whatever stands in a file of a pack, it is read or every fault tells file and line."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from canbo.core.errors import Fault, PackError
from canbo.core.loading import load_pack
from canbo.core.testing import FACTS, FILES

#: What a hand or a program writes by mistake in the place of a word.
SLIPS = (
    "null", "[]", "{}", "-1", "99999999999999999999", "1e400", ".nan", ".inf", "2025-02-30", "2025-13-01", "''", "true",
    "[1, 2", "{a: b", "&a *a", "!!python/object:os.system x", "1/0", "- - -", "\t", "12:30:45", "? a",
    "{vi: 1, en: 2}", "{a: {b: {c: d}}}", "0001-01-01", "9999-12-31", "*", "%", "@",
)  # fmt: skip
_WORD = re.compile(r"[^\s,{}\[\]:]+")


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the pack and its text with one or two slips: a word changed or lost, a line lost, doubled or moved."""
    name = draw(st.sampled_from(sorted(FILES)))
    lines = FILES[name].split("\n")
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(lines) - 1))
        words = list(_WORD.finditer(lines[place]))
        what = draw(st.sampled_from(("word", "word", "word", "lose", "double", "indent")))
        if what == "word" and words:
            word = draw(st.sampled_from(words))
            slip = draw(st.sampled_from(("", *SLIPS)))
            lines[place] = lines[place][: word.start()] + slip + lines[place][word.end() :]
        elif what == "lose" and len(lines) > 1:
            del lines[place]
        elif what == "double":
            lines.insert(place, lines[draw(st.integers(0, len(lines) - 1))])
        else:
            lines[place] = "  " + lines[place]
    return name, "\n".join(lines)


def faults_of(files: dict[str, str]) -> list[Fault] | None:
    """The faults of a pack; None for one that can be read."""
    try:
        load_pack(files, FACTS)
    except PackError as refused:
        return list(refused.faults)
    return None


@given(slips())
def test_a_pack_with_a_slip_is_read_or_every_fault_names_file_and_line(slip: tuple[str, str]):
    name, text = slip
    faults = faults_of({**FILES, name: text})
    assert faults != []
    for fault in faults or ():
        assert fault.file in FILES
        assert fault.line >= 1
        assert fault.message.strip()
