"""Kinds of ballot as the pack writes them: values by name of their parameter, not yet resolved for a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.errors import Spot
from canbo.core.law import Citation
from canbo.core.tally_kinds import Option
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that stands in the kind itself, with where the law says so."""

    value: str | int | Fraction | bool
    cites: Citation
    spot: Spot


@dataclass(frozen=True, slots=True)
class FromParameter:
    """The value of a parameter on the day; `otherwise` where the parameter says that the text names none."""

    name: str
    otherwise: Fixed | None
    spot: Spot


WrittenCell = Fixed | FromParameter


@dataclass(frozen=True, slots=True)
class WrittenShare:
    """A limit: `of` the base, reached or to be passed."""

    of: WrittenCell
    reached: WrittenCell


@dataclass(frozen=True, slots=True)
class WrittenBand:
    """A consequence of a share."""

    share: WrittenShare
    outcome: WrittenCell


@dataclass(frozen=True)
class KindVersion:
    """A kind of ballot from `since` to `until` (the first day it no longer holds; None while it does)."""

    since: dt.date
    until: dt.date | None
    cites: Citation
    most: WrittenCell | None
    papers: tuple[str, ...]
    alone: tuple[str, ...]
    decides: str
    base: WrittenCell | None
    share: WrittenShare | None
    exact: WrittenCell | None
    below: WrittenCell | None
    keeps: WrittenCell | None
    ties: WrittenCell | None
    announced: WrittenCell
    bands: tuple[WrittenBand, ...]
    spot: Spot

    def holds(self, on: dt.date) -> bool:
        """True when the version holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    def cells(self) -> Iterator[WrittenCell]:
        """Every value of the version."""
        for cell in (self.most, self.base, self.exact, self.below, self.keeps, self.ties, self.announced):
            if cell is not None:
                yield cell
        for share in (*(band.share for band in self.bands), *([self.share] if self.share else [])):
            yield share.of
            yield share.reached
        yield from (band.outcome for band in self.bands)


@dataclass(frozen=True)
class WrittenKind:
    """A kind of ballot with all its versions. `counts` is the option whose votes are measured."""

    code: str
    name: Text
    heading: Text
    marking: str
    options: tuple[Option, ...]
    counts: str
    versions: tuple[KindVersion, ...]
    spot: Spot
