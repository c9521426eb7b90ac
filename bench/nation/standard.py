"""The screen of the benchmark: twelve clauses over the facts of the register, and the scales that they are read with.

The limits are chosen for the benchmark; they are not the law's. The road map of retirement is the pack's own.
"""

from __future__ import annotations

import datetime as dt

from bench.nation.world import ASOF
from canbo.core.clauses import AnyOf, Clause, Compare, Limit, Not, Standard, Test
from canbo.core.engines.sql import Scope
from canbo.core.facts import Argument, FactUse
from canbo.core.law import Citation, InstrumentKey
from canbo.core.pack import Pack
from canbo.lib.text import Text

_CITES = Citation(InstrumentKey("benchmark", dt.date(2026, 11, 1)), "1", "I")
DEGREES = {"secondary": 10, "college": 40, "university": 50, "master": 60, "doctor": 70}
THEORY = {"elementary": 10, "intermediate": 20, "advanced": 30}
RATINGS = {"not_done": 1, "done": 2, "good": 3, "excellent": 4}
TITLES = {f"T{number}": number for number in range(60)}
FIELDS = tuple(f"F{number}" for number in range(8))
LISTED = tuple(f"T{number}" for number in range(20))
LEAST = {
    "left": 60,
    "degree": DEGREES["university"],
    "theory": THEORY["intermediate"],
    "member": 36,
    "listed": 60,
    "equal": 60,
    "rated": 3,
    "after": 24,
    "rank": 20,
}


def _use(name: str, **args: Argument) -> FactUse:
    return FactUse(name, tuple(sorted(args.items())))


def _compare(fact: FactUse, op: str, value: int) -> Compare:
    return Compare(fact, op, Limit(value))


def standard(member: int = LEAST["member"]) -> Standard:
    """The twelve clauses; `member` is the limit that the benchmark changes to time a changed clause."""
    reprimanded = _use("has_discipline", form="reprimand")
    since = _use("months_since_discipline", form="reprimand")
    tests: tuple[Test, ...] = (
        _compare(_use("months_to_retirement"), ">=", LEAST["left"]),
        _compare(_use("degree_rank"), ">=", LEAST["degree"]),
        _compare(_use("degree_in_fields", fields=FIELDS, least="university"), "==", 1),
        _compare(_use("theory_rank"), ">=", LEAST["theory"]),
        _compare(_use("official_membership_months"), ">=", member),
        _compare(_use("months_in_titles", titles=LISTED), ">=", LEAST["listed"]),
        _compare(_use("months_in_current_or_equal"), ">=", LEAST["equal"]),
        _compare(_use("last_ratings", years=3, least="good"), ">=", LEAST["rated"]),
        _compare(_use("rated_not_done", years=5), "==", 0),
        _compare(_use("discipline_in_force"), "==", 0),
        AnyOf((Not(_compare(reprimanded, "==", 1)), _compare(since, ">=", LEAST["after"]))),
        _compare(_use("current_title_rank"), ">=", LEAST["rank"]),
    )
    says = Text("tiêu chí đo tốc độ", "a clause to be timed")
    clauses = tuple(Clause(f"B{n}", "condition", says, test, _CITES) for n, test in enumerate(tests, 1))
    return Standard("benchmark", "appointment", clauses)


def scope(pack: Pack, people: tuple[int, ...] | None = None) -> Scope:
    """The scope of the benchmark: its own scales, the pack's road map of retirement."""
    scales = {"degrees": DEGREES, "theory-levels": THEORY, "rating-grades": RATINGS, "title-ranks": TITLES}
    return Scope(asof=ASOF, people=people, scales=scales, tables=pack.tables(dt.date(2026, 11, 1)))
