"""Exact reckoning that no table can hold: the cap on excellent ratings, and the score of a civil servant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.law import Citation
from canbo.core.pack import Pack

PARTY, CIVIL = "", "civil_"


@dataclass(frozen=True, slots=True)
class Cap:
    """How many of a group may be rated excellent, under which part, and by which reading of the rule."""

    most: int
    part: Fraction
    of_good_only: bool
    cites: Citation

    @property
    def allows_none(self) -> bool:
        """True when the group is so small that the cap leaves nobody: to be shown, and decided by people."""
        return self.most == 0


def excellent_cap(
    pack: Pack,
    on: dt.date,
    good_or_better: int,
    *,
    raised: bool = False,
    family: str = PARTY,
    of_good_only: bool = True,
) -> Cap:
    """The cap on a group in which `good_or_better` people merit good or excellent.

    With `of_good_only` (the words of the rule) the excellent X and the good G = n − X must meet X ≤ p·G; else X ≤ p·n
    (the wider reading). `raised` takes the part that a competent body may allow. Always rounded down. `family` is PARTY
    or CIVIL. Raises NotInForce on a day without a cap.
    """
    dated = pack.parameter(f"{family}rating_excellent_cap{'_raised' if raised else ''}", on)
    part = dated.value if isinstance(dated.value, Fraction) else Fraction(0)
    share = part / (1 + part) if of_good_only else part
    return Cap(int(share * good_or_better), part, of_good_only, dated.cites)


@dataclass(frozen=True, slots=True)
class Work:
    """One product or task of a civil servant, in converted units: whether it was done, its material errors and
    latenesses without an objective cause that was confirmed, and whether it met quality and time at all."""

    assigned: Fraction
    done: bool = True
    errors: int = 0
    latenesses: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a score in percent and its total in points."""

    quantity: Fraction
    quality: Fraction
    progress: Fraction
    tasks: Fraction
    total: Fraction


def civil_score(
    pack: Pack, on: dt.date, work: Sequence[Work], common: Fraction, leading: Sequence[Fraction] = ()
) -> Score:
    """The score of a civil servant on a day. `common` are the points for the common criteria.

    `leading` are the three parts of a leader in percent (result of the unit led, organising, uniting). Each material
    error cuts the quality, each lateness the progress, of its own product only. Raises ValueError for a wrong number of
    parts, for no work at all and for common points above those that the rule gives; NotInForce before the decree.
    """
    most = _number(pack, "civil_rating_common_points", on)
    parts = _number(pack, f"civil_rating_parts{'_leader' if leading else ''}", on)
    assigned = sum((each.assigned for each in work), Fraction(0))
    if assigned <= 0 or not 0 <= common <= most or 3 + len(leading) != parts:
        raise ValueError(f"{len(work)} products, {common} of {most} common points, {3 + len(leading)} of {parts} parts")
    error, late = (_number(pack, f"civil_rating_{name}_cut", on) for name in ("quality", "lateness"))

    def percent(kept: Sequence[Fraction]) -> Fraction:
        return 100 * sum((e.assigned * k for e, k in zip(work, kept, strict=True) if e.done), Fraction(0)) / assigned

    quantity = percent([Fraction(1) for _ in work])
    quality = percent([max(Fraction(0), 1 - each.errors * error) for each in work])
    progress = percent([max(Fraction(0), 1 - each.latenesses * late) for each in work])
    tasks = sum((quantity, quality, progress, *leading), Fraction(0)) / parts
    total = common + tasks * _number(pack, "civil_rating_result_points", on) / 100
    return Score(quantity, quality, progress, tasks, total)


def _number(pack: Pack, name: str, on: dt.date) -> Fraction:
    value = pack.parameter(name, on).value
    return Fraction(value) if isinstance(value, int | Fraction) else Fraction(0)
