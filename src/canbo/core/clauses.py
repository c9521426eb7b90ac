"""The clause algebra: small frozen trees of conditions over facts, answered yes, no or unknown (Kleene).

compare, known, all of, any of, not, at least n of, unless. Limits are integers that the pack has already taken from
dated parameters, each with the citation of its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.facts import FactUse
from canbo.core.law import Citation
from canbo.lib.text import Text

OPERATORS = (">=", ">", "<=", "<", "==", "!=")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a fact is compared with: the number, its parameter ("" for a bare 0 or 1, or a code), and its citation."""

    value: int | Fraction
    parameter: str = ""
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """The fact's value stands in relation `op` to the limit. Unknown when the value's interval straddles the limit."""

    fact: FactUse
    op: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Known:
    """Something is known of the fact: yes or no, never unknown."""

    fact: FactUse


@dataclass(frozen=True, slots=True)
class AllOf:
    """Yes when every part is; no when one part is no."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Yes when one part is; no when every part is no."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Yes and no exchanged; unknown stays."""

    part: Test


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Yes when at least `n` parts are; no when so many are no that `n` cannot be reached."""

    n: int
    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """`then` must hold, unless `when` does: the same answers as any of (when, then), told apart in the reasons."""

    when: Test
    then: Test


Test = Compare | Known | AllOf | AnyOf | Not | AtLeast | Unless


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of a standard as it stands on a day: its test, its words, its source, who may except from it.

    `code` is stable over versions (DT1-2); `kind` is "standard", "condition" or "bar"; `excepted_by` names the body
    that may decide an exception, None where the instrument leaves none.
    """

    code: str
    kind: str
    says: Text
    test: Test
    cites: Citation
    excepted_by: Text | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """The clauses of a title for a purpose, as they stand on a day."""

    title: str
    purpose: str
    clauses: tuple[Clause, ...]


def fact_uses(test: Test) -> Iterator[FactUse]:
    """The facts that a test asks for, in the order of reading; one may come several times."""
    if isinstance(test, (Compare, Known)):
        yield test.fact
    elif isinstance(test, Not):
        yield from fact_uses(test.part)
    elif isinstance(test, Unless):
        yield from fact_uses(test.when)
        yield from fact_uses(test.then)
    else:
        for part in test.parts:
            yield from fact_uses(part)
