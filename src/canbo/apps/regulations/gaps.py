"""Where the law as modelled says nothing: titles without a standard or an authority, instruments not modelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.apps.regulations.queries import managing_authority
from canbo.core.coverage import InstrumentCoverage, coverage
from canbo.core.pack import Pack
from canbo.core.rules import EXPECTED, Title
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class TitleGap:
    """A title of the catalogue and what it lacks on a day: purposes without a standard, a managing authority."""

    title: Title
    purposes: tuple[str, ...]
    unmanaged: bool

    @property
    def some(self) -> bool:
        """True when anything is lacking."""
        return bool(self.purposes) or self.unmanaged


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


def standard_stands(pack: Pack, title: str, purpose: str, on: dt.date) -> bool:
    """Whether a standard of the title for the purpose holds on a day."""
    written = pack.standards.get((title, purpose))
    return written is not None and any(v.since <= on and (v.until is None or on < v.until) for v in written.versions)


def title_gaps(pack: Pack, on: dt.date) -> list[LevelGaps]:
    """Every title under its level, highest first, with what it lacks on a day."""
    levels: dict[str, list[TitleGap]] = {}
    for title in sorted(pack.titles.values(), key=lambda each: (-each.rank, each.code)):
        lacking = tuple(purpose for purpose in EXPECTED if not standard_stands(pack, title.code, purpose, on))
        row = TitleGap(title, lacking, managing_authority(title.code, on, pack) is None)
        levels.setdefault(title.level, []).append(row)
    known = pack.lists.get("levels")
    order = list(known.codes) if known else []
    return [
        LevelGaps(level, known.codes[level].name if known and level in known.codes else Text(level, level), tuple(rows))
        for level, rows in sorted(levels.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99)
    ]


def unmodelled(pack: Pack) -> Sequence[InstrumentCoverage]:
    """Instruments of which nothing is modelled: nothing cites them, and no article is modelled even in part."""
    return [
        each
        for each in coverage(pack).instruments
        if not each.cited_by and not any(article.coverage in ("modelled", "partly") for article in each.articles)
    ]
