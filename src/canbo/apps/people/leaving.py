"""Leaving service: the one deed that ends everything somebody holds, says why, and stays on the record."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from canbo.apps.people.actions import openly
from canbo.apps.people.models import Holding, OfPerson, Paper, Person, PersonVersion, Planned, Seat
from canbo.apps.people.permissions import why_not_write
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied, said
from canbo.core.calendar import stamp
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: What ends with service.
ENDING = (Holding, Seat, Planned)


def leave_service(
    *,
    person: Person,
    left: dt.date,
    why: str,
    decision: str,
    by: Account,
    at: dt.datetime,
    paper: Paper | None = None,
) -> PersonVersion:
    """Enter that somebody leaves: `left` is the first day out of service, `why` a code of leaving-kinds, `decision` its
    number, `paper` the proof in the dossier. Every post, seat and place in a plan that lasts ends on the eve.

    Raises Refusal when `by` may not, the person has left already, or a post begins after that day.
    """
    refuse(why_not_write(by, person, timezone.localdate(at)))
    version = PersonVersion.objects.get(person=person, entry_to__isnull=True)
    refuse(_why_not_leave(version))
    said_of_it = {"left": left.isoformat(), "left_why": why, "left_by": decision}
    payload = {"key": person.key, **openly(PersonVersion, said_of_it)}
    with acting("people.leave_service", by=by, at=at, payload=payload) as entry:
        _end_all(person, left, entry)
        closed(version, entry)
        proof = paper.pk if paper else version.paper_id
        return copied(version, entry, **said_of_it, paper_id=proof)


def _why_not_leave(version: PersonVersion) -> Refusal | None:
    if not version.left:
        return None
    return Refusal(
        "people.has_left",
        Text("Hồ sơ đã ghi người này thôi công tác.", "The dossier says already that this person has left."),
        Text("Nếu ghi sai, đề nghị rút việc thôi công tác.", "If that is wrong, ask to withdraw the leaving."),
        status=409,
    )


def _end_all(person: Person, left: dt.date, entry: Entry) -> None:
    """End what lasts beyond the eve; the rows as they were stay on the record."""
    eve = (left - dt.timedelta(days=1)).isoformat()
    lasting = Q(last_lo__isnull=True) | Q(last_lo__gt=stamp(left))
    for model in ENDING:
        for row in model._default_manager.filter(lasting, person=person, entry_to__isnull=True).order_by("pk"):
            closed(row, entry)
            copied(row, entry, last=eve)


def ended_with(version: PersonVersion) -> list[tuple[OfPerson, OfPerson]]:
    """The posts, seats and plans that ended with a leaving and stand so still, each with the row as it was before."""
    entry = _entered(version)
    found: list[tuple[OfPerson, OfPerson]] = []
    for model in ENDING:
        rows = model._default_manager.filter(person=version.person_id).order_by("pk")
        after = {_but_last(row): row for row in rows.filter(entry_from=entry, entry_to__isnull=True)}
        found += [(after[_but_last(old)], old) for old in rows.filter(entry_to=entry) if _but_last(old) in after]
    return found


def reopened(version: PersonVersion, entry: Entry) -> None:
    """Undo the end of what a leaving ended: each row says again what it said before. Nothing that was corrected since
    is touched."""
    for row, old in ended_with(version):
        closed(row, entry)
        copied(old, entry)


def _entered(version: PersonVersion) -> int:
    """The entry with which the leaving came into the dossier, whatever was corrected in it later."""
    entry = version.entry_from_id
    for earlier in PersonVersion.objects.filter(person=version.person_id, pk__lt=version.pk).order_by("-pk"):
        if not earlier.left:
            break
        entry = earlier.entry_from_id
    return entry


def _but_last(row: OfPerson) -> tuple[tuple[str, object], ...]:
    """What tells a row from the others of its table, save its end."""
    return tuple((name, value) for name, value in sorted(said(row).items()) if name != "last")
