"""What a teller types for one paper: only where it differs from how most papers look. "3 7-9 12x" for 55 names.

A number, or a range, is an exception: the name is disagreed with, struck out, or chosen, as the kind of ballot has it.
A letter after it says otherwise: a, b, c the first, second, third box; o no box; x several boxes. A letter alone, at
the beginning, marks every name that is not mentioned.
"""

from __future__ import annotations

import re

from canbo.core.refusal import Refusal
from canbo.core.tally_kinds import NONE, SEVERAL, Kind
from canbo.lib.text import Text

_PART = re.compile(r"(?:(\d{1,4})(?:-(\d{1,4}))?)?([abcox])?", re.IGNORECASE)
_LETTERS = {"a": "1", "b": "2", "c": "3", "o": NONE, "x": SEVERAL}


def usual_mark(kind: Kind) -> str:
    """The mark of a name that the teller does not mention: agreed with, left standing, or not chosen."""
    return NONE if kind.marking == "boxes" and len(kind.options) == 1 else "1"


def exception_mark(kind: Kind) -> str | None:
    """The mark of a name typed without a letter; None where there are three boxes and a letter is needed."""
    return {1: NONE if kind.marking == "strike" else "1", 2: "2"}.get(len(kind.options))


def read_marks(kind: Kind, names: int, text: str) -> str:
    """The marks of a paper from what was typed. Raises Refusal (422) naming the part that cannot be read."""
    marks: list[str | None] = [None] * names
    usual = usual_mark(kind)
    for place, part in enumerate(text.replace(",", " ").split()):
        found = _PART.fullmatch(part)
        if found is None:
            raise _unread(
                part, Text("không phải số thứ tự hoặc chữ a, b, c, o, x", "no number and no letter a, b, c, o, x")
            )
        first, last, letter = found.groups()
        mark = _mark(kind, part, letter)
        if first is None:
            if place:
                raise _unread(part, Text("chữ đứng một mình phải ở đầu", "a letter alone stands at the beginning"))
            usual = mark
            continue
        for number in range(int(first), int(last or first) + 1) or (0,):
            if not 1 <= number <= names:
                raise _unread(part, Text(f"số thứ tự từ 1 đến {names}", f"numbers go from 1 to {names}"))
            if marks[number - 1] is not None:
                raise _unread(part, Text(f"tên số {number} đã nhập ở trước", f"name {number} was typed before"))
            marks[number - 1] = mark
    return "".join(mark or usual for mark in marks)


def write_marks(kind: Kind, marks: str) -> str:
    """What a teller would type for these marks: the shortest way is the one without a letter at the beginning."""
    usual, plain = usual_mark(kind), exception_mark(kind)
    letters = {mark: letter for letter, mark in _LETTERS.items()}
    parts: list[str] = []
    place = 0
    while place < len(marks):
        mark, end = marks[place], place
        while end + 1 < len(marks) and marks[end + 1] == mark:
            end += 1
        if mark != usual:
            span = f"{place + 1}" if end == place else f"{place + 1}-{end + 1}"
            parts.append(span + ("" if mark == plain else letters[mark]))
        place = end + 1
    return " ".join(parts)


def _mark(kind: Kind, part: str, letter: str | None) -> str:
    mark = _LETTERS[letter.lower()] if letter else exception_mark(kind)
    if mark is None:
        raise _unread(
            part, Text("thiếu chữ chỉ ô được đánh dấu: a, b hoặc c", "the letter of the box is missing: a, b or c")
        )
    if mark not in kind.marks:
        raise _unread(part, Text("phiếu này không có ô đó", "this paper has no such box"))
    return mark


def _unread(part: str, expected: Text) -> Refusal:
    return Refusal(
        "ballots.unread_entry",
        Text(f"Không đọc được “{part}”: {expected.vi}.", f"“{part}” cannot be read: {expected.en}."),
        status=422,
    )
