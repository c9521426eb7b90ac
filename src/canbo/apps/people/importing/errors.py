"""What can be wrong with a file: faults of single cells, and files that cannot be read at all."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.core.refusal import Refusal
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class CellFault:
    """One faulty cell: where it stands (as the spreadsheet names rows and columns), what it holds, what was expected.

    `row` is 1 for the first line of the sheet; 0 when the fault is not in a row. `column` is a letter, "" for none.
    """

    sheet: str
    row: int
    column: str
    column_title: str
    value: str
    expected: Text


@dataclass(frozen=True, slots=True)
class Expected:
    """A parser's answer to a text that it cannot take: what it would have taken."""

    says: Text


def unreadable(code: str, vi: str, en: str, remedy: Text | None = None) -> Refusal:
    """The refusal of a whole file: nothing of it was read and nothing written."""
    return Refusal(f"import-{code}", Text(vi, en), remedy, status=422)


def column_letter(index: int) -> str:
    """The spreadsheet's name of a column: 0 → "A", 26 → "AA"."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
