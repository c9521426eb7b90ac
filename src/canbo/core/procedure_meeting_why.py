"""Why something cannot happen in a meeting of a case: each refusal names its condition, the article and the cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

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
)
from canbo.core.procedure_votes import has_quorum, quorum_needed
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def _why_not_notify(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    if step.kind != "meeting":
        return not_now("no-meeting", f"Bước {step.code} không có hội nghị.", f"Step {step.code} has no meeting.")
    if state.now.sitting is not None and state.now.sitting.present is not None:
        return not_now("held", "Hội nghị đã họp.", "The meeting has been held.",
                       "Ghi kết quả rồi khóa bước.", "Enter its result and close the step.")  # fmt: skip
    if step.lists != "makes" and not state.names:
        return not_now("empty", "Danh sách không còn ai.", "Nobody is left on the list.",
                       "Dừng vụ việc hoặc mở vụ việc mới.", "Stop the case, or open another.", step)  # fmt: skip
    missing = [paper for paper in step.before if paper not in state.now.papers]
    if missing:
        called = plan.called(missing)
        return not_now(
            "papers-before", f"Chưa có tài liệu phải có trước hội nghị: {called.vi}.",
            f"Papers needed before the meeting are missing: {called.en}.",
            "Ghi số, ngày tài liệu vào bước này.", "File them with number and day.", step,
        )  # fmt: skip
    return None


def _why_not_attend(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    sitting = state.now.sitting
    if sitting is None:
        return not_now("not-called", "Hội nghị chưa được triệu tập.", "The meeting has not been called.",
                        "Gửi giấy triệu tập.", "Send the notice.", step)  # fmt: skip
    if now < sitting.meets:
        day = f"{sitting.meets:%d/%m/%Y}"
        return not_now("early", f"Hội nghị họp ngày {day}.", f"The meeting is on {day}.",
                        f"Ghi có mặt từ ngày {day}.", f"Note attendance from {day} on.")  # fmt: skip
    if sitting.rounds:
        return not_now("counted", "Đã phát phiếu; danh sách có mặt không sửa được nữa.",
                        "The vote has begun; attendance can no longer change.",
                       "Kiểm phiếu xong rồi ghi kết quả.", "Count the papers and take the result over.")  # fmt: skip
    return None


def _why_not_recall(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    sitting = state.now.sitting
    if sitting is None or sitting.present is None:
        return _not_held(step)
    if has_quorum(plan, step, sitting):
        return not_now("quorum-there", "Hội nghị đủ số người, không phải triệu tập lại.",
                        "The quorum is there; the meeting need not be called again.",
                       "Tiến hành bỏ phiếu.", "Go on to the vote.")  # fmt: skip
    return None


def _why_not_raise(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    assert state.now is not None
    if not step.by_hands:
        return not_now("no-hands", f"Bước {step.code} không giơ tay biểu quyết.", f"{step.code}: no show of hands.")
    if refusal := _why_no_quorum(plan, step, state.now.sitting):
        return refusal
    if last_round(state) is not None:
        return _settled_already("counted", "Đã có kết quả biểu quyết.", "The hands have been counted.")
    return None


def _why_not_ballot(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    """Why no papers can go out now: no quorum, papers are out already, or no further round is asked for."""
    assert state.now is not None
    if not step.kinds:
        return not_now("no-vote", f"Bước {step.code} không bỏ phiếu kín.", f"Step {step.code} has no secret vote.")
    if refusal := _why_no_quorum(plan, step, state.now.sitting):
        return refusal
    last = last_round(state)
    if last is None or (not last.done and said_of(last, facts).status == VOID):
        return None
    if not last.done:
        return not_now("out", "Phiếu đang phát, đang kiểm.", "The papers of this round are out.",
                        "Kiểm phiếu xong rồi ghi kết quả.", "Count them and take the result over.", step)  # fmt: skip
    if last.halves:
        return _half(step)
    if further_round(plan, step, state) is None:
        return _settled_already("no-round", "Không còn gì phải bỏ phiếu lại.", "There is nothing to vote on again.")
    return None


def _why_not_tally(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    last = last_round(state)
    if last is None or last.ballot is None:
        return not_now("no-ballot", "Chưa phát phiếu.", "No papers are out.",
                        "Mở phiếu.", "Open the ballot.", step)  # fmt: skip
    if last.done:
        return _settled_already("counted", "Vòng phiếu này đã có kết quả.", "This round has been counted.")
    said = said_of(last, facts).status
    if said == VOID:
        return not_now("void", "Phiếu này đã bị hủy.", "This ballot is annulled.",
                        "Mở phiếu mới.", "Open another one.", step)  # fmt: skip
    if said != SEALED:
        return not_now("not-sealed", "Ban kiểm phiếu chưa đóng biên bản.", "The count is not closed.",
                        "Chờ trưởng ban kiểm phiếu đóng biên bản.", "The head teller closes it.", step)  # fmt: skip
    return None


def _why_not_choose(plan: Plan, step: Step, state: State, facts: Facts, now: dt.date) -> Refusal | None:
    last = last_round(state)
    if last is not None and last.done and (last.halves or left_to_chair(last)):
        return None
    return _settled_already(
        "nothing-to-choose", "Không có trường hợp nào để người chủ trì quyết định.", "Nothing is left to the chair."
    )


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
        return _not_held(step)
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


def _not_held(step: Step) -> Refusal:
    return not_now("not-held", "Chưa ghi có mặt.", "Attendance has not been noted.",
                   "Ghi người có mặt tại hội nghị.", "Note who came.", step)  # fmt: skip


def _settled_already(code: str, vi: str, en: str) -> Refusal:
    """Nothing is left to do in this meeting but to close its step."""
    return not_now(code, vi, en, "Khóa bước này.", "Close this step.")


def why_not_close(plan: Plan, step: Step, state: State) -> Refusal | None:
    """Why a step with a meeting cannot be closed yet; None when its meeting is settled (or there is none)."""
    assert state.now is not None
    if step.kind != "meeting":
        return None
    refusal = _why_no_quorum(plan, step, state.now.sitting)
    if refusal is not None or not step.votes:
        return refusal
    last = last_round(state)
    if last is None or not last.done:
        return not_now("not-counted", "Chưa có kết quả phiếu.", "The votes are not counted.",
                        "Mở phiếu, kiểm phiếu, ghi kết quả.", "Open the ballot, count it, take the result over.",
                        step)  # fmt: skip
    if last.halves:
        return _half(step)
    if last.tied:
        cure = ("Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason.")
        anew = ("Bỏ phiếu lại giữa những người bằng phiếu.", "Vote again among those tied.")
        return not_now("tie", f"Bằng phiếu ở cuối danh sách: {len(last.tied)} người.",
                        f"{len(last.tied)} names are tied at the tail.",
                        *(cure if left_to_chair(last) else anew), step)  # fmt: skip
    sitting = state.now.sitting
    if (
        sitting is not None
        and not settled(sitting)
        and further_round(plan, step, state)
        and len(sitting.rounds) < _ROUNDS
    ):
        return not_now("nobody", "Không ai đạt.", "Nobody passed.", "Bỏ phiếu vòng hai.", "Hold a second round.",
                        step)  # fmt: skip
    return None


#: Rounds that must be held before a step may end with nobody.
_ROUNDS = 2


def _half(step: Step) -> Refusal:
    return not_now("half", "Có người đạt đúng một nửa.", "A name stands at exactly one half.",
                    "Người chủ trì quyết định, ghi lý do.", "The chair decides, with a reason.", step)  # fmt: skip


def last_round(state: State) -> Round | None:
    """The newest round of the open meeting."""
    sitting = state.now.sitting if state.now else None
    return sitting.rounds[-1] if sitting and sitting.rounds else None


def said_of(asked: Round, facts: Facts) -> Tally:
    """What the ballot of a round says; one of which nothing is known is still out."""
    return facts.ballots.get(asked.ballot or 0, Tally(OUT))


def left_to_chair(last: Round) -> bool:
    """Whether a tie is for the chair: the rule asks for no vote between the tied, or they tied once more."""
    return bool(last.tied) and (last.next is None or last.next.why != "tie")


def further_round(plan: Plan, step: Step, state: State) -> Further | None:
    """The further round that the last count asks for, as far as the step goes on.

    An election goes on until its places are filled or the meeting closes it; any other vote is held twice when nobody
    passed.
    """
    last = last_round(state)
    sitting = state.now.sitting if state.now else None
    if last is None or sitting is None or last.next is None or last.next.why == "tie":
        return last.next if last else None
    open_ended = plan.kind(step).decides == "seats"
    if not open_ended and (settled(sitting) or len(sitting.rounds) >= _ROUNDS):
        return None
    return last.next


def settled(sitting: Sitting) -> frozenset[str]:
    """The names that the rounds have settled so far."""
    return frozenset((*sitting.kept, *(sitting.rounds[-1].passed if sitting.rounds else ())))


def not_now(
    code: str, vi: str, en: str, cure_vi: str = "", cure_en: str = "", step: Step | None = None, status: int = 409
) -> Refusal:
    """A refusal of procedures with its cure and the article of the step."""
    remedy = Text(cure_vi, cure_en) if cure_vi else None
    return Refusal(f"procedures.{code}", Text(vi, en), remedy, step.cites if step else None, status)
