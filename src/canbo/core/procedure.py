"""Procedures as data: steps with who acts, who is summoned, quorum, ballot, threshold, papers, order; dated versions.

A step names its numbers as parameters of the pack; `core.procedure_plan` reads them on the day a case is opened, and
`core.procedure_run` says what happens in the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from canbo.core.errors import Spot
from canbo.core.law import Citation
from canbo.lib.text import Text

#: Kinds of step: work at a desk, a meeting of those summoned, a decision of an authority.
KINDS = ("work", "meeting", "decision")
#: Who closes a step: the personnel officer, whoever chairs the body, the approving authority.
HANDS = ("officer", "chair", "approver")
#: A step that does not vote, and one that votes on its whole list by hands; any other word is a kind of ballot.
NO_VOTE, BY_HANDS = "none", "hands"
#: The denominators that a meeting can count before anybody votes.
BASES = ("summoned", "present", "roll", "all_members")
#: What follows when nobody passes in the last round: the end. Else a step to go back to.
STOP = "stop"
#: Who leaves before a vote.
RECUSALS = ("person", "relatives")
#: Where posts are looked for: in the acting body, in everything under it, in everything under the same parent.
PLACES = ("here", "below", "beside")
#: What a step does with the list of names: makes it, narrows it by its vote, or leaves it.
LISTS = ("makes", "narrows", "keeps")
#: Where `next` leads when a case is decided.
END = "end"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a base, both named as parameters of the pack: `of` one whose value is a rank of vote-bases."""

    over: str
    of: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Numbers are names of parameters; a blank means that the rule has no such thing here.

    `ballot` is the kind of the secret ballot (`even`: the kind where there are no more names than places), BY_HANDS or
    NO_VOTE. `before` are the papers that must be there before the meeting is called or, where the step makes the list,
    before anybody is named. What passes, by which denominator, ties, further rounds and whether a count is read out
    stand in the kind of ballot; only a vote by hands has its `threshold` here. `advised` are the papers that the organ
    which prepares the decision writes in its own name. `open` names the cells that no source
    tells and that a neutral default fills.
    """

    code: str
    kind: str
    name: Text
    acts: Text
    closed_by: str
    lists: str
    summons: str
    notice: str
    quorum: Share | None
    ballot: str
    even: str
    threshold: Share | None
    nobody: str
    recuses: tuple[str, ...]
    before: tuple[str, ...]
    papers: tuple[str, ...]
    advised: tuple[str, ...]
    conditions: tuple[str, ...]
    after: tuple[str, ...]
    next: str
    open: tuple[str, ...]
    cites: Citation
    spot: Spot

    @property
    def votes(self) -> bool:
        """True when the step counts votes."""
        return self.ballot != NO_VOTE

    @property
    def by_hands(self) -> bool:
        """True when the vote is one by hands on the whole list."""
        return self.ballot == BY_HANDS

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of secret ballot that the step may use."""
        return tuple(each for each in (self.ballot, self.even) if each not in ("", NO_VOTE, BY_HANDS))

    def leads_to(self) -> Iterator[str]:
        """The codes of the steps to which it can lead, or END."""
        yield self.next
        if self.nobody:
            yield END if self.nobody == STOP else self.nobody

    def parameters(self) -> Iterator[str]:
        """The names of the parameters that it needs."""
        shares = [each for each in (self.quorum, self.threshold) if each is not None]
        named = [name for share in shares for name in (share.over, share.of)]
        yield from (name for name in (*named, self.notice) if name)


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """The steps that hold from `since` to `until`, the first one first."""

    since: dt.date
    until: dt.date | None
    cites: Citation
    steps: tuple[Step, ...]
    spot: Spot

    def holds(self, on: dt.date) -> bool:
        """True when the version holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure with all its versions. `about` says what its cases decide: planning, congress, election, rotation."""

    code: str
    name: Text
    about: str
    versions: tuple[ProcedureVersion, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Selector:
    """Some of those summoned: holders of titles, or members of the committee in some roles; `where`: one of PLACES."""

    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    where: str = "here"


@dataclass(frozen=True, slots=True)
class Attendees:
    """A named circle of people, drawn from posts and seats on a day."""

    code: str
    name: Text
    of: tuple[Selector, ...]
    cites: Citation
    spot: Spot
