"""A faulty pack tells all its faults at once, each with file, line and the nearest known name."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.core.errors import PackError, nearest_names
from canbo.core.testing import FACTS, FILES, a_fact, a_pack


def faults(changes: dict[str, str], **more) -> list[tuple[str, int, str]]:
    with pytest.raises(PackError) as told:
        a_pack(changes, **more)
    return [(fault.file, fault.line, fault.says.en) for fault in told.value.faults]


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[file], f"{old!r} does not stand in {file}"
    return {file: FILES[file].replace(old, new, 1)}


TEN = {
    "parameters/bar_after_reprimand.yaml": """\
parameter: bar_after_reprimand
unit: months
meaning: {vi: Thời hạn sau khiển trách, en: Bar after a reprimand}
values:
  - {since: 2020-01-01, value: 12, cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(7)", confidence: R}}
  - {since: 2025-10-08, value: 24, cites: {instrument: 377-QĐ/TW@2025-10-09, article: "34", confidence: sure}}
""",
    "clauses/DT1-2.yaml": """\
clause: DT1-2
kind: condition
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(3)", confidence: P}
    says: {vi: "Giữ chức vụ từ đủ {least} tháng", en: "Some months in post"}
    with: {least: {parameter: months_in_post}}
    test: {compare: {fact: months_in_current_or_equal, is: at_lest, than: least}}
""",
    "clauses/DT2-1.yaml": FILES["clauses/DT2-1.yaml"]
    .replace("of: degrees", "of: degres", 1)
    .replace("fact: degree_rank", "fact: degree_rnak", 1),
    "titles.yaml": FILES["titles.yaml"].replace("below: [deputy_director]", "below: [deputy_directer]"),
    "standards/director.yaml": FILES["standards/director.yaml"].replace("DT1-5b]", "DT1-5c]", 1),
}


def test_a_pack_with_ten_faults_reports_ten_faults():
    told = faults(TEN)
    assert len(told) == 10
    assert told == [
        ("clauses/DT1-2.yaml", 7, "placeholders given in one language only: least"),
        ("clauses/DT1-2.yaml", 9, "unknown relation “at_lest”; did you mean “at_least”?"),
        ("clauses/DT2-1.yaml", 8, "unknown list “degres”; did you mean “degrees”?"),
        ("clauses/DT2-1.yaml", 9, "unknown fact “degree_rnak”; did you mean “degree_rank”?"),
        ("parameters/bar_after_reprimand.yaml", 2, "unknown unit “months”; did you mean “month”?"),
        (
            "parameters/bar_after_reprimand.yaml",
            5,
            "bar_after_reprimand begins on 2020-01-01 but 80-QĐ/TW@2022-08-18 is in force only from 2022-08-18",
        ),
        (
            "parameters/bar_after_reprimand.yaml",
            6,
            "unknown confidence mark “sure”",
        ),
        (
            "parameters/bar_after_reprimand.yaml",
            6,
            "unknown instrument “377-QĐ/TW@2025-10-09”; did you mean “377-QĐ/TW@2025-10-08”?",
        ),
        ("standards/director.yaml", 3, "unknown clause “DT1-5c”; did you mean “DT1-5b”?"),
        ("titles.yaml", 2, "unknown title “deputy_directer”; did you mean “deputy_director”?"),
    ]


def test_every_fault_is_said_in_both_languages():
    with pytest.raises(PackError) as told:
        a_pack(TEN)
    for fault in told.value.faults:
        assert fault.says.vi != fault.says.en
        assert str(fault).startswith(f"{fault.file}:{fault.line}: {fault.says.vi} / ")


ONE = [
    # what the document looks like
    ("titles.yaml", "rank: 500", "rank: high", 2, "must be a whole number"),
    ("titles.yaml", "head: true", "head: perhaps", 2, "must be true or false"),
    (
        "titles.yaml",
        "level: province, rank: 500",
        "levl: province, rank: 500",
        2,
        "unknown key “levl”; did you mean “level”?",
    ),
    ("titles.yaml", "{vi: Giám đốc sở, en: Department director}", "{vi: Giám đốc sở}", 2, "key “en” is missing"),
    ("titles.yaml", "rank: 500,", "rank: 500, rank: 600,", 2, "duplicate key “rank”"),
    ("titles.yaml", "code: deputy_director,", "code: director,", 4, "title “director” stands in the pack twice"),
    ("titles.yaml", "titles:\n", "titles: {a: [\n", 2, "not YAML"),
    ("instruments/377.yaml", "since: 2025-10-08", "since: 2025-02-29", 5, "must be a day YYYY-MM-DD, not “2025-02-29”"),
    ("codes/degrees.yaml", "code: master", "code: college", 7, "code “college” stands twice in list degrees"),
    ("titles.yaml", "[director, dep", "[nobody_at_all, dep", 6, "unknown title “nobody_at_all”"),
    ("codes/degrees.yaml", ", rank: 40", "", 5, "key “rank” is missing"),
    ("codes/degrees.yaml", "also: [Cử nhân, Kỹ sư]", "also: [Master]", 5, "belongs to both"),
    ("pack.yaml", "name: sample", "nam: sample", 1, "unknown key “nam”"),
    # what holds when
    ("instruments/377.yaml", "80-QĐ/TW@2022-08-18", "79-QĐ/TW@2022-08-18", 1, "unknown replaced instrument"),
    ("instruments/377.yaml", "since: 2025-10-08", "since: 2025-10-07", 1, "has until: 2025-10-08"),
    (
        "parameters/months_in_post.yaml",
        "value: 24,",
        "until: 2025-10-01, value: 24,",
        6,
        "nothing holds from 2025-10-01",
    ),
    ("parameters/months_in_post.yaml", "value: 24,", "until: 2025-10-10, value: 24,", 6, "rows overlap"),
    ("parameters/months_in_post.yaml", "since: 2022-08-18", "since: 2026-08-18", 6, "rows are not sorted"),
    ("parameters/months_in_post.yaml", "value: 24,", "value: null,", 5, "a null value must say why"),
    ("parameters/months_in_post.yaml", 'article: "34", confidence: I', 'confidence: "?"', 6, "unknown confidence mark"),
    ("standards/director.yaml", "since: 2022-08-18", "since: 2022-08-01", 3, "has no version for 2022-08-01"),
    ("standards/director.yaml", "title: director", "title: directer", 1, "unknown title “directer”"),
    # what a clause says
    ("clauses/DT1-2.yaml", "than: least", "than: leest", 10, "unknown name under with “leest”; did you mean “least”?"),
    ("clauses/DT1-2.yaml", "than: least", "than: 24", 10, "must be a dated parameter"),
    (
        "clauses/DT1-2.yaml",
        "{least: {",
        "{most: {parameter: months_in_post}, least: {",
        8,
        "“most” under with is not used",
    ),
    ("clauses/DT1-2.yaml", "parameter: months_in_post", "parameter: month_in_post", 8, "unknown parameter"),
    ("clauses/DT1-2.yaml", "kind: condition", "kind: wish", 2, "unknown kind of clause “wish”"),
    ("clauses/DT1-5b.yaml", "holds: {has_discipline:", "holds: {months_since_discipline:", 11, "holds is for flags"),
    (
        "clauses/DT1-5b.yaml",
        "holds: {has_discipline: {form: reprimand}}",
        "holds: has_discipline",
        11,
        "lacks its argument form",
    ),
    ("clauses/DT1-5b.yaml", "{form: reprimand}", "{form: repriman}", 11, "unknown code (argument form) “repriman”"),
    ("clauses/DT1-5b.yaml", "{form: reprimand}", "{kind: reprimand}", 11, "unknown argument of has_discipline “kind”"),
    ("clauses/DT1-5b.yaml", "      unless:", "      unles:", 10, "unknown test “unles”; did you mean “unless”?"),
    (
        "clauses/DT1-5b.yaml",
        "{not: {holds: {has_discipline: {form: reprimand}}}}",
        "{compare: {fact: {has_discipline: {form: reprimand}}, is: at_least, than: 1}}",
        11,
        "is a flag and cannot be compared",
    ),
    ("clauses/DT2-1.yaml", "{code: university, of: degrees}", "{group: leaders}", 8, "unknown group “leaders”"),
    ("clauses/DT2-1.yaml", "code: university", "code: universty", 8, "unknown code of list degrees “universty”"),
    ("cases/director.yaml", "DT1-5b: yes", "DT1-5x: yes", 2, "unknown clause of director “DT1-5x”"),
    (
        "cases/director.yaml",
        "months_in_current_or_equal: 24",
        "month_in_current: 24",
        5,
        "unknown fact of the standard",
    ),
    ("cases/director.yaml", "on: 2025-10-07", "on: 2001-10-07", 2, "the earliest is 80-QĐ/TW (18/08/2022)"),
    ("cases/director.yaml", "answer: yes", "answer: maybe", 7, "unknown answer “maybe”"),
    ("cases/director.yaml", "{code: university}", "{code: univercity}", 5, "unknown code"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "says"), ONE)
def test_each_kind_of_fault_is_told_where_it_stands(file, old, new, line, says):
    told = faults(changed(file, old, new))
    assert any((where, at) == (file, line) and says in text for where, at, text in told), told


def test_an_instrument_that_is_replaced_must_have_ended_on_that_day():
    told = faults(changed("instruments/80.yaml", "until: 2025-10-08", "until: null"))
    sentence = (
        "377-QĐ/TW@2025-10-08 replaces 80-QĐ/TW@2022-08-18 from 2025-10-08, but 80-QĐ/TW@2022-08-18 has until: null"
    )
    assert told == [("instruments/377.yaml", 1, sentence)]


def test_months_are_not_compared_with_years():
    told = faults(changed("parameters/months_in_post.yaml", "unit: month", "unit: year"))
    sentence = "months_in_current_or_equal is in month, parameter months_in_post in year"
    assert told == [("clauses/DT1-2.yaml", 10, sentence), ("clauses/DT1-2.yaml", 16, sentence)]


def test_a_value_may_outlive_its_instrument_only_when_marked_as_inferred():
    file = "parameters/months_in_post.yaml"
    only_old = FILES[file].split("  - {since: 2025-10-08")[0]
    assert ["goes on after 80-QĐ/TW@2022-08-18 ended" in text for _, _, text in faults({file: only_old})] == [True]
    assert a_pack({file: only_old.replace("confidence: P", "confidence: I")})


def test_a_parameter_must_have_a_value_as_long_as_a_clause_needs_it():
    file = "parameters/bar_after_reprimand.yaml"
    why = "value: null, why: {vi: không quy định, en: not regulated}"
    told = faults(changed(file, "value: 24", why))
    assert [(where, text) for where, _, text in told] == [
        ("clauses/DT1-5b.yaml", "parameter bar_after_reprimand has no value on 2025-10-08, while the clause holds")
    ]


def test_a_code_without_its_list_is_ambiguous_when_two_lists_rank_it():
    other = FILES["codes/degrees.yaml"].replace("list: degrees", "list: older-degrees")
    clause = FILES["clauses/DT2-1.yaml"].replace("{code: university, of: degrees}", "{code: university}")
    facts = {**FACTS, "degree_rank": a_fact("degree_rank", "code", "")}
    told = faults({"codes/older.yaml": other, "clauses/DT2-1.yaml": clause}, facts=facts)
    assert {text for _, _, text in told} == {
        "code university has ranks in several lists (degrees, older-degrees); add of"
    }


def test_a_table_with_a_hole_in_its_months_is_refused():
    table = """\
parameter: retirement_age
unit: table
meaning: {vi: Tuổi nghỉ hưu, en: Retirement age}
values:
  - since: 2022-08-18
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "1", confidence: I}
    value:
      - {when: {sex: M, born_to: 1961-09}, is: 723}
      - {when: {sex: M, born_from: 1961-11}, is: 726}
"""
    told = faults({"parameters/retirement_age.yaml": table})
    assert [(line, "gap or an overlap" in text) for _, line, text in told] == [(8, True)]


def test_a_faulty_thing_is_not_told_again_where_others_point_at_it():
    told = faults(changed("parameters/months_in_post.yaml", "unit: month", "unit: moon"))
    assert [(file, line) for file, line, _ in told] == [("parameters/months_in_post.yaml", 2)]


def test_a_pack_without_its_name_file_says_so():
    with pytest.raises(PackError) as told:
        a_pack({"pack.yaml": "\n"})
    assert [fault.says.en for fault in told.value.faults] == ["pack.yaml is missing"]


def test_a_file_that_is_no_document_of_a_pack_is_named():
    assert faults({"notes.yaml": "hello: there\n"}) == [("notes.yaml", 1, "not a document of a pack")]


def test_nearest_names_ignore_tones_and_case():
    assert nearest_names("giam doc", ["Giám đốc", "bí thư"]) == ("Giám đốc",)


def test_what_an_instrument_amends_must_stand_and_be_in_force_then():
    file = "instruments/377.yaml"
    alone = changed(file, "replaces: [80-QĐ/TW@2022-08-18]", "amends: [81-QĐ/TW@2022-08-18]")
    assert ["amended instrument" in text for _, _, text in faults(alone)] == [True]
    ended = changed(file, "confidence: S\nsource", "amends: [80-QĐ/TW@2022-08-18]\nconfidence: S\nsource")
    assert ["when that is not in force" in text for _, _, text in faults(ended)] == [True]


def test_a_name_that_is_a_code_too_is_refused_where_either_could_be_meant():
    file = "clauses/DT1-5b.yaml"
    both = (
        FILES[file].replace("{bar: {", "{reprimand: {").replace("{bar}", "{reprimand}").replace("bar}}", "reprimand}}")
    )
    told = faults({file: both.replace("than: bar", "than: reprimand")})
    assert {text for _, _, text in told} >= {
        "“reprimand” is both a name under with and a code of the pack; choose another name"
    }


@pytest.mark.parametrize(
    ("unit", "written", "kept"), [("date", "2025-12-15", 739600), ("money", "2340000", 2340000), ("point", "90", 90)]
)
def test_a_date_money_and_points_are_units_of_their_own(unit: str, written: str, kept: int):
    text = f"""\
parameter: a_number
unit: {unit}
meaning: {{vi: Một số, en: A number}}
values:
  - since: 2022-08-18
    until: 2025-10-08
    value: {written}
    cites: {{instrument: 80-QĐ/TW@2022-08-18, article: "1", confidence: P}}
"""
    assert a_pack({"parameters/a_number.yaml": text}).parameter("a_number", dt.date(2024, 1, 1)).value == kept
    if unit == "date":
        assert [
            "must be a day" in t for _, _, t in faults({"parameters/a_number.yaml": text.replace(written, "15/12")})
        ]


def test_a_standard_for_a_group_binds_each_of_its_titles_and_names_one_or_the_other():
    text = """\
group: department_leaders
purpose: planning
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18", confidence: P}
    clauses: [DT2-1]
"""
    pack = a_pack({"standards/leaders.yaml": text})
    assert {title for title, purpose in pack.standards if purpose == "planning"} == {"director", "deputy_director"}
    for wrong, told in (
        (text.replace("department_leaders", "department_leader"), "unknown group"),
        (f"title: director\n{text}", "exactly one is needed of: title, group"),
    ):
        assert [told in each for _, _, each in faults({"standards/leaders.yaml": wrong})] == [True]


def test_an_instrument_whose_day_nobody_has_seen_stands_in_the_register_but_carries_no_rule():
    file = "instruments/80.yaml"
    told = faults(changed(file, "confidence: P\nsource", "day_known: year\nconfidence: P\nsource"))
    assert told
    assert {"its day of issue is not known, no rule may rest on it" in text for _, _, text in told} == {True}
    lone = """\
instrument: {number: 211-QĐ/TW, issued: 2013-01-01}
day_known: year
kind: regulation
issuer: {vi: Bộ Chính trị, en: Politburo}
title: {vi: Quy định 211, en: Regulation 211}
since: 2013-01-01
confidence: R
"""
    known = {each.key.number: each.day_known for each in a_pack({"instruments/211.yaml": lone}).instruments.values()}
    assert (known["211-QĐ/TW"], known["80-QĐ/TW"]) == ("year", "day")
