"""Exceptions in force: which decisions stand in the place of which clauses."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from canbo.apps.eligibility.models import ExceptionDecision
from canbo.apps.eligibility.request import Grounds


def in_force(grounds: Grounds, people: Sequence[int] | None = None) -> QuerySet[ExceptionDecision]:
    """Exception decisions for the title of a request that hold on its day, as the record stood at its position."""
    request, known = grounds.request, grounds.position
    found = ExceptionDecision.objects.filter(title=request.title, decided__lte=request.on).filter(
        Q(until__isnull=True) | Q(until__gt=request.on)
    )
    if known is None:
        found = found.filter(entry_to__isnull=True)
    else:
        found = found.filter(entry_from_id__lte=known).filter(Q(entry_to__isnull=True) | Q(entry_to_id__gt=known))
    return found if people is None else found.filter(person_id__in=people)


def by_person(grounds: Grounds, people: Sequence[int] | None = None) -> dict[int, dict[str, int]]:
    """{person id: {clause code: exception id}}; of several for one clause the latest decided counts."""
    found: dict[int, dict[str, int]] = {}
    rows = in_force(grounds, people).order_by("decided", "pk").values_list("person_id", "clause", "pk")
    for person, clause, decision in rows:
        found.setdefault(person, {})[clause] = decision
    return found
