"""Sorting of Vietnamese names: by given name, which stands last, then by family name, then by what is between."""

from __future__ import annotations

import unicodedata

from canbo.lib.text import nfc

#: Order of the letters made from one base letter: a ă â, d đ, e ê, o ô ơ, u ư.
_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
#: Order of the tones: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
#: The length of the column that keeps the key.
_LONGEST = 240


def sort_key(name: str) -> str:
    """A text of plain letters and digits that sorts as the name does, the same in every database and collation.

    Syllables compare by their letters first and by their tone only when the letters are equal, as dictionaries do.
    """
    words = nfc(name).lower().replace("-", " ").split()
    return "".join(_syllable(word) for word in words[-1:] + words[:-1])[:_LONGEST]


def _syllable(word: str) -> str:
    letters: list[str] = []
    tone = "0"
    for character in unicodedata.normalize("NFD", word.replace("đ", "d\u0306")):
        if character in _TONES:
            tone = _TONES[character]
        elif character in _MARKS and letters:
            letters[-1] = letters[-1][0] + _MARKS[character]
        elif character.isalnum():
            letters.append(character + "0")
    return "".join(letters) + tone
