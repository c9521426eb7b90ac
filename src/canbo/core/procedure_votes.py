"""From a count to what follows: totals that must meet, the denominator of the rule, who passes, ties, exact halves.

Everything is exact: votes are compared with a fraction of a whole number, never with a percentage.
"""

from __future__ import annotations

from dataclasses import replace

from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import Count, Round, Sitting
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: The name under which a vote by hands on the whole list is counted.
WHOLE = ""


def why_not_count(step: Step, sitting: Sitting, asked: Round, count: Count) -> Refusal | None:
    """Why a count cannot be right: totals that do not meet, a name not on the paper, more votes than papers."""
    wanted = {WHOLE} if step.ballot == "hands" else set(asked.names)
    if set(count.votes) != wanted or not set(count.against) <= wanted:
        strange = ", ".join(sorted(set(count.votes) ^ wanted)) or "–"
        return _faulty(f"Phiếu và kết quả không cùng danh sách: {strange}.", f"Paper and result differ: {strange}.")
    for vi, en, low, high in (
        ("phát ra", "issued", count.issued, sitting.voting),
        ("thu về", "returned", count.returned, count.issued),
        ("hợp lệ", "valid", count.valid, count.returned),
    ):
        if not 0 <= low <= high:
            return _faulty(f"Số phiếu {vi} là {low}, nhiều nhất là {high}.", f"{low} {en}, at most {high}.")
    for name, votes in count.votes.items():
        against = count.against.get(name, 0)
        if votes < 0 or against < 0 or votes + against > count.valid:
            return _faulty(
                f"{name or 'Danh sách'}: {votes} đồng ý, {against} không đồng ý, chỉ có {count.valid} phiếu hợp lệ.",
                f"{name or 'The list'}: {votes} for, {against} against, but {count.valid} valid papers.",
            )
    return _why_not_choices(step, asked, count)


def _why_not_choices(step: Step, asked: Round, count: Count) -> Refusal | None:
    """On a paper that chooses, nobody can have chosen more than the places."""
    if step.ballot not in ("choose", "elect") or asked.places is None:
        return None
    given, most = sum(count.votes.values()), count.valid * asked.places
    if given <= most:
        return None
    return _faulty(
        f"Tổng số lượt chọn {given} nhiều hơn {count.valid} phiếu × {asked.places} người.",
        f"{given} choices are more than {count.valid} papers times {asked.places} names.",
    )


def _faulty(vi: str, en: str) -> Refusal:
    return Refusal(
        "procedures.count",
        Text(vi, en),
        Text("Đối chiếu lại với biên bản kiểm phiếu.", "Compare with the tally minutes."),
        status=422,
    )


def denominator(base: str, sitting: Sitting, count: Count) -> int:
    """The number that the rule's base stands for in this meeting; those recused are counted in none of them."""
    gone = [each for each in sitting.deducted if each not in sitting.recused]
    counted = {
        "summoned": sitting.called_to_vote,
        "roll": sitting.called_to_vote - len(gone),
        "present": sitting.voting,
        "issued": count.issued,
        "returned": count.returned,
        "valid_ballots": count.valid,
        "all_members": _members(sitting),
    }
    return counted[base]


def _members(sitting: Sitting) -> int:
    members = sitting.members if sitting.members is not None else len(sitting.summoned)
    return members - len([each for each in sitting.recused if each in sitting.summoned])


def has_quorum(plan: Plan, step: Step, sitting: Sitting) -> bool:
    """Whether enough of those summoned are there, both counted without those recused."""
    assert step.quorum is not None
    share = plan.share(step.quorum.over)
    called = denominator(plan.base(step.quorum), sitting, Count(0, 0, 0, {}))
    return called > 0 and sitting.voting * share.denominator >= called * share.numerator


def quorum_needed(plan: Plan, step: Step, sitting: Sitting) -> int:
    """The least number of voters present."""
    assert step.quorum is not None
    share = plan.share(step.quorum.over)
    called = denominator(plan.base(step.quorum), sitting, Count(0, 0, 0, {}))
    return -(-called * share.numerator // share.denominator)


def counted(plan: Plan, step: Step, sitting: Sitting, asked: Round, count: Count) -> Round:
    """The round with what follows from its count: who passed, who is tied at the tail, who stands at exactly half."""
    assert step.threshold is not None
    base = plan.base(step.threshold)
    share, of = plan.share(step.threshold.over), denominator(base, sitting, count)
    votes = _by_name(asked, count)
    over = [name for name in asked.names if votes[name] * share.denominator > of * share.numerator]
    halves = [name for name in asked.names if votes[name] * share.denominator == of * share.numerator]
    if not step.half or not plan.whole(step.half):
        halves = []
    passed, tied = _within(over, votes, asked.places if step.most else None)
    return replace(asked, count=count, base=base, against=of, passed=passed, tied=tied, halves=tuple(halves))


def tie_counted(sitting: Sitting, asked: Round, count: Count) -> Round:
    """A round among the tied: the highest enter, without needing a majority."""
    votes = _by_name(asked, count)
    ordered = [name for name in asked.names if votes[name]]
    passed, tied = _within(ordered, votes, asked.places)
    return replace(asked, count=count, base="", against=0, passed=passed, tied=tied)


def _by_name(asked: Round, count: Count) -> dict[str, int]:
    """Votes per name; a vote on the whole list is one for each of its names."""
    if set(count.votes) == {WHOLE}:
        return dict.fromkeys(asked.names, count.votes[WHOLE])
    return dict(count.votes)


def _within(over: list[str], votes: dict[str, int], places: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The highest within the places; those who share the last place and do not all fit are tied."""
    if places is None or len(over) <= places:
        return tuple(over), ()
    if places == 0:
        return (), ()
    last = sorted((votes[name] for name in over), reverse=True)[places - 1]
    sure = tuple(name for name in over if votes[name] > last)
    at_tail = tuple(name for name in over if votes[name] == last)
    if len(sure) + len(at_tail) == places:
        return (*(name for name in over if votes[name] >= last),), ()
    return sure, at_tail


def highest(asked: Round, number: int) -> tuple[str, ...]:
    """The first few by votes, all of equal rank at the tail included: those who go into a run-off."""
    assert asked.count is not None
    votes = _by_name(asked, asked.count)
    if len(asked.names) <= number:
        return asked.names
    last = sorted(votes.values(), reverse=True)[number - 1]
    return tuple(name for name in asked.names if votes[name] >= last)
