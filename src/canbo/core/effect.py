"""What a change of rules does to the same people: who gains, who drops, and by which clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from canbo.core.verdicts import Answer

#: {person: {clause code: answer}}, with the overall answer under "".
Answers = Mapping[int, Mapping[str, str]]
_MET = (Answer.YES.value, Answer.EXCEPTED.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One person whose overall answer changes, and the clauses that account for it."""

    person: int
    before: str
    after: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Who meets the standard after and did not before, who no longer does, and whose answer changes between no and
    unknown; `met_before` and `met_after` count those who meet it."""

    gains: tuple[Change, ...]
    drops: tuple[Change, ...]
    shifts: tuple[Change, ...]
    met_before: int
    met_after: int

    @property
    def gains_by_clause(self) -> dict[str, int]:
        """How many gains each clause accounts for, most first."""
        return _by_clause(self.gains)

    @property
    def drops_by_clause(self) -> dict[str, int]:
        """How many drops each clause accounts for, most first."""
        return _by_clause(self.drops)


def compare(before: Answers, after: Answers) -> Effect:
    """The effect between two tables of the same people. Raises ValueError when the people differ."""
    if before.keys() != after.keys():
        raise ValueError("the two tables are not about the same people")
    changes = [_change(person, before[person], after[person]) for person in before]
    moved = [change for change in changes if change.before != change.after]
    gains = [change for change in moved if change.after in _MET and change.before not in _MET]
    drops = [change for change in moved if change.before in _MET and change.after not in _MET]
    rest = [change for change in moved if (change.before in _MET) == (change.after in _MET)]
    return Effect(
        tuple(gains),
        tuple(drops),
        tuple(rest),
        sum(row[""] in _MET for row in before.values()),
        sum(row[""] in _MET for row in after.values()),
    )


def _change(person: int, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    """A clause accounts for a change when it went the same way as the whole: a clause left out counts as met."""
    gained = after[""] in _MET
    codes = [code for code in {**before, **after} if code]
    moved = [code for code in codes if before.get(code) != after.get(code)]
    why = [
        code
        for code in moved
        if gained == (after.get(code, Answer.YES.value) in _MET)
        and (before.get(code, Answer.YES.value) in _MET) != (after.get(code, Answer.YES.value) in _MET)
    ]
    return Change(person, before[""], after[""], tuple(why or moved))


def _by_clause(changes: tuple[Change, ...]) -> dict[str, int]:
    return dict(Counter(code for change in changes for code in change.clauses).most_common())
