"""Kinds of ballot on a day: how a paper is marked, what makes it invalid, what the votes are measured against."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.law import Citation
from canbo.lib.text import Text

#: How a paper is marked: boxes are ticked, or names are struck out and the ones left standing are voted for.
MARKINGS = ("boxes", "strike")
#: What a count decides: each name by itself; the highest for a number of seats; bands of consequences; nothing yet.
DECIDES = ("each", "seats", "bands", "opinion")
#: What becomes of names that do not pass: off the list; another round (where each name stands by itself: when nobody
#: passed); another round among the first few; the first few go on to the next step.
BELOW = ("off_list", "again", "runoff", "go_on")
#: What settles a tie for the last seat: the older one; a vote between them; the head; the meeting decides.
TIES = ("older", "revote", "head", "decision")
#: Faults that are seen in the marks themselves; all others of the list are noted by the tellers on the paper.
SEEN_IN_MARKS = ("no_tick", "many_ticks", "too_many_names", "nobody")
#: Faults of a single name on a paper.
OF_A_NAME = ("no_tick", "many_ticks")
#: The marks of a name: no box, one of up to three boxes, more than one box.
NONE, SEVERAL = "0", "x"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a rule with where it stands; `value` is a code, a number, a share or a flag."""

    value: str | int | Fraction | bool
    cites: Citation

    @property
    def uncertain(self) -> bool:
        """True when the value must be shown with its mark."""
        return self.cites.uncertain


@dataclass(frozen=True, slots=True)
class Option:
    """One box, or what leaving a name standing means."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Share:
    """A limit: more than a share of the base, or, with `reached`, at least that share."""

    of: Cell
    reached: Cell

    def met(self, votes: int, base: int) -> bool:
        """Whether so many votes meet the limit."""
        limit = Fraction(self.of.value) * base
        return votes >= limit if self.reached.value else votes > limit

    def exactly(self, votes: int, base: int) -> bool:
        """Whether the votes are exactly the share, so that a strict limit is missed by nothing at all."""
        return votes == Fraction(self.of.value) * base

    def fewest(self, base: int) -> int:
        """The smallest number of votes that meets the limit."""
        whole, rest = divmod(Fraction(self.of.value) * base, 1)
        return int(whole) if self.reached.value and rest == 0 else int(whole) + 1


@dataclass(frozen=True, slots=True)
class Band:
    """A consequence (a code of poll-outcomes) of a share of the counted option."""

    share: Share
    outcome: Cell


@dataclass(frozen=True)
class Kind:
    """A kind of ballot as it stands on a day.

    `counts` is the option whose votes are measured. `most` is the most names a paper may choose ("seats" or a number),
    None when any number may be. `alone` lists the faults of a name that make a paper of one name invalid. `base` is a
    code of vote-bases; `share` the limit to pass; at exactly the share of a strict limit the head decides where `exact`
    is true. `cells` are all dated values behind the kind, so that uncertain ones can be shown.
    """

    code: str
    name: Text
    heading: Text
    on: dt.date
    cites: Citation
    marking: str
    options: tuple[Option, ...]
    counts: str
    most: Cell | None
    papers: tuple[str, ...]
    alone: tuple[str, ...]
    decides: str
    base: Cell | None
    share: Share | None
    exact: Cell | None
    below: Cell | None
    keeps: Cell | None
    ties: Cell | None
    announced: Cell
    bands: tuple[Band, ...] = ()

    @property
    def marks(self) -> str:
        """The signs that a name may have on a paper: "01" for one box, "0123x" for three."""
        boxes = "".join(str(place) for place in range(1, len(self.options) + 1))
        return NONE + boxes + (SEVERAL if len(self.options) > 1 else "")

    @property
    def counted_mark(self) -> str:
        """The sign of the option whose votes are measured."""
        return str([option.code for option in self.options].index(self.counts) + 1)

    @property
    def untouched(self) -> str:
        """The sign of a name that the voter left as printed: voted for where names are struck out."""
        return self.counted_mark if self.marking == "strike" else NONE

    def most_names(self, seats: int) -> int | None:
        """The most names that a paper may choose; None for any number."""
        if self.most is None:
            return None
        return seats if self.most.value == "seats" else int(self.most.value)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every dated value behind the kind."""
        own = (self.most, self.base, self.exact, self.below, self.keeps, self.ties, self.announced)
        shares = [band.share for band in self.bands] + ([self.share] if self.share else [])
        limits = [cell for share in shares for cell in (share.of, share.reached)]
        return (*(cell for cell in own if cell), *limits, *(band.outcome for band in self.bands))

    @property
    def uncertain(self) -> tuple[Cell, ...]:
        """The values that must be shown with their mark, each once."""
        return tuple(dict.fromkeys(cell for cell in self.cells if cell.uncertain))
