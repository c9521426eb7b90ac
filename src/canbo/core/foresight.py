"""When a standard will be met if nothing else changes, and which clause is last. Pure: the caller answers each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from canbo.core.calendar import add_months
from canbo.core.clauses import Compare
from canbo.core.facts import FactDef
from canbo.core.verdicts import Answer, ClauseVerdict, Reason, Verdict

MET = (Answer.YES, Answer.EXCEPTED)
ONE_DAY = dt.timedelta(days=1)
#: The section of the dossier whose facts grow old and are renewed.
PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Foresight:
    """The first day found on which the standard is met, and the clause that turns last on that day.

    Without a day, `blocked_by` are the clauses in the way: their facts must be supplied first, or they never turn by
    themselves. `day` has been answered, and so has the day before it, unless it is the day asked about itself.
    `renew` are clauses on papers that are met at the start and will have lapsed by then: a paper that grows old is
    renewed in the ordinary course, and does not stand in the way.
    """

    day: dt.date | None = None
    last_clause: str | None = None
    blocked_by: tuple[str, ...] = ()
    renew: tuple[str, ...] = ()


def when_met(
    evaluate: Callable[[dt.date], Verdict],
    start: dt.date,
    horizon: dt.date,
    changes: Sequence[dt.date],
    facts: Mapping[str, FactDef],
) -> Foresight:
    """Search from `start` up to `horizon` on the days on which an answer can turn: where a drifting value reaches its
    limit, and where the law changes (`changes`). No day is named that was not answered."""
    search = _Search(evaluate, start, horizon, facts)
    if search.met(start):
        return Foresight(start)
    days = [day for day in changes if start < day <= horizon]
    if not days and (stuck := search.stuck(start)):
        return Foresight(blocked_by=stuck)
    before = start
    queue = {*days, *search.turns(start)}
    while queue:
        day = min(queue)
        queue.discard(day)
        if search.met(day):
            return search.exact(before, day)
        if day in days:
            queue |= {turn for turn in search.turns(day) if turn > day}
        before = day
    return Foresight(blocked_by=search.never_met(start))


@dataclass
class _Search:
    """Answers, each asked for once."""

    evaluate: Callable[[dt.date], Verdict]
    start: dt.date
    horizon: dt.date
    facts: Mapping[str, FactDef]
    answers: dict[dt.date, Verdict] = field(default_factory=dict)

    def on(self, day: dt.date) -> Verdict:
        if day not in self.answers:
            self.answers[day] = self.evaluate(day)
        return self.answers[day]

    def met(self, day: dt.date) -> bool:
        lapsed = set(self.lapsed(day))
        return all(_met(each) or each.clause.code in lapsed for each in self.on(day).clauses)

    def lapsed(self, day: dt.date) -> tuple[str, ...]:
        """Clauses that rest on papers alone, are met at the start and no longer on that day."""
        fresh = {each.clause.code for each in self.on(self.start).clauses if _met(each)}
        return tuple(
            each.clause.code
            for each in self.on(day).clauses
            if not _met(each) and each.clause.code in fresh and self._on_papers(each)
        )

    def _on_papers(self, clause: ClauseVerdict) -> bool:
        sections = {self.facts[leaf.fact.name].section for leaf in _leaves(clause.reason) if leaf.fact}
        return sections == {PAPERS}

    def turns(self, day: dt.date) -> set[dt.date]:
        """The days, seen from one day, by which a drifting value will have reached its limit."""
        found: set[dt.date] = set()
        for clause in self.on(day).clauses:
            for leaf in _leaves(clause.reason):
                found.update(add_months(day, months) for months in self._months(leaf, day))
        return {turn for turn in found if day < turn <= self.horizon}

    def _months(self, leaf: Reason, day: dt.date) -> Iterator[int]:
        """In how many months each end of the value passes the limit; one more for the last part of a month."""
        drift = self._drift(leaf)
        if not drift or leaf.value is None or not isinstance(leaf.test, Compare):
            return
        longest = (self.horizon.year - day.year + 1) * 12
        for end in (leaf.value.lo, leaf.value.hi):
            months = int((leaf.test.limit.value - end) * drift)
            yield from (each for each in (months, months + 1, months + 2) if 0 < each <= longest)

    def _drift(self, leaf: Reason) -> int:
        known = self.facts.get(leaf.fact.name) if leaf.fact else None
        return known.drift if known else 0

    def stuck(self, day: dt.date) -> tuple[str, ...]:
        """Clauses not met in which nothing moves with time."""
        return tuple(each.clause.code for each in self.on(day).clauses if not _met(each) and not self._moves(each))

    def _moves(self, clause: ClauseVerdict) -> bool:
        return any(self._drift(leaf) and leaf.value is not None for leaf in _leaves(clause.reason))

    def never_met(self, start: dt.date) -> tuple[str, ...]:
        """Clauses of the first day that were met on no day answered; if each was at some time, those not met then."""
        first = [each.clause.code for each in self.on(start).clauses if not _met(each)]
        ever = {each.clause.code for verdict in self.answers.values() for each in verdict.clauses if _met(each)}
        latest = [each.clause.code for each in self.on(max(self.answers)).clauses if not _met(each)]
        return tuple(code for code in dict.fromkeys(first + latest) if code not in ever) or tuple(latest or first)

    def exact(self, before: dt.date, day: dt.date) -> Foresight:
        """The first day met between one that is not and one that is, and the clause that turned on it."""
        near = max(before, add_months(day, -1) - ONE_DAY)
        if near > before:
            before, day = (before, near) if self.met(near) else (near, day)
        while day - before > ONE_DAY:
            middle = before + (day - before) // 2
            before, day = (before, middle) if self.met(middle) else (middle, day)
        return Foresight(day, self._turned(before, day), renew=self.lapsed(day))

    def _turned(self, before: dt.date, day: dt.date) -> str | None:
        """The clause not met the day before; the last in the order of the standard when several turn at once."""
        now = {each.clause.code for each in self.on(day).clauses}
        turned = [each.clause.code for each in self.on(before).clauses if not _met(each)]
        return next((code for code in reversed(turned) if code in now), turned[-1] if turned else None)


def _met(clause: ClauseVerdict) -> bool:
    return clause.answer in MET


def _leaves(reason: Reason) -> Iterator[Reason]:
    if reason.fact is not None:
        yield reason
    for part in reason.parts:
        yield from _leaves(part)
