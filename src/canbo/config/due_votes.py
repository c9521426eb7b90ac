"""What is due in cases and votes: papers to count, meetings one is called to, steps whose next deed is one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.urls import reverse

from canbo.apps.ballots.turns import turns
from canbo.apps.bodies.queries import names_on
from canbo.apps.procedures.desk import VERBS, counted_now, hands_at, next_deed
from canbo.apps.procedures.invitations import called_to
from canbo.apps.procedures.models import Move
from canbo.apps.procedures.permissions import HANDS, why_not_move
from canbo.apps.procedures.queries import facts_at_hand, plan_of, standing, state_of, unreadable
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.access.deciding import may
from canbo.base.accounts.models import Account
from canbo.config.due_line import Due, counted, joined
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import State, Tallied
from canbo.lib.text import Text

#: Cases and ballots told of on the first page.
_LOOKED_AT = 5
#: Cases asked what they wait for, at most: of each it is asked whose it is.
_ASKED = 12
_OPEN = Text("Mở vụ việc", "Open the case")
_READ = Text("Đọc giấy mời", "Read the invitation")


def ballots(actor: Account, today: dt.date) -> Iterator[Due]:
    """Ballots whose count waits for the reader, each with what it waits for."""
    for turn in turns(actor, _LOOKED_AT):
        day = _day(turn.ballot.held)
        yield Due(Text(turn.ballot.purpose, turn.ballot.purpose), turn.url, turn.verb, joined(turn.says, day))


def meetings(actor: Account, today: dt.date) -> Iterator[Due]:
    """Meetings that the reader is called to."""
    moves = called_to(actor, today)
    places = names_on((move.case.body for move in moves), today)
    for move in moves:
        step, body = plan_of(move.case).step(move.step).name, places.get(move.case.body.code, "–")
        about = joined(step, Text(body, body), _day(move.due))
        url = reverse("procedures:invitation", args=[move.case_id])
        yield Due(Text("Đồng chí được mời họp", "You are called to a meeting"), url, _READ, about)


def cases(actor: Account, today: dt.date) -> Iterator[Due]:
    """Running cases whose next deed is the reader's own, the nearest day first; and those whose papers are counted."""
    hands = {each for each in HANDS if may(actor, f"procedures.{each}", None, today) is None}
    moves = standing(visible_cases(actor, today)).filter(status="running") if hands else ()
    theirs = ((move, plan_of(move.case), state_of(move)) for move in moves if unreadable(move.case.pack_id) is None)
    asked = [each for each in theirs if hands.intersection(hands_at(each[1].step(each[0].step)))]
    places = names_on((move.case.body for move, _, _ in asked[:_ASKED]), today)
    found = (_case(actor, *each, places.get(each[0].case.body.code, ""), today) for each in asked[:_ASKED])
    yield from islice((each for each in found if each is not None), _LOOKED_AT)
    if len(asked) > _LOOKED_AT:
        says = counted("{n} vụ việc đang làm ở bước của đồng chí.", "{n} running cases are at a step of yours.",
                       len(asked))  # fmt: skip
        yield Due(says, reverse("procedures:list"), Text("Mở danh sách", "Open the list"))


def _case(actor: Account, move: Move, plan: Plan, state: State, place: str, today: dt.date) -> Due | None:
    deed = next_deed(plan, state, facts_at_hand(move.case, plan, state), today)
    step, counting = plan.step(move.step), deed is None and counted_now(state)
    if why_not_move(actor, move.case, state, step, deed or Tallied, today) is not None or not (deed or counting):
        return None
    waits = Text("chờ ban kiểm phiếu", "being counted") if counting else step.name
    about = joined(Text(place, place) if place else None, waits, _day(move.due))
    purpose = Text(move.case.purpose, move.case.purpose)
    return Due(purpose, reverse("procedures:one", args=[move.case_id]), VERBS[deed] if deed else _OPEN, about)


def _day(day: dt.date | None) -> Text | None:
    return Text(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}") if day else None
