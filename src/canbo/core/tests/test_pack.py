"""What a pack answers: the law of a day, for a title and a place."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.core.clauses import Compare
from canbo.core.errors import NotInForce, PackError, UnknownName
from canbo.core.law import InstrumentKey
from canbo.core.testing import FILES, a_pack

LAST_DAY_OF_80 = dt.date(2025, 10, 7)
FIRST_DAY_OF_377 = dt.date(2025, 10, 8)

#: A clause whose one fact shows how an argument is resolved.
CLAUSE = """\
clause: DT3-1
kind: condition
versions:
  - since: 2022-08-18
    cites: {{instrument: 80-QĐ/TW@2022-08-18, article: "18", confidence: I}}
    says: {{vi: "Điều kiện {{what}}", en: "Condition {{what}}"}}
    with: {{what: {source}}}
    test: {{holds: {{{fact}: {{{arg}: {value}}}}}}}
"""


def with_clause(source: str, value: str = "what", fact: str = "held_title", arg: str = "titles", **files: str):
    changes = {
        "clauses/DT3-1.yaml": CLAUSE.format(source=source, fact=fact, arg=arg, value=value),
        "standards/director.yaml": FILES["standards/director.yaml"].replace("DT1-5b]", "DT1-5b, DT3-1]"),
    }
    return a_pack({**changes, **files}, facts=None)


def the_fact(pack, **more):
    test = pack.standard("director", "appointment", FIRST_DAY_OF_377, **more).clauses[-1].test
    assert isinstance(test, Compare)
    return test.fact


def limit_of(pack, code, on):
    clause = next(each for each in pack.standard("director", "appointment", on).clauses if each.code == code)
    return clause.test.then.limit


def test_the_day_before_a_switch_and_the_day_of_it_have_their_own_numbers_and_citations():
    before, after = (limit_of(a_pack(), "DT1-5b", day) for day in (LAST_DAY_OF_80, FIRST_DAY_OF_377))
    assert (before.value, before.cites.instrument.number, before.cites.uncertain) == (12, "80-QĐ/TW", True)
    assert (after.value, after.cites.instrument.number, after.cites.uncertain) == (24, "377-QĐ/TW", False)


def test_a_clause_says_its_numbers_and_codes_by_name_in_both_languages():
    clauses = {each.code: each.says for each in a_pack().standard("director", "appointment", FIRST_DAY_OF_377).clauses}
    assert clauses["DT1-2"].vi == "Giữ chức vụ từ đủ 24 tháng"
    assert clauses["DT2-1"].vi == "Có trình độ Đại học trở lên"
    assert clauses["DT2-1"].en == "University or higher"


def test_a_day_before_the_first_rule_is_an_error_that_names_the_earliest_instrument():
    with pytest.raises(NotInForce) as told:
        a_pack().standard("director", "appointment", dt.date(2022, 8, 17))
    assert told.value.first_instruments == (InstrumentKey("80-QĐ/TW", dt.date(2022, 8, 18)),)
    assert told.value.says.vi == (
        "Gói quy định không có quy định về tiêu chuẩn chức danh Giám đốc sở vào ngày 17/08/2022; "
        "sớm nhất là 80-QĐ/TW (18/08/2022)."
    )


def test_a_day_after_a_standard_has_ended_says_since_when():
    ended = FILES["standards/director.yaml"].replace(
        "clauses: [DT2-1, DT1-2, DT1-5b]\n  - since", "clauses: [DT2-1]\n  - since"
    )
    ended = ended.split("  - since: 2025-10-08")[0]
    cases = FILES["cases/director.yaml"].split("  - name: from 8")[0].replace(", clauses: {DT1-5b: yes}", "")
    cases = cases.replace("months_in_current_or_equal: 24, has_discipline: 1,", "").replace(
        "months_since_discipline(form=reprimand): 12", ""
    )
    with pytest.raises(NotInForce) as told:
        a_pack({"standards/director.yaml": ended, "cases/director.yaml": cases}).standard(
            "director", "appointment", FIRST_DAY_OF_377
        )
    assert told.value.says.en.endswith("; it ended on 08/10/2025.")


def test_an_unknown_title_gives_the_nearest_names():
    with pytest.raises(UnknownName) as told:
        a_pack().standard("direktor", "appointment", FIRST_DAY_OF_377)
    assert told.value.nearest[0] == "director"
    assert "gần nhất: director" in told.value.says.vi


def test_a_title_without_a_standard_is_told_apart_from_an_unknown_one():
    with pytest.raises(UnknownName) as told:
        a_pack().standard("deputy_director", "appointment", FIRST_DAY_OF_377)
    assert told.value.kind == "standard"


def test_the_days_on_which_a_standard_changes_are_known():
    assert a_pack().changes("director", "appointment") == (dt.date(2022, 8, 18), FIRST_DAY_OF_377)


def test_scales_hold_the_ranks_of_ordered_lists_and_of_titles():
    scales = a_pack().scales(FIRST_DAY_OF_377)
    assert scales["degrees"] == {"college": 40, "university": 50, "master": 60}
    assert scales["title-ranks"] == {"director": 500, "deputy_director": 400}
    assert "discipline-forms" not in scales


def test_a_code_is_found_by_code_name_or_other_spelling_whatever_its_tones():
    degrees = a_pack().lists["degrees"]
    assert [degrees.find(text).code for text in ("university", "ĐẠI HỌC", "ky su", "College")] == [
        "university",
        "university",
        "university",
        "college",
    ]
    assert degrees.find("tiến sĩ") is None


def test_the_digest_depends_on_texts_and_not_on_ends_of_lines():
    one = a_pack()
    assert a_pack({name: text.replace("\n", "\r\n") for name, text in FILES.items()}).digest == one.digest
    assert a_pack({"pack.yaml": FILES["pack.yaml"].replace("Gói mẫu", "Gói khác")}).digest != one.digest


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{group: department_leaders}", "what", ("director", "deputy_director")),
        ("{title: self}", "what", "director"),
        ("{titles: equal_or_higher}", "what", ("director",)),
        ("{titles: directly_below}", "what", ("deputy_director",)),
        ("{list: degrees}", "what", ("college", "university", "master")),
        ("[director, {titles: directly_below}]", "what", ("director", "deputy_director")),
        ("director", "[what, deputy_director]", ("director", "deputy_director")),
    ],
)
def test_an_argument_is_resolved_for_the_title_screened(source, value, expected):
    assert dict(the_fact(with_clause(source, value)).args)["titles"] == expected


PLACES = {
    "codes/old.yaml": """\
list: provinces-63
codes:
  - {code: "P63:40", name: {vi: Nghệ An, en: Nghe An}}
  - {code: "P63:74", name: {vi: Bình Dương, en: Binh Duong}}
  - {code: "P63:79", name: {vi: Thành phố Hồ Chí Minh, en: Ho Chi Minh City}}
""",
    "codes/new.yaml": """\
list: provinces-34
codes:
  - {code: "P34:40", name: {vi: Nghệ An, en: Nghe An}, from: ["P63:40"]}
  - {code: "P34:79", name: {vi: Thành phố Hồ Chí Minh, en: Ho Chi Minh City}, from: ["P63:74", "P63:79"]}
""",
    "parameters/old_unit.yaml": """\
parameter: old_unit_counts_as_local
unit: flag
meaning: {vi: Đơn vị cũ trong đơn vị mới là địa phương, en: An old unit inside a merged one is the locality}
values:
  - {since: 2022-08-18, value: true, cites: {instrument: 80-QĐ/TW@2022-08-18, confidence: I}}
""",
}


def places(flag: str, place: str):
    files = {**PLACES, "parameters/old_unit.yaml": PLACES["parameters/old_unit.yaml"].replace("true", flag)}
    return dict(the_fact(with_clause("{places: unit}", fact="born_in", arg="places", **files), place=place).args)[
        "places"
    ]


def test_a_unit_renamed_without_merger_is_one_place_under_both_codes():
    assert places("false", "P34:40") == ("P34:40", "P63:40")
    assert places("false", "P63:40") == ("P63:40", "P34:40")


def test_old_units_inside_a_merged_one_count_as_the_flag_of_the_pack_says():
    assert places("false", "P34:79") == ("P34:79",)
    assert places("true", "P34:79") == ("P34:79", "P63:74", "P63:79")


def test_without_a_place_a_condition_on_places_cannot_be_answered():
    use = the_fact(with_clause("{places: unit}", fact="born_in", arg="places", **PLACES))
    assert not use.answerable


TERMS = """\
list: terms
codes:
  - {code: XII, name: {vi: Khóa XII, en: 12th}, group: central, since: 2016-01-28, until: 2021-01-25}
  - {code: XIII, name: {vi: Khóa XIII, en: 13th}, group: central, since: 2021-02-01, until: 2026-01-19}
  - {code: XIV, name: {vi: Khóa XIV, en: 14th}, group: central, since: 2026-01-23}
"""


def test_terms_are_given_as_stamps_of_their_days_and_a_running_one_is_left_out():
    use = the_fact(with_clause("{terms: central}", **{"codes/terms.yaml": TERMS}))
    spans = dict(use.args)["titles"]
    assert len(spans) == 2
    assert all(int(each.split(":")[0]) < int(each.split(":")[1]) for each in spans)


RECKONING = """\
parameter: reckoning_month
unit: month_number
by: level
meaning: {vi: Tháng tính tuổi, en: Reckoning month}
values:
  - since: 2022-08-18
    value: {province: 2025-09, district: 2025-06}
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "2", confidence: I}
"""


def test_a_parameter_by_level_gives_the_value_of_the_titles_level():
    files = {"parameters/reckoning_month.yaml": RECKONING}
    pack = with_clause("{parameter: reckoning_month, by: level}", fact="months_left_at_month", arg="month", **files)
    assert dict(the_fact(pack).args)["month"] == 2025 * 12 + 8
    assert pack.standard("director", "appointment", FIRST_DAY_OF_377).clauses[-1].says.vi == "Điều kiện 9/2025"


def test_a_level_without_a_value_is_a_fault_of_the_standard_that_needs_it():
    files = {"parameters/reckoning_month.yaml": RECKONING.replace("province: 2025-09, ", "")}
    with pytest.raises(PackError) as told:
        with_clause("{parameter: reckoning_month}", fact="months_left_at_month", arg="month", **files)
    assert "parameter reckoning_month has no value for “province”" in told.value.faults[0].says.en


DRAFT = """\
instrument: {number: 900-QĐ/TW, issued: 2027-01-01}
kind: regulation
issuer: {vi: Bộ Chính trị, en: Politburo}
title: {vi: Dự thảo, en: Draft}
since: 2027-01-01
replaces: [377-QĐ/TW@2025-10-08]
confidence: S
---
parameter: bar_after_reprimand
unit: month
meaning: {vi: Thời hạn sau khiển trách, en: Bar after a reprimand}
values:
  - {since: 2027-01-01, value: 36, cites: {instrument: 900-QĐ/TW@2027-01-01, article: "1", confidence: S}}
"""


def test_a_draft_adds_its_values_and_cuts_the_last_open_one():
    pack = a_pack()
    drafted = pack.overlay({"draft/900.yaml": DRAFT})
    assert limit_of(drafted, "DT1-5b", dt.date(2026, 12, 31)).value == 24
    assert limit_of(drafted, "DT1-5b", dt.date(2027, 1, 1)).value == 36
    assert limit_of(pack, "DT1-5b", dt.date(2027, 1, 1)).value == 24
    assert drafted.digest != pack.digest
    assert dt.date(2027, 1, 1) in drafted.changes("director", "appointment")


def test_a_draft_that_reaches_back_over_later_law_is_refused_with_its_line():
    with pytest.raises(PackError) as told:
        a_pack().overlay({"draft/900.yaml": DRAFT.replace("since: 2027-01-01, value", "since: 2023-01-01, value")})
    assert {(fault.file, fault.line) for fault in told.value.faults} == {("draft/900.yaml", 13)}


def test_a_draft_may_be_laid_over_a_draft():
    twice = (
        a_pack()
        .overlay({"draft/900.yaml": DRAFT})
        .overlay({"draft/b.yaml": DRAFT.split("---\n")[1].replace("2027-01-01, value: 36", "2028-01-01, value: 48")})
    )
    assert limit_of(twice, "DT1-5b", dt.date(2028, 1, 1)).value == 48


ROWS_ALONE = """\
parameter: months_in_post
values:
  - {since: 2027-01-01, value: 36, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: I}}
"""


def test_a_draft_of_a_standing_parameter_gives_its_rows_and_keeps_unit_and_meaning():
    before = a_pack().parameters["months_in_post"]
    drafted = a_pack().overlay({"draft/months.yaml": ROWS_ALONE}).parameters["months_in_post"]
    assert (drafted.unit, drafted.meaning, drafted.by) == (before.unit, before.meaning, before.by)
    assert [value.value for value in drafted.values] == [24, 24, 36]


def test_a_draft_cannot_change_the_unit_of_a_standing_parameter():
    with pytest.raises(PackError) as told:
        a_pack().overlay({"draft/months.yaml": ROWS_ALONE.replace("values:", "unit: year\nvalues:")})
    assert [fault.says.en for fault in told.value.faults] == [
        "parameter months_in_post has unit: month, the draft says year"
    ]


def test_a_parameter_of_the_pack_itself_must_say_its_unit_and_meaning():
    with pytest.raises(PackError) as told:
        a_pack({"parameters/months_in_post.yaml": ROWS_ALONE})
    assert {"key “unit” is missing", "key “meaning” is missing"} <= {fault.says.en for fault in told.value.faults}
