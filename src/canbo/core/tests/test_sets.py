"""The shape of what the set-wise engine writes: few passes, each kind of fact as it is."""

from __future__ import annotations

import sqlite3

import pytest

from canbo.core.engines.sets import compile_facts, sheet_columns
from canbo.core.engines.sql import Scope, in_list, literal
from canbo.core.facts import FactUse, Fold, Value
from canbo.core.testing import a_fact

SCOPE = Scope(asof=0)


def fold(
    name: str, aggregate: str = "max", where: str = "true", table: str = "people_reading", expression: str = "t.v"
):
    made = Fold(table, (aggregate, expression), (aggregate, expression), where)
    return a_fact(name, select=lambda query: made)


def compiled(*facts) -> str:
    return compile_facts([FactUse(fact.name) for fact in facts], {fact.name: fact for fact in facts}, SCOPE)


def test_folds_over_one_table_become_one_pass():
    sql = compiled(fold("a"), fold("b", "min", "t.k = 1"), fold("c", "count", "t.k = 2"))
    assert sql.count("from people_reading") == 1
    assert sql.count("group by") == 1


def test_rows_that_no_fold_wants_are_left_out_of_the_pass():
    sql = compiled(fold("a", where="t.k = 1"), fold("b", where="t.k = 2"))
    assert "where (t.k = 1) or (t.k = 2)) t group by" in sql


def test_equal_aggregates_and_equal_selects_are_computed_once():
    text = a_fact("s", select=lambda query: "select 1 as person_id, 2 as lo, 3 as hi, null as src")
    again = a_fact("z", select=text.select)
    sql = compiled(fold("a"), fold("b"), text, again)
    assert sql.count("max(t.v)") == 1
    assert sql.count("select 1 as person_id") == 1


def test_a_table_with_one_row_a_person_is_not_grouped():
    sql = compiled(fold("a", table="people_personversion", where="t.k = 1"))
    assert "group by" not in sql


def test_an_interval_with_one_end_missing_is_unknown():
    half = a_fact(
        "half", select=lambda query: "select 1 as person_id, 2 as lo, cast(null as integer) as hi, null as src"
    )
    sql = compiled(half)
    with sqlite3.connect(":memory:") as engine:
        engine.execute("create table people_person (id integer)")
        engine.execute("insert into people_person values (1)")
        assert engine.execute(sql).fetchall() == [(1, None, None)]
    engine.close()


def test_the_columns_of_a_sheet_are_told_by_the_key_of_the_use():
    use = FactUse("a", (("form", "x"),))
    assert sheet_columns([use]) == {"a(form=x)": ("s.f0_lo", "s.f0_hi")}


@pytest.mark.parametrize("value", ["a'b", "x y", "", "đ", True, 1.5, None])
def test_only_whole_numbers_and_plain_codes_enter_the_text(value):
    with pytest.raises(ValueError, match="."):
        literal(value)


def test_an_empty_list_matches_nothing():
    assert in_list([]) == "(null)"


def test_an_empty_interval_is_refused():
    with pytest.raises(ValueError, match="empty"):
        Value(2, 1)


def test_a_use_with_an_empty_list_cannot_be_answered():
    assert not FactUse("a", (("places", ()),)).answerable
    assert FactUse("a", (("places", ("P34:01",)),)).answerable


def test_registers_of_an_attached_database_are_read_once_each():
    facts = [
        fold("a"),
        a_fact("s", select=lambda q: f"select t.person_id, 1 as lo, 1 as hi from {q.table('people_reading')} t"),
    ]
    uses = [FactUse(fact.name) for fact in facts]
    sql = compile_facts(uses, {fact.name: fact for fact in facts}, Scope(asof=0, prefix="live."))
    assert sql.count("live.people_reading") == 1
    assert sql.startswith("with r_people_reading as materialized (select * from live.people_reading")
