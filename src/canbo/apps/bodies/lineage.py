"""What became of a body, and what it came from: the acts of decrees, read backwards and forwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from canbo.apps.bodies.models import Act, Body, BodyVersion, Decree

#: Acts of one decree shown together at most; a reform of communes has thousands.
SHOWN = 200


@dataclass(frozen=True)
class Told:
    """One act in names: what was before, what came after, each with its code and the name of its days."""

    act: Act
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def acts_about(body: Body) -> QuerySet[Act]:
    """The acts that a body came from, lived through or ended by, oldest first."""
    return _read(Act.objects.filter(Q(before=body) | Q(after=body)))


def acts_of(decree: Decree) -> QuerySet[Act]:
    """The acts of one decree."""
    return _read(Act.objects.filter(decree=decree))


def told(acts: Iterable[Act]) -> list[Told]:
    """Acts with the names that their bodies had on the eve and on the day: two queries, whatever their number."""
    found = list(acts)
    bodies = {pk for act in found for pk in (act.before_id, act.after_id) if pk}
    versions = BodyVersion.objects.filter(body__in=bodies, entry_to__isnull=True).order_by("since_lo")
    named: dict[int, list[BodyVersion]] = {}
    for version in versions:
        named.setdefault(version.body_id, []).append(version)

    def name(body: Body | None, day: dt.date) -> tuple[str, str] | None:
        return (body.code, _name_on(named.get(body.pk, []), day) or body.code) if body else None

    eve = dt.timedelta(days=1)
    return [Told(act, name(act.before, act.effective - eve), name(act.after, act.effective)) for act in found]


def _name_on(versions: list[BodyVersion], day: dt.date) -> str:
    begun = [version for version in versions if version.since[:10] <= day.isoformat()[: len(version.since)]]
    return begun[-1].name if begun else versions[0].name if versions else ""


def _read(acts: QuerySet[Act]) -> QuerySet[Act]:
    return acts.filter(entry_to__isnull=True).select_related("decree", "before", "after").order_by("effective", "pk")
