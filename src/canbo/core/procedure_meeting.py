"""A meeting of a case: notice, attendance, recusal with recount, rounds of votes. Why not: `procedure_meeting_why`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from canbo.core.calendar import add_working_days
from canbo.core.procedure import Step
from canbo.core.procedure_meeting_why import further_round, last_round, not_now, said_of
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import (
    Attended,
    Balloted,
    Chosen,
    Facts,
    Notified,
    Raised,
    Recalled,
    Round,
    Sitting,
    State,
    Tallied,
    moved,
)
from canbo.core.procedure_votes import other_base, raised
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

PERSON, RELATIVES = "person", "relatives"
#: The paper that a sealed count brings along.
TALLY_MINUTES = "tally_minutes"


def earliest(plan: Plan, step: Step, facts: Facts, now: dt.date) -> dt.date:
    """The first day on which a meeting called today may be held; where no rule tells the notice, today."""
    days = plan.whole(step.notice) if step.notice else None
    return add_working_days(now, days, facts.holidays) if days else now


def notify(plan: Plan, step: Step, state: State, event: Notified, facts: Facts, now: dt.date) -> State:
    """The meeting is called; calling it once more before it is held moves it."""
    first = earliest(plan, step, facts, now)
    if event.meets < first:
        days = plan.whole(step.notice)
        cites = plan.numbers[step.notice].cites if step.notice else step.cites
        raise Refusal(
            "procedures.notice",
            Text(
                f"Phải báo trước {days or 0} ngày làm việc: sớm nhất là {first:%d/%m/%Y}.",
                f"{days or 0} working days of notice are needed: {first:%d/%m/%Y} at the earliest.",
            ),
            Text(f"Chọn từ ngày {first:%d/%m/%Y}.", f"Choose {first:%d/%m/%Y} or later."),
            cites,
            status=422,
        )
    summoned = tuple(dict.fromkeys(event.summoned))
    if not summoned or not event.place.strip():
        raise not_now("nobody-summoned", "Cần địa điểm và ít nhất một người được triệu tập.",
                       "A place and at least one person summoned are needed.", status=422)  # fmt: skip
    made = Sitting(now, event.meets, event.place.strip(), summoned, facts.members)
    return moved(state, sitting=made)


def attend(plan: Plan, step: Step, state: State, event: Attended, facts: Facts, now: dt.date) -> State:
    """Who came; whoever must leave the vote is found here, and quorum and denominators are counted without them."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    present, deducted = tuple(dict.fromkeys(event.present)), tuple(dict.fromkeys(event.deducted))
    strange = sorted({*present, *deducted} - set(sitting.summoned))
    if strange:
        listed = ", ".join(strange)
        raise not_now("not-summoned", f"Không có trong danh sách triệu tập: {listed}.",
                       f"Not among those summoned: {listed}.", status=422)  # fmt: skip
    if set(present) & set(deducted):
        raise not_now("both", "Một người không thể vừa có mặt vừa được trừ.",
                       "Nobody is both present and taken off the roll.", status=422)  # fmt: skip
    recused = _recused(step, state, sitting, facts)
    return moved(state, sitting=replace(sitting, present=present, deducted=deducted, recused=recused))


def _recused(step: Step, state: State, sitting: Sitting, facts: Facts) -> dict[str, str]:
    """Who of those summoned leaves: the person concerned, and relatives of a name, each with the reason."""
    found: dict[str, str] = {}
    names = set(state.names)
    for each in sitting.summoned:
        if PERSON in step.recuses and each in names:
            found[each] = PERSON
        elif RELATIVES in step.recuses and facts.related.get(each, frozenset()) & names:
            found[each] = RELATIVES
    return found


def recall(plan: Plan, step: Step, state: State, event: Recalled, facts: Facts, now: dt.date) -> State:
    """A meeting without quorum is kept as it was; the step waits for a new notice."""
    assert state.now is not None
    assert state.now.sitting is not None
    return moved(state, sitting=None, failed=(*state.now.failed, state.now.sitting))


def raise_hands(plan: Plan, step: Step, state: State, event: Raised, facts: Facts, now: dt.date) -> State:
    """A vote by hands on the whole list."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    made = raised(plan, step, sitting, Round(state.names, state.places), event.hands, event.against)
    return moved(state, sitting=replace(sitting, rounds=(made,)))


def next_round(plan: Plan, step: Step, state: State) -> Round:
    """The round for which papers go out next: the first, one anew for a void ballot, or the further one."""
    assert state.now is not None
    last = last_round(state)
    if last is None:
        return Round(state.names, min(state.places, len(state.names)))
    further = further_round(plan, step, state)
    if not last.done or further is None:
        return replace(last, ballot=None)
    return Round(further.names, min(further.places, len(further.names)), further.why)


def kind_of(step: Step, asked: Round) -> str:
    """The kind of ballot of a round: with no more names than places, the one for that, if there is one."""
    return step.even if step.even and len(asked.names) <= asked.places else step.ballot


def ballot(plan: Plan, step: Step, state: State, event: Balloted, facts: Facts, now: dt.date) -> State:
    """The papers of the next round are out. A void ballot gives way to its new one; a done round keeps who passed."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting, last = state.now.sitting, last_round(state)
    made = replace(next_round(plan, step, state), ballot=event.ballot)
    if last is not None and not last.done:
        return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)))
    kept = (*sitting.kept, *last.passed) if last else sitting.kept
    return moved(state, sitting=replace(sitting, kept=kept, rounds=(*sitting.rounds, made)))


def tally(plan: Plan, step: Step, state: State, event: Tallied, facts: Facts, now: dt.date) -> State:
    """What the sealed count of the open round says, and nothing else; its minutes count as a paper of the step."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    asked = sitting.rounds[-1]
    said = said_of(asked, facts)
    if (event.ballot, event.digest) != (asked.ballot, said.digest):
        raise not_now("other-ballot", "Đây không phải kết quả đã niêm phong của phiếu này.",
                       "This is not the sealed count of this ballot.", step=step, status=422)  # fmt: skip
    if refusal := other_base(step, sitting, said):
        raise refusal
    made = replace(asked, digest=said.digest, done=True, base=said.base, number=said.number, passed=said.passed,
                   tied=said.tied, halves=said.halves, next=said.next)  # fmt: skip
    papers = dict(state.now.papers)
    if event.minutes and TALLY_MINUTES in (*step.before, *step.papers):
        papers[TALLY_MINUTES] = event.minutes
    return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)), papers=papers)


def choose(plan: Plan, step: Step, state: State, event: Chosen, facts: Facts, now: dt.date) -> State:
    """The chair settles a tie (exactly as many as places are left) or those at exactly half (any of them)."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    last = sitting.rounds[-1]
    among = last.halves or last.tied
    left = last.places - len(last.passed)
    wrong = bool(set(event.names) - set(among)) or (not last.halves and len(set(event.names)) != left)
    if wrong or not event.reason.strip():
        raise not_now("choice", f"Chọn trong số: {', '.join(among)}, và ghi lý do.",
                       f"Choose among: {', '.join(among)}, and say why.", step=step, status=422)  # fmt: skip
    rest = {"halves": ()} if last.halves else {"tied": (), "next": None}
    made = replace(last, passed=(*last.passed, *event.names), **rest)
    return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)))
