"""Verdicts read as an official would write them."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.core.clauses import AllOf, AnyOf, AtLeast, Compare, Known, Limit, Not, Unless
from canbo.core.engines.reference import evaluate, reason_of
from canbo.core.facts import FactSheet, FactUse, Value
from canbo.core.testing import FACTS, a_pack
from canbo.core.verdicts import Answer
from canbo.core.wording import say_answer, say_missing, say_reason, say_verdict

PACK = a_pack()
MONTHS = FactUse("months_in_current_or_equal")
REPRIMAND = FactUse("has_discipline", (("form", "reprimand"),))
DEGREE = FactUse("degree_rank")
LEAST_24 = Compare(MONTHS, ">=", Limit(24, "months_in_post"))


def said(test, **values):
    named = {"months": MONTHS, "reprimand": REPRIMAND, "degree": DEGREE}
    sheet = FactSheet({named[name].key: {1: value} for name, value in values.items()})
    return say_reason(reason_of(test, sheet, 1), FACTS, PACK.lists, PACK.titles)


def test_a_number_is_said_with_what_is_required():
    line = said(LEAST_24, months=Value(23, 23))[0]
    assert line.text.vi == "Thời gian giữ chức vụ hiện tại hoặc tương đương: 23 tháng (yêu cầu từ đủ 24 tháng)"
    assert line.text.en == "Time in the current or an equal post: 23 months (required: at least 24 months)"


def test_an_interval_says_what_it_depends_on():
    assert "từ 22 đến 24 tháng, tùy ngày chính xác" in said(LEAST_24, months=Value(22, 24))[0].text.vi


def test_what_is_unknown_names_who_can_supply_it():
    assert said(LEAST_24)[0].text.vi == (
        "Thời gian giữ chức vụ hiện tại hoặc tương đương: "
        "chưa có dữ liệu — do đơn vị quản lý hồ sơ cung cấp (yêu cầu từ đủ 24 tháng)"
    )
    assert say_missing(REPRIMAND, FACTS, PACK.lists).en == (
        "Discipline – Reprimand: no data yet — to be supplied by the unit that keeps the dossier"
    )


def test_a_code_is_said_by_the_name_of_its_rank():
    test = Compare(DEGREE, ">=", Limit(50))
    assert said(test, degree=Value(40, 40))[0].text.vi == "Trình độ chuyên môn: Cao đẳng (yêu cầu Đại học trở lên)"
    assert "từ Cao đẳng đến Thạc sĩ" in said(test, degree=Value(40, 60))[0].text.vi
    assert "Trình độ chuyên môn: không có" in said(test, degree=Value(0, 0))[0].text.vi


def test_a_negated_flag_is_said_the_other_way_round():
    line = said(Not(Compare(REPRIMAND, ">=", Limit(1))), reprimand=Value(0, 0))[0]
    assert line.text.vi == "Có bị kỷ luật – Khiển trách: không (yêu cầu: không)"
    assert line.answer is Answer.YES


def test_an_uncertain_limit_carries_its_mark():
    limit = PACK.standard("director", "appointment", dt.date(2025, 10, 8)).clauses[1].test.limit
    assert said(Compare(MONTHS, ">=", limit), months=Value(23, 23))[0].text.vi.endswith("24 tháng; độ tin cậy I)")


@pytest.mark.parametrize("test", [AllOf, AnyOf, lambda parts: AtLeast(1, parts), lambda parts: Unless(*parts)])
def test_a_branch_is_said_before_its_parts(test):
    lines = said(test((LEAST_24, Known(MONTHS))), months=Value(30, 30))
    assert [line.depth for line in lines] == [0, 1, 1]
    assert lines[0].text.vi.endswith(":")


@pytest.mark.parametrize(("answer", "sign"), list(zip(Answer, "✓✗?◇", strict=True)))
def test_each_answer_has_its_sign(answer, sign):
    assert say_answer(answer).vi[0] == say_answer(answer).en[0] == sign


def test_a_whole_verdict_reads_clause_by_clause_with_its_source():
    standard = PACK.standard("director", "appointment", dt.date(2025, 10, 8))
    sheet = FactSheet({"degree_rank": {1: Value(50, 50)}, MONTHS.key: {1: Value(20, 20)}})
    lines = [text.vi for text in say_verdict(evaluate(standard, sheet, 1), FACTS, PACK.lists)]
    assert lines[:5] == [
        "✗ Không đạt",
        "✓ DT2-1: Có trình độ Đại học trở lên (377-QĐ/TW, Điều 34)",
        "    ✓ Trình độ chuyên môn: Đại học (yêu cầu Đại học trở lên)",
        "✗ DT1-2: Giữ chức vụ từ đủ 24 tháng (377-QĐ/TW, Điều 34) [I]",
        "    ✗ Thời gian giữ chức vụ hiện tại hoặc tương đương: 20 tháng (yêu cầu từ đủ 24 tháng; độ tin cậy I)",
    ]
