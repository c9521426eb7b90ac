"""The numbers around a vote of a case: who is counted, the quorum, a vote by hands, and what a sealed ballot says.

Votes on paper are counted in `core.tally` and nowhere else. Here attendance becomes the numbers that a count is
measured against, by the same shares and bases, and a sealed result becomes what the case goes on with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from canbo.core.procedure import BASES, Share, Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import SEALED, Further, Round, Sitting, Tally
from canbo.core.refusal import Refusal
from canbo.core.tally import Count, Turnout, base_of
from canbo.core.tally_kinds import Cell
from canbo.core.tally_kinds import Share as Limit
from canbo.lib.text import Text

_NO_PAPERS = Count(0, 0, {}, ())
_OUTCOMES = {"passed": ("passed", "goes_on", "recorded"), "tied": ("tied",), "halves": ("exactly",)}


def turnout(sitting: Sitting) -> Turnout:
    """The numbers of a meeting before anybody votes; those recused are counted in none of them."""
    gone = [each for each in sitting.deducted if each not in sitting.recused]
    members = sitting.members if sitting.members is not None else len(sitting.summoned)
    left = len([each for each in sitting.recused if each in sitting.summoned])
    return Turnout(
        summoned=sitting.called_to_vote,
        present=sitting.voting,
        printed=0,
        issued=0,
        spoilt=0,
        unused=0,
        returned=0,
        roll=sitting.called_to_vote - len(gone),
        members=members - left,
    )


def denominator(base: str, sitting: Sitting) -> int:
    """The number that a base stands for in a meeting. Raises ValueError for one that a meeting does not tell."""
    number = base_of(base, turnout(sitting), _NO_PAPERS)
    if number is None:
        raise ValueError(base)
    return number


def has_quorum(plan: Plan, step: Step, sitting: Sitting) -> bool:
    """Whether enough of those summoned are there, both counted without those recused."""
    assert step.quorum is not None
    called = denominator(plan.base(step.quorum), sitting)
    return called > 0 and _limit(plan, step.quorum, reached=True).met(sitting.voting, called)


def quorum_needed(plan: Plan, step: Step, sitting: Sitting) -> int:
    """The least number of voters present."""
    assert step.quorum is not None
    return _limit(plan, step.quorum, reached=True).fewest(denominator(plan.base(step.quorum), sitting))


def raised(plan: Plan, step: Step, sitting: Sitting, asked: Round, hands: int, against: int) -> Round:
    """The round after a vote by hands on its whole list. Raises Refusal for more hands than voters."""
    assert step.threshold is not None
    if hands < 0 or against < 0 or hands + against > sitting.voting:
        raise Refusal(
            "procedures.hands",
            Text(
                f"{hands} đồng ý, {against} không đồng ý, chỉ có {sitting.voting} người được biểu quyết.",
                f"{hands} for, {against} against, but {sitting.voting} who may vote.",
            ),
            Text("Đếm lại.", "Count again."),
            status=422,
        )
    base = plan.base(step.threshold)
    number = denominator(base, sitting)
    passed = asked.names if _limit(plan, step.threshold, reached=False).met(hands, number) else ()
    return replace(asked, hands=hands, against=against, done=True, base=base, number=number, passed=passed)


def _limit(plan: Plan, share: Share, *, reached: bool) -> Limit:
    cites = plan.numbers[share.over].cites
    return Limit(Cell(plan.share(share.over), cites), Cell(reached, cites))


def tally_of(result: Mapping[str, Any], names: Sequence[str], digest: str) -> Tally:
    """What a sealed result (`core.tally_words.as_data`) says of `names`, which stand in the order of the paper."""
    by = {
        field: tuple(names[row["place"]] for row in result["names"] if row["outcome"] in outcomes)
        for field, outcomes in _OUTCOMES.items()
    }
    further = result["next"]
    return Tally(
        SEALED,
        digest,
        base=result["base"]["is"] or "",
        number=result["base"]["number"],
        next=Further(further["why"], tuple(names[place] for place in further["places"]), further["seats"])
        if further
        else None,
        **by,
    )


def other_base(step: Step, sitting: Sitting, tally: Tally) -> Refusal | None:
    """Why a sealed count cannot be the count of this meeting: it was measured against another number."""
    if tally.base not in BASES or tally.number == denominator(tally.base, sitting):
        return None
    number = denominator(tally.base, sitting)
    return Refusal(
        "procedures.other_base",
        Text(
            f"Kết quả kiểm phiếu tính trên {tally.number}, hội nghị này là {number}.",
            f"The count was measured against {tally.number}; in this meeting it is {number}.",
        ),
        Text("Hủy phiếu, mở phiếu mới từ hội nghị này.", "Annul the ballot and open another from this meeting."),
        step.cites,
        status=422,
    )
