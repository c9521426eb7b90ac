"""A closed result as a page and the minutes show it: names with their votes, shares, outcomes, and where they rest."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from canbo.apps.ballots.models import Ballot, BallotName
from canbo.apps.ballots.queries import kind_of, names_of, numbers_of, result_of, turnout_of
from canbo.base.packs.queries import archived_pack
from canbo.core.tally import Turnout
from canbo.core.tally_kinds import Cell, Kind
from canbo.core.tally_words import base_text, fault_text, outcome_text
from canbo.lib.text import Text


@dataclass(frozen=True)
class NameLine:
    """One name of a result. `options` are the votes per box; `apart` papers that do not count for this name."""

    name: BallotName
    votes: int
    rank: int
    percent: Fraction | None
    outcome: str
    says: Text
    options: tuple[int, ...]
    apart: int


@dataclass(frozen=True)
class Told:
    """A closed ballot in words and numbers. `faults` are the kinds of invalid papers with their numbers."""

    ballot: Ballot
    kind: Kind
    turnout: Turnout
    papers: dict[str, Any]
    faults: tuple[tuple[Text, int], ...]
    base: int | None
    base_says: Text | None
    fewest: int | None
    lines: tuple[NameLine, ...]
    further: dict[str, Any] | None
    uncertain: tuple[Cell, ...]

    @property
    def chosen(self) -> list[NameLine]:
        """The names that passed, highest first."""
        return sorted((line for line in self.lines if line.outcome == "passed"), key=lambda line: line.rank)


def told(ballot: Ballot) -> Told | None:
    """The closed result of a ballot; None before it is closed."""
    result, numbers = result_of(ballot), numbers_of(ballot)
    if result is None or numbers is None:
        return None
    kind, pack = kind_of(ballot), archived_pack(ballot.pack_id)
    names = names_of(ballot)
    lines = tuple(
        NameLine(
            name=names[row["place"]],
            votes=row["votes"],
            rank=row["rank"],
            percent=Fraction(row["share"]) * 100 if row["share"] is not None else None,
            outcome=row["outcome"],
            says=outcome_text(pack, kind, row["outcome"]),
            options=tuple(row["options"]),
            apart=row["no_tick"] + row["many_ticks"],
        )
        for row in result["names"]
    )
    papers = result["papers"]
    return Told(
        ballot=ballot,
        kind=kind,
        turnout=turnout_of(ballot, numbers),
        papers=papers,
        faults=tuple((fault_text(pack, code), n) for code, n in papers["faults"].items()),
        base=result["base"]["number"],
        base_says=base_text(pack, kind),
        fewest=result["fewest"],
        lines=lines,
        further=result["next"],
        uncertain=kind.uncertain,
    )
