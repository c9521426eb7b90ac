"""When a standard will be met, and which clause is last."""

from __future__ import annotations

import datetime as dt

from canbo.core.calendar import complete_months, stamp
from canbo.core.engines.reference import evaluate
from canbo.core.facts import FactSheet, Value
from canbo.core.foresight import Foresight, when_met
from canbo.core.testing import FACTS, a_pack

PACK = a_pack()
HORIZON = dt.date(2035, 1, 1)
START = dt.date(2025, 10, 7)
REPRIMAND = "has_discipline(form=reprimand)"
SINCE = "months_since_discipline(form=reprimand)"


def months(since: str, on: dt.date) -> int:
    return complete_months(stamp(dt.date.fromisoformat(since)), stamp(on))


def foresee(post: str | None, reprimand: str | None = None, degree: int | None = 50, start: dt.date = START):
    asked: list[dt.date] = []

    def on_day(day: dt.date):
        asked.append(day)
        known = {"degree_rank": degree, REPRIMAND: 1 if reprimand else 0}
        known["months_in_current_or_equal"] = months(post, day) if post else None
        known[SINCE] = months(reprimand, day) if reprimand else None
        sheet = FactSheet({key: {1: Value(value, value)} for key, value in known.items() if value is not None})
        return evaluate(PACK.standard("director", "appointment", day), sheet, 1)

    changes = [day for day in PACK.changes("director", "appointment") if day > start]
    found = when_met(on_day, start, HORIZON, changes, FACTS)
    assert found.day is None or found.day in asked
    assert len(asked) == len(set(asked)) < 40
    return found


def test_who_meets_it_already_meets_it_today():
    assert foresee("2020-01-01") == Foresight(START)


def test_the_exact_day_is_found_and_the_clause_that_turns_on_it():
    assert foresee("2024-03-15", start=dt.date(2025, 10, 9)) == Foresight(dt.date(2026, 3, 15), "DT1-2")


def test_a_spell_that_begins_on_the_last_day_of_a_month_is_complete_on_the_last_day_of_a_shorter_one():
    assert foresee("2024-08-31").day == dt.date(2026, 8, 31)
    assert foresee("2025-02-28").day == dt.date(2027, 2, 28)


def test_the_law_changes_before_the_person_would_qualify():
    found = foresee("2020-01-01", reprimand="2024-11-01")
    assert found == Foresight(dt.date(2026, 11, 1), "DT1-5b")


def test_the_last_day_of_the_old_law_may_be_a_day_on_which_it_is_met():
    assert foresee("2020-01-01", reprimand="2024-10-06").day == START


def test_a_missing_fact_must_be_supplied_first():
    assert foresee("2020-01-01", degree=None, start=dt.date(2025, 10, 9)) == Foresight(blocked_by=("DT2-1",))


def test_a_degree_too_low_never_turns_by_itself():
    assert foresee("2024-03-15", degree=40) == Foresight(blocked_by=("DT2-1",))


def test_what_lies_beyond_the_horizon_is_not_claimed():
    found = foresee("2034-06-01", start=dt.date(2034, 7, 1))
    assert (found.day, found.blocked_by) == (None, ("DT1-2",))


def test_an_interval_is_certain_once_its_later_end_has_passed():
    def on_day(day: dt.date):
        rows = {"degree_rank": (50, 50), REPRIMAND: (0, 0)}
        rows["months_in_current_or_equal"] = (months("2024-03-31", day), months("2024-03-01", day))
        sheet = FactSheet({key: {1: Value(*ends)} for key, ends in rows.items()})
        return evaluate(PACK.standard("director", "appointment", day), sheet, 1)

    found = when_met(on_day, dt.date(2026, 3, 10), HORIZON, [], FACTS)
    assert found == Foresight(dt.date(2026, 3, 31), "DT1-2")
