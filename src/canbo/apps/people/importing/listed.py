"""Cells that list several rows: yearly ratings, a career, rewards, confirmed sections.

Items stand on their own lines or are parted by semicolons. Each maker has its writer beside it: what is written is read
back as the same rows.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from canbo.apps.people.importing import cells
from canbo.apps.people.importing.cells import Parser, When
from canbo.apps.people.importing.codes import TITLES, CodeBook
from canbo.apps.people.importing.errors import Expected
from canbo.apps.people.models import MEMBERSHIP, SECTIONS
from canbo.lib.text import Text, fold

#: Values of one listed row by column.
Item = dict[str, Any]
#: A reader of one item: its values, or what was expected.
ItemReader = Callable[[str], Item | Expected]
#: The body that a text names from a day to a day (None: until now); None when there is none.
BodyOfSpell = Callable[[str, When, "When | None"], "int | Expected | None"]

_PARTS = re.compile(r"[;\n]")
_RATING = re.compile(r"(\d{4})\s*[:-]\s*(.+)")
_SPELL = re.compile(r"(?P<since>[\d/.]+)\s*[–—-]\s*(?P<last>[\d/.]+|nay|)\s*:\s*(?P<rest>.+)", re.IGNORECASE)
_BODY = re.compile(r"(?P<title>.+?)\s*\((?P<body>[^()]*)\)")
_REWARD = re.compile(r"(?:(?P<on>[\d/.]+)\s*:\s*)?(?P<form>.+)")
_CONCURRENT = "[kiêm nhiệm]"

RATING = Text(
    "năm: mức xếp loại; …, như “2023: Hoàn thành tốt nhiệm vụ; 2024: Hoàn thành xuất sắc nhiệm vụ”",
    "year: grade; …, such as “2023: Hoàn thành tốt nhiệm vụ”",
)
SPELL = Text(
    "từ – đến: chức danh (mã đơn vị); …, như “02/2015 – 06/2019: Trưởng phòng (SNV)”, đang giữ thì ghi “nay”",
    "from – to: title (body code); …, such as “02/2015 – 06/2019: Trưởng phòng (SNV)”, “nay” while it lasts",
)
REWARD = Text(
    "ngày hoặc năm: hình thức; …, như “2021: Bằng khen của Thủ tướng Chính phủ”",
    "day or year: form; …, such as “2021: Bằng khen của Thủ tướng Chính phủ”",
)
SECTION = Text(
    "tên mục: ngày xác nhận; …, như “Văn bằng: 01/06/2026”", "section: day; …, such as “Văn bằng: 01/06/2026”"
)

#: Sections of a dossier as the workbook names them.
SECTION_NAMES = {
    "career": "Quá trình công tác",
    "seats": "Cấp ủy",
    "degrees": "Văn bằng",
    "theory": "Lý luận chính trị",
    "certificates": "Chứng chỉ",
    "ratings": "Xếp loại",
    "discipline": "Kỷ luật",
    "proceedings": "Thanh tra, kiểm tra",
    "planning": "Quy hoạch",
    "family": "Gia đình",
    "rewards": "Khen thưởng",
    "papers": "Giấy tờ",
    "membership": "Đảng viên",
}
_SECTIONS = {fold(name): code for code, name in SECTION_NAMES.items()} | {
    code: code for code in (*SECTIONS, MEMBERSHIP)
}


def listed_parser(register: str, constants: Mapping[str, Any], book: CodeBook, bodies: BodyOfSpell) -> Parser:
    """The parser of a cell that lists rows of a register: a tuple of their values."""
    readers: dict[str, ItemReader] = {
        "rating": lambda text: _rating(text, book),
        "holding": lambda text: _spell(text, book, bodies),
        "reward": lambda text: _reward(text, book),
        "section": _section,
    }
    reader = readers[register]
    same: dict[tuple[Any, ...], Item] = {}

    @functools.cache
    def read(part: str) -> Item | Expected | None:
        """The item of a part; equal items of a column are one object, for a province writes few different ones."""
        text = cells.plain_text(part)
        item = reader(text) if text else None
        if item is None or isinstance(item, Expected):
            return item
        full = {**constants, **item}
        return same.setdefault(tuple(full.items()), full)

    def parse(cell: Any) -> Any:
        # The lines of a cell part its items, so the text is not tidied before it is cut.
        found: dict[int, Item] = {}
        for part in _PARTS.split(cell if isinstance(cell, str) else cells.plain_text(cell)):
            item = read(part)
            if isinstance(item, Expected):
                return item
            if item is not None:
                found[id(item)] = item
        return tuple(found.values()) or None

    return parse


def _rating(text: str, book: CodeBook) -> Item | Expected:
    match = _RATING.fullmatch(text)
    if not match or int(match[1]) not in cells.YEARS:
        return Expected(RATING)
    grade = book.find("rating-grades", match[2])
    if grade is None:
        return Expected(book.expected("rating-grades", match[2]))
    return {"year": int(match[1]), "grade": grade}


def _spell(text: str, book: CodeBook, bodies: BodyOfSpell) -> Item | Expected:
    concurrent = text.endswith(_CONCURRENT)
    match = _SPELL.fullmatch(text.removesuffix(_CONCURRENT).strip())
    if not match:
        return Expected(SPELL)
    item: Item = {"concurrent": concurrent}
    days: dict[str, When] = {}
    for name, end in (("since", False), ("last", True)):
        written = match[name]
        if name == "last" and written.lower() in ("nay", ""):
            item |= {"last": "", "last_lo": None, "last_hi": None}
            continue
        date = cells.date_parser(end=end)(written)
        if isinstance(date, Expected):
            return date
        item |= spread(name, date)
        days[name] = date
    return _with_title(item, match["rest"], book, lambda text: bodies(text, days["since"], days.get("last")))


def _with_title(
    item: Item, rest: str, book: CodeBook, bodies: Callable[[str], int | Expected | None]
) -> Item | Expected:
    code = book.find(TITLES, rest)
    if code is not None:
        return item | {"title": code}
    match = _BODY.fullmatch(rest)
    title = match["title"] if match else rest
    code = book.find(TITLES, title)
    if code is None:
        return Expected(book.expected(TITLES, title))
    if not match:
        return item | {"title": code}
    body = bodies(match["body"])
    if isinstance(body, Expected):
        return body
    if body is None:
        return Expected(Text(f"mã đơn vị đã có, không phải “{match['body']}”", f"a known body, not “{match['body']}”"))
    return item | {"title": code, "body_id": body}


def _reward(text: str, book: CodeBook) -> Item | Expected:
    match = _REWARD.fullmatch(text)
    if not match:
        return Expected(REWARD)
    form = book.find("reward-forms", match["form"])
    if form is None:
        return Expected(book.expected("reward-forms", match["form"]))
    if not match["on"]:
        return {"form": form}
    date = cells.date_parser()(match["on"])
    return date if isinstance(date, Expected) else {"form": form} | spread("on", date)


def _section(text: str) -> Item | Expected:
    name, _, day = text.rpartition(":")
    code = _SECTIONS.get(fold(name))
    date = cells.date_parser()(day.strip()) if code else Expected(SECTION)
    return date if isinstance(date, Expected) else {"name": code} | spread("confirmed", date)


def spread(name: str, date: When) -> Item:
    """The three columns of a date."""
    return {name: date.written, f"{name}_lo": date.lo, f"{name}_hi": date.hi}


def put(given: Item, name: str, value: Any) -> None:
    """Set a column from a parsed value: a date fills three, a paper says that it is confirmed."""
    if name == "present":
        given["confirmed"] = True
        name = "issued" if type(value) is When else ""
    if type(value) is When:
        given[name], given[f"{name}_lo"], given[f"{name}_hi"] = value.written, value.lo, value.hi
    elif name:
        given[name] = value


def write_items(register: str, rows: Sequence[Mapping[str, Any]], book: CodeBook, body_codes: Mapping[int, str]) -> str:
    """The cell that `listed_parser` reads back as these rows."""
    writers: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "rating": lambda row: f"{row['year']}: {book.name('rating-grades', row['grade'])}",
        "holding": lambda row: _write_spell(row, book, body_codes),
        "reward": lambda row: _write_reward(row, book),
        "section": lambda row: f"{SECTION_NAMES.get(row['name'], row['name'])}: {cells.shown_date(row['confirmed'])}",
    }
    return "\n".join(writers[register](row) for row in rows)


def _write_spell(row: Mapping[str, Any], book: CodeBook, body_codes: Mapping[int, str]) -> str:
    body = f" ({body_codes[row['body_id']]})" if row["body_id"] else ""
    last = cells.shown_date(row["last"]) or "nay"
    title = book.name(TITLES, row["title"])
    text = f"{cells.shown_date(row['since'])} – {last}: {title}{body}"
    return f"{text} {_CONCURRENT}" if row["concurrent"] else text


def _write_reward(row: Mapping[str, Any], book: CodeBook) -> str:
    form = book.name("reward-forms", row["form"])
    return f"{cells.shown_date(row['on'])}: {form}" if row["on"] else form
