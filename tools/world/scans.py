"""Papers and portraits of the demo, made on the spot: small PDFs that say what they are, and drawings of nobody."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from random import Random

import typst
from django.contrib.staticfiles import finders

_WIDTH, _HEIGHT = 120, 180
_SKIN = ((236, 203, 172), (222, 184, 150), (205, 164, 130))
_HAIR = ((32, 28, 26), (52, 44, 40), (84, 80, 78))
_COATS = ((38, 56, 92), (62, 62, 70), (90, 40, 46), (40, 78, 66))
_GROUNDS = ((206, 222, 238), (222, 230, 222), (232, 226, 214))
_PAGE = """
#set page(width: 148mm, height: 105mm, margin: 14mm)
#set text(font: "Liberation Serif", size: 11pt, lang: "vi")
#let it = json(bytes(sys.inputs.data))
#place(center + horizon, rotate(-20deg, text(size: 40pt, fill: luma(225))[BẢN MẪU]))
#align(center)[#text(size: 9pt)[#it.issuer] \\ #v(4mm) #text(size: 15pt, weight: "bold")[#upper(it.kind)]]
#v(5mm)
#for (name, said) in it.lines [ #name: *#said* \\ ]
#v(1fr)
#text(size: 8pt, fill: luma(110))[Giấy tờ trình diễn, do máy dựng; người và số liệu không có thật.]
"""


def scan(kind: str, issuer: str, lines: list[tuple[str, str]]) -> bytes:
    """A paper as a small PDF: what it is, who issued it, and what it says. The same for the same words."""
    data = json.dumps({"kind": kind, "issuer": issuer, "lines": lines}, ensure_ascii=False)
    return typst.compile(
        _PAGE.encode(), sys_inputs={"data": data}, font_paths=[_fonts()], ignore_system_fonts=True, timestamp=0
    )


@cache
def _fonts() -> str:
    return str(finders.find("fonts/liberation"))


def portrait(seed: str, *, woman: bool) -> bytes:
    """A drawn head and shoulders, 120 × 180, as PNG: no real person, and the same for the same seed."""
    rng = Random(seed)
    colours = [rng.choice(each) for each in (_GROUNDS, _COATS, _HAIR, _SKIN)]
    rows = b"".join(b"\x00" + bytes(row) for row in _drawn(colours, woman=woman, wide=rng.randrange(24, 29)))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def _drawn(colours: list[tuple[int, int, int]], *, woman: bool, wide: int) -> Iterator[list[int]]:
    """The rows of the picture, each its colours in a line: shoulders before the ground, hair, then the face."""
    ground, coat, hair, skin = colours
    for y in range(_HEIGHT):
        row: list[int] = []
        for x in range(_WIDTH):
            colour = ground
            if _inside(x, y, 60, 190, 54, 66):
                colour = coat
            if _inside(x, y, 60, 128, 9, 9) and y > 120:
                colour = (245, 245, 245)
            if _inside(x, y, 60, 74, wide + 7, 38) and y < (118 if woman else 72):
                colour = hair
            if abs(x - 60) < 10 and 100 < y < 126 or _inside(x, y, 60, 82, wide, 33):
                colour = skin
            if any(_inside(x, y, eye, 78, 3, 2) for eye in (49, 71)) or y == 98 and abs(x - 60) < 7:
                colour = hair
            row += colour
        yield row


def _inside(x: int, y: int, across: int, down: int, wide: int, high: int) -> bool:
    """Whether a point lies in an ellipse."""
    return ((x - across) * high) ** 2 + ((y - down) * wide) ** 2 <= (wide * high) ** 2


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
