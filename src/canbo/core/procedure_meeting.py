"""A meeting of a case: notice, attendance, quorum, recusal with recount, rounds of votes, and when it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from canbo.core.calendar import add_working_days
from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import (
    OUT,
    SEALED,
    VOID,
    Attended,
    Balloted,
    Chosen,
    Event,
    Facts,
    Further,
    Notified,
    Raised,
    Recalled,
    Round,
    Sitting,
    State,
    Tallied,
    Tally,
    moved,
)
from canbo.core.procedure_votes import has_quorum, other_base, quorum_needed, raised
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

PERSON, RELATIVES = "person", "relatives"
#: The paper that a sealed count brings along.
TALLY_MINUTES = "tally_minutes"


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
        called = plan.called(missing)
        return _refusal(
            "papers-before", f"Chưa có tài liệu phải có trước hội nghị: {called.vi}.",
            f"Papers needed before the meeting are missing: {called.en}.",
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
        return _refusal("counted", "Đã phát phiếu; danh sách có mặt không sửa được nữa.",
                        "The vote has begun; attendance can no longer change.")  # fmt: skip
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


def _why_not_raise(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    if not step.by_hands:
        return _refusal("no-hands", f"Bước {step.code} không giơ tay biểu quyết.", f"{step.code}: no show of hands.")
    if refusal := _why_no_quorum(plan, step, state.now.sitting):
        return refusal
    if _last(state) is not None:
        return _refusal("counted", "Đã có kết quả biểu quyết.", "The hands have been counted.")
    return None


def _why_not_ballot(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    """Why no papers can go out now: no quorum, papers are out already, or no further round is asked for."""
    assert state.now is not None
    if not step.kinds:
        return _refusal("no-vote", f"Bước {step.code} không bỏ phiếu kín.", f"Step {step.code} has no secret vote.")
    if refusal := _why_no_quorum(plan, step, state.now.sitting):
        return refusal
    last = _last(state)
    if last is None or (not last.done and _said(last, facts).status == VOID):
        return None
    if not last.done:
        return _refusal("out", "Phiếu đang phát, đang kiểm.", "The papers of this round are out.",
                        "Kiểm phiếu xong rồi ghi kết quả.", "Count them and take the result over.", step)  # fmt: skip
    if last.halves:
        return _half(step)
    if _further(plan, step, state) is None:
        return _refusal("no-round", "Không còn gì phải bỏ phiếu lại.", "There is nothing to vote on again.")
    return None


def _why_not_tally(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    last = _last(state)
    if last is None or last.ballot is None:
        return _refusal("no-ballot", "Chưa phát phiếu.", "No papers are out.",
                        "Mở phiếu.", "Open the ballot.", step)  # fmt: skip
    if last.done:
        return _refusal("counted", "Vòng phiếu này đã có kết quả.", "This round has been counted.")
    said = _said(last, facts).status
    if said == VOID:
        return _refusal("void", "Phiếu này đã bị hủy.", "This ballot is annulled.",
                        "Mở phiếu mới.", "Open another one.", step)  # fmt: skip
    if said != SEALED:
        return _refusal("not-sealed", "Ban kiểm phiếu chưa đóng biên bản.", "The count is not closed.",
                        "Chờ trưởng ban kiểm phiếu đóng biên bản.", "The head teller closes it.", step)  # fmt: skip
    return None


def _why_not_choose(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    last = _last(state)
    if last is not None and last.done and (last.halves or _left_to_chair(last)):
        return None
    return _refusal("nothing-to-choose", "Không có trường hợp nào để người chủ trì quyết định.",
                    "Nothing is left to the chair.")  # fmt: skip


WHY_NOT: dict[type[Event], Callable[[Plan, Step, State, Facts, dt.date], Refusal | None]] = {
    Notified: _why_not_notify,
    Attended: _why_not_attend,
    Recalled: _why_not_recall,
    Raised: _why_not_raise,
    Balloted: _why_not_ballot,
    Tallied: _why_not_tally,
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
    last = _last(state)
    if last is None or not last.done:
        return _refusal("not-counted", "Chưa có kết quả phiếu.", "The votes are not counted.",
                        "Mở phiếu, kiểm phiếu, ghi kết quả.", "Open the ballot, count it, take the result over.",
                        step)  # fmt: skip
    if last.halves:
        return _half(step)
    if last.tied:
        cure = ("Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason.")
        again = ("Bỏ phiếu lại giữa những người bằng phiếu.", "Vote again among those tied.")
        return _refusal("tie", f"Bằng phiếu ở cuối danh sách: {len(last.tied)} người.",
                        f"{len(last.tied)} names are tied at the tail.",
                        *(cure if _left_to_chair(last) else again), step)  # fmt: skip
    sitting = state.now.sitting
    if sitting is not None and not settled(sitting) and _further(plan, step, state) and len(sitting.rounds) < _ROUNDS:
        return _refusal("nobody", "Không ai đạt.", "Nobody passed.", "Bỏ phiếu vòng hai.", "Hold a second round.",
                        step)  # fmt: skip
    return None


#: Rounds that must be held before a step may end with nobody.
_ROUNDS = 2


def _half(step: Step) -> Refusal:
    return _refusal("half", "Có người đạt đúng một nửa.", "A name stands at exactly one half.",
                    "Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason.", step)  # fmt: skip


def _last(state: State) -> Round | None:
    sitting = state.now.sitting if state.now else None
    return sitting.rounds[-1] if sitting and sitting.rounds else None


def _said(asked: Round, facts: Facts) -> Tally:
    """What the ballot of a round says; one of which nothing is known is still out."""
    return facts.ballots.get(asked.ballot or 0, Tally(OUT))


def _left_to_chair(last: Round) -> bool:
    """Whether a tie is for the chair: the rule asks for no vote between the tied, or they tied once more."""
    return bool(last.tied) and (last.next is None or last.next.why != "tie")


def _further(plan: Plan, step: Step, state: State) -> Further | None:
    """The further round that the last count asks for, as far as the step goes on.

    An election goes on until its places are filled or the meeting closes it; any other vote is held twice when nobody
    passed.
    """
    last = _last(state)
    sitting = state.now.sitting if state.now else None
    if last is None or sitting is None or last.next is None or last.next.why == "tie":
        return last.next if last else None
    open_ended = plan.kind(step).decides == "seats"
    if not open_ended and (settled(sitting) or len(sitting.rounds) >= _ROUNDS):
        return None
    return last.next


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
    last = _last(state)
    if last is None:
        return Round(state.names, min(state.places, len(state.names)))
    further = _further(plan, step, state)
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
    sitting, last = state.now.sitting, _last(state)
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
    said = _said(asked, facts)
    if (event.ballot, event.digest) != (asked.ballot, said.digest):
        raise _refusal("other-ballot", "Đây không phải kết quả đã niêm phong của phiếu này.",
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
        raise _refusal("choice", f"Chọn trong số: {', '.join(among)}, và ghi lý do.",
                       f"Choose among: {', '.join(among)}, and say why.", step=step, status=422)  # fmt: skip
    rest = {"halves": ()} if last.halves else {"tied": (), "next": None}
    made = replace(last, passed=(*last.passed, *event.names), **rest)
    return moved(state, sitting=replace(sitting, rounds=(*sitting.rounds[:-1], made)))


def settled(sitting: Sitting) -> frozenset[str]:
    """The names that the rounds have settled so far."""
    return frozenset((*sitting.kept, *(sitting.rounds[-1].passed if sitting.rounds else ())))


def _refusal(
    code: str, vi: str, en: str, cure_vi: str = "", cure_en: str = "", step: Step | None = None, status: int = 409
) -> Refusal:
    remedy = Text(cure_vi, cure_en) if cure_vi else None
    return Refusal(f"procedures.{code}", Text(vi, en), remedy, step.cites if step else None, status)
