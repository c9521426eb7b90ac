"""Broken workbooks by the thousand: a good one, changed by chance in its cells, its parts or its bytes. Pure."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

import xlsxwriter

HEADER = ("Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Ngày tuyển dụng", "Nơi sinh")
GOOD = ("NV{n}", "Trần Thị Lan", "Nữ", "05/09/1974", "Tày", "01/03/1999", "")
#: What people, programs and malice put into cells.
NASTY = (
    "", " ", "\u00a0", "0", "-1", "1e308", "99999999999999999999", "31/02/1980", "29/02/2023", "00/00/0000", "05/1974",
    "1974", "1974-09-05", "2374-09-05", "45000", "=1+1", "+84", "@SUM(A1)", "#REF!", "#N/A", "<b>x</b>", "'", '"', "\\",
    "%s", "{0}", "\x01", "\ufeff", "\u202e", "e\u0302\u0301", "Nam", "nữ", "NỮ", "NV1", "nv1 ", "Ω" * 40, "x" * 40_000,
    "TRUE", "NaN", "½", "٣", "²", "null", "None", "; drop table people_person", "\n", "a\nb", "12/KL", "🙂",
)  # fmt: skip


def workbook(rows: Sequence[Sequence[str | float | bool]]) -> bytes:
    """A workbook with one sheet of these rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell[:32_767] if isinstance(cell, str) else cell)
    book.close()
    return out.getvalue()


def mutant(seed: int) -> bytes:
    """The broken workbook of that number: always the same bytes' worth of damage for the same number."""
    chance = random.Random(seed)
    return chance.choice(_WAYS)(chance)


def _good(chance: random.Random) -> list[list[str | float | bool]]:
    lines = range(1, chance.randrange(2, 6))
    return [list(HEADER), *([cell.format(n=n) for cell in GOOD] for n in lines)]


def _cells(chance: random.Random) -> bytes:
    rows = _good(chance)
    for _ in range(chance.randrange(1, 6)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice([*NASTY, chance.uniform(-1e6, 1e6), True, 1e300])
    return workbook(rows)


def _shape(chance: random.Random) -> bytes:
    rows = _good(chance)
    way = chance.randrange(5)
    if way == 0:
        rows = rows[1:]
    elif way == 1:
        rows.insert(chance.randrange(len(rows)), [chance.choice(NASTY)] * chance.randrange(1, 80))
    elif way == 2:
        rows = [[*row, *row] for row in rows]
    elif way == 3:
        rows = [row[: chance.randrange(len(row) + 1)] for row in rows]
    else:
        rows = [*rows, *rows]
    return workbook(rows)


def _bytes(chance: random.Random) -> bytes:
    data = bytearray(workbook(_good(chance)))
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(chance: random.Random) -> bytes:
    data = workbook(_good(chance))
    begin, end = sorted(chance.sample(range(len(data)), 2))
    return chance.choice((data[:begin], data[begin:], data[:begin] + data[end:], data + data[begin:end], b""))


def _parts(chance: random.Random) -> bytes:
    """Damage inside the archive, which itself stays sound: bytes of a part, a part gone, a part in another's place."""
    with zipfile.ZipFile(io.BytesIO(workbook(_good(chance)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    way = chance.randrange(4)
    if way == 0:
        del parts[name]
    elif way == 1:
        parts[name] = parts[chance.choice(sorted(parts))]
    else:
        parts[name] = _damaged(chance, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, data in parts.items():
            packed.writestr(each, data)
    return out.getvalue()


def _damaged(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(changed) or 1)
        way = chance.randrange(3)
        if way == 0 and changed:
            changed[at] = chance.randrange(256)
        elif way == 1:
            changed[at:at] = chance.choice(
                (b"<", b'"', b"&", b"&a;", b"0", b"99999999", b"\xff", b"<!--", b"A1:XFD1048576")
            )
        else:
            del changed[at : at + chance.randrange(1, 40)]
    return bytes(changed)


_WAYS: tuple[Callable[[random.Random], bytes], ...] = (_cells, _cells, _shape, _bytes, _cut, _parts, _parts)
