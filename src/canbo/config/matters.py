"""What a staff number or a case number leads to, for the law below: in whose charge it is, and which titles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from canbo.apps.bodies.models import Body
from canbo.apps.people.listing import held_on
from canbo.apps.people.models import Person, PersonVersion
from canbo.apps.procedures.models import Case
from canbo.apps.regulations.registry import Matter


def matter_of(number: str, day: dt.date) -> Matter | None:
    """The person of a staff number, else the case of a number; None when nobody has it or no body has it in charge."""
    person = Person.objects.filter(key=number).first()
    if person is not None:
        body = PersonVersion.objects.filter(person=person, entry_to__isnull=True).values_list("body__code", flat=True)
        titles = held_on(day).filter(person=person).order_by("pk").values_list("title", flat=True)
        return _matter(body.first(), titles)
    case = Case.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    return _matter(Body.objects.get(pk=case.body_id).code, [case.title] if case.title else []) if case else None


def _matter(body: str | None, titles: Iterable[str]) -> Matter | None:
    return Matter(body, tuple(titles)) if body else None
