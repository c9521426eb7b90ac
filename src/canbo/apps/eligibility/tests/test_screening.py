"""Screening answers like the explainer, counts right, and shows exceptions as what they are."""

import datetime as dt

import pytest

from canbo.apps.eligibility.actions import record_exception
from canbo.apps.eligibility.explaining import explain, foresee, verdicts
from canbo.apps.eligibility.pool import in_service
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import screen
from canbo.apps.eligibility.testing import DAY, TITLE, a_deputy_ready_to_be_director
from canbo.apps.people.models import Discipline
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.core.refusal import Refusal
from canbo.core.verdicts import Answer

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
REQUEST = Request(TITLE, DAY)


def _answers(person: int, request: Request = REQUEST) -> dict[str, Answer]:
    told = explain(grounds(request), person)
    return {clause.clause.code: clause.answer for clause in told.verdict.clauses}


def test_a_ready_deputy_meets_every_clause() -> None:
    person = a_deputy_ready_to_be_director()
    assert set(_answers(person.person_id).values()) == {Answer.YES}


def test_a_dossier_without_anything_is_unknown_and_names_who_can_supply_what_is_missing() -> None:
    person = a_person()
    told = explain(grounds(REQUEST), person.person_id)
    assert told.verdict.answer is Answer.UNKNOWN
    missing = {use.name for use, _ in told.missing()}
    assert {"degree_rank", "theory_rank", "months_in_current_or_equal"} <= missing
    assert all(fact.supplied_by.vi for _, fact in told.missing())


def test_the_screen_of_everybody_answers_as_the_explainer_of_each() -> None:
    people = [a_deputy_ready_to_be_director().person_id, a_person().person_id]
    reprimanded = a_deputy_ready_to_be_director(born="1979")
    a_row(Discipline, reprimanded, form="reprimand", on="2025-03-02")
    people.append(reprimanded.person_id)
    asked = grounds(REQUEST)
    found = screen(asked, people)
    one_by_one = verdicts(asked, people)
    for row in found.rows:
        assert row.answer is one_by_one[row.person].answer
        assert list(row.answers) == [clause.answer for clause in one_by_one[row.person].clauses]
    assert sum(found.counts.values()) == 3


def test_the_counts_of_a_clause_lead_to_its_people() -> None:
    people = [a_deputy_ready_to_be_director().person_id, a_person().person_id]
    found = screen(grounds(REQUEST), people)
    counted = {clause.code: counts for clause, counts in found.clause_counts}
    assert counted["DT2-2a"][Answer.UNKNOWN] == 1
    assert [row.person for row in found.chosen(clause="DT2-2a")] == [people[1]]


def test_how_many_clauses_are_in_the_way_is_counted_for_each_person() -> None:
    ready, bare = a_deputy_ready_to_be_director().person_id, a_person().person_id
    found = screen(grounds(REQUEST), [ready, bare])
    assert found.rows[0].unmet == 0
    assert found.rows[1].unmet > 10


def test_an_exception_shows_as_excepted_and_never_as_yes() -> None:
    late = a_deputy_ready_to_be_director()
    request = Request(TITLE, dt.date(2022, 12, 1))
    before = _answers(late.person_id, request)
    assert before["DT1-2"] is Answer.NO
    record_exception(
        person=late.person, request=request, clause="DT1-2", body="Ban Thường vụ Tỉnh ủy", number="12-QĐ/TU",
        decided=dt.date(2022, 11, 20), document="Quyết định 12-QĐ/TU", reason="Đơn vị mới thành lập",
        by=an_account("canbo", system=True), at=NOW,
    )  # fmt: skip
    assert _answers(late.person_id, request)["DT1-2"] is Answer.EXCEPTED
    row = screen(grounds(request), [late.person_id]).rows[0]
    assert Answer.EXCEPTED in row.answers
    assert row.answer is not Answer.YES


def test_a_decision_of_today_counts_from_the_first_hour_of_the_day_in_viet_nam() -> None:
    late = a_deputy_ready_to_be_director()
    half_past_five_on_the_21st = dt.datetime(2022, 11, 20, 22, 30, tzinfo=dt.UTC)
    made = record_exception(
        person=late.person, request=Request(TITLE, dt.date(2022, 12, 1)), clause="DT1-2", body="Ban Thường vụ Tỉnh ủy",
        number="12-QĐ/TU", decided=dt.date(2022, 11, 21), document="Quyết định 12-QĐ/TU", reason="Đơn vị mới thành lập",
        by=an_account("canbo", system=True), at=half_past_five_on_the_21st,
    )  # fmt: skip
    assert made.decided == dt.date(2022, 11, 21)


def test_a_bar_cannot_be_excepted() -> None:
    person = a_deputy_ready_to_be_director()
    with pytest.raises(Refusal) as refused:
        record_exception(
            person=person.person, request=REQUEST, clause="DT1-5b.1", body="Ban Thường vụ Tỉnh ủy", number="1",
            decided=DAY, document="x", reason="y", by=an_account("canbo", system=True), at=NOW,
        )  # fmt: skip
    assert refused.value.code == "no-exception-possible"
    assert refused.value.citation is not None


def test_only_who_has_charge_of_the_person_enters_an_exception() -> None:
    person = a_deputy_ready_to_be_director()
    with pytest.raises(Refusal) as refused:
        record_exception(
            person=person.person, request=REQUEST, clause="DT1-2", body="Ban Thường vụ Tỉnh ủy", number="1",
            decided=DAY, document="x", reason="y", by=an_account("nobody"), at=NOW,
        )  # fmt: skip
    assert (refused.value.code, refused.value.status) == ("not-in-office", 403)


@pytest.mark.parametrize("absent", ["body", "number", "document", "reason"])
def test_an_exception_names_its_body_number_document_and_reason(absent: str) -> None:
    person = a_deputy_ready_to_be_director()
    facts = {"body": "Ban Thường vụ Tỉnh ủy", "number": "1", "document": "x", "reason": "y", absent: " "}
    with pytest.raises(Refusal) as refused:
        record_exception(
            person=person.person,
            request=REQUEST,
            clause="DT1-2",
            decided=DAY,
            by=an_account("canbo", system=True),
            at=NOW,
            **facts,
        )
    assert refused.value.code == "exception-incomplete"


def test_a_day_before_the_first_rule_is_an_error_that_names_the_first_instruments() -> None:
    with pytest.raises(Refusal) as refused:
        grounds(Request(TITLE, dt.date(2010, 1, 1)))
    assert refused.value.code == "no-rule-on-that-day"
    assert "105-QĐ/TW" in (refused.value.remedy.vi if refused.value.remedy else "")


def test_an_unknown_title_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(Refusal) as refused:
        grounds(Request("departmant_director", DAY))
    assert "department_director" in (refused.value.remedy.en if refused.value.remedy else "")


def test_the_day_is_named_on_which_a_reprimand_no_longer_bars() -> None:
    person = a_deputy_ready_to_be_director()
    a_row(Discipline, person, form="reprimand", on="2025-03-10", last="2026-03-09")
    met = foresee(grounds(REQUEST), person.person_id)
    assert met.day == dt.date(2027, 3, 10)
    assert met.last_clause == "DT1-5b.1"
    assert {"DT1-6b", "DT1-6d"} <= set(met.renew), "the photograph and the health certificate will have grown old"


def test_the_day_is_named_on_which_a_discipline_lapses_by_itself() -> None:
    person = a_deputy_ready_to_be_director()
    a_row(Discipline, person, form="reprimand", on="2024-10-01", last="2027-01-31")
    met = foresee(grounds(REQUEST), person.person_id)
    assert (met.day, met.last_clause) == (dt.date(2027, 2, 1), "DT1-5")


def test_what_is_unknown_must_be_supplied_before_a_day_can_be_named() -> None:
    met = foresee(grounds(REQUEST), a_person().person_id)
    assert met.day is None
    assert "DT2-2a" in met.blocked_by


def test_the_dossier_as_it_was_recorded_answers_when_asked() -> None:
    person = a_person()
    early = grounds(REQUEST, at_position=0)
    assert explain(early, person.person_id).sheet.rows["degree_rank"] == {}


def test_who_has_left_by_the_day_is_no_candidate_and_before_it_was_one() -> None:
    at_work, gone = a_person(), a_person(left="2024-03-01", left_why="retired")
    people = [at_work.person_id, gone.person_id]
    assert in_service(grounds(REQUEST), people) == [at_work.person_id]
    assert in_service(grounds(Request(TITLE, dt.date(2024, 2, 29))), people) == people
