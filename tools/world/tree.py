"""Bodies as plain values: a unit with its versions over time, and the tree that knows them by code and by sort."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.world.places import NEW_PLACE, OLD_PLACE
from tools.world.rows import BodyVersionRow
from tools.world.timeline import JOINED, REFORMED, iso

FOUNDED = "1976-03-27"
_BEGIN = 721_000  # an ordinal before every career
REFORM = "Nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã"


@dataclass(slots=True)
class Unit:
    """A body: its versions in order of time, what it is for the generator (`sort`), and where its people go when it ends.

    `since` and `last` are ordinals (`last` None while it lasts); `top` groups a body with its parts for careers.
    `joined` is the code of the body that took it with its posts and people at the merger of districts: for careers it
    goes on until the reform, on the register it goes on under that code.
    """

    code: str
    sort: str
    versions: list[BodyVersionRow]
    top: str
    since: int = _BEGIN
    last: int | None = None
    successor: str = ""
    predecessors: list[str] = field(default_factory=list)
    upland: bool = False
    joined: str = ""

    @property
    def name(self) -> str:
        """What it is called (lastly)."""
        return self.versions[-1].name

    @property
    def level(self) -> str:
        """Its level (lastly)."""
        return self.versions[-1].level

    def exists(self, since: int, last: int) -> bool:
        """Whether it stands over all days from `since` to `last`."""
        return self.since <= since and (self.last is None or last <= self.last)

    @property
    def homes(self) -> list[tuple[str, int, int | None]]:
        """Under which codes it went on, each with its first and last day."""
        if not self.joined:
            return [(self.code, self.since, self.last)]
        return [(self.code, self.since, JOINED - 1), (self.joined, JOINED, self.last)]


class Tree:
    """Bodies by code, in the order in which they were added, and by sort."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.by_sort: dict[str, list[Unit]] = {}

    def add(
        self,
        code: str,
        sort: str,
        name: str,
        parent: str,
        kind: str,
        level: str,
        *,
        top: str = "",
        short: str = "",
        since: int | None = None,
        last: int | None = None,
        successor: str = "",
        upland: bool = False,
        decree: str = "",
        next_parent: str = "",
    ) -> Unit:
        """Add a body; `next_parent` is where it hangs since the reform of 1 July 2025."""
        begin, end = iso(since) if since else FOUNDED, iso(last) if last else ""
        place = NEW_PLACE if since and since >= REFORMED else OLD_PLACE
        versions = [BodyVersionRow(parent, name, short, kind, level, place, begin, end, decree)]
        if not end and place == OLD_PLACE:  # the reform gave every place a code of the new list
            versions = [
                versions[0]._replace(last=iso(REFORMED - 1)),
                versions[0]._replace(parent=next_parent or parent, place=NEW_PLACE, since=iso(REFORMED), decree=REFORM),
            ]
        unit = Unit(code, sort, versions, top or code, since or _BEGIN, last, successor, upland=upland)
        self.units[code] = unit
        self.by_sort.setdefault(sort, []).append(unit)
        if successor:
            self.units[successor].predecessors.append(code)
        return unit
