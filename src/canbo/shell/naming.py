"""Names of codes for screens: titles, code lists and places as the rules in use name them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from canbo.base.packs.queries import current_pack
from canbo.core.pack import Pack
from canbo.core.rules import Code, CodeList
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import ABSENT, d, say

#: Levels of bodies and titles, highest first.
LEVELS = {
    "central": Text("Trung ương", "Central"),
    "province": Text("Cấp tỉnh", "Province"),
    "district": Text("Cấp huyện", "District"),
    "commune": Text("Cấp xã", "Commune"),
    "grassroots": Text("Cơ sở", "Grassroots"),
}
#: The code lists of places and ethnic groups by the prefix of their codes.
PREFIXES = {"P63": "provinces-63", "P34": "provinces-34", "GSO": "ethnic-gso", "OLD": "ethnic-old"}
_BEFORE = Text("trước", "before")


@dataclass(frozen=True)
class Names:
    """The names of one pack. Made once per page: reading the pack looks at its files."""

    pack: Pack

    def title(self, code: str) -> str:
        """A title's name; an unknown code as it stands."""
        found = self.pack.titles.get(code)
        return say(found.name) if found else code

    def code(self, name: str, code: str) -> str:
        """A code's name in a list; an unknown code as it stands; a blank as a dash."""
        if not code:
            return ABSENT
        found = self._found(name, code)
        return say(found.name) if found else code

    def prefixed(self, code: str) -> str:
        """The name of a "LIST:code" of a place or an ethnic group; one that another place bears now says until when."""
        name = PREFIXES.get(code.partition(":")[0], "")
        until = self._borne_until(name, code)
        return f"{self.code(name, code)} ({say(_BEFORE)} {d(until)})" if until else self.code(name, code)

    def _borne_until(self, name: str, code: str) -> dt.date | None:
        """The day on which a newer list gave the name of a code to another place; None where the name is its own."""
        found = self._found(name, code)
        newer = (each for each in self.pack.lists.values() if found and each.after == name and each.since)
        return next((each.since for each in newer if found and _another(found, each)), None)

    def choices(self, name: str) -> list[tuple[str, Text]]:
        """(code, name) of a list, in its order."""
        found = self.pack.lists.get(name)
        return [(each.code, each.name) for each in found.codes.values()] if found else []

    def _found(self, name: str, code: str) -> Code | None:
        found = self.pack.lists.get(name)
        return found.codes.get(code) if found else None


def _another(old: Code, newer: CodeList) -> bool:
    return any(each.name == old.name and each.parts and each.parts != (old.code,) for each in newer.codes.values())


def names() -> Names:
    """The names of the rules in use."""
    return Names(current_pack())
