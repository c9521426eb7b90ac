"""YAML with line marks: nodes that read themselves as dates, numbers, texts, and note each fault instead of stopping.

A reader that fails notes the fault and gives a harmless stand-in, so that one pass finds every fault of a file; an
entity in which a fault was noted is not used further (`Book.sound`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import yaml

from canbo.core.errors import Fault, Spot, nearest_names
from canbo.lib.text import Text, nfc

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLAGS = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
NEVER = dt.date(1, 1, 1)
NOTHING = Text("?", "?")


@dataclass
class Book:
    """The faults found so far."""

    faults: list[Fault] = field(default_factory=list)
    unread: bool = False  # a file is no YAML at all: what is missing may stand in it

    def note(self, spot: Spot, vi: str, en: str) -> None:
        """Note one fault."""
        fault = Fault(spot.file, spot.line, Text(vi, en))
        if fault not in self.faults:
            self.faults.append(fault)

    def note_unknown(self, spot: Spot, vi: str, en: str, name: str, known: Iterable[str]) -> None:
        """Note a name that leads nowhere, with the nearest known one."""
        near = nearest_names(name, known, most=1)
        hint_vi, hint_en = (f"; có phải “{near[0]}”?", f"; did you mean “{near[0]}”?") if near else ("", "")
        self.note(spot, f"{vi} “{name}” không có{hint_vi}", f"unknown {en} “{name}”{hint_en}")

    def mark(self) -> int:
        """How many faults there are now; see `sound`."""
        return len(self.faults)

    def sound(self, mark: int) -> bool:
        """True when no fault was noted since the mark."""
        return len(self.faults) == mark


@dataclass(frozen=True)
class Node:
    """One YAML node, or the absence of a required one (`raw` None: its fault is already noted)."""

    book: Book
    file: str
    raw: yaml.Node | None
    line: int

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(self.file, self.line)

    def note(self, vi: str, en: str) -> None:
        """Note a fault here."""
        self.book.note(self.spot, vi, en)

    def inner(self, raw: yaml.Node) -> Node:
        """A node inside this one."""
        return Node(self.book, self.file, raw, raw.start_mark.line + 1)

    @property
    def is_map(self) -> bool:
        """True for {key: value}."""
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """True for [a, b]."""
        return isinstance(self.raw, yaml.SequenceNode)

    @property
    def is_null(self) -> bool:
        """True for an explicit null."""
        return isinstance(self.raw, yaml.ScalarNode) and not self.raw.style and self.raw.value in ("", "~", "null")

    @property
    def plain(self) -> str:
        """The text of a scalar, "" for anything else."""
        return self.raw.value if isinstance(self.raw, yaml.ScalarNode) else ""

    def pairs(self) -> list[tuple[str, Node]]:
        """Keys and values of a mapping; notes duplicate keys and a node that is no mapping."""
        if self.raw is None:
            return []
        if not isinstance(self.raw, yaml.MappingNode):
            self.note("phải là một bảng khóa: giá trị", "must be a mapping of key: value")
            return []
        found: dict[str, Node] = {}
        for key_raw, value_raw in self.raw.value:
            key = self.inner(key_raw)
            if key.plain in found:
                key.note(f"khóa “{key.plain}” lặp lại", f"duplicate key “{key.plain}”")
                continue
            found[key.plain] = self.inner(value_raw)
        return list(found.items())

    def elements(self) -> list[Node]:
        """The elements of a list; notes a node that is no list."""
        if self.raw is None:
            return []
        if not isinstance(self.raw, yaml.SequenceNode):
            self.note("phải là một danh sách", "must be a list")
            return []
        return [self.inner(raw) for raw in self.raw.value]

    def fields(self, required: str, optional: str = "") -> Fields:
        """The mapping's fields by name; notes unknown and missing ones. Names are given separated by blanks."""
        needed, known = required.split(), (required + " " + optional).split()
        pairs = dict(self.pairs())
        for key, node in pairs.items():
            if key not in known:
                self.book.note_unknown(Spot(self.file, self._key_line(key, node)), "mục", "key", key, known)
        for key in needed:
            if key not in pairs and self.is_map:
                self.note(f"thiếu mục “{key}”", f"key “{key}” is missing")
        return Fields(self, {key: node for key, node in pairs.items() if key in known})

    def _key_line(self, key: str, node: Node) -> int:
        if isinstance(self.raw, yaml.MappingNode):
            for key_raw, _ in self.raw.value:
                if getattr(key_raw, "value", None) == key:
                    return int(key_raw.start_mark.line) + 1
        return node.line

    def text(self) -> str:
        """A text in composed form."""
        if self.raw is None:
            return ""
        if not isinstance(self.raw, yaml.ScalarNode) or self.is_null:
            self.note("phải là chữ", "must be a text")
            return ""
        return nfc(self.raw.value)

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(element.text() for element in self.elements())

    def whole(self) -> int:
        """A whole number."""
        if self.raw is None:
            return 0
        if not _WHOLE.fullmatch(self.plain):
            self.note(f"phải là số nguyên, không phải “{self.plain}”", f"must be a whole number, not “{self.plain}”")
            return 0
        return int(self.plain)

    def flag(self) -> int:
        """true or false, as 1 or 0."""
        if self.raw is None:
            return 0
        if self.plain not in _FLAGS:
            self.note(
                f"phải là true hoặc false, không phải “{self.plain}”", f"must be true or false, not “{self.plain}”"
            )
        return _FLAGS.get(self.plain, 0)

    def day(self) -> dt.date:
        """A day, YYYY-MM-DD."""
        if self.raw is None:
            return NEVER
        if _DAY.fullmatch(self.plain):
            try:
                return dt.date.fromisoformat(self.plain)
            except ValueError:
                pass  # noted below: 2023-02-29 looks like a day and is none
        self.note(
            f"phải là ngày YYYY-MM-DD, không phải “{self.plain}”", f"must be a day YYYY-MM-DD, not “{self.plain}”"
        )
        return NEVER

    def both(self) -> Text:
        """A text in both languages: {vi: …, en: …}."""
        if self.raw is None:
            return NOTHING
        inner = self.fields("vi en")
        vi, en = inner["vi"].text(), inner["en"].text()
        return Text(vi, en) if vi and en else NOTHING

    def one_of(self, options: Iterable[str], vi: str, en: str) -> str:
        """One word out of a closed set; notes another with the nearest of the set."""
        word = self.text()
        if self.raw is not None and word and word not in (known := tuple(options)):
            self.book.note_unknown(self.spot, vi, en, word, known)
        return word


@dataclass(frozen=True)
class Fields:
    """The fields of a mapping; a missing required one reads as an absence whose fault is already noted."""

    of: Node
    nodes: dict[str, Node]

    def __contains__(self, name: str) -> bool:
        return name in self.nodes

    def __getitem__(self, name: str) -> Node:
        return self.nodes.get(name) or Node(self.of.book, self.of.file, None, self.of.line)

    def given(self, name: str) -> Node | None:
        """The field, or None when it is left out or null."""
        node = self.nodes.get(name)
        return None if node is None or node.is_null else node


def documents(book: Book, file: str, text: str) -> Iterator[Node]:
    """The documents of one YAML text; a text that is no YAML is one fault."""
    try:
        raws = list(yaml.compose_all(unicodedata.normalize("NFC", text), Loader=_LOADER))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(fault, "problem", None) or str(fault)
        book.unread = True
        book.note(Spot(file, line), f"không đọc được YAML: {problem}", f"not YAML: {problem}")
        return
    for raw in raws:
        if raw is not None:
            yield Node(book, file, raw, raw.start_mark.line + 1)
