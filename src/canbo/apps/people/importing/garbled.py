"""Words of a font from before Unicode, or read in a wrong encoding: nobody is entered under such a name."""

from __future__ import annotations

import re

from canbo.lib.text import Text

#: What such a cell should have held.
UNICODE = Text(
    "chữ Unicode (ô này gõ bằng phông cũ như TCVN3, VNI, hoặc đã hỏng bảng mã: gõ lại)",
    "text in Unicode (typed in an old font such as TCVN3 or VNI, or read in a wrong encoding: type it again)",
)
#: A letter that the file had no place for: "Tr?n". An address on the web has such signs of its own.
_LOST = re.compile(r"[^\W\d]\?[^\W\d]")
#: What every other way has a sign of; most texts have none, and are looked at no further.
_SIGNS = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff\u202a-\u202e\u2066-\u2069\u2018\u00a0-\u00bf×Þþ]")
#: Each way in which letters of Vietnamese go wrong, by what no word of a right text has.
_WAYS = re.compile(
    "|".join(
        (
            "[\ufffd\x80-\x9f\ue000-\uf8ff]",  # a letter that was lost, or that only one font knows
            "[\u202a-\u202e\u2066-\u2069]",  # signs that turn the direction of reading
            "á[»º]|Ä[‘\u0090]|Æ[°¡]|Ã[¡-¿]",  # "Nguyá»…n": UTF-8 read as if it were of Western Europe
            r"[^\W\d_][¨ª¬µ¶¸¹¼½¾×Þþ][^\W\d_]|Þ(?!\w)",  # "V¨n", "ThÞ": TCVN3
        )
    )
)
#: "Vaên", "Nguyeãn": VNI, which writes the mark behind the letter, in syllables that end as Vietnamese ones do.
_VNI = re.compile(r"[bcdđghklmnpqrstvx][ae][âêàáãåäùøûõéèúü](?=(?:[iyou]|ch?|m|n[gh]?|p|t)?(?!\w))", re.IGNORECASE)
#: Letters that Vietnamese alone has: a text with one of them was not typed in VNI.
_OWN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def is_garbled(text: str) -> bool:
    """Whether a text (NFC) shows letters of an old font or of a wrong encoding."""
    if "?" in text and "://" not in text and _LOST.search(text):
        return True
    if text.isascii():
        return False
    if _SIGNS.search(text) and _WAYS.search(text):
        return True
    return not _OWN.search(text) and _VNI.search(text) is not None
