"""People from elsewhere are planned without a ballot: their unit is asked, the authority decides."""

from __future__ import annotations

import pytest
from django.test import Client

from canbo.apps.ballots.models import Ballot
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director
from canbo.apps.papers.models import Document
from canbo.apps.people.models import Rating
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.planning.actions import open_cycle
from canbo.apps.planning.models import Place
from canbo.apps.planning.queries import cycle_of
from canbo.apps.planning.sources import works_here
from canbo.apps.procedures.actions_papers import decide_in_writing, write_paper
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.papers import documents_of
from canbo.apps.procedures.queries import newest, plan_of, state_of
from canbo.apps.procedures.replay import replay
from canbo.apps.procedures.testing import AT, Department, a_department, do, publish
from canbo.core.procedure_state import Closed, Decided, Filed, Listed
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


@pytest.fixture
def elsewhere(where: Department) -> str:
    """Somebody who works in another department of the province and may be planned."""
    other = a_body("khac", parent=Body.objects.get(code="so-tinh"), name="Sở Khác")
    person = a_deputy_ready_to_be_director(body=other, key="N1", name="Trần Thị Nơi Khác")
    a_row(Rating, person, year=TODAY.year - 1, grade="good")
    return "N1"


def a_cycle(where: Department, *, outside: bool) -> Case:
    return open_cycle(
        body=where.body, title="department_director", term="2030-2035", purpose="Quy hoạch giám đốc", places=2,
        outside=outside, by=where.officer, at=AT,
    )  # fmt: skip


def write(case: Case, where: Department, *papers: str, at_the: str = "") -> None:
    for paper in papers:
        write_paper(case=case, paper=paper, seen=newest(case).number, by=where.officer, at=AT, where=at_the)


def test_somebody_from_elsewhere_enters_the_plan_without_a_ballot_and_every_side_is_told(
    where: Department, elsewhere: str
):
    case = a_cycle(where, outside=True)
    assert all(not step.votes for step in plan_of(case).version.steps)
    write(case, where, "publication", at_the="niêm yết tại trụ sở")
    do(case, Listed((elsewhere,)), where.officer)
    write(case, where, "home_letters")
    with pytest.raises(Refusal) as told:
        do(case, Closed(), where.officer)
    assert told.value.says.en == "Papers missing: Opinions of the home units."
    do(case, Filed("home_opinions", "Không đồng ý, 8-CV/SK ngày 02/11/2026"), where.officer)
    do(case, Closed(), where.officer)
    write(case, where, "appraisal", "proposal")
    do(case, Closed(), where.officer)
    decided = Decided((elsewhere,), {}, "")
    decide_in_writing(case=case, seen=newest(case).number, event=decided, by=where.approver, at=AT)
    write(case, where, "plan_list", "notices", "home_notices")
    assert state_of(do(case, Closed(), where.approver)).status == "decided"
    place = Place.objects.get(cycle=cycle_of(case))
    assert (place.person.key, place.planned.title) == (elsewhere, "department_director")
    assert not Ballot.objects.exists()
    papers = [each.owner.split(":", 3)[3] for each in documents_of(case)]
    assert papers == [
        "publication", "home_letters:khac", "appraisal", "proposal", "decision", "plan_list", "notices:unit",
        "notices:N1", "home_notices:khac",
    ]  # fmt: skip
    letter = Document.objects.get(owner__endswith="home_letters:khac")
    assert (letter.symbol, letter.title) == ("01/CV-SO", "V/v trao đổi về quy hoạch giám đốc")
    again = replay(case)
    assert (again.faults, [each.says.en for each in again.papers if not each.same]) == ([], [])


@pytest.mark.parametrize(("outside", "says"), [(False, "N1 works elsewhere"), (True, "so-H1 works in this body")])
def test_each_source_has_its_own_procedure(where: Department, elsewhere: str, outside: bool, says: str):
    case = a_cycle(where, outside=outside)
    publish(case, where.officer)
    with pytest.raises(Refusal) as told:
        do(case, Listed(("so-H1" if outside else elsewhere,)), where.officer)
    assert (told.value.code, told.value.says.en[: len(says)]) == ("procedures.barred", says)
    assert told.value.citation == plan_of(case).first.cites


def test_where_nobody_knows_whence_somebody_comes_the_step_stays_open(where: Department):
    a_person("U1")
    assert works_here(where.body, ["U1", "so-H1", "so-D"], TODAY) == {"U1": None, "so-H1": True, "so-D": True}


def test_under_a_committee_is_everything_that_it_leads(where: Department, elsewhere: str):
    committee = a_body("tu", parent=Body.objects.get(code="so-tinh"), kind="committee")
    assert works_here(committee, [elsewhere, "so-H1"], TODAY) == {elsewhere: True, "so-H1": True}


def test_the_page_opens_a_cycle_for_people_from_elsewhere_and_not_for_the_central_level(where: Department):
    client = Client()
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"body": "so", "title": "department_director", "term": "2030-2035", "purpose": "Quy hoạch", "places": "2",
             "source": "outside"}  # fmt: skip
    assert client.post("/planning/new", asked).status_code == 302
    case = Case.objects.get()
    assert case.procedure == "planning_outside"
    shown = client.get(f"/procedures/{case.pk}/").content.decode()
    assert "Chưa được nêu tên ai khi chưa có" in shown
    assert client.get(f"/planning/{cycle_of(case).pk}/").content.decode().count("source=outside") == 1
    refused = client.post("/planning/new", {**asked, "title": "central_committee_member"})
    assert (refused.status_code, "do từng đơn vị giới thiệu" in refused.content.decode()) == (422, True)
