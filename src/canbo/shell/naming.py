"""Names of codes for screens: titles, code lists and places as the rules in use name them."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.base.packs.queries import current_pack
from canbo.core.pack import Pack
from canbo.core.rules import Code
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import ABSENT, say

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
        """The name of a "LIST:code" of a place or an ethnic group."""
        return self.code(PREFIXES.get(code.partition(":")[0], ""), code)

    def choices(self, name: str) -> list[tuple[str, Text]]:
        """(code, name) of a list, in its order."""
        found = self.pack.lists.get(name)
        return [(each.code, each.name) for each in found.codes.values()] if found else []

    def _found(self, name: str, code: str) -> Code | None:
        found = self.pack.lists.get(name)
        return found.codes.get(code) if found else None


def names() -> Names:
    """The names of the rules in use."""
    return Names(current_pack())
