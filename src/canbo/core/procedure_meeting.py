"""A meeting of a case: notice, attendance, quorum, recusal with recount, rounds of votes, and when it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from canbo.core.calendar import add_working_days
from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import (
    Again,
    Attended,
    Chosen,
    Counted,
    Event,
    Facts,
    Notified,
    Recalled,
    Round,
    Sitting,
    State,
    moved,
)
from canbo.core.procedure_votes import (
    counted,
    denominator,
    has_quorum,
    highest,
    quorum_needed,
    tie_counted,
    why_not_count,
)
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

PERSON, RELATIVES = "person", "relatives"


def earliest(plan: Plan, step: Step, facts: Facts, now: dt.date) -> dt.date:
    """The first day on which a meeting called today may be held; where no rule tells the notice, today."""
    days = plan.whole(step.notice) if step.notice else None
    return add_working_days(now, days, facts.holidays) if days else now


# -- why not -----------------------------------------------------------------------------------------------------------


def _why_not_notify(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    if step.kind != "meeting":
        return _refusal("no-meeting", f"Bước {step.code} không có hội nghị.", f"Step {step.code} has no meeting.")
    if state.now.sitting is not None and state.now.sitting.present is not None:
        return _refusal("held", "Hội nghị đã họp.", "The meeting has been held.")
    if step.lists != "makes" and not state.names:
        return _refusal("empty", "Danh sách không còn ai.", "Nobody is left on the list.", step=step)
    missing = [paper for paper in step.before if paper not in state.now.papers]
    if missing:
        listed = ", ".join(missing)
        return _refusal(
            "papers-before", f"Chưa có tài liệu phải có trước hội nghị: {listed}.",
            f"Papers needed before the meeting are missing: {listed}.",
            "Ghi số, ngày tài liệu vào bước này.", "File them with number and day.", step,
        )  # fmt: skip
    return None


def _why_not_attend(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    sitting = state.now.sitting
    if sitting is None:
        return _refusal("not-called", "Hội nghị chưa được triệu tập.", "The meeting has not been called.",
                        "Gửi giấy triệu tập.", "Send the notice.", step)  # fmt: skip
    if now < sitting.meets:
        day = f"{sitting.meets:%d/%m/%Y}"
        return _refusal("early", f"Hội nghị họp ngày {day}.", f"The meeting is on {day}.",
                        f"Ghi có mặt từ ngày {day}.", f"Note attendance from {day} on.")  # fmt: skip
    if sitting.rounds:
        return _refusal("counted", "Đã có kết quả phiếu; danh sách có mặt không sửa được nữa.",
                        "Votes are counted; attendance can no longer change.")  # fmt: skip
    return None


def _why_not_recall(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    sitting = state.now.sitting
    if sitting is None or sitting.present is None:
        return _refusal("not-held", "Chưa ghi có mặt.", "Attendance has not been noted.")
    if has_quorum(plan, step, sitting):
        return _refusal("quorum-there", "Hội nghị đủ số người, không phải triệu tập lại.",
                        "The quorum is there; the meeting need not be called again.")  # fmt: skip
    return None


def _why_not_count(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    if not step.votes:
        return _refusal("no-vote", f"Bước {step.code} không bỏ phiếu.", f"Step {step.code} has no vote.")
    refusal = _why_no_quorum(plan, step, state.now.sitting)
    if refusal is not None:
        return refusal
    sitting = state.now.sitting
    if sitting is not None and sitting.rounds and sitting.rounds[-1].count is not None:
        return _refusal("counted", "Vòng phiếu này đã có kết quả.", "This round has been counted.")
    return None


def _why_not_again(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    sitting = state.now.sitting
    last = sitting.rounds[-1] if sitting and sitting.rounds else None
    if last is None or last.count is None:
        return _refusal("not-counted", "Chưa có kết quả vòng phiếu.", "The round has not been counted.")
    if last.tied and step.tie == "chair":
        return _refusal("chair", "Bằng phiếu: người chủ trì quyết định, không bỏ phiếu lại.",
                        "A tie is for the chair to settle, not for another round.", step=step)  # fmt: skip
    if last.tied or (sitting is not None and _places_left(state, step, sitting) and _still_open(last)):
        return None
    return _refusal("no-round", "Không còn gì phải bỏ phiếu lại.", "There is nothing to vote on again.")


def _why_not_choose(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    last = state.now.sitting.rounds[-1] if state.now.sitting and state.now.sitting.rounds else None
    if last is not None and (last.halves or (last.tied and step.tie == "chair")):
        return None
    return _refusal("nothing-to-choose", "Không có trường hợp nào để người chủ trì quyết định.",
                    "Nothing is left to the chair.")  # fmt: skip


WHY_NOT: dict[type[Event], Callable[[Plan, Step, State, Facts, dt.date], Refusal | None]] = {
    Notified: _why_not_notify,
    Attended: _why_not_attend,
    Recalled: _why_not_recall,
    Counted: _why_not_count,
    Again: _why_not_again,
    Chosen: _why_not_choose,
}


def _why_no_quorum(plan: Plan, step: Step, sitting: Sitting | None) -> Refusal | None:
    if sitting is None or sitting.present is None:
        return _refusal("not-held", "Chưa ghi có mặt.", "Attendance has not been noted.",
                        "Ghi người có mặt tại hội nghị.", "Note who came.", step)  # fmt: skip
    if has_quorum(plan, step, sitting):
        return None
    assert step.quorum is not None
    needed, here = quorum_needed(plan, step, sitting), sitting.voting
    return Refusal(
        "procedures.quorum",
        Text(
            f"Hội nghị có {here} người được biểu quyết, cần ít nhất {needed}.",
            f"{here} who may vote are present; at least {needed} are needed.",
        ),
        Text("Triệu tập lại hội nghị.", "Call the meeting again."),
        plan.numbers[step.quorum.over].cites,
    )


def why_not_close(plan: Plan, step: Step, state: State) -> Refusal | None:
    """Why a step with a meeting cannot be closed yet; None when its meeting is settled (or there is none)."""
    assert state.now is not None
    if step.kind != "meeting":
        return None
    refusal = _why_no_quorum(plan, step, state.now.sitting)
    if refusal is not None or not step.votes:
        return refusal
    sitting = state.now.sitting
    last = sitting.rounds[-1] if sitting and sitting.rounds else None
    if last is None or last.count is None:
        return _refusal("not-counted", "Chưa có kết quả phiếu.", "The votes are not counted.",
                        "Nhập kết quả kiểm phiếu.", "Enter the count.", step)  # fmt: skip
    if last.tied:
        return _refusal("tie", f"Bằng phiếu ở cuối danh sách: {len(last.tied)} người.",
                        f"{len(last.tied)} names are tied at the tail.",
                        *_TIE_CURES[step.tie or "again"], step)  # fmt: skip
    if last.halves:
        return _refusal("half", "Có người đạt đúng một nửa.", "A name stands at exactly one half.",
                        "Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason.", step)  # fmt: skip
    if sitting is not None and not settled(sitting) and step.nobody in ("again", "runoff") and len(sitting.rounds) < 2:
        return _refusal("nobody", "Không ai đạt.", "Nobody passed.", "Bỏ phiếu vòng hai.", "Hold a second round.",
                        step)  # fmt: skip
    return None


_TIE_CURES = {
    "again": ("Bỏ phiếu lại giữa những người bằng phiếu.", "Vote again among those tied."),
    "chair": ("Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason."),
}


# -- what happens ------------------------------------------------------------------------------------------------------


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
        raise _refusal("nobody-summoned", "Cần địa điểm và ít nhất một người được triệu tập.",
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
        raise _refusal("not-summoned", f"Không có trong danh sách triệu tập: {listed}.",
                       f"Not among those summoned: {listed}.", status=422)  # fmt: skip
    if set(present) & set(deducted):
        raise _refusal("both", "Một người không thể vừa có mặt vừa được trừ.",
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


def count(plan: Plan, step: Step, state: State, event: Counted, facts: Facts, now: dt.date) -> State:
    """The count of the open round, checked to the last vote."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    asked = sitting.rounds[-1] if sitting.rounds else _first_round(step, state)
    refusal = why_not_count(step, sitting, asked, event.count)
    if refusal is not None:
        raise refusal
    among_tied = bool(sitting.rounds[:-1]) and bool(sitting.rounds[-2].tied)
    made = tie_counted(sitting, asked, event.count) if among_tied else counted(plan, step, sitting, asked, event.count)
    return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)))


def _first_round(step: Step, state: State) -> Round:
    limited = step.most or step.ballot in ("choose", "elect")
    return Round(state.names, state.places if limited else None)


def again(plan: Plan, step: Step, state: State, event: Again, facts: Facts, now: dt.date) -> State:
    """Another round: among the tied for the places left, in a run-off, or on all names still open."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    last = sitting.rounds[-1]
    kept = (*sitting.kept, *last.passed)
    left = None if last.places is None else last.places - len(last.passed)
    names = last.tied or _still_open(last)
    if not last.tied and not kept and step.runoff:
        names = highest(last, plan.whole(step.runoff) or len(last.names))
    return moved(state, sitting=replace(sitting, kept=kept, rounds=(*sitting.rounds, Round(names, left))))


def choose(plan: Plan, step: Step, state: State, event: Chosen, facts: Facts, now: dt.date) -> State:
    """The chair settles a tie (exactly as many as places are left) or those at exactly half (any of them)."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting = state.now.sitting
    last = sitting.rounds[-1]
    among = last.tied or last.halves
    left = (last.places or 0) - len(last.passed)
    wrong = bool(set(event.names) - set(among)) or (bool(last.tied) and len(set(event.names)) != left)
    if wrong or not event.reason.strip():
        raise _refusal("choice", f"Chọn trong số: {', '.join(among)}, và ghi lý do.",
                       f"Choose among: {', '.join(among)}, and say why.", step=step, status=422)  # fmt: skip
    made = replace(last, passed=(*last.passed, *event.names), tied=(), halves=() if not last.tied else last.halves)
    return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)))


def settled(sitting: Sitting) -> frozenset[str]:
    """The names that the rounds have settled so far."""
    return frozenset((*sitting.kept, *(sitting.rounds[-1].passed if sitting.rounds else ())))


def _places_left(state: State, step: Step, sitting: Sitting) -> bool:
    """Whether another round has a purpose: an election with seats left, or a vote that nobody passed."""
    if step.ballot == "elect":
        return len(settled(sitting)) < state.places
    return not settled(sitting) and step.nobody in ("again", "runoff") and len(sitting.rounds) < 2


def _still_open(last: Round) -> tuple[str, ...]:
    return tuple(name for name in last.names if name not in last.passed)


def tally_base(plan: Plan, step: Step, sitting: Sitting, asked: Round) -> int | None:
    """The denominator of a counted round computed anew, for whoever checks; None for a round among the tied."""
    if asked.count is None or not asked.base or step.threshold is None:
        return None
    return denominator(plan.base(step.threshold), sitting, asked.count)


def _refusal(
    code: str, vi: str, en: str, cure_vi: str = "", cure_en: str = "", step: Step | None = None, status: int = 409
) -> Refusal:
    remedy = Text(cure_vi, cure_en) if cure_vi else None
    return Refusal(f"procedures.{code}", Text(vi, en), remedy, step.cites if step else None, status)
