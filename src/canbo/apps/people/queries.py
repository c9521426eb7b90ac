"""Questions to the dossiers. Who may ask is decided by `visibility`, not here."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from canbo.apps.people.models import Person, PersonVersion
from canbo.base.record.models import Recorded

Row = TypeVar("Row", bound=Recorded)


def rows_of(model: type[Row], person: Person, known: int | None = None) -> QuerySet[Row]:
    """The rows of one table of a dossier as they stood at a position on the record (None: as they stand now)."""
    rows = model._default_manager.filter(person=person).order_by("pk")
    if known is None:
        return rows.filter(entry_to__isnull=True)
    return rows.filter(Q(entry_to__isnull=True) | Q(entry_to__gt=known), entry_from__lte=known)


def person_with_key(key: str, known: int | None = None) -> PersonVersion | None:
    """Who the person with a staff number is, as known at a position on the record; None when there is nobody."""
    person = Person.objects.filter(key=key).first()
    return rows_of(PersonVersion, person, known).select_related("person").first() if person else None
