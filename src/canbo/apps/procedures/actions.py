"""Opening a case and moving it: the only writes. A move and its entry on the record are one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from canbo.apps.ballots.models import Ballot
from canbo.apps.bodies.models import Body
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.reach import having_left
from canbo.apps.people.visibility import visible_people
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.permissions import why_not_move, why_not_open
from canbo.apps.procedures.queries import facts_for, newest, owner_of, plan_of, state_of, summoned
from canbo.apps.procedures.subjects import subject_of
from canbo.apps.procedures.turns import in_turn
from canbo.base.accounts.models import Account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting, refuse
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    DECIDED,
    Balloted,
    Event,
    Listed,
    Notified,
    State,
    event_written,
    written,
)
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text, nfc

_OPENED = canonical_json({"event": "opened"})


def open_case(
    *,
    procedure: str,
    body: Body,
    purpose: str,
    places: int,
    title: str = "",
    term: str = "",
    owner: str = "",
    by: Account,
    at: dt.datetime,
) -> Case:
    """Open a case under the rules in force today; it keeps them to its end.

    Raises Refusal when `by` may not, no such procedure is in force, or the purpose or the number of places is missing.
    """
    today = timezone.localdate(at)
    refuse(why_not_open(by, body.pk, today))
    try:
        plan = plan_on(current_pack().rules, procedure, today)
    except (UnknownName, NotInForce) as fault:
        raise Refusal("procedures.no_rule", fault.says, status=422) from fault
    if places < 1 or not purpose.strip():
        says = Text("Cần nội dung và ít nhất một chỗ.", "A purpose and at least one place are needed.")
        raise Refusal("procedures.incomplete", says, status=422)
    values = {"procedure": procedure, "title": title, "term": term, "purpose": nfc(purpose), "places": places}
    with transaction.atomic():
        pack = archive_current_pack(by=by, at=at)
        payload = {**values, "body": body.code, "owner": owner, "rules": pack.pk, "opened": today.isoformat()}
        payload["state"] = _digest(opened(plan, places, today))
        with acting("procedures.open", by=by, at=at, payload=payload) as entry:
            case = Case.objects.create(body=body, opened=today, owner=owner, pack=pack, entry=entry, **values)
            _kept(case, None, opened(plan, places, today), _OPENED, entry)
    return case


def happen(*, case: Case, seen: int, event: Event, by: Account, at: dt.datetime) -> Move:
    """Let an event happen to a case. `seen` is the number of the move that the asker was looking at.

    Raises Refusal when the case has moved since, when the event is not this account's, or when the rule forbids it.
    """
    with in_turn(case):
        return _happened(case, seen, event, by, at)


def _happened(case: Case, seen: int, event: Event, by: Account, at: dt.datetime) -> Move:
    last = newest(case)
    if last.number != seen:
        raise _moved()
    plan, state, today = plan_of(case), state_of(last), timezone.localdate(at)
    if state.now is not None:
        refuse(why_not_move(by, case, state, plan.step(state.now.step), type(event), today))
    if isinstance(event, Listed):
        refuse(_why_not_people(by, event.names, today))
    if isinstance(event, Balloted):
        refuse(_why_not_its_own(case, event.ballot))
    made = _after(case, plan, state, event, today)
    payload = {"case": case.pk, "number": seen + 1, "state": _digest(made), **event_written(event)}
    try:
        with acting(f"procedures.{payload['event']}", by=by, at=at, payload=payload) as entry:
            move = _kept(case, last, made, canonical_json(event_written(event)), entry)
            subject = subject_of(case)
            if made.status == DECIDED and subject is not None:
                subject.decided(case, made, by, at)
    except IntegrityError as fault:
        raise _moved() from fault
    return move


def call_meeting(*, case: Case, seen: int, meets: dt.date, place: str, by: Account, at: dt.datetime) -> Move:
    """Call the meeting of the open step: those summoned are drawn from the posts and seats of its day."""
    plan, state = plan_of(case), state_of(newest(case))
    step = plan.step(state.step) if state.now else None
    called = summoned(plan, step, case.body, meets) if step and step.summons else []
    event = Notified(meets, nfc(place), tuple(each.key for each in called))
    return happen(case=case, seen=seen, event=event, by=by, at=at)


def _after(case: Case, plan: Plan, state: State, event: Event, today: dt.date) -> State:
    listed = event.names if isinstance(event, Listed) else ()
    facts = facts_for(case, plan, state, today, listed)
    if isinstance(event, Notified):
        facts = facts_for(case, plan, state, today)
        facts = replace(facts, members=len(event.summoned))
    return advance(plan, state, event, facts, today)


def _why_not_people(by: Account, names: Sequence[str], today: dt.date) -> Refusal | None:
    """Why some names cannot be listed: nobody has that staff number, or the reader may not see who has."""
    people = visible_people(by, today).filter(person__key__in=names)
    seen = set(people.values_list("person__key", flat=True))
    strange = ", ".join(name or "–" for name in names if name not in seen)
    if not strange:
        return _why_not_gone(people, today)
    return Refusal(
        "procedures.stranger",
        Text(f"Không có hồ sơ trong phạm vi được xem: {strange}.", f"No dossier within your sight: {strange}."),
        Text("Ghi số hiệu cán bộ, mỗi người một dòng.", "Write staff numbers, one a line."),
        status=422,
    )


def _why_not_gone(people: QuerySet[PersonVersion], today: dt.date) -> Refusal | None:
    """Why some people cannot be listed: they are no longer in service."""
    gone = having_left(people, today).order_by("person__key").values_list("person__key", flat=True)
    who = ", ".join(gone)
    if not who:
        return None
    return Refusal(
        "procedures.left_service",
        Text(f"Đã thôi công tác: {who}.", f"No longer in service: {who}."),
        Text("Bỏ những tên này khỏi danh sách.", "Take these names off the list."),
        status=422,
    )


def _why_not_its_own(case: Case, number: int) -> Refusal | None:
    """Why a ballot cannot be the next one of a case: it was opened for something else, or counted already."""
    own = Ballot.objects.filter(pk=number, owner=owner_of(case), closing__isnull=True, annulment__isnull=True)
    if own.exists():
        return None
    return Refusal(
        "procedures.other_ballot",
        Text("Phiếu này không phải phiếu mới mở của vụ việc.", "This is no ballot newly opened for the case."),
        status=422,
    )


def _digest(state: State) -> str:
    return sha256_hex(canonical_json(written(state)))


def _kept(case: Case, after: Move | None, state: State, event: str, entry: Any) -> Move:
    sitting = state.now.sitting if state.now else None
    return Move.objects.create(
        case=case,
        number=after.number + 1 if after else 0,
        after=after,
        event=event,
        state=canonical_json(written(state)),
        step=state.step,
        status=state.status,
        due=sitting.meets if sitting and sitting.present is None else None,  # once held, it waits for no day
        entry=entry,
    )


def _moved() -> Refusal:
    return Refusal(
        "procedures.moved",
        Text("Vụ việc vừa được người khác cập nhật.", "Somebody else has just moved this case."),
        Text("Tải lại trang rồi xem bước hiện tại.", "Load the page again and look at the present step."),
    )
