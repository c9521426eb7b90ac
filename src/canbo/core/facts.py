"""Facts: named, typed, dated values about a person. Definitions and values only; nothing here runs a query.

A value is an interval of integers `[lo, hi]`: equal ends when it is known exactly, apart when a paper leaves it open
(a birth month without its day, a degree not yet verified). A person without a value is *unknown*, which is never "no".
A flag is an interval inside [0, 1]. A code on a scale (a degree) is its rank in the code list of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from canbo.lib.text import Text

#: What may stand as an argument of a fact in a clause, after the pack has resolved names and parameters.
Argument = int | str | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FactUse:
    """A fact with its arguments, as a clause asks for it. Two uses with equal arguments are one column."""

    name: str
    args: tuple[tuple[str, Argument], ...] = ()
    #: A stable text for this use, the same in every run: `months_in_kinds(kinds=a|b)`. Made once, asked for often.
    key: str = field(init=False, compare=False, repr=False)
    #: False when an argument is an empty list: nothing was named to look for, so the fact stays unknown.
    answerable: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        written = ", ".join(f"{name}={_written(value)}" for name, value in self.args)
        object.__setattr__(self, "key", f"{self.name}({written})" if self.args else self.name)
        object.__setattr__(self, "answerable", all(value != () for _, value in self.args))


def _written(value: Argument) -> str:
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a fact for one person: the interval, and the register row (`source` table) that settles it."""

    lo: int | Fraction
    hi: int | Fraction
    row: int | None = None

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ValueError(f"an empty interval: {self.lo}..{self.hi}")

    @property
    def exact(self) -> bool:
        """True when nothing is left open."""
        return self.lo == self.hi


class Query(Protocol):
    """What a fact's SELECT is written with: dates, tables and lists as SQL text of the small subset.

    Implemented by `core.engines.sql.Query`. All of it returns SQL text; nothing is run.
    """

    @property
    def asof(self) -> str:
        """The stamp of the day asked about, as an integer literal."""

    def table(self, name: str) -> str:
        """The rows of a register table that were on the record at the position asked about, and of the people asked.

        Usable after FROM with an alias: `from {q.table("people_degree")} d`.
        """

    def months(self, start: str, end: str) -> str:
        """Complete months between two stamp expressions, as `core.calendar.complete_months`."""

    def codes(self, name: str) -> str:
        """The argument `name` as a parenthesised list for IN; an empty list becomes one that matches nothing."""

    def arg(self, name: str) -> str:
        """The argument `name` as one literal."""

    def rank(self, scale: str, column: str) -> str:
        """CASE that maps the codes of a pack code list to their ranks; codes outside it give NULL."""

    def ranks(self, scale: str) -> str:
        """The same as a SELECT with columns code and rank, to be joined: for long lists over many rows."""

    def table_value(self, parameter: str, *columns: str, if_any: bool = False) -> str:
        """CASE over a parameter of kind table (the retirement road map), keyed by column expressions.

        `if_any`: null on a day, or in rules, that have no such table.
        """


@dataclass(frozen=True, slots=True)
class Beside:
    """A SELECT whose columns stand beside the rows of a fold: at most one row whose `key` equals `column` of theirs."""

    select: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A fact that is made of aggregates over one register table: lets the set-wise engine fold several in one pass.

    `lo`, `hi` and `row` are (aggregate, expression) such as ("max", "t.rank"), over the rows that `where` keeps. The
    aggregate is min, max, sum, count or months (complete months in a sum of 64ths of a month). An empty one means that
    the expression is made of the aggregates called `parts`, read as `g.name`; without any row these are all null.

    The table's alias in all expressions is `t`. `values` are worked out once for each row and read as `t.name`; only
    they may read the columns of what stands `beside` the rows, under the alias given there.

    `none_when` names the section of the dossier whose confirmation makes an absent value 0. `hi_if_complete` stands in
    the place of `hi` once it is confirmed.
    """

    table: str
    lo: tuple[str, str]
    hi: tuple[str, str]
    where: str = "true"
    row: tuple[str, str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    none_when: str = ""
    hi_if_complete: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FactDef:
    """A fact as the applications declare it, once.

    `select` returns either a Fold or the text of a SELECT with columns person_id, lo, hi, src, at most one row a
    person. `kind` is "quantity", "flag" or "code"; `unit` what one is ("month", "year", "term", "paper", "");
    `scale` the code list for kind "code". `drift` says how the value moves when one month passes and nothing else
    changes: +1, -1 or 0. `source` is the register table that src (`Value.row`) points into. `section` is the part of
    the dossier whose confirmation would settle an unknown, `supplied_by` who can supply it.
    """

    name: str
    kind: str
    unit: str
    says: Text
    select: Callable[[Query], Fold | str]
    supplied_by: Text
    section: str
    source: str = ""
    scale: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    drift: int = 0


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Values of facts for some people on one day: `rows[use.key][person_id]`. Absent means unknown."""

    rows: Mapping[str, Mapping[int, Value]]

    def value(self, use: FactUse, person: int) -> Value | None:
        """The value of one fact for one person, or None when it is unknown."""
        return self.rows.get(use.key, {}).get(person)
