"""Vietnamese names: their parts and the order of lists.

Lists of people are sorted by given name first, then family, then middle name, in the order of the Vietnamese alphabet;
the tone of a syllable only decides between syllables that are otherwise equal.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from canbo.lib.text import nfc

#: The alphabet as sorted, with the letters f, j, w, z of foreign names at their Latin places.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: Each letter as two plain letters that sort alike bytewise. A tone is a digit and ends its syllable: digits sort
#: before letters, so that no sign is needed between words.
_RANKS = {letter: chr(97 + place // 6) + chr(97 + place % 6) for place, letter in enumerate(_LETTERS)}
#: Tones as combining marks, in the order ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
#: The width of the column that keeps a key.
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name as written: family name, middle name (may be empty), given name."""

    family: str
    middle: str
    given: str


def split_name(name: str) -> Name:
    """The parts of a full name: the first word, the words between, the last word. One word alone is a given name."""
    words = nfc(name).split()
    if not words:
        return Name("", "", "")
    if len(words) == 1:
        return Name("", "", words[0])
    return Name(words[0], " ".join(words[1:-1]), words[-1])


def sort_key(name: str) -> str:
    """Letters a–g and digits that sort bytewise, on every database, as Vietnamese lists of people are sorted.

    Given name, family name, middle name; letters before tones within each syllable. At most 240 characters.
    """
    parts = split_name(name)
    if not parts.given:
        return ""
    words = [_syllable(parts.given), _syllable(parts.family) if parts.family else "0"]
    return "".join(words + [_syllable(word) for word in parts.middle.split()])[:LONGEST]


@functools.lru_cache(maxsize=1 << 14)
def _syllable(word: str) -> str:
    """One syllable: its letters, then its tone as a digit."""
    letters: list[str] = []
    tone = "0"
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char):
            if letters:
                letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return "".join(_RANKS.get(letter) or _foreign(letter) for letter in letters) + tone


def _foreign(letter: str) -> str:
    """Letters and digits outside the alphabet sort after it, by their place in Unicode; signs do not count."""
    return "g" + "".join(chr(97 + int(digit, 16)) for digit in f"{ord(letter):05x}") if letter.isalnum() else ""
