"""What became of a body, and what it came from: the acts of decrees, read backwards and forwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from canbo.apps.bodies.models import Act, Body, BodyVersion, Decree
from canbo.core.calendar import stamp
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import d

#: Acts of one decree shown together at most; a reform of communes has thousands.
SHOWN = 200
#: Bodies that followed one, named at most.
_NAMED = 3


#: Acts after which a body may no longer stand.
ENDING = (Act.Kind.MERGE, Act.Kind.SPLIT, Act.Kind.DISSOLVE)


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


def endings(bodies: Iterable[int], day: dt.date) -> dict[int, Text]:
    """How those of these bodies (by number) that no longer stand on a day ended: when, by which decree, what followed.

    Four queries at most, whatever their number.
    """
    on = stamp(day)
    versions = BodyVersion.objects.filter(body__in=set(bodies), entry_to__isnull=True)
    lasting = versions.filter(Q(last_hi__isnull=True) | Q(last_hi__gt=on)).values("body_id")
    last = {each.body_id: each for each in versions.exclude(body__in=lasting).order_by("since_lo")}
    if not last:
        return {}
    ended: dict[int, list[Told]] = {}
    for each in told(_read(Act.objects.filter(before__in=last, kind__in=ENDING))):
        ended.setdefault(each.act.before_id or 0, []).append(each)
    return {body: _ending(version, ended.get(body, [])) for body, version in last.items()}


def _ending(version: BodyVersion, acts: list[Told]) -> Text:
    by = {each.act.decree.number: None for each in acts} or ({version.decree: None} if version.decree else {})
    after = [f"{name} ({code})" for code, name in dict.fromkeys(each.after for each in acts if each.after)]
    more = len(after) - _NAMED
    named, rest = ", ".join(after[:_NAMED]), (f" và {more} nơi khác", f" and {more} more") if more > 0 else ("", "")
    numbers = ", ".join(by)
    return Text(
        f"“{version.name}” đã kết thúc ngày {d(version.last)}"
        f"{f' theo {numbers}' if by else ''}{f'; tiếp theo là {named}{rest[0]}' if after else ''}",
        f"“{version.name}” ended on {d(version.last)}"
        f"{f' by {numbers}' if by else ''}{f', followed by {named}{rest[1]}' if after else ''}",
    )


def _name_on(versions: list[BodyVersion], day: dt.date) -> str:
    begun = [version for version in versions if version.since[:10] <= day.isoformat()[: len(version.since)]]
    return begun[-1].name if begun else versions[0].name if versions else ""


def _read(acts: QuerySet[Act]) -> QuerySet[Act]:
    return acts.filter(entry_to__isnull=True).select_related("decree", "before", "after").order_by("effective", "pk")
