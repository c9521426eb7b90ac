"""Whence those come who are planned: of the body itself, by its ballots; from elsewhere, without any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.queries import body_on, subtree_ids
from canbo.apps.people.listing import held_on
from canbo.apps.people.models import PersonVersion, Seat
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import plan_of
from canbo.core.procedure_state import Bar, Condition
from canbo.lib.text import Text

#: How a title is planned: at a body by ballots; with people from elsewhere, without; for the Central Committee, in a
#: unit that introduces and at the centre.
PROCEDURE, OUTSIDE, UNIT, CENTRE = "planning", "planning_outside", "central_planning_local", "central_planning"
_HERE = Text(
    "{who}: nguồn tại chỗ, quy hoạch theo quy trình có bỏ phiếu giới thiệu ở cơ quan, đơn vị.",
    "{who} works in this body: planned by its introduction ballots.",
)
_ELSEWHERE = Text(
    "{who}: công tác ở nơi khác, không bỏ phiếu giới thiệu; dùng quy trình nguồn ở nơi khác.",
    "{who} works elsewhere: no introduction ballot; planned by the procedure for people from elsewhere.",
)
_UNKNOWN = Text("{who}: hồ sơ chưa ghi nơi công tác.", "{who}: the dossier does not tell where they work.")
_COMPLETE = Text("Bổ sung chức vụ, đơn vị vào hồ sơ của người này.", "Enter the post and the body in the dossier.")
_OTHER = Text("Bỏ tên này; lập bằng quy trình kia.", "Leave this name off; plan them by the other procedure.")


def works_here(body: Body, keys: Sequence[str], day: dt.date) -> dict[str, bool | None]:
    """Whether some people have their post, seat or dossier in a body, or under it, on a day; None: nothing is known.

    Under a committee is everything under the locality or agency that it leads.
    """
    scope = _scope(body, day)
    held = held_on(day).filter(person__key__in=keys).values_list("person__key", "body_id")
    seats = Seat.objects.filter(person__key__in=keys, last="", entry_to__isnull=True)
    kept = PersonVersion.objects.filter(person__key__in=keys, entry_to__isnull=True, body__isnull=False)
    found: dict[str, set[int]] = {}
    for rows in (held, seats.values_list("person__key", "body_id"), kept.values_list("person__key", "body_id")):
        for key, place in rows:
            if place is not None:
                found.setdefault(key, set()).add(place)
    return {key: bool(found[key] & scope) if key in found else None for key in keys}


def _scope(body: Body, day: dt.date) -> frozenset[int]:
    on = body_on(body.code, day)
    led = on.parent if on is not None and on.kind == BodyVersion.Kind.COMMITTEE else None
    return frozenset([*subtree_ids(body.pk, day), *(subtree_ids(led, day) if led else ())])


def misplaced(case: Case, keys: Sequence[str], day: dt.date) -> dict[str, Bar]:
    """Whom the procedure of a case is surely not for: people of the body in the one for others, and the reverse."""
    if case.procedure not in (PROCEDURE, OUTSIDE):
        return {}
    wrong = case.procedure == OUTSIDE
    says, cites = _HERE if wrong else _ELSEWHERE, plan_of(case).first.cites
    told = works_here(case.body, keys, day)
    return {key: Bar(says.filled(who=key), cites) for key, here in told.items() if here is wrong}


def source(case: Case, keys: Sequence[str], day: dt.date) -> Condition:
    """Whether everybody listed comes whence the procedure of the case takes people."""
    for bar in misplaced(case, keys, day).values():
        return Condition(False, bar.says, _OTHER, bar.cites)
    unknown = [key for key, here in works_here(case.body, keys, day).items() if here is None]
    if unknown and case.procedure in (PROCEDURE, OUTSIDE):
        return Condition(None, _UNKNOWN.filled(who=unknown[0]), _COMPLETE, plan_of(case).first.cites)
    return Condition(True, Text("Đúng nguồn.", "From the right source."))
