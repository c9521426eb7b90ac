"""The merger of two districts on 1 January 2025, half a year before all districts end."""

from __future__ import annotations

from tools.world.timeline import JOINED, iso
from tools.world.tree import Tree, Unit

_EVE, _DAY = iso(JOINED - 1), iso(JOINED)
DECREE = "Nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp huyện"


def join_districts(grown: Tree) -> None:
    """The last district goes into the one before it, each of its bodies into the same body there; what hung under
    them hangs under those from then on."""
    *_, into, gone = ["", *(unit.code for unit in grown.by_sort["district"])]
    if not into:
        return
    ours = [unit for unit in grown.units.values() if unit.sort.startswith("district") and unit.code.startswith(gone)]
    for unit in ours:
        unit.joined = into + unit.code.removeprefix(gone)
        unit.versions[-1] = unit.versions[-1]._replace(last=_EVE)
    joined = {unit.code: unit.joined for unit in ours}
    for unit in grown.units.values():
        if unit.code not in joined:
            _hang_anew(unit, joined)


def moved(unit: Unit) -> bool:
    """Whether a body was hung under another by the merger."""
    return any(version.decree == DECREE for version in unit.versions)


def _hang_anew(unit: Unit, joined: dict[str, str]) -> None:
    for place, version in enumerate(unit.versions):
        if version.parent in joined and version.since < _DAY and (not version.last or version.last >= _DAY):
            later = version._replace(parent=joined[version.parent], since=_DAY, decree=DECREE)
            unit.versions[place : place + 1] = [version._replace(last=_EVE), later]
            return
