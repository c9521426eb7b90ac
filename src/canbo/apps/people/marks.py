"""Late changes: a birth date, a Party date, a seniority or a degree changed shortly before a step of a procedure; a
degree that came into the dossier then, or was withdrawn.

Such a change is no fault. It is shown to those who decide, who look at its proof (DT-15). What counts as a step is told
by those who keep steps (`steps.offer_steps`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Q
from django.utils import timezone

from canbo.apps.people.models import Degree, Person, PersonVersion
from canbo.apps.people.steps import Step, steps_about
from canbo.base.record.models import Entry, Recorded
from canbo.base.record.rows import said
from canbo.core.pack import Pack
from canbo.lib.text import Text

#: The parameter of the pack: a change so many days before a step, or fewer, is marked.
WINDOW = "canvassing_signal_days"
#: Fields whose change is marked, with their words.
WATCHED = {
    "born": Text("Ngày sinh", "Birth date"),
    "party_admitted": Text("Ngày vào Đảng", "Party admission"),
    "party_official": Text("Ngày chính thức vào Đảng", "Official Party membership"),
    "recruited": Text("Ngày tuyển dụng", "Recruitment"),
    "grade": Text("Trình độ ghi trên văn bằng", "Level of the degree"),
    "on": Text("Ngày cấp văn bằng", "Day of the degree"),
}


#: The tables in which they are watched.
WATCHED_TABLES = (PersonVersion, Degree)
#: Whole rows are watched where there can be several.
WATCHED_ROWS = frozenset({"Degree"})
#: What of an entry a mark does not need.
_HEAVY = ("entry_from__payload", "entry_from__salt", "entry_to__payload", "entry_to__salt")


def is_watched(table: str, field: str) -> bool:
    """Whether the change of a field of a table is marked when it comes shortly before a step; no field: a whole row,
    that comes or goes."""
    if not field:
        return table in WATCHED_ROWS
    return field in WATCHED and table in {each.__name__ for each in WATCHED_TABLES}


@dataclass(frozen=True)
class Mark:
    """A watched field that changed shortly before a step."""

    field: Text
    before: str
    after: str
    changed: dt.date
    step: Step
    column: str


def marks(person: Person, pack: Pack, on: dt.date) -> list[Mark]:
    """The watched changes that fall within the window before a step, by the rule of the day; earliest first."""
    days = window(pack, on)
    changes = list(_changes(person))
    steps = list(steps_about(person)) if changes else []
    found = [
        Mark(WATCHED[field], before, after, changed, step, field)
        for changed, field, before, after in changes
        for step in steps
        if step.near(changed, days)
    ]
    return sorted(found, key=lambda mark: (mark.changed, mark.step.day))


def window(pack: Pack, on: dt.date) -> int:
    """How many days before a step a change is marked, by the rule of the day."""
    days = pack.parameter(WINDOW, on).value
    assert isinstance(days, int), f"{WINDOW} is a number of days"
    return days


def steps_after(person: Person, pack: Pack, on: dt.date) -> list[Step]:
    """The steps before which a watched change made on a day would be marked; earliest first."""
    days = window(pack, on)
    return sorted((step for step in steps_about(person) if step.near(on, days)), key=lambda step: step.day)


def _changes(person: Person) -> Iterator[tuple[dt.date, str, str, str]]:
    """Day, field, old and new value of every watched correction of a dossier; of a degree that came or went, its level.

    What one entry closed and what it wrote belong together, in their order. What the dossier began with came with it.
    """
    for model in WATCHED_TABLES:
        rows = model._default_manager.filter(person=person).order_by("pk")
        rows = rows.filter(Q(entry_to__isnull=False) | ~Q(entry_from=person.entry_from_id))
        went: dict[Entry, list[Recorded]] = defaultdict(list)
        came: dict[Entry, list[Recorded]] = defaultdict(list)
        for row in rows.select_related("entry_from", "entry_to").defer(*_HEAVY):
            if row.entry_to is not None:
                went[row.entry_to].append(row)
            if row.entry_from_id != person.entry_from_id:
                came[row.entry_from].append(row)
        for entry in went.keys() | came.keys():
            for old, new in zip_longest(went[entry], came[entry]):
                yield from _differences(old, new, timezone.localdate(entry.at))


def _differences(old: Recorded | None, new: Recorded | None, day: dt.date) -> Iterator[tuple[dt.date, str, str, str]]:
    """What changed between a row and the next; where one of them is missing, that the other came or went."""
    before, after = said(old) if old else {}, said(new) if new else {}
    for field in WATCHED if old and new else ("grade",):
        if before.get(field, "") != after.get(field, ""):
            yield day, field, str(before.get(field) or ""), str(after.get(field) or "")
