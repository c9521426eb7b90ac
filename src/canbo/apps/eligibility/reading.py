"""A verdict as a page reads it: clause by clause, sentence by sentence, with papers and the source of every limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from canbo.apps.eligibility.explaining import Explained
from canbo.apps.eligibility.models import ExceptionDecision
from canbo.apps.people.models import Paper
from canbo.base.packs.registry import FACTS
from canbo.core.clauses import Compare
from canbo.core.law import Citation
from canbo.core.verdicts import Answer, ClauseVerdict, Reason
from canbo.core.wording import Line, say_missing, say_reason
from canbo.lib.text import Text
from canbo.shell.naming import Names

#: Deeper branches are drawn no further to the right.
DEEPEST = 5


@dataclass(frozen=True)
class Said:
    """One sentence of the reasons. `limit` is the source of the number compared with, unless the clause's."""

    depth: int
    answer: Answer
    says: Text
    paper: str
    limit: Citation | None


@dataclass(frozen=True)
class ReadClause:
    """One clause of a verdict."""

    verdict: ClauseVerdict
    said: Sequence[Said]
    exception: ExceptionDecision | None

    @property
    def may_except(self) -> bool:
        """A decision could stand in the place of this clause: the rule allows one, it is not met, and there is none."""
        return bool(self.verdict.clause.excepted_by) and self.verdict.answer in (Answer.NO, Answer.UNKNOWN)


def clauses(told: Explained, called: Names) -> list[ReadClause]:
    """The clauses of a verdict in the order of the standard."""
    return [
        ReadClause(
            each,
            list(_said(each, told, called)),
            told.exceptions.get(each.exception) if each.exception is not None else None,
        )
        for each in told.verdict.clauses
    ]


def missing(told: Explained, called: Names, without: Collection[str] = ()) -> list[Text]:
    """What left a clause unknown and who can supply it, each once; `without`: codes of clauses that are not shown."""
    found = [say_missing(use, FACTS, called.pack.lists, called.pack.titles) for use, _ in told.missing(without)]
    return list(dict.fromkeys(found))


def _said(each: ClauseVerdict, told: Explained, called: Names) -> Iterator[Said]:
    leaves = list(_leaves(each.reason))
    at = 0
    for line in say_reason(each.reason, FACTS, called.pack.lists, called.pack.titles):
        limit = None
        if line.use is not None:
            limit = _limit(leaves[at], each.clause.cites)
            at += 1
        yield Said(min(line.depth, DEEPEST), line.answer, line.text, _paper(line, told, called), limit)


def _leaves(reason: Reason) -> Iterator[Reason]:
    """The leaves of a reason in the order in which they are said."""
    if reason.fact is not None:
        yield reason
    for part in reason.parts:
        yield from _leaves(part)


def _limit(leaf: Reason, clause: Citation) -> Citation | None:
    cites = leaf.test.limit.cites if isinstance(leaf.test, Compare) else None
    if cites is None or (cites.instrument, cites.article) == (clause.instrument, clause.article):
        return None
    return cites


def _paper(line: Line, told: Explained, called: Names) -> str:
    paper: Paper | None = told.papers.get(line.use.key) if line.use else None
    if paper is None:
        return ""
    return " ".join(part for part in (called.code("paper-kinds", paper.kind), paper.number) if part)
