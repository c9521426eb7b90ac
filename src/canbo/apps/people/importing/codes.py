"""Codes and their names: what a cell means in a code list, and how an export writes a code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from canbo.core.errors import nearest_names
from canbo.core.rules import CodeList, Title
from canbo.lib.text import Text, fold

#: Names of lists that are not code lists of the pack: its titles, and the bodies of the register.
TITLES = "titles"
BODIES = "bodies"


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

    A list may be given as several, "provinces-34|provinces-63": the first that knows the text answers.
    """

    def __init__(self, pack: Lists) -> None:
        self.pack = pack
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
        for each in self._lists(name):
            if found := each.find(text):
                return found.code
        return None

    def name(self, name: str, code: str) -> str:
        """How an export writes a code: its Vietnamese name where reading that gives the code again, else the code."""
        words = self._name(name, code)
        return words if words and self.find(name, words) == code else code

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
        """What a cell should have held: the nearest names, or some of the list."""
        near = nearest_names(text, self._names(name))
        shown = near or tuple(sorted(self._names(name)))[:6]
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
