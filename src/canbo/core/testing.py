"""A small whole pack and fact definitions for tests of anything that needs the law floor without the real law."""

from __future__ import annotations

from collections.abc import Mapping

from canbo.core.facts import FactDef, Fold
from canbo.core.loading import load_pack
from canbo.core.pack import Pack
from canbo.lib.text import Text

#: The instrument of the newest rules below.
NEWEST = "377-QĐ/TW@2025-10-08"
WHO = Text("đơn vị quản lý hồ sơ", "the unit that keeps the dossier")


def a_fact(name: str, kind: str = "quantity", unit: str = "month", **more: object) -> FactDef:
    """A definition with a harmless Fold over a table `readings`, for tests that do not care where values come from."""
    fold = Fold("readings", ("min", "t.lo"), ("max", "t.hi"), f"t.name = '{name}'")
    made = {"select": lambda query: fold, "supplied_by": WHO, "section": "career", "says": Text(name, name), **more}
    return FactDef(name=name, kind=kind, unit=unit, **made)  # type: ignore[arg-type]


FACTS: Mapping[str, FactDef] = {
    fact.name: fact
    for fact in (
        a_fact("degree_rank", "code", "", scale="degrees", says=Text("Trình độ chuyên môn", "Degree")),
        a_fact(
            "months_in_current_or_equal",
            says=Text("Thời gian giữ chức vụ hiện tại hoặc tương đương", "Time in the current or an equal post"),
            drift=1,
        ),
        a_fact(
            "has_discipline", "flag", "", params={"form": "discipline-forms"}, says=Text("Có bị kỷ luật", "Discipline")
        ),
        a_fact(
            "months_since_discipline",
            params={"form": "discipline-forms"},
            drift=1,
            says=Text("Thời gian từ khi kỷ luật có hiệu lực", "Time since the discipline took effect"),
        ),
        a_fact(
            "months_left_at_month",
            params={"month": "month_number"},
            says=Text("Thời gian công tác còn lại", "Time left"),
        ),
        a_fact(
            "held_title", "flag", "", params={"titles": "titles"}, says=Text("Đã giữ chức danh", "Has held a title")
        ),
        a_fact("born_in", "flag", "", params={"places": "places"}, says=Text("Sinh tại", "Born in")),
    )
}

FILES: Mapping[str, str] = {
    "pack.yaml": "name: sample\ntitle: {vi: Gói mẫu, en: Sample pack}\nlanguages: [vi, en]\n",
    "instruments/80.yaml": """\
instrument: {number: 80-QĐ/TW, issued: 2022-08-18}
kind: regulation
issuer: {vi: Bộ Chính trị, en: Politburo}
title: {vi: Quy định 80, en: Regulation 80}
since: 2022-08-18
until: 2025-10-08
confidence: P
source: sample
articles:
  - {number: "18", about: {vi: Điều kiện bổ nhiệm, en: Conditions of appointment}, coverage: modelled}
  - {number: "19", about: {vi: Hồ sơ, en: File}, coverage: not}
""",
    "instruments/377.yaml": """\
instrument: {number: 377-QĐ/TW, issued: 2025-10-08}
kind: regulation
issuer: {vi: Bộ Chính trị, en: Politburo}
title: {vi: Quy định 377, en: Regulation 377}
since: 2025-10-08
replaces: [80-QĐ/TW@2022-08-18]
confidence: S
source: sample
articles:
  - {number: "34", about: {vi: Điều kiện bổ nhiệm, en: Conditions of appointment}, coverage: partly, confidence: S}
""",
    "parameters/months_in_post.yaml": """\
parameter: months_in_post
unit: month
meaning: {vi: Thời gian giữ chức vụ, en: Time in post}
values:
  - {since: 2022-08-18, value: 24, cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(3)", confidence: P}}
  - {since: 2025-10-08, value: 24, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: I}}
""",
    "parameters/bar_after_reprimand.yaml": """\
parameter: bar_after_reprimand
unit: month
meaning: {vi: Thời hạn sau khiển trách, en: Bar after a reprimand}
values:
  - {since: 2022-08-18, value: 12, cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(7)", confidence: R}}
  - {since: 2025-10-08, value: 24, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: S}}
""",
    "clauses/DT1-2.yaml": """\
clause: DT1-2
kind: condition
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(3)", confidence: P}
    says: {vi: "Giữ chức vụ từ đủ {least} tháng", en: "At least {least} months in post"}
    with: {least: {parameter: months_in_post}}
    excepted_by: {vi: Cấp có thẩm quyền, en: the competent authority}
    test: {compare: {fact: months_in_current_or_equal, is: at_least, than: least}}
  - since: 2025-10-08
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: I}
    says: {vi: "Giữ chức vụ từ đủ {least} tháng", en: "At least {least} months in post"}
    with: {least: {parameter: months_in_post}}
    excepted_by: {vi: Cấp có thẩm quyền, en: the competent authority}
    test: {compare: {fact: months_in_current_or_equal, is: at_least, than: least}}
""",
    "clauses/DT1-5b.yaml": """\
clause: DT1-5b
kind: bar
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(7)", confidence: R}
    says: {vi: "Đã qua {bar} tháng kể từ khiển trách", en: "{bar} months have passed since a reprimand"}
    with: {bar: {parameter: bar_after_reprimand}}
    test:
      unless:
        when: {not: {holds: {has_discipline: {form: reprimand}}}}
        then: {compare: {fact: {months_since_discipline: {form: reprimand}}, is: at_least, than: bar}}
  - since: 2025-10-08
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: S}
    says: {vi: "Đã qua {bar} tháng kể từ khiển trách", en: "{bar} months have passed since a reprimand"}
    with: {bar: {parameter: bar_after_reprimand}}
    test:
      unless:
        when: {not: {holds: {has_discipline: {form: reprimand}}}}
        then: {compare: {fact: {months_since_discipline: {form: reprimand}}, is: at_least, than: bar}}
""",
    "clauses/DT2-1.yaml": """\
clause: DT2-1
kind: standard
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18(1)", confidence: P}
    says: {vi: "Có trình độ {degree} trở lên", en: "{degree} or higher"}
    with: {degree: {code: university, of: degrees}}
    test: {compare: {fact: degree_rank, is: at_least, than: degree}}
  - since: 2025-10-08
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: S}
    says: {vi: "Có trình độ {degree} trở lên", en: "{degree} or higher"}
    with: {degree: {code: university, of: degrees}}
    test: {compare: {fact: degree_rank, is: at_least, than: degree}}
""",
    "titles.yaml": """\
titles:
  - {code: director, name: {vi: Giám đốc sở, en: Department director}, level: province, rank: 500, head: true,
     below: [deputy_director]}
  - {code: deputy_director, name: {vi: Phó giám đốc sở, en: Deputy department director}, level: province, rank: 400}
groups:
  department_leaders: [director, deputy_director]
""",
    "standards/director.yaml": """\
title: director
versions:
  - since: 2022-08-18
    until: 2025-10-08
    cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18", confidence: P}
    clauses: [DT2-1, DT1-2, DT1-5b]
  - since: 2025-10-08
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: S}
    clauses: [DT2-1, DT1-2, DT1-5b]
""",
    "codes/degrees.yaml": """\
list: degrees
ordered: true
version: sample
codes:
  - {code: college, name: {vi: Cao đẳng, en: College}, rank: 40}
  - {code: university, name: {vi: Đại học, en: University}, rank: 50, also: [Cử nhân, Kỹ sư]}
  - {code: master, name: {vi: Thạc sĩ, en: Master}, rank: 60}
""",
    "codes/discipline-forms.yaml": """\
list: discipline-forms
codes:
  - {code: reprimand, name: {vi: Khiển trách, en: Reprimand}}
  - {code: warning, name: {vi: Cảnh cáo, en: Warning}}
""",
    "cases/director.yaml": """\
cases:
  - name: twelve months after a reprimand were enough until 7 October 2025
    title: director
    on: 2025-10-07
    facts: {degree_rank: {code: university}, months_in_current_or_equal: 24, has_discipline: 1,
            months_since_discipline(form=reprimand): 12}
    expect: {answer: yes, clauses: {DT1-5b: yes}}
  - name: from 8 October 2025 they are not
    title: director
    on: 2025-10-08
    facts: {degree_rank: {code: university}, months_in_current_or_equal: [22, 24], has_discipline: 1,
            months_since_discipline: 12}
    expect: {answer: no, clauses: {DT1-5b: no, DT1-2: unknown}}
""",
}


def a_pack(changes: Mapping[str, str] | None = None, facts: Mapping[str, FactDef] | None = FACTS) -> Pack:
    """The sample pack, with some files put in place of its own."""
    return load_pack({**FILES, **(changes or {})}, facts)
