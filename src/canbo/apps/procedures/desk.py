"""What the page of a case shows: the open step, what can be done and why not, the votes, the steps behind and ahead.

A desk is the same for a real case and for a rehearsal: only where its forms lead and who may act differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.procedures.drawing import Drawing, drawn
from canbo.apps.procedures.permissions import HANDS, hands_for
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.procedure import Step
from canbo.core.procedure_meeting import earliest
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_run import why_not
from canbo.core.procedure_state import (
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
    Sitting,
    State,
    Stopped,
    Tallied,
    Withdrawn,
)  # fmt: skip
from canbo.core.procedure_votes import has_quorum, quorum_needed
from canbo.core.refusal import Refusal
from canbo.core.tally_kinds import Kind
from canbo.core.tally_words import outcome_text
from canbo.lib.text import Text

VERBS: Mapping[type[Event], Text] = {
    Listed: Text("Lập danh sách", "Make the list"),
    Filed: Text("Ghi giấy tờ", "File a paper"),
    Notified: Text("Gửi giấy triệu tập", "Call the meeting"),
    Attended: Text("Ghi có mặt", "Note attendance"),
    Recalled: Text("Triệu tập lại hội nghị", "Call the meeting again"),
    Raised: Text("Ghi kết quả giơ tay biểu quyết", "Enter the show of hands"),
    Balloted: Text("Mở phiếu", "Open the ballot"),
    Tallied: Text("Ghi kết quả đã kiểm phiếu", "Take over the sealed count"),
    Chosen: Text("Ghi quyết định của người chủ trì", "Enter the chair’s decision"),
    Decided: Text("Ghi quyết định phê duyệt", "Enter the decision"),
    Withdrawn: Text("Rút một người khỏi danh sách", "Take a name off the list"),
    Closed: Text("Khóa bước này", "Close this step"),
    Stopped: Text("Dừng vụ việc", "Stop the case"),
}
#: In which order deeds stand on the page, by kind of step.
ORDER: Mapping[str, tuple[type[Event], ...]] = {
    "work": (Listed, Filed, Closed),
    "meeting": (Filed, Notified, Attended, Recalled, Raised, Balloted, Tallied, Chosen, Closed),
    "decision": (Filed, Decided, Closed),
}
OPEN = {
    "order": Text("thứ tự bước", "order of steps"),
    "attendees": Text("thành phần", "attendees"),
    "quorum": Text("tỷ lệ có mặt", "quorum"),
    "ballot": Text("loại phiếu", "kind of ballot"),
    "threshold": Text("tỷ lệ phiếu đạt", "threshold"),
    "below": Text("xử lý khi không đạt", "what follows below it"),
    "notice": Text("thời hạn báo trước", "days of notice"),
    "announced": Text("việc công bố", "announcement"),
    "publication": Text("thời điểm, nơi công khai", "when and where it is made public"),
}
BY_HANDS = Text("giơ tay biểu quyết cả danh sách", "a show of hands on the whole list")
BELOW = {
    "off_list": Text("không vào danh sách", "off the list"),
    "again": Text("không ai đạt thì bỏ phiếu vòng nữa", "if nobody passes, another round"),
    "runoff": Text("không ai đạt thì bỏ phiếu giữa {n} người cao nhất", "if nobody passes, a round of the first {n}"),
    "go_on": Text("{n} người cao nhất vào bước sau", "the first {n} go on to the next step"),
}
REASONS = {
    "person": Text("người được xem xét", "the person concerned"),
    "relatives": Text("người thân của người được xem xét", "a relative of a name"),
}


@dataclass(frozen=True)
class Deed:
    """One thing that can be done, or why it cannot; `main` is the one button of the page."""

    kind: str
    says: Text
    whose: Text
    why_not: Refusal | None
    main: bool = False


@dataclass(frozen=True)
class Rule:
    """A line of the rule of a step: what it asks, its value, where that stands."""

    says: Text
    value: Text
    cites: Citation


@dataclass(frozen=True)
class Asked:
    """A paper that a step asks for: what is filed of it; `before`: what must wait for it; `public`: it says where."""

    code: str
    says: Text
    filed: str
    before: Text | None
    public: bool


@dataclass(frozen=True)
class Row:
    """A name in a counted round: votes per option, and what became of it; `sign` is an answer of the house."""

    name: str
    options: Sequence[int]
    sign: str
    says: Text


@dataclass(frozen=True)
class Counted:
    """A sealed count as a page shows it, the highest name first."""

    issued: int
    returned: int
    valid: int
    columns: Sequence[Text]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Desk:
    """The page of a case."""

    plan: Plan
    state: State
    step: Step | None
    deeds: Sequence[Deed]
    rules: Sequence[Rule]
    open: Sequence[Text]
    names: Mapping[str, str]
    picture: Drawing
    papers: Sequence[Asked]
    first_day: dt.date
    needed: int = 0
    quorum: bool = False
    passages: Sequence[Passage] = field(default_factory=tuple)
    failed: Sequence[tuple[Sitting, int]] = ()

    @property
    def main(self) -> Deed | None:
        """The deed that the case waits for."""
        return next((deed for deed in self.deeds if deed.main), None)

    @property
    def others(self) -> list[Deed]:
        """The other deeds of the step."""
        return [deed for deed in self.deeds if not deed.main]

    @property
    def to_file(self) -> list[Asked]:
        """The papers that can be filed now."""
        missing = _missing(self.step, self.state) if self.step else []
        return [paper for paper in self.papers if paper.code in missing]


def desk(
    plan: Plan, state: State, facts: Facts, today: dt.date, pack: Pack, names: Mapping[str, str],
    whose: Callable[[type[Event]], Refusal | None],
) -> Desk:  # fmt: skip
    """The page of a state; `whose` tells why an event is not the reader's to enter."""
    step = plan.step(state.now.step) if state.now else None
    sitting = state.now.sitting if state.now else None
    held = sitting is not None and sitting.present is not None and step is not None
    return Desk(
        plan, state, step,
        deeds=_deeds(plan, state, step, facts, today, whose) if step else (),
        rules=list(rules(plan, step, pack)) if step else (),
        open=[OPEN[cell] for cell in step.open] if step else (),
        names=names,
        picture=drawn(plan, state),
        papers=_papers(plan, step, state) if step else (),
        first_day=earliest(plan, step, facts, today) if step else today,
        needed=quorum_needed(plan, step, sitting) if held and step and sitting else 0,
        quorum=bool(held and step and sitting and has_quorum(plan, step, sitting)),
        passages=[*state.trail, *([state.now] if state.now else [])],
        failed=[(each, quorum_needed(plan, step, each)) for each in state.now.failed] if step and state.now else (),
    )  # fmt: skip


def next_deed(plan: Plan, state: State, facts: Facts, today: dt.date) -> type[Event] | None:
    """What a running case waits for and can be done today; None while it waits for others (its papers are counted)."""
    step = plan.step(state.step)
    blocked = {
        each: why_not(plan, state, each, facts, today) for each in ORDER[step.kind] if _belongs(each, step, state)
    }
    waits = _waits(state, step, blocked)
    return waits if blocked[waits] is None else None


def counted_now(state: State) -> bool:
    """Whether the papers of a round are out or being counted."""
    sitting = state.now.sitting if state.now else None
    return bool(sitting and sitting.rounds and sitting.rounds[-1].ballot and not sitting.rounds[-1].done)


def hands_at(step: Step) -> frozenset[str]:
    """Whose deeds a step of this kind may wait for."""
    return frozenset(hands_for(step, each) for each in ORDER[step.kind])


def _deeds(
    plan: Plan, state: State, step: Step, facts: Facts, today: dt.date, whose: Callable[[type[Event]], Refusal | None]
) -> list[Deed]:
    offered = [each for each in ORDER[step.kind] if _belongs(each, step, state)]
    blocked = {each: why_not(plan, state, each, facts, today) for each in offered}
    waits = _waits(state, step, blocked)
    return [
        Deed(
            each.__name__.lower(), VERBS[each], HANDS[hands_for(step, each)], blocked[each] or whose(each),
            main=each is waits,
        )
        for each in offered
    ]  # fmt: skip


def _belongs(event: type[Event], step: Step, state: State) -> bool:
    """Whether a deed has any place at a step: a button that can never be pressed there is no help."""
    sitting = state.now.sitting if state.now else None
    last = sitting.rounds[-1] if sitting and sitting.rounds else None
    if event is Listed:
        return step.lists == "makes"
    if event is Raised:
        return step.by_hands
    if event is Balloted:
        return bool(step.kinds) and (last is None or not last.done or last.next is not None)
    if event is Tallied:
        return last is not None and last.ballot is not None and not last.done
    if event is Recalled:
        return sitting is not None and sitting.present is not None and not sitting.rounds
    if event is Chosen:
        return last is not None and bool(last.halves or last.tied)
    if event is Filed:
        return bool(_missing(step, state))
    return True


def _missing(step: Step, state: State) -> list[str]:
    """The papers not filed yet that there can be by now: what a meeting leaves behind is not there before it."""
    now = state.now
    held = step.kind != "meeting" or (now is not None and now.sitting is not None and now.sitting.present is not None)
    filed = now.papers if now else {}
    return [code for code in (*step.before, *(step.papers if held else ())) if code not in filed]


def _waits(state: State, step: Step, blocked: Mapping[type[Event], Refusal | None]) -> type[Event]:
    """What the case waits for: the close when nothing stands in its way, else the first thing that would help."""
    if blocked.get(Closed) is None:
        return Closed
    for event in (Recalled, Chosen, Tallied, Balloted, Raised, Attended, Notified, Listed, Decided):
        if event in blocked and blocked[event] is None and not _done(event, state):
            return event
    if Tallied in blocked:
        return Tallied
    if Attended in blocked and _done(Notified, state) and not _done(Attended, state):
        return Attended  # the day of the meeting has not come
    return Filed if Filed in blocked else Closed


def _done(event: type[Event], state: State) -> bool:
    now = state.now
    if now is None:
        return True
    if event is Notified:
        return now.sitting is not None
    if event is Attended:
        return now.sitting is not None and now.sitting.present is not None
    if event is Listed:
        return bool(state.names)
    return event is Decided and "decision" in now.papers


def rules(plan: Plan, step: Step, pack: Pack) -> Sequence[Rule]:
    """The rule of a step line by line, each with its article and how sure it is."""
    found = [Rule(Text("Bước", "Step"), step.name, step.cites)]
    if step.summons:
        circle = plan.attendees[step.summons]
        found.append(Rule(Text("Triệu tập", "Summoned"), circle.name, circle.cites))
    if step.notice:
        number = plan.numbers[step.notice]
        days = number.value
        says = Text(f"{days} ngày làm việc", f"{days} working days") if days else (number.why or _UNSET)
        found.append(Rule(Text("Báo trước", "Notice"), says, number.cites))
    if step.quorum:
        share = plan.share(step.quorum.over)
        base = _base(pack, plan.base(step.quorum))
        says = Text(f"ít nhất {share} {base.vi.lower()}", f"at least {share} of {base.en.lower()}")
        found.append(Rule(Text("Có mặt", "Quorum"), says, plan.numbers[step.quorum.over].cites))
    if step.kinds:
        found += _of_kind(plan.kind(step), pack)
    if step.threshold:
        found.append(Rule(Text("Biểu quyết", "Vote"), BY_HANDS, step.cites))
        share = plan.share(step.threshold.over)
        base = _base(pack, plan.base(step.threshold))
        says = Text(f"quá {share} {base.vi.lower()}", f"more than {share} of {base.en.lower()}")
        found.append(Rule(Text("Đạt", "Passed with"), says, plan.numbers[step.threshold.over].cites))
    if step.recuses:
        who = Text(
            ", ".join(REASONS[each].vi for each in step.recuses), ", ".join(REASONS[each].en for each in step.recuses)
        )
        found.append(Rule(Text("Không tham gia biểu quyết", "Leave the vote"), who, step.cites))
    return found


def _of_kind(kind: Kind, pack: Pack) -> Iterator[Rule]:
    """What the kind of ballot asks: limit and base, what follows below it, ties, half, announcement."""
    yield Rule(Text("Phiếu kín", "Secret ballot"), kind.name, kind.cites)
    if kind.share and kind.base:
        base = _base(pack, str(kind.base.value))
        of, vi, en = kind.share.of, *(("từ", "at least") if kind.share.reached.value else ("quá", "more than"))
        says = Text(f"{vi} {of.value} {base.vi.lower()}", f"{en} {of.value} of {base.en.lower()}")
        yield Rule(Text("Đạt", "Passed with"), says, of.cites)
    if kind.below:
        many = str(kind.keeps.value) if kind.keeps else ""
        says = BELOW[str(kind.below.value)]
        yield Rule(Text("Không đạt", "Below"), says.filled(n=many) if many else says, kind.below.cites)
    if kind.exact and kind.exact.value:
        says = Text("người chủ trì quyết định", "the chair decides")
        yield Rule(Text("Đúng bằng tỷ lệ", "At exactly the share"), says, kind.exact.cites)
    announced = Text("có", "yes") if kind.announced.value else Text("không", "no")
    yield Rule(Text("Công bố kết quả", "Announced"), announced, kind.announced.cites)


_UNSET = Text("không quy định", "not set")


def _base(pack: Pack, code: str) -> Text:
    return pack.lists["vote-bases"].codes[code].name


_BEFORE = {
    "makes": Text("trước khi lập danh sách", "before the list"),
    "meeting": Text("trước hội nghị", "before the meeting"),
}


def _papers(plan: Plan, step: Step, state: State) -> list[Asked]:
    """Each paper of the step, those that something waits for first."""
    filed = state.now.papers if state.now else {}
    waits = _BEFORE["makes" if step.lists == "makes" else "meeting"]
    return [
        Asked(code, plan.called([code]), filed.get(code, ""), waits if code in step.before else None,
              code in plan.public)
        for code in (*step.before, *step.papers)
    ]  # fmt: skip


_SIGNS = {"passed": "yes", "goes_on": "yes", "tied": "unknown", "exactly": "unknown", "unknown": "unknown"}


def counted(data: Mapping[str, Any], names: Sequence[str], issued: int, kind: Kind, pack: Pack) -> Counted:
    """A sealed result (`core.tally_words.as_data`) for reading; `names` in the order of the paper."""
    rows = [
        Row(
            names[row["place"]],
            row["options"],
            _SIGNS.get(row["outcome"], "no"),
            outcome_text(pack, kind, row["outcome"]),
        )
        for row in sorted(data["names"], key=lambda row: (row["rank"], row["place"]))
    ]
    papers = data["papers"]
    return Counted(issued, papers["returned"], papers["valid"], [option.name for option in kind.options], rows)
