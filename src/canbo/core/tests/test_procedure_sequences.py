"""Whatever happens in whatever order: no decision without a quorum, none by another denominator than the rule's."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    Again,
    Attended,
    Chosen,
    Closed,
    Condition,
    Count,
    Counted,
    Decided,
    Event,
    Facts,
    Filed,
    Listed,
    Notified,
    Passage,
    Recalled,
    State,
    Stopped,
    Withdrawn,
)  # fmt: skip
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import DAY, FILES, a_plan
from canbo.lib.text import Text

#: A low threshold, so that a vote without a quorum would carry.
PLAN = a_plan({"parameters/majority.yaml": FILES["parameters/majority.yaml"].replace("1/2", "1/4")})
EVERYBODY = tuple("ABCDEFGH")
NAMES = ("A", "B", "X", "Y")


class Tape:
    """Numbers that make every choice of a run: hypothesis writes them, and shortens them when a run is wrong."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = iter(numbers)

    def below(self, many: int) -> int:
        """A number below `many`; 0 at the end of the tape."""
        return next(self.numbers, 0) % many

    def one(self, choices: Sequence[Any]) -> Any:
        """One of some things."""
        return choices[self.below(len(choices))]

    def some(self, of: Sequence[str]) -> tuple[str, ...]:
        """Any of some names."""
        bits = self.below(2 ** len(of))
        return tuple(name for place, name in enumerate(of) if bits >> place & 1)


def fitting(tape: Tape, state: State) -> Event:
    """An event that may well fit: without such ones hardly any run would come to an end."""
    sitting = state.now.sitting if state.now else None
    if state.step == "A":
        return tape.one([Listed(NAMES), Listed(NAMES[1:]), Closed()])
    if state.step == "D":
        return tape.one([Decided(state.names, {}, "1-QĐ"), Closed()])
    if sitting is None:
        return Notified(DAY + dt.timedelta(days=tape.below(10)), "P1", EVERYBODY)
    if sitting.present is None:
        return Attended(EVERYBODY[: 2 + tape.below(7)])
    if not sitting.rounds or sitting.rounds[-1].count is None:
        names = sitting.rounds[-1].names if sitting.rounds else state.names
        voters = sitting.voting
        votes = {name: tape.below(voters + 1) for name in names}
        return Counted(Count(voters, voters, tape.one([voters, max(votes.values(), default=0)]), votes))
    last = sitting.rounds[-1]
    return tape.one([Filed("minutes", "1"), Closed(), Again(), Chosen(last.tied or last.halves, "Vì"), Recalled()])


def any_event(tape: Tape) -> Event:
    """Any event at all."""
    words = tape.one(["", "12-BB"])
    votes = {name: tape.below(10) for name in tape.some(NAMES)}
    return tape.one(
        [
            Listed(tape.some(NAMES)),
            Filed(tape.one(["minutes", "plan"]), words),
            Notified(DAY + dt.timedelta(days=tape.below(13)), words, tape.some(EVERYBODY)),
            Attended(tape.some(EVERYBODY), tape.some(EVERYBODY)),
            Recalled(),
            Counted(Count(tape.below(10), tape.below(10), tape.below(10), votes)),
            Again(),
            Chosen(tape.some(NAMES), words),
            Decided(tape.some(NAMES), {}, words),
            Withdrawn(tape.one(NAMES), words),
            Closed(),
            Stopped(""),
        ]
    )


def run(numbers: list[int], facts: Facts, *, wild: bool) -> State:
    """A case to which the events of a tape happen; what is refused does not."""
    tape = Tape(numbers)
    state, now = opened(PLAN, 1 + tape.below(3), DAY), DAY
    for _ in range(35):
        if state.now is None:
            break
        event = any_event(tape) if wild and not tape.below(4) else fitting(tape, state)
        now = max(now, state.now.sitting.meets) if state.now.sitting and (not wild or tape.below(3)) else now
        with contextlib.suppress(Refusal):
            state = advance(PLAN, state, event, facts, now)
    return state


def lawful(passage: Passage) -> None:
    """The rule in other words, from the bare numbers of one closed meeting."""
    sitting = passage.sitting
    assert sitting is not None
    assert sitting.present is not None
    voters = [each for each in sitting.present if each not in sitting.recused]
    called = [each for each in sitting.summoned if each not in sitting.recused]
    assert 3 * len(voters) >= 2 * len(called)
    assert set(sitting.present) <= set(sitting.summoned)
    first = sitting.rounds[0]
    assert first.count is not None
    for each in passage.outcome:
        rounds = [r for r in sitting.rounds if each in r.passed]
        assert len(rounds) == 1
        won = rounds[0]
        assert won.count is not None
        if won.against:  # every round but one among the tied
            assert won.against == len(called)
            assert Fraction(won.count.votes[each], len(called)) >= Fraction(1, 4)
        assert won.count.votes[each] <= won.count.valid <= won.count.returned <= won.count.issued <= len(voters)


TAPES = st.lists(st.integers(0, 2**16), min_size=60, max_size=110)


@settings(max_examples=60)
@given(TAPES, st.sampled_from([True, True, False, None]))
def test_no_sequence_of_events_decides_without_quorum_or_by_another_denominator(numbers: list[int], caps: bool | None):
    facts = Facts(related={"C": frozenset({"X"})}, conditions={"caps": Condition(caps, Text("…", "…"))})
    state = run(numbers, facts, wild=True)
    for passage in state.trail:
        if passage.step in ("B", "C") and passage.outcome and not state.why:
            lawful(passage)
    if state.status == "decided":
        assert caps
        assert [each.step for each in state.trail] == ["A", "B", "C", "D"]
        for passage in state.trail[1:3]:
            lawful(passage)


def test_the_generated_sequences_do_reach_decisions():
    """Else the test above could not fail."""
    reached: set[str] = set()

    @settings(max_examples=40)
    @given(TAPES)
    def go(numbers: list[int]) -> None:
        facts = Facts(conditions={"caps": Condition(True, Text("…", "…"))})
        reached.add(run(numbers, facts, wild=False).status)

    go()
    assert "decided" in reached
