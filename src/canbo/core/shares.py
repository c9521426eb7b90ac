"""A share of a list, exact: how many of how many, whether it is reached, and the smallest cure of a shortfall."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from canbo.core.law import Citation
from canbo.lib.text import Text


@dataclass(frozen=True)
class Share:
    """One share of a list: how many of how many, how many are not known, and what is wanted (None: no number).

    `cites` is the rule; `own` the document by which the committee of the area set its own number, where that counts.
    """

    says: Text
    there: int
    of: int
    unknown: int
    wanted: Fraction | None
    cites: Citation | None
    why: Text | None = None
    own: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the share is reached; None when no number is set, or the unknown decide it."""
        if self.wanted is None or not self.of:
            return None
        if self.there >= self.wanted * self.of:
            return True
        return None if self.there + self.unknown >= self.wanted * self.of else False

    @property
    def replaced(self) -> int:
        """How many others would have to give way to reach the share with as many people."""
        return max(0, int(-(-self.of * (self.wanted or Fraction(0)) // 1)) - self.there)

    @property
    def added(self) -> int | None:
        """How many would have to be added to reach it; None when adding never does."""
        if self.wanted is None or self.wanted >= 1:
            return None
        lacking = self.wanted * self.of - self.there
        return max(0, int(-(-lacking // (1 - self.wanted))))
