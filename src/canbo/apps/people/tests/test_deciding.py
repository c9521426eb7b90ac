"""Who decided: a post, a place in a plan, work beyond retirement stand on a decision of the managing authority."""

import datetime as dt

import pytest

from canbo.apps.people import actions
from canbo.apps.people.deciding import authority_over, why_not_decided
from canbo.apps.people.models import Discipline, Extension, Holding, Planned
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
PROVINCE, DISTRICT = "Ban Thường vụ Tỉnh ủy Sơn Hà", "Ban Thường vụ Huyện ủy Bình An"


def test_a_post_decided_by_another_body_is_refused_with_the_article():
    person, house, before = a_person().person, an_account("canbo", system=True), position()
    post = {"title": "department_director", "since": "2026-01-15", "decision": "12-QĐ/TU"}
    with pytest.raises(Refusal) as refused:
        actions.add_holding(person=person, **post, decided_by="Ủy ban nhân dân tỉnh Sơn Hà", by=house, at=NOW)
    assert (refused.value.code, position()) == ("not-the-competent-body", before)
    assert refused.value.citation.instrument.number == "377-QĐ/TW"
    held = actions.add_holding(person=person, **post, decided_by=PROVINCE, by=house, at=NOW)
    with pytest.raises(Refusal):
        actions.correct_row(row=held, decided_by="Bộ Chính trị", by=house, at=NOW)
    assert actions.end_holding(holding=held, last="2026-05-01", by=house, at=NOW).decided_by == PROVINCE


@pytest.mark.parametrize(
    ("since", "body", "right"),
    [
        ("2025-06-30", DISTRICT, True), ("2025-07-01", DISTRICT, False), ("2025-07-01", PROVINCE, True),
        ("2025", DISTRICT, True), ("2025", "Bộ Chính trị", False), ("2006-05-01", "Bộ Chính trị", True),
        ("2025-07-01", "", True), ("2025-13", DISTRICT, True),
    ],
)  # fmt: skip
def test_the_body_is_that_of_the_day_and_a_day_known_in_part_is_not_held_against_it(since: str, body: str, right: bool):
    refusal = why_not_decided(Holding, {"title": "commune_secretary", "since": since, "decided_by": body})
    assert (refusal is None) == right


def test_a_plan_is_asked_by_its_title_and_an_extension_by_the_highest_post_held():
    person = a_person().person
    a_row(Holding, person, title="provincial_secretary", since="2024")
    a_row(Holding, person, title="cell_secretary", since="2020", concurrent=True)
    planned = {"title": "minister", "since": "2026-03-01", "decided_by": "Ban Bí thư"}
    assert why_not_decided(Planned, planned).citation.article == "nhóm I–IV"
    assert why_not_decided(Extension, {"on": "2026-03-01", "decided_by": PROVINCE}, person) is not None
    assert why_not_decided(Extension, {"on": "2026-03-01", "decided_by": "Bộ Chính trị"}, person) is None
    assert authority_over(person, dt.date(2026, 3, 1)).decides.code == "politburo"
    assert authority_over(person, dt.date(2019, 3, 1)) is None


def test_a_discipline_names_its_body_and_any_body_may_have_the_power():
    told = {"form": "warning", "on": "2026-03-01", "decided_by": "Ủy ban Kiểm tra Tỉnh ủy"}
    kept = actions.add_discipline(person=a_person().person, by=an_account("canbo", system=True), at=NOW, **told)
    assert Discipline.objects.get(pk=kept.pk).decided_by == "Ủy ban Kiểm tra Tỉnh ủy"
