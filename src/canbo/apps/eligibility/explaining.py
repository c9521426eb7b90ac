"""One person's verdict with every reason, the papers behind it, what is missing, and when it will be met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from canbo.apps.eligibility.exceptions import by_person, in_force
from canbo.apps.eligibility.models import ExceptionDecision
from canbo.apps.eligibility.request import Grounds, grounds
from canbo.apps.eligibility.sheets import papers_behind, read_sheet
from canbo.apps.people.models import Discipline, Holding, Paper, Planned, Proceeding, Seat
from canbo.base.packs.registry import FACTS
from canbo.core.calendar import day_of, stamp
from canbo.core.engines.reference import evaluate
from canbo.core.engines.sets import facts_needed
from canbo.core.engines.several import evaluate_all
from canbo.core.facts import FactDef, FactSheet, FactUse
from canbo.core.foresight import Foresight, when_met
from canbo.core.verdicts import Verdict

#: How far ahead the question "when?" is asked: a full working life is 40 years, two terms are 10.
YEARS_AHEAD = 15


@dataclass(frozen=True)
class Explained:
    """A verdict and what stands behind it; `papers` by the key of the fact that each proves."""

    grounds: Grounds
    verdict: Verdict
    sheet: FactSheet
    papers: Mapping[str, Paper]
    exceptions: Mapping[int, ExceptionDecision]

    def missing(self, without: Collection[str] = ()) -> tuple[tuple[FactUse, FactDef], ...]:
        """The facts that left a clause unknown, each once, with their declaration (who can supply them).

        `without`: codes of clauses that the reader is not shown.
        """
        found: dict[FactUse, None] = {}
        for clause in self.verdict.clauses:
            if clause.clause.code not in without:
                found.update(dict.fromkeys(clause.reason.missing()))
        return tuple((use, FACTS[use.name]) for use in found)


def verdicts(asked: Grounds, people: Sequence[int]) -> dict[int, Verdict]:
    """Verdicts with reasons for a few people: two queries, whatever their number."""
    sheet = read_sheet(asked, facts_needed(asked.standard), people)
    excused = by_person(asked, people)
    return evaluate_all(asked.standard, sheet, people, excused)


def explain(asked: Grounds, person: int) -> Explained:
    """The verdict of one person with its reasons, papers and exceptions."""
    uses = facts_needed(asked.standard)
    sheet = read_sheet(asked, uses, [person])
    decisions = {decision.pk: decision for decision in in_force(asked, [person])}
    excused = {decision.clause: decision.pk for decision in decisions.values()}
    verdict = evaluate(asked.standard, sheet, person, excused)
    return Explained(asked, verdict, sheet, papers_behind(sheet, uses, person), decisions)


def foresee(asked: Grounds, person: int) -> Foresight:
    """When the person will meet the standard if nothing else changes, and which clause is last.

    Each day named has been answered with the rules in force then (as the pack knows them today).
    """
    request = asked.request

    def on_day(day: dt.date) -> Verdict:
        then = grounds(request.on_day(day), pack=asked.pack, at_position=asked.position)
        return verdicts(then, [person])[person]

    horizon = request.on.replace(day=1, year=min(request.on.year + YEARS_AHEAD, dt.MAXYEAR))
    turning = {*asked.pack.changes(request.title, request.purpose), *_known_ends(person, request.on)}
    days = sorted(day for day in turning if request.on < day <= horizon)
    return when_met(on_day, request.on, horizon, days, FACTS)


def _known_ends(person: int, on: dt.date) -> Iterator[dt.date]:
    """The days on which something in the dossier is already known to end: a discipline, a seat, a place in a plan."""
    for model in (Discipline, Seat, Planned, Proceeding, Holding):
        ends = model._default_manager.filter(person_id=person, entry_to__isnull=True, last_hi__gt=stamp(on))
        yield from (day_of(end) for end in ends.values_list("last_hi", flat=True) if end is not None)
