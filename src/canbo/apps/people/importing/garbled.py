"""Words of a font from before Unicode, or read in a wrong encoding: nobody is entered under such a name."""

from __future__ import annotations

import re

from canbo.lib.text import Text

#: What such a cell should have held.
UNICODE = Text(
    "chữ Unicode (ô này gõ bằng phông cũ như TCVN3, VNI, hoặc đã hỏng bảng mã: gõ lại)",
    "text in Unicode (typed in an old font such as TCVN3 or VNI, or read in a wrong encoding: type it again)",
)
#: Each way in which letters of Vietnamese go wrong, by what no word of a right text has.
_WAYS = (
    "[\ufffd\x80-\x9f\ue000-\uf8ff]",  # a letter that was lost, or that only one font knows
    "[\u202a-\u202e\u2066-\u2069]",  # signs that turn the direction of reading: what is seen is not what is kept
    r"[^\W\d]\?[^\W\d]",  # "Tr?n": a letter that the file had no place for
    "á[»º]|Ä[‘\u0090]|Æ[°¡]|Ã[¡-¿]",  # "Nguyá»…n": UTF-8 read as if it were of Western Europe
    r"[^\W\d_][¨ª¬µ¶¸¹¼½¾×Þþ][^\W\d_]|Þ(?!\w)",  # "V¨n", "ThÞ": TCVN3
    "(?i:[bcdđghklmnpqrstvx][ae][âêàáãåäùøûõéèúü])",  # "Vaên", "Nguyeãn": VNI, which writes the mark behind the letter
)
_GARBLED = re.compile("|".join(_WAYS))


def is_garbled(text: str) -> bool:
    """Whether a text (NFC) shows letters of an old font or of a wrong encoding."""
    return _GARBLED.search(text) is not None
