"""Late changes: a birth date, a Party date, a seniority or a degree changed shortly before a step of a procedure.

Such a change is no fault. It is shown to those who decide, who look at its proof (DT-15). What counts as a step is told
by those who keep steps (`steps.offer_steps`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from canbo.apps.people.models import Degree, Person, PersonVersion
from canbo.apps.people.steps import Step, steps_about
from canbo.base.record.models import Recorded
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


def is_watched(table: str, field: str) -> bool:
    """Whether the change of a field of a table is marked when it comes shortly before a step."""
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
    """Day, field, old and new value of every watched correction of a dossier."""
    for model in WATCHED_TABLES:
        closed = model._default_manager.filter(person=person, entry_to__isnull=False).select_related("entry_to")
        after: dict[int, list[Recorded]] = {}
        for row in model._default_manager.filter(person=person, entry_from__in=[each.entry_to_id for each in closed]):
            after.setdefault(row.entry_from_id, []).append(row)
        for old in closed:
            for new in after.get(old.entry_to_id or 0, [])[:1]:
                yield from _differences(old, new)


def _differences(old: Recorded, new: Recorded) -> Iterator[tuple[dt.date, str, str, str]]:
    assert old.entry_to is not None
    before, after = said(old), said(new)
    for field in WATCHED:
        if before.get(field, "") != after.get(field, ""):
            day = timezone.localdate(old.entry_to.at)
            yield day, field, str(before[field] or ""), str(after[field] or "")
