"""Where the law as modelled says nothing: titles without a standard or an authority, instruments not modelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.apps.regulations.queries import managing_authority
from canbo.core.coverage import InstrumentCoverage, coverage
from canbo.core.pack import Pack
from canbo.core.procedure import Procedure
from canbo.core.rules import EXPECTED, PURPOSES, Code, Title
from canbo.lib.text import Text

#: The list of evaluation criteria, and matters that are no standard's purpose but need a procedure.
CRITERIA = "rating-criteria"
MATTERS = ("congress", "election", "evaluation", "confidence", "dismissal")


@dataclass(frozen=True, slots=True)
class TitleGap:
    """A title of the catalogue and what it lacks on a day: purposes without a standard, a managing authority, criteria
    of its own by which its holders are evaluated."""

    title: Title
    purposes: tuple[str, ...]
    unmanaged: bool
    uncriteria: bool = False

    @property
    def some(self) -> bool:
        """True when anything is lacking."""
        return bool(self.purposes) or self.unmanaged or self.uncriteria


@dataclass(frozen=True, slots=True)
class LevelGaps:
    """The gaps of one level: all its titles, and how many lack what."""

    level: str
    name: Text
    rows: tuple[TitleGap, ...]

    @property
    def titles(self) -> int:
        """Titles of the level."""
        return len(self.rows)

    @property
    def lacking(self) -> tuple[int, ...]:
        """How many lack a standard, one number for each purpose."""
        return tuple(sum(purpose in row.purposes for row in self.rows) for purpose in EXPECTED)

    @property
    def unmanaged(self) -> int:
        """How many have no managing authority."""
        return sum(row.unmanaged for row in self.rows)

    @property
    def uncriteria(self) -> int:
        """How many have no evaluation criteria of their own."""
        return sum(row.uncriteria for row in self.rows)


def standard_stands(pack: Pack, title: str, purpose: str, on: dt.date) -> bool:
    """Whether a standard of the title for the purpose holds on a day."""
    written = pack.standards.get((title, purpose))
    return written is not None and any(v.since <= on and (v.until is None or on < v.until) for v in written.versions)


def title_gaps(pack: Pack, on: dt.date) -> list[LevelGaps]:
    """Every title under its level, highest first, with what it lacks on a day."""
    levels: dict[str, list[TitleGap]] = {}
    for title in sorted(pack.titles.values(), key=lambda each: (-each.rank, each.code)):
        lacking = tuple(purpose for purpose in EXPECTED if not standard_stands(pack, title.code, purpose, on))
        unmanaged = managing_authority(title.code, on, pack) is None
        row = TitleGap(title, lacking, unmanaged, not own_criteria(pack, title.code, on))
        levels.setdefault(title.level, []).append(row)
    known = pack.lists.get("levels")
    order = list(known.codes) if known else []
    return [
        LevelGaps(level, known.codes[level].name if known and level in known.codes else Text(level, level), tuple(rows))
        for level, rows in sorted(levels.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99)
    ]


def own_criteria(pack: Pack, title: str, on: dt.date) -> list[Code]:
    """The evaluation criteria written for one title on a day: codes of the list of criteria in the group "title:CODE".

    The common criteria bind everybody and are not meant.
    """
    known = pack.lists.get(CRITERIA)
    codes = known.codes.values() if known else ()
    return [each for each in codes if each.group == f"title:{title}" and _stands(each, on)]


def _stands(code: Code, on: dt.date) -> bool:
    return (code.since is None or code.since <= on) and (code.until is None or on < code.until)


def procedures_for(pack: Pack, on: dt.date) -> list[tuple[str, list[Procedure]]]:
    """For each purpose of a standard and each matter that procedures are about, the procedures in force on a day."""
    stand: dict[str, list[Procedure]] = {purpose: [] for purpose in (*PURPOSES[:4], *MATTERS)}
    for procedure in pack.rules.procedures.values():
        if any(version.holds(on) for version in procedure.versions):
            stand.setdefault(procedure.about, []).append(procedure)
    return list(stand.items())


def unmodelled(pack: Pack) -> Sequence[InstrumentCoverage]:
    """Instruments of which nothing is modelled: nothing cites them, and no article is modelled even in part."""
    return [
        each
        for each in coverage(pack).instruments
        if not each.cited_by and not any(article.coverage in ("modelled", "partly") for article in each.articles)
    ]
