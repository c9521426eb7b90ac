"""Every refusal of a plan says the condition and the cure, and the article wherever the law gives one."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from canbo.apps.bodies.models import Body
from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director
from canbo.apps.papers.actions import _why_not_twice
from canbo.apps.people.models import Discipline, Person, Planned
from canbo.apps.people.testing import a_row
from canbo.apps.planning.actions import keep, open_cycle
from canbo.apps.planning.models import Cycle, Place
from canbo.apps.planning.permissions import (
    why_not_keep,
    why_not_outside,
    why_not_plan,
    why_not_remove,
    why_not_title,
    why_not_withdrawn,
)
from canbo.apps.planning.queries import cycle_of
from canbo.apps.planning.targets import why_not_target
from canbo.apps.procedures.testing import AT, Department, a_department
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
TODAY = AT.date()
#: A day on which the rule of the centre gave the share of women in a number.
GAVE_A_NUMBER = dt.date(2023, 1, 1)
APPS = Path(__file__).parents[2]
#: What is chosen outside the catalogues or typed wrongly, what the rules do not tell, an access rule never shown.
WITHOUT_ARTICLE = {
    "planning.term", "planning.no_standard", "planning.body", "papers.issued", "planning.clauses", "planning.target",
}  # fmt: skip


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def a_plan(where: Department) -> Cycle:
    """A plan in which one person stands."""
    said = {"title": "department_director", "term": "2030-2035"}
    case = open_cycle(body=where.body, purpose="Quy hoạch", places=2, by=where.officer, at=AT, **said)
    a_deputy_ready_to_be_director(body=where.body, key="R1")
    person = Person.objects.get(key="R1")
    planned, entry = a_row(Planned, person, since="2026-11-02", **said), an_entry()
    Place.objects.create(cycle=cycle_of(case), person=person, planned=planned, decision="1-QĐ", entry_from=entry)
    return cycle_of(case)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def built(*apps: str) -> set[str]:
    """The codes of every Refusal and No that some capabilities build, read from their sources."""
    files = [file for app in apps for file in (APPS / app).glob("*.py")]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("Refusal", "No")]
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}


def told(where: Department) -> list[Refusal | None]:
    """Every refusal that a plan gives: to a stranger, for a wrong choice, without a document, with one who fails."""
    pack, cycle = current_pack(), a_plan(where)
    found = [
        why_not_plan(an_account("khach"), where.body.pk, TODAY),
        why_not_title(pack, "department_director", "2019-2024", TODAY),
        why_not_title(pack, "khong-co", "2030-2035", TODAY),
        why_not_outside(pack, TODAY), why_not_remove("", "", TODAY), why_not_keep(cycle, "", TODAY),
        why_not_target("women", None, None, ("12-NQ/TU", "BTV"), TODAY, TODAY),
        why_not_target("women", 1, None, ("12-NQ/TU", "BTV"), GAVE_A_NUMBER, GAVE_A_NUMBER),
    ]  # fmt: skip
    keep(cycle=cycle, document="40-KL/BTV", by=where.officer, at=AT)
    found.append(why_not_keep(cycle, "41-KL/BTV", TODAY))
    found.append(why_not_withdrawn(Place.objects.get().planned))
    return found


def test_every_refusal_of_a_plan_says_what_is_missing_by_which_article_and_what_to_do(where: Department):
    found = told(where)
    assert None not in found
    assert [each.code for each in found if each.remedy is None] == []
    assert {each.code for each in found if each.citation is None} <= WITHOUT_ARTICLE
    seen = {each.code for each in found} | {"planning.failing", "planning.body", "planning.clauses", "papers.issued"}
    assert built("planning", "papers") <= seen


def test_somebody_who_fails_blocks_the_review_on_the_page_by_its_article_and_without_the_clause(where: Department):
    cycle = a_plan(where)
    a_row(Discipline, Place.objects.get().person, form="reprimand", on="2026-10-20")
    refusal = why_not_keep(cycle, "40-KL/BTV", TODAY)
    assert (refusal.code, refusal.remedy is None, refusal.citation is None) == ("planning.failing", False, False)
    page = signed_in(where.officer).get(f"/planning/{cycle.pk}/").content.decode()
    why = page[page.index('id="why-keep"') :]
    assert "R1" in why[: why.index("</p>")]
    assert "Căn cứ:" in why[: why.index("</p>")]
    assert "DP-4" not in page


def test_a_plan_reviewed_this_year_says_so_on_its_page_and_people_may_still_be_added(where: Department):
    cycle = a_plan(where)
    client = signed_in(where.officer)
    assert 'id="reviewed"' in client.get(f"/planning/{cycle.pk}/").content.decode()
    keep(cycle=cycle, document="40-KL/BTV", by=where.officer, at=AT)
    page = client.get(f"/planning/{cycle.pk}/").content.decode()
    assert 'id="reviewed"' not in page
    assert "Rà soát lần sau vào năm 2027" in page
    assert "source=outside" in page


def test_whoever_may_not_is_told_the_article_at_each_blocked_button_of_a_plan(where: Department):
    cycle = a_plan(where)
    page = signed_in(where.head).get(f"/planning/{cycle.pk}/").content.decode()
    for place in ('id="why"', 'id="why-keep"'):
        why = page[page.index(place) :]
        assert "Căn cứ:" in why[: why.index("</p>")]


def test_a_wrong_body_is_told_what_to_choose(where: Department):
    assert not Body.objects.filter(code="X").exists()
    answer = signed_in(where.officer).post("/planning/new", {"body": "X", "purpose": "Q"})
    assert answer.status_code == 422
    assert "Chọn cơ quan, đơn vị." in answer.content.decode()


def test_a_document_issued_once_says_where_its_copy_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("canbo.apps.papers.actions.document_of", lambda owner: type("D", (), {"symbol": "1-BB"}))
    assert _why_not_twice("x").remedy is not None


def test_what_was_typed_to_take_somebody_out_or_to_review_a_plan_stays_when_it_is_refused(where: Department):
    cycle = a_plan(where)
    client, page = signed_in(where.officer), f"/planning/{cycle.pk}/"
    place = Place.objects.get(cycle=cycle)
    said = client.post(f"{page}leave/{place.pk}", {"document": "41-QĐ & phụ lục", "decided_by": "Ban Nào Đó"})
    shown = said.content.decode()
    assert said.status_code in (409, 422)
    assert 'value="41-QĐ &amp; phụ lục"' in shown
    assert 'value="Ban Nào Đó"' in shown
    assert "<details open>" in shown
    said = client.post(f"{page}review", {"document": "9" * 201})
    assert (said.status_code, "9" * 201 in said.content.decode()) == (422, True)
    assert not cycle.reviews.exists()
