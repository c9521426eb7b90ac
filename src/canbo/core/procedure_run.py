"""What happens in a case: `advance` takes a state and an event to the next state, or refuses and says why.

Pure: the plan is the rule, the facts are what is so outside, `now` is the day. Every refusal names the condition, the
article and the cure, so that the same sentence can stand on a blocked button.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from canbo.core import procedure_meeting as meeting
from canbo.core import procedure_meeting_why as meeting_why
from canbo.core.procedure import END, STOP, Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import (
    DECIDED,
    RUNNING,
    STOPPED,
    Attended,
    Balloted,
    Chosen,
    Closed,
    Decided,
    Event,
    Facts,
    Filed,
    Listed,
    Notified,
    Passage,
    Raised,
    Recalled,
    State,
    Stopped,
    Tallied,
    Withdrawn,
    moved,
)
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def opened(plan: Plan, places: int, on: dt.date) -> State:
    """A new case at its first step, for so many places on its list. Raises ValueError for fewer than one."""
    if places < 1:
        raise ValueError("a list is for at least one place")
    return State(RUNNING, places, (), Passage(plan.first.code, on, ()))


def advance(plan: Plan, state: State, event: Event, facts: Facts, now: dt.date) -> State:
    """The state after an event. Raises Refusal when the event cannot happen here and now."""
    refusal = why_not(plan, state, type(event), facts, now)
    if refusal is not None:
        raise refusal
    assert state.now is not None
    made: State = _HANDLERS[type(event)](plan, plan.step(state.now.step), state, event, facts, now)
    return made


def why_not(plan: Plan, state: State, event: type[Event], facts: Facts, now: dt.date) -> Refusal | None:
    """Why an event of this kind cannot happen now, whatever it says; None when it can.

    Where no closer article is named, it is that of the step.
    """
    if state.now is None:
        return _refusal("ended", "Vụ việc đã kết thúc.", "The case has ended.")
    step = plan.step(state.now.step)
    return under_article(_why_not(plan, step, state, event, facts, now), step)


def under_article(refusal: Refusal | None, step: Step) -> Refusal | None:
    """The same refusal, with the article of the step where it names none."""
    return refusal.under(step.cites) if refusal is not None else None


def _why_not(
    plan: Plan, step: Step, state: State, event: type[Event], facts: Facts, now: dt.date
) -> Refusal | None:  # fmt: skip
    assert state.now is not None
    if event in meeting_why.WHY_NOT:
        return meeting_why.WHY_NOT[event](plan, step, state, facts, now)
    if event is Listed:
        return _why_not_list(plan, step, state)
    if event is Decided:
        return _why_not_decide(step, state, facts)
    if event is Closed:
        return _why_not_close(plan, step, state, facts)
    if event is Withdrawn and state.now.sitting is not None and state.now.sitting.rounds:
        return _refusal(
            "withdrawn", "Đã phát phiếu ở bước này; rút tên sau khi khóa bước.",
            "The vote of this step has begun; a name can leave after it is closed.",
        )  # fmt: skip
    return None


def entering(plan: Plan, state: State) -> Step | None:
    """The open step, or None when the case has ended."""
    return plan.step(state.now.step) if state.now else None


# -- the list and its papers -------------------------------------------------------------------------------------------


def _why_not_list(plan: Plan, step: Step, state: State) -> Refusal | None:
    if step.lists != "makes":
        return _refusal(
            "list", f"Bước {step.code} không lập danh sách.", f"Step {step.code} makes no list.", cites=step
        )  # fmt: skip
    missing = [paper for paper in step.before if paper not in _papers(state)]
    if not missing:
        return None
    called = plan.called(missing)
    return _refusal(
        "papers-before", f"Chưa được nêu tên ai khi chưa có: {called.vi}.",
        f"Nobody may be named before this is there: {called.en}.",
        "Ban hành văn bản, ghi số, ngày và nơi công khai vào bước này.",
        "Issue it, and file its number, day and where it was made public.", step,
    )  # fmt: skip


def _list(plan: Plan, step: Step, state: State, event: Listed, facts: Facts, now: dt.date) -> State:
    names = tuple(dict.fromkeys(event.names))
    for name in names:
        bar = facts.barred.get(name)
        if bar is not None:
            raise Refusal("procedures.barred", bar.says, _CURE_BAR, bar.cites, status=422)
    return replace(moved(state, names=names), names=names)


_CURE_BAR = Text("Bỏ tên này khỏi danh sách.", "Leave this name off the list.")


def _file(plan: Plan, step: Step, state: State, event: Filed, facts: Facts, now: dt.date) -> State:
    assert state.now is not None
    if event.paper not in (*step.before, *step.papers):
        raise _other_paper(plan, step, event.paper)
    if not event.words.strip():
        raise _refusal("paper", "Ghi số, ngày của giấy tờ.", "Give the paper's number and day.", status=422)
    if event.paper in plan.public and not event.where.strip():
        raise _refusal(
            "where", f"Ghi nơi công khai: {plan.called([event.paper]).vi}.",
            f"Say where it was made public: {plan.called([event.paper]).en}.", cites=step, status=422,
        )  # fmt: skip
    words = "; ".join(part for part in (event.words.strip(), event.where.strip()) if part)
    return moved(state, papers={**state.now.papers, event.paper: words})


def _other_paper(plan: Plan, step: Step, paper: str) -> Refusal:
    asked = (*step.before, *step.papers)
    known = plan.called(asked) if asked else Text("không giấy tờ nào", "no paper at all")
    return _refusal(
        "paper", f"Bước {step.code} không cần giấy tờ “{paper}”; cần: {known.vi}.",
        f"Step {step.code} asks for no paper “{paper}”; it asks for: {known.en}.", status=422,
    )  # fmt: skip


def _withdraw(plan: Plan, step: Step, state: State, event: Withdrawn, facts: Facts, now: dt.date) -> State:
    if event.name not in state.names or not event.reason.strip():
        raise _refusal(
            "withdrawn", "Chọn người đang có trong danh sách và ghi lý do.", "Name somebody on the list, and why.",
            status=422,
        )  # fmt: skip
    return replace(state, names=tuple(name for name in state.names if name != event.name))


# -- deciding, closing, stopping ---------------------------------------------------------------------------------------


def _why_not_decide(step: Step, state: State, facts: Facts) -> Refusal | None:
    if step.kind != "decision":
        return _refusal("decide", f"Bước {step.code} không phải bước quyết định.", f"{step.code} decides nothing.")
    return None


def _decide(plan: Plan, step: Step, state: State, event: Decided, facts: Facts, now: dt.date) -> State:
    names, refused = set(event.names), set(event.refused)
    if names | refused != set(state.names) or names & refused or not all(map(str.strip, event.refused.values())):
        raise _refusal(
            "decide", "Người nào không được phê duyệt thì phải ghi lý do ở dòng của người đó.",
            "Whoever is not approved needs a reason, in their own line.", cites=step, status=422,
        )  # fmt: skip
    if not event.document.strip():
        raise _refusal("decide", "Ghi số, ngày quyết định.", "Give the decision's number and day.", status=422)
    made = moved(state, outcome=event.names, papers={**_papers(state), "decision": event.document.strip()})
    return replace(made, why=event.document.strip())


def _papers(state: State) -> dict[str, str]:
    return dict(state.now.papers) if state.now else {}


def _why_not_close(plan: Plan, step: Step, state: State, facts: Facts) -> Refusal | None:
    assert state.now is not None
    if step.lists == "makes" and not state.names:
        return _refusal(
            "empty", "Danh sách chưa có ai.", "The list is empty.",
            "Đưa người vào danh sách.", "Put names on the list.", step,
        )  # fmt: skip
    if step.kind == "decision" and "decision" not in state.now.papers:
        return _refusal(
            "undecided", "Cấp có thẩm quyền chưa quyết định.", "The authority has not decided.",
            "Ghi quyết định kèm số, ngày.", "Enter the decision with its number and day.", step,
        )  # fmt: skip
    missing = [paper for paper in (*step.before, *step.papers) if paper not in state.now.papers]
    if missing:
        return Refusal(
            "procedures.papers",
            Text(f"Còn thiếu giấy tờ: {plan.called(missing).vi}.", f"Papers missing: {plan.called(missing).en}."),
            Text("Ghi số, ngày từng giấy tờ vào bước này.", "File each with its number and day."),
            step.cites,
        )
    return _why_not_conditions(step, facts) or meeting_why.why_not_close(plan, step, state)


def _why_not_conditions(step: Step, facts: Facts) -> Refusal | None:
    for code in step.conditions:
        found = facts.conditions.get(code)
        if found is None:
            return _refusal("condition", f"Chưa rõ điều kiện {code}.", f"Condition {code} is not known.", cites=step)
        if not found.holds:
            return Refusal("procedures.condition", found.says, found.remedy, found.cites or step.cites)
    return None


def _close(plan: Plan, step: Step, state: State, event: Closed, facts: Facts, now: dt.date) -> State:
    assert state.now is not None
    names, goes = _outcome(step, state)
    done = replace(state.now, outcome=names, closed=now)
    trail = (*state.trail, done)
    if goes == END:
        ended = DECIDED if names else STOPPED
        return replace(state, status=ended, names=names, now=None, trail=trail)
    return replace(state, names=names, now=Passage(goes, now, names), trail=trail)


def _outcome(step: Step, state: State) -> tuple[tuple[str, ...], str]:
    """The list with which the case goes on, and where to."""
    assert state.now is not None
    if step.kind == "decision":
        return state.now.outcome, step.next
    if not step.votes or state.now.sitting is None:
        return state.names, step.next
    kept = meeting_why.settled(state.now.sitting)
    names = tuple(name for name in state.names if name in kept)
    if names:
        return (names if step.lists == "narrows" else state.names), step.next
    if step.nobody == STOP:
        return (), END
    return state.names, step.nobody


def _stop(plan: Plan, step: Step, state: State, event: Stopped, facts: Facts, now: dt.date) -> State:
    assert state.now is not None
    if not event.document.strip():
        raise _refusal(
            "stop", "Ghi văn bản quyết định dừng.", "Name the document that stops the case.", status=422
        )  # fmt: skip
    trail = (*state.trail, replace(state.now, closed=now))
    return replace(state, status=STOPPED, now=None, trail=trail, why=event.document.strip())


def _refusal(
    code: str, vi: str, en: str, cure_vi: str = "", cure_en: str = "", cites: Step | None = None, status: int = 409
) -> Refusal:
    remedy = Text(cure_vi, cure_en) if cure_vi else None
    return Refusal(f"procedures.{code}", Text(vi, en), remedy, cites.cites if cites else None, status)


_HANDLERS: dict[type[Event], Any] = {
    Listed: _list,
    Filed: _file,
    Withdrawn: _withdraw,
    Notified: meeting.notify,
    Attended: meeting.attend,
    Recalled: meeting.recall,
    Raised: meeting.raise_hands,
    Balloted: meeting.ballot,
    Tallied: meeting.tally,
    Chosen: meeting.choose,
    Decided: _decide,
    Closed: _close,
    Stopped: _stop,
}


def names_of(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Every name that stood on the list at the beginning or the end of some steps, each once."""
    return tuple(dict.fromkeys(name for each in passages for name in (*each.names, *each.outcome)))
