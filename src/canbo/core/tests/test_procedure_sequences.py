"""Whatever happens in whatever order: no decision without a quorum, none by another denominator than the rule's."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.core.procedure_meeting import kind_of
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    Attended,
    Balloted,
    Chosen,
    Closed,
    Condition,
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
    Tallied,
    Tally,
    Withdrawn,
)  # fmt: skip
from canbo.core.procedure_votes import turnout
from canbo.core.refusal import Refusal
from canbo.core.testing_procedures import DAY, FILES, a_plan, sealed_of
from canbo.lib.hashing import sha256_hex
from canbo.lib.text import Text

#: A low threshold, so that a vote without a quorum would carry.
PLAN = a_plan({"parameters/majority.yaml": FILES["parameters/majority.yaml"].replace("1/2", "1/4")})
EVERYBODY = tuple("ABCDEFGH")
NAMES = ("A", "B", "X", "Y")
#: The votes of every round: by step, how many meetings of it failed before, and the number of the round.
Polls = dict[tuple[str, int, int], dict[str, int]]


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


def fitting(tape: Tape, state: State, now: dt.date) -> Event:
    """An event that may well fit: without such ones hardly any run would come to an end."""
    sitting = state.now.sitting if state.now else None
    if state.step == "A":
        return tape.one([Listed(NAMES), Listed(NAMES[1:]), Closed()])
    if state.step == "D":
        return tape.one([Decided(state.names, {}, "1-QĐ"), Closed()])
    if sitting is None:
        return Notified(now + dt.timedelta(days=tape.one([2, 5, 6, 7])), "P1", EVERYBODY)
    if sitting.present is None:
        return Attended(EVERYBODY[: 2 + tape.below(7)])
    if not sitting.rounds:
        return tape.one([Balloted(1), Balloted(1), Recalled()])
    last = sitting.rounds[-1]
    if not last.done:
        return Tallied(last.ballot, f"{last.ballot}")
    again = Balloted(len(sitting.rounds) + 1)
    if state.step == "B" and "minutes" not in state.now.papers and tape.below(3):
        return Filed("minutes", "1")
    return tape.one([Closed(), Closed(), again, Chosen(last.halves or last.tied[:1], "Vì")])


def boxes(tape: Tape, state: State, facts: Facts, polls: Polls) -> Facts:
    """What the ballots of the case say: honest counts, now and then one of another room, of a void vote, or open."""
    sitting = state.now.sitting if state.now else None
    if sitting is None or not sitting.rounds or sitting.rounds[-1].done:
        return facts
    asked, room = sitting.rounds[-1], turnout(sitting)
    votes = {name: tape.below(sitting.voting + 1) for name in asked.names}
    if not tape.below(6):
        room = replace(room, summoned=room.summoned - 1 - tape.below(2))
    kind = PLAN.kinds[kind_of(PLAN.step(state.step), asked)]
    told = replace(sealed_of(kind, asked, votes, sitting.voting, room), digest=f"{asked.ballot}")
    polls[state.step, len(state.now.failed), len(sitting.rounds)] = votes
    return replace(facts, ballots={asked.ballot: tape.one([told, told, told, told, Tally("void"), Tally("out")])})


def any_event(tape: Tape) -> Event:
    """Any event at all."""
    words = tape.one(["", "12-BB"])
    return tape.one(
        [
            Listed(tape.some(NAMES)),
            Filed(tape.one(["minutes", "plan"]), words),
            Notified(DAY + dt.timedelta(days=tape.below(13)), words, tape.some(EVERYBODY)),
            Attended(tape.some(EVERYBODY), tape.some(EVERYBODY)),
            Recalled(),
            Tallied(tape.below(3), tape.one(["1", "2"])),
            Balloted(tape.below(3)),
            Chosen(tape.some(NAMES), words),
            Decided(tape.some(NAMES), {}, words),
            Withdrawn(tape.one(NAMES), words),
            Closed(),
            Stopped(""),
        ]
    )


def run(numbers: list[int], facts: Facts, polls: Polls, *, wild: bool) -> State:
    """A case to which the events of a tape happen; what is refused does not."""
    tape = Tape(numbers)
    state, now = opened(PLAN, 1 + tape.below(3), DAY), DAY
    for _ in range(35):
        if state.now is None:
            break
        event = any_event(tape) if wild and not tape.below(4) else fitting(tape, state, now)
        now = max(now, state.now.sitting.meets) if state.now.sitting and (not wild or tape.below(3)) else now
        known = boxes(tape, state, facts, polls)
        with contextlib.suppress(Refusal):
            state = advance(PLAN, state, event, known, now)
    return state


def lawful(passage: Passage, polls: Polls) -> None:
    """The rule in other words, from the bare numbers of one closed meeting."""
    sitting = passage.sitting
    assert sitting is not None
    assert sitting.present is not None
    voters = [each for each in sitting.present if each not in sitting.recused]
    called = [each for each in sitting.summoned if each not in sitting.recused]
    assert 3 * len(voters) >= 2 * len(called)
    assert set(sitting.present) <= set(sitting.summoned)
    assert sitting.rounds[0].done
    for each in passage.outcome:
        won = [(place, asked) for place, asked in enumerate(sitting.rounds, 1) if each in asked.passed]
        assert len(won) == 1
        place, asked = won[0]
        if asked.why != "tie":  # among the tied the higher count is enough
            assert asked.number == len(called)
            votes = polls[passage.step, len(passage.failed), place]
            assert Fraction(votes[each], len(called)) >= Fraction(1, 4)


def _tape(seed: int) -> list[int]:
    digests = "".join(sha256_hex(f"{seed} {number}") for number in range(15))
    return [int(digests[place : place + 4], 16) for place in range(0, len(digests), 4)]


#: Tapes written by a seed: numbers of hypothesis itself are mostly small and alike, and lead nowhere.
TAPES = st.integers(0, 2**32).map(_tape)


@settings(max_examples=60)
@given(TAPES, st.sampled_from([True, True, False, None]))
def test_no_sequence_of_events_decides_without_quorum_or_by_another_denominator(numbers: list[int], caps: bool | None):
    facts = Facts(related={"C": frozenset({"X"})}, conditions={"caps": Condition(caps, Text("…", "…"))})
    polls: Polls = {}
    state = run(numbers, facts, polls, wild=True)
    for passage in state.trail:
        if passage.step in ("B", "C") and passage.outcome and not state.why:
            lawful(passage, polls)
    if state.status == "decided":
        assert caps
        assert [each.step for each in state.trail] == ["A", "B", "C", "D"]
        for passage in state.trail[1:3]:
            lawful(passage, polls)


def test_the_generated_sequences_do_reach_decisions():
    """Else the test above could not fail."""
    reached: set[str] = set()

    @settings(max_examples=40)
    @given(TAPES)
    def go(numbers: list[int]) -> None:
        facts = Facts(conditions={"caps": Condition(True, Text("…", "…"))})
        reached.add(run(numbers, facts, {}, wild=False).status)

    go()
    assert "decided" in reached
