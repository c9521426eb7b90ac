"""What cites what: every clause, parameter and standard by the instrument and article that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from canbo.apps.regulations.wording import PURPOSES, say_row, say_sentence, say_value, settled_by
from canbo.core.coverage import stands_in
from canbo.core.law import Article, Citation, Instrument, InstrumentKey
from canbo.core.pack import Pack
from canbo.core.rules import Case
from canbo.core.written import ClauseVersion, ParameterValue, sources
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Citing:
    """One dated thing that rests on an instrument, and what it then says.

    Its kind is "clause", "parameter", "decision" or "standard".
    """

    kind: str
    code: str
    name: Text
    says: Text
    since: dt.date
    until: dt.date | None
    cites: Citation
    purpose: str = ""

    def holds(self, on: dt.date) -> bool:
        """True when it holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def settle(self) -> Text | None:
        """What would settle it, where it is uncertain."""
        return settled_by(self.cites)


@lru_cache(maxsize=4)
def by_instrument(pack: Pack) -> Mapping[InstrumentKey, tuple[Citing, ...]]:
    """Everything that cites each instrument, parameters first, in order of name and time."""
    found: dict[InstrumentKey, list[Citing]] = {}
    for each in (*_parameters(pack), *_clauses(pack), *_decisions(pack), *_standards(pack)):
        found.setdefault(each.cites.instrument, []).append(each)
    return {key: tuple(rows) for key, rows in found.items()}


def _parameters(pack: Pack) -> list[Citing]:
    return [
        Citing("parameter", p.name, p.meaning, say_value(pack, p, v), v.since, v.until, v.cites)
        for _, p in sorted(pack.parameters.items())
        for v in p.values
    ]


def _clauses(pack: Pack) -> list[Citing]:
    return [
        Citing("clause", code, Text(code, code), say_sentence(pack, code, v), v.since, v.until, v.cites)
        for code, clause in sorted(pack.clauses.items())
        for v in clause.versions
    ]


def _decisions(pack: Pack) -> list[Citing]:
    return [
        Citing(
            "decision", name, decision.says, say_row(pack, row), row.version.since, row.version.until, row.version.cites
        )
        for name, decision in sorted(pack.rules.decisions.items())
        for row in decision.rows
    ]


def _standards(pack: Pack) -> list[Citing]:
    found = []
    for (title, purpose), standard in sorted(pack.standards.items()):
        name = pack.titles[title].name if title in pack.titles else Text(title, title)
        for v in standard.versions:
            n, meant = len(v.clauses), PURPOSES[purpose]
            says = Text(f"{meant.vi}: {n} tiêu chí", f"{meant.en}: {n} clauses")
            found.append(Citing("standard", title, name, says, v.since, v.until, v.cites, purpose))
    return found


def of_article(pack: Pack, instrument: Instrument, number: str) -> list[Citing]:
    """What cites one article of an instrument."""
    rows = by_instrument(pack).get(instrument.key, ())
    return [each for each in rows if each.cites.article == number or stands_in(each.cites.article, number)]


def article(instrument: Instrument, number: str) -> Article | None:
    """The article of that number, or None when the instrument does not list it."""
    return next((each for each in instrument.articles if each.number == number), None)


def loose(pack: Pack, instrument: Instrument) -> list[Citing]:
    """What cites an instrument without an article that it lists."""
    rows = by_instrument(pack).get(instrument.key, ())
    listed = [each.number for each in instrument.articles]
    return [each for each in rows if not any(stands_in(each.cites.article, number) for number in listed)]


def clauses_using(pack: Pack, parameter: str) -> list[str]:
    """The clauses some version of which takes a limit from a parameter."""
    return [code for code, clause in sorted(pack.clauses.items()) if any(parameter in used(v) for v in clause.versions)]


def used(version: ClauseVersion) -> Sequence[str]:
    """The parameters that a version of a clause draws on."""
    return tuple(dict.fromkeys(source.name for source, _ in sources(version) if isinstance(source, ParameterValue)))


def standards_with(pack: Pack, clause: str) -> list[tuple[str, str]]:
    """The standards (title, purpose) some version of which lists a clause, highest title first."""
    found = [key for key, standard in pack.standards.items() if any(clause in v.clauses for v in standard.versions)]
    return sorted(found, key=lambda key: (-pack.titles[key[0]].rank if key[0] in pack.titles else 0, key))


def cases_of(pack: Pack, clause: str) -> list[Case]:
    """The worked examples that say what a clause must answer."""
    return [case for case in pack.cases if clause in case.clauses]


def uncertain(rows: Sequence[Citing]) -> list[Citing]:
    """Those whose value nobody has read in the instrument."""
    return [each for each in rows if each.cites.uncertain]
