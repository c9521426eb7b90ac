"""A committee member reads the names of a plan and of its case, and nothing of anybody's dossier: on both databases.

On PostgreSQL the rows of others are walled off from whoever sees no dossiers; the names of a case are read through it.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from canbo.apps.people.models import Discipline, Person
from canbo.apps.people.testing import a_row
from canbo.apps.planning.actions import review_all
from canbo.apps.planning.queries import cycle_of
from canbo.apps.planning.tests.test_planning import a_cycle, approved, ready
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.testing import AT, Department, a_department, do, file_all, list_names, meet
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from canbo.core.procedure_state import Listed

pytestmark = pytest.mark.django_db
WARNED = "DP-4"


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def reader(role: Role, body: str = "so") -> Client:
    account = an_account(f"doc-{role}")
    Grant.objects.create(
        account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), decision="1-QĐ", entry_from=an_entry()
    )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_member_reads_who_is_listed_and_who_is_called_as_an_officer_does(where: Department):
    case, key = a_cycle(where), ready(where)
    list_names(case, where, (key,))
    meet(case, where, {key: 3}, absent=("so-P1",))
    member, officer = (reader(role).get(f"/procedures/{case.pk}/").context for role in (Role.MEMBER, Role.OFFICER))
    for told in ("listed", "called", "trail", "among"):
        assert member[told] == officer[told]
    assert member["listed"] == [(key, "Lê Thị Bình")]
    assert [name for _, name, *_ in member["called"]] == [
        "Lê Thị Bình",
        "Lãnh Đạo D",
        "Lãnh Đạo P1",
        "Lãnh Đạo P2",
        "Lãnh Đạo P3",
    ]
    assert f"/people/{key}/" not in page(reader(Role.MEMBER), f"/procedures/{case.pk}/")


def test_a_member_reads_who_stands_in_a_plan_and_not_how_they_stand_to_the_standard(where: Department):
    case = approved(where, ready(where))
    number, member, head = cycle_of(case).pk, reader(Role.MEMBER), reader(Role.HEAD)
    shown = page(member, f"/planning/{number}/")
    assert "Lê Thị Bình" in shown
    assert "Nữ: 1/1" in shown
    assert member.get("/planning/").context["rows"][0].there == 1
    assert "Tiêu chuẩn hôm nay" not in shown
    assert "Tiêu chuẩn hôm nay" in page(head, f"/planning/{number}/")


@pytest.mark.parametrize(("role", "told"), [(Role.MEMBER, False), (Role.STANDING, False), (Role.HEAD, True)])
def test_by_which_clause_somebody_left_is_for_those_who_may_open_what_is_sealed(where: Department, role, told):
    case, key = approved(where, ready(where)), "R1"
    a_row(Discipline, Person.objects.get(key=key), form="reprimand", on="2026-11-20")
    review_all(by=an_account("canbo", system=True), at=AT + dt.timedelta(days=30))
    shown = page(reader(role), f"/planning/{cycle_of(case).pk}/")
    assert "<s>Lê Thị Bình</s>" in shown
    assert (WARNED in shown) is told


def test_why_a_step_cannot_be_closed_tells_a_member_nothing_of_a_dossier(where: Department):
    case, key = a_cycle(where), ready(where)
    do(case, Listed((key, "so-H1")), where.officer)
    file_all(case, where.officer)
    member, officer = (
        page(reader(Role.MEMBER), f"/procedures/{case.pk}/"),
        page(reader(Role.OFFICER), f"/procedures/{case.pk}/"),
    )
    assert "Chưa có xếp loại năm 2025: so-H1" in officer
    assert "xếp loại năm" not in member
    assert "lý do dành cho người được xem hồ sơ" in member


def test_a_condition_names_no_clause_on_a_sealed_section_even_to_a_chair(where: Department):
    case, key = a_cycle(where), ready(where)
    do(case, Listed((key,)), where.officer)
    file_all(case, where.officer)
    a_row(Discipline, Person.objects.get(key=key), form="reprimand", on="2026-10-01")
    shown = page(reader(Role.STANDING), f"/procedures/{case.pk}/")
    assert f"{key}: không đạt “tiêu chí dựa trên mục hồ sơ được bảo vệ”" in shown
    assert WARNED not in shown
    assert state_of(newest(case)).names == (key,)
