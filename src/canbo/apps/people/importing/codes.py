"""Codes and their names: what a cell means in a code list, and how an export writes a code."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from canbo.core.errors import nearest_names
from canbo.core.rules import Code, CodeList, Title
from canbo.lib.text import Text, fold

#: Names of lists that are not code lists of the pack: its titles, and the bodies of the register.
TITLES = "titles"
BODIES = "bodies"
#: A name with its code behind: "Bắc Ninh (P34:24)".
_WITH_CODE = re.compile(r"(?P<name>.+) \((?P<code>[A-Z0-9]+:\w+)\)")


class Lists(Protocol):
    """What the import needs of a rule pack. `core.pack.Pack` offers it."""

    @property
    def lists(self) -> Mapping[str, CodeList]:
        """Code lists by name."""

    @property
    def titles(self) -> Mapping[str, Title]:
        """The catalogue of titles."""


class CodeBook:
    """The code lists of a pack as an import reads and an export writes them.

    A list may be given as several, "provinces-34|provinces-63": the first that knows the text answers. Where a name
    stands in a list and in the one that it took the place of, and no longer means the same place, the day on which the
    text was written (`made`) decides; without that day the name is not understood, and `expected` asks which is meant.
    """

    def __init__(self, pack: Lists, made: dt.date | None = None) -> None:
        self.pack = pack
        self.made = made
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, name: str, text: str) -> str | None:
        """The code that a text means, or None. Each text is looked up once."""
        asked = (name, text)
        if asked not in self._found:
            self._found[asked] = self._find(name, text)
        return self._found[asked]

    def _find(self, name: str, text: str) -> str | None:
        if name == TITLES:
            return self._titles.get(fold(text)) if text not in self.pack.titles else text
        if match := _WITH_CODE.fullmatch(text):
            return self._agreed(name, match["name"], match["code"])
        found = self._meanings(name, text)
        return next(iter(found)) if len(found) == 1 else None

    def _agreed(self, name: str, words: str, code: str) -> str | None:
        """A code written behind a name, where the name is its own."""
        named = [each.find(words) for each in self._lists(name) if code in each.codes]
        return code if any(each and each.code == code for each in named) else None

    def _meanings(self, name: str, text: str) -> dict[str, CodeList]:
        """What a text can mean, likeliest first: several codes only where its place changed and no day was given."""
        found = [(code, each) for each in self._lists(name) if (code := each.find(text))]
        for newer, older in itertools.pairwise(found):
            if not _changed(newer, older):
                continue
            if self.made is None:
                return {code.code: each for code, each in (newer, older)}
            code, each = newer if (newer[1].since or dt.date.min) <= self.made else older
            return {code.code: each}
        return {code.code: each for code, each in found[:1]}

    def name(self, name: str, code: str) -> str:
        """How an export writes a code: its Vietnamese name where reading that gives the code again, else the code."""
        words = self._name(name, code)
        if not words or self.find(name, words) == code:
            return words or code
        whole = f"{words} ({code})"
        return whole if self.find(name, whole) == code else code

    def known(self, name: str, code: str) -> bool:
        """Whether the list has this code."""
        return self._name(name, code) != ""

    def rank(self, name: str, code: str) -> int:
        """The rank of a code in an ordered list; 0 for a code without one."""
        for each in self._lists(name):
            if code in each.codes:
                return each.codes[code].rank or 0
        return 0

    def expected(self, name: str, text: str) -> Text:
        """What a cell should have held: which of two meanings, the nearest names, or some of the list."""
        if name != TITLES and len(several := self._meanings(name, text)) > 1:
            return _which(several)
        near = nearest_names(text, self._names(name))
        shown = near or tuple(sorted(set(self._names(name))))[:6]
        words = ", ".join(f"“{each}”" for each in shown)
        if near:
            return Text(
                f"một mã hoặc tên trong danh mục; gần nhất: {words}", f"a code or name of the list; nearest: {words}"
            )
        return Text(
            f"một mã hoặc tên trong danh mục, như {words or '…'}", f"a code or name of the list, such as {words or '…'}"
        )

    @cached_property
    def _titles(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, title in self.pack.titles.items():
            for spelling in (code, title.name.vi, title.name.en):
                found.setdefault(fold(spelling), code)
        return found

    def _lists(self, name: str) -> tuple[CodeList, ...]:
        return tuple(self.pack.lists[each] for each in name.split("|") if each in self.pack.lists)

    def _name(self, name: str, code: str) -> str:
        if name == TITLES:
            return self.pack.titles[code].name.vi if code in self.pack.titles else ""
        return next((each.codes[code].name.vi for each in self._lists(name) if code in each.codes), "")

    def _names(self, name: str) -> list[str]:
        if name == TITLES:
            return [title.name.vi for title in self.pack.titles.values()]
        return [code.name.vi for each in self._lists(name) for code in each.codes.values()]


def _changed(newer: tuple[Code, CodeList], older: tuple[Code, CodeList]) -> bool:
    """Whether a name means another place since its list took the place of the older one."""
    (code, codes), (before, former) = newer, older
    return codes.after == former.name and bool(code.parts) and code.parts != (before.code,)


def _which(several: Mapping[str, CodeList]) -> Text:
    """A question between the codes that a name has had."""
    vi = " hoặc ".join(f"“{each.codes[code].name.vi} ({code})”{_days(each).vi}" for code, each in several.items())
    en = " or ".join(f"“{each.codes[code].name.en} ({code})”{_days(each).en}" for code, each in several.items())
    return Text(
        f"ghi rõ theo danh mục nào: {vi}; hoặc cho biết ngày lập tệp",
        f"say in which list: {en}; or give the day on which the file was made",
    )


def _days(codes: CodeList) -> Text:
    if codes.since is None:
        return Text(" (danh mục trước)", " (the list before)")
    return Text(f" (từ {codes.since:%d/%m/%Y})", f" (from {codes.since:%d/%m/%Y})")
