"""What came in a package beside what stands here, row by row: known, new, or the same thing told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.people import carried
from canbo.apps.people.models import Paper, Person
from canbo.base.record.models import Recorded
from canbo.base.record.rows import said

#: The columns that tell which thing a row of a table is about; a table that is not here has no two rows of one thing.
SAME_THING = {
    "PersonVersion": (),
    "Holding": ("title", "since"),
    "Seat": ("committee", "since"),
    "Degree": ("grade", "on"),
    "Theory": ("grade",),
    "Certificate": ("kind", "grade"),
    "Rating": ("year", "system"),
    "Discipline": ("form", "on"),
    "Proceeding": ("kind", "since"),
    "Planned": ("title", "since"),
    "Relative": ("relation", "name"),
    "Candidacy": ("election",),
    "Section": ("name",),
    "Detail": ("kind",),
    "PrivateDetail": ("kind",),
}
#: Columns in which two installations differ by nature: where somebody stands, and what is made from the name.
_BY_NATURE = frozenset({"name_fold", "name_key", "body_id", "post_code"})


@dataclass(frozen=True)
class Compared:
    """A row that came: its table and place there, what it says, the row of the same thing here, and what differs.

    `here` None: nothing of the kind stands. `changes`: column → what the package says where it says otherwise; a blank
    in the package says nothing.
    """

    table: str
    place: int
    values: Mapping[str, Any]
    here: Recorded | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """How a page names it: "Rating.3"."""
        return f"{self.table}.{self.place}"


def compared(values: Mapping[str, Any], person: Person | None, bodies: Mapping[str, int]) -> Iterator[Compared]:
    """Every row of a dossier that came (`values` of its package), papers apart, with what stands of it."""
    for table in carried.TABLES:
        rows = [carried.row_values(table, row, bodies) for row in values["tables"].get(table, [])]
        yield from _beside(table, rows, standing(table, person))


def standing(table: str, person: Person | None) -> list[Any]:
    """The rows of a table that stand for a person here."""
    if person is None:
        return []
    model: Any = Paper if table == "Paper" else carried.model_of(table)
    return list(model._default_manager.filter(person=person, entry_to__isnull=True).order_by("pk"))


def _beside(table: str, rows: list[dict[str, Any]], stand: list[Any]) -> Iterator[Compared]:
    known = {}
    left = list(stand)
    for place, row in enumerate(rows):
        same = next((each for each in left if carried.same(table, each, row)), None)
        if same is not None:
            known[place] = same
            left.remove(same)
    for place, row in enumerate(rows):
        here = known.get(place) or _of_same_thing(table, row, left)
        if here in left:
            left.remove(here)
        yield Compared(table, place, row, here, _changes(table, here, row) if here and place not in known else {})


def _of_same_thing(table: str, row: Mapping[str, Any], left: list[Any]) -> Any:
    """The row that stands here of the thing that a row is about; None where there is none."""
    if table not in SAME_THING:
        return None
    key = SAME_THING[table]
    return next((each for each in left if all(getattr(each, name) == row.get(name) for name in key)), None)


def _changes(table: str, here: Recorded, row: Mapping[str, Any]) -> dict[str, Any]:
    stands = said(here)
    told = {name: value for name, value in row.items() if name not in _BY_NATURE and value not in (None, "")}
    return {name: value for name, value in told.items() if carried.plain(stands.get(name)) != carried.plain(value)}
