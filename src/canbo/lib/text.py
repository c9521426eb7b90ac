"""Text in the two languages of the screen, and folding and sorting of Vietnamese names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; Vietnamese is written first, English beside it."""

    vi: str
    en: str

    def __post_init__(self) -> None:
        if not self.vi.strip() or not self.en.strip():
            raise ValueError("a Text needs both languages")

    def in_language(self, language: str) -> str:
        """The sentence in `language` ("vi" or "en"); anything that does not begin with "en" reads Vietnamese."""
        return self.en if language.startswith("en") else self.vi

    def filled(self, **values: object) -> Text:
        """A copy with `{name}` places filled in both languages."""
        return Text(self.vi.format(**values), self.en.format(**values))


def nfc(text: str) -> str:
    """Composed form (NFC) with outer blanks removed and inner runs of blanks made one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Unmarked(dict[int, int | None]):
    """For `str.translate`: each character as it is, marks left out. Filled as characters are met."""

    def __missing__(self, character: int) -> int | None:
        self[character] = None if unicodedata.combining(chr(character)) else character
        return self[character]


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Search form: lower case, no diacritics, đ as d. "Đặng Thị Tuyết" → "dang thi tuyet"."""
    lowered = nfc(text).lower().replace("đ", "d")
    return lowered if lowered.isascii() else unicodedata.normalize("NFD", lowered).translate(_UNMARKED)


def share_text(share: Fraction) -> str:
    """A share as a reader writes it: 1/2 and 2/3 as they are, whole percents as 30 %, the rest as a fraction."""
    percent = share * 100
    if share.denominator in (2, 3) or percent.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{percent.numerator}\N{NO-BREAK SPACE}%"
