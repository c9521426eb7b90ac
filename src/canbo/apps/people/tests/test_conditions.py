"""Conditions on facts: whatever a standard asks narrows a list; sealed facts only among the dossiers opened."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import meeting, models
from canbo.apps.people.conditions import (
    RELATIONS,
    UNKNOWN,
    Condition,
    condition,
    read,
    relations_of,
    sealed_behind,
    who_meets,
    written,
)
from canbo.apps.people.listing import Found, Wish
from canbo.apps.people.measures import levels_of, offered
from canbo.apps.people.models import Degree, Discipline, Holding
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_screens_people import people, queries, signed_in
from canbo.apps.people.visibility import sealed_tables
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.packs.registry import FACTS
from canbo.base.record.then import recorded_at
from canbo.core.clauses import fact_uses
from canbo.core.engines.reference import compared
from canbo.core.errors import NotInForce
from canbo.core.facts import Value
from canbo.core.verdicts import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
DAY = dt.date(2026, 6, 1)
#: Facts that no list may ask for, and why.
NOT_OFFERED = {
    "birth_month": "the number of a month, told by names of months",
    "degree_in_fields": "two lists at once; no standard of today asks",
    "seat_months": "two lists at once; no standard of today asks",
    "rated_not_done": "a number of years; no standard of today asks",
    "paper_present": "the papers that standards ask for are asked for by papers_missing",
}


def found(*conditions: str, on: dt.date | None = None) -> list[str]:
    """The keys of those whom the house finds."""
    asked = tuple(read(each, current_pack(), on or DAY) for each in conditions)
    people = Found(an_account("canbo", system=True), Wish(conditions=asked, on=on), DAY).people
    return list(people.values_list("person__key", flat=True))


def asked_today():
    """Every use of a fact that a standard in force makes on a day, and that names something to look for."""
    pack = current_pack()
    for title, purpose in pack.standards:
        try:
            clauses = pack.standard(title, purpose, DAY).clauses
        except NotInForce:
            continue
        yield from (use for clause in clauses for use in fact_uses(clause.test))


def test_whatever_a_standard_asks_for_can_narrow_a_list():
    measures = offered(current_pack(), DAY)
    uses = set(asked_today())
    assert len({use.name for use in uses}) > 30
    for use in uses:
        keys = {each.use.key for each in measures[use.name].values()}
        assert use.key in keys or not use.answerable


def test_every_declared_fact_is_offered_save_those_named_here():
    assert set(FACTS) - set(offered(current_pack(), DAY)) == set(NOT_OFFERED)


def test_every_measure_is_asked_in_every_relation_and_the_address_reads_back():
    pack = current_pack()
    a_person()
    for measures in offered(pack, DAY).values():
        measure = next(iter(measures.values()))
        level = next(iter(levels_of(measure.scale, pack)), "") if measure.fact.kind == "code" else "12"
        for relation in relations_of(measure):
            value = "" if relation in ("yes", "no", UNKNOWN) else level
            made = condition(measure, relation, value, pack)
            assert read(written(measure, relation, value), pack, DAY) == made
        found(written(measure, relation, value))


@pytest.mark.parametrize("relation", ["ge", "lt", "le", "gt", "eq", "ne"])
@pytest.mark.parametrize("limit", [0, 432, 436, 440, 444])
def test_a_condition_finds_whom_the_engine_with_reasons_says_yes_of(relation, limit):
    """Ages of 35 and 36 years, or none, as the birth date is known to the day, the month, the year or not."""
    ages = {
        "1990": Value(425, 437),
        "1990-02": Value(435, 436),
        "1990-02-01": Value(436, 436),
        "1989-05": Value(444, 445),
    }
    for born in (*ages, ""):
        a_person(key=f"B{born}", born=born)
    sheet = {f"B{born}": value for born, value in ages.items()}
    sure = {key for key, value in sheet.items() if compared(value, RELATIONS[relation], limit) is Answer.YES}
    assert set(found(f"age_months~~{relation}~{limit}")) == sure


def test_who_is_not_known_is_in_neither_list_and_found_by_asking_for_the_unknown():
    doctor, unverified, silent = a_person(key="A"), a_person(key="B"), a_person(key="C")
    a_row(Degree, doctor, grade="doctor")
    a_row(Degree, unverified, grade="doctor", verified=None)
    assert found("degree_rank~~ge~master") == [doctor.person.key]
    assert found("degree_rank~~lt~master") == []
    assert set(found("degree_rank~~unknown~")) == {"B", "C"}
    assert silent.person.key in found("degree_rank~~unknown~")


def test_several_conditions_narrow_together():
    for born in ("1970-01-01", "1990-01-01"):
        who = a_person(born=born)
        a_row(Degree, who, grade="master")
    assert len(found("degree_rank~~ge~master")) == 2
    assert found("degree_rank~~ge~master", "age_months~~lt~480") == [who.person.key]


def test_a_large_register_is_asked_only_of_the_people_at_hand(monkeypatch):
    body = a_body()
    for key, called, born in (("A", "Bình", "1990-01-01"), ("B", "Lê", "1960-01-01"), ("C", "Dung", "1991-01-01")):
        a_person(key=key, name=f"Trần {called}", born=born, body=body)
    client, path = signed_in(), "/people/?fact=age_months~~lt~480"
    monkeypatch.setattr(meeting, "ASKED_AT_ONCE", 2)
    refused = client.get(path)
    assert refused.status_code == 422
    assert "Chọn trước một cơ quan" in refused.content.decode()
    assert "<strong>1</strong>" in client.get(f"{path}&q=binh").content.decode()


def test_a_sealed_fact_is_asked_only_of_the_dossiers_that_are_open():
    warned, other = people(2)
    a_row(Discipline, warned, form="warning")
    a_row(Discipline, other, form="warning")
    officer, path = signed_in(), "/people/?fact=has_discipline~form=warning~yes~"
    assert "<strong>0</strong>" in officer.get(path).content.decode()
    officer.post(f"/people/{warned.person.key}/sealed", {"reason": "Chuẩn bị họp thường vụ"})
    page = officer.get(path).content.decode()
    assert "<strong>1</strong>" in page
    assert warned.person.key in page
    assert "đang mở niêm" in page
    jurist = signed_in(role=None, username="luat")
    assert warned.person.key not in jurist.get(path).content.decode()


def test_a_list_of_an_earlier_day_has_whom_that_day_had():
    body, other = a_body("so-a"), a_body("so-b")
    moved = a_person(key="M", body=other)
    a_row(Holding, moved, body=body, since="2015", last="2019-12-31")
    a_row(Holding, moved, body=other, since="2020-01-01")
    gone = a_person(key="G", body=body, left="2023-05-01")
    a_row(Holding, gone, body=body, since="2010", last="2023-05-01")
    a_person(key="N", body=body, recruited="2025-01-01")
    house = an_account("canbo", system=True)

    def at(code: str, on: dt.date | None) -> set[str]:
        return set(Found(house, Wish(body=code, on=on), DAY).people.values_list("person__key", flat=True))

    assert at("so-a", dt.date(2019, 1, 1)) == {"M", "G"}
    assert at("so-a", dt.date(2022, 1, 1)) == {"G"}
    assert at("so-b", dt.date(2022, 1, 1)) == {"M"}
    assert at("so-a", None) == {"N"}


@pytest.mark.parametrize(
    "asked", ["age_months", "age_months~~ge~x", "age_months~~ge~", "wizard~~ge~1", "degree_rank~~ge~wizard", "~~~",
              "age_months~~ge~1000000000", "age_months~titles=a~ge~1", "is_female~~ge~1"],
)  # fmt: skip
def test_a_condition_that_nobody_can_read_is_refused(asked):
    assert signed_in().get("/people/", {"fact": asked}).status_code == 422


def test_an_officer_chooses_a_fact_and_says_what_is_asked_and_is_led_to_the_list():
    people(1)
    client = signed_in()
    assert "Số tháng tuổi" in client.get("/people/condition?sex=F").content.decode()
    form = client.get("/people/condition?sex=F&measure=age_months").content.decode()
    assert 'name="sex" value="F"' in form
    asked = {"sex": "F", "measure": "age_months", "about": "", "relation": "lt", "value": "35", "per": "year"}
    led = client.get("/people/condition", asked)
    assert led.headers["Location"] == "/people/?sex=F&fact=age_months~~lt~420"
    assert "dưới 35 năm" in client.get(led.headers["Location"]).content.decode()
    wrong = client.get("/people/condition", {**asked, "value": "ba lăm"})
    assert wrong.status_code == 422
    assert 'value="ba lăm"' in wrong.content.decode()


def test_more_conditions_than_a_list_takes_are_refused():
    path = "/people/?" + "&".join(f"fact=age_months~~ge~{number}" for number in range(7))
    assert signed_in().get(path).status_code == 422


def test_the_queries_of_a_narrowed_list_do_not_grow_with_its_rows():
    few = people(3)
    client, path = signed_in(), "/people/?fact=age_months~~ge~12&fact=has_discipline~form=warning~no~"
    before = queries(client, path)
    for _ in range(9):
        a_person(body=few[0].body)
    assert queries(client, path) == before


def test_the_abridged_list_and_the_kept_list_keep_the_conditions_and_the_day():
    people(2)
    client, query = signed_in(), "fact=age_months~~ge~12&on=2024-06-30"
    assert "từ đủ 1 năm" in client.get(f"/people/abridged/?{query}").content.decode()
    assert client.get(f"/people/abridged.xlsx?{query}").status_code == 200
    kept = client.post("/people/lists/keep", {"name": "Từ đủ 1 tuổi", "query": query})
    assert "fact=age_months~~ge~12" in kept.headers["Location"]
    assert "on=2024-06-30" in kept.headers["Location"]


def test_no_fact_reads_a_sealed_table_without_being_sealed_itself():
    pack = current_pack()
    sealed = [getattr(models, name)._meta.db_table for name in sealed_tables(DAY)]
    assert "people_discipline" in sealed
    for measures in offered(pack, DAY).values():
        for measure in measures.values():
            asked = who_meets(Condition(measure.use, UNKNOWN), pack, DAY, recorded_at(), None)
            read = {table for table in sealed if re.search(rf"\b{table}\b", asked)}
            own = sealed_behind(measure.use, DAY)
            assert read <= ({getattr(models, own)._meta.db_table} if own else set()), measure.use
