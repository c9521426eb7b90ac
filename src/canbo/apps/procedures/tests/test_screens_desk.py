"""What the page of a case puts first, and what it keeps in sight."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from canbo.apps.procedures.actions import call_meeting
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, plan_of, state_of, summoned
from canbo.apps.procedures.testing import AT, Department, a_case, a_department, do, hold, list_names
from canbo.base.accounts.models import Account
from canbo.core.procedure_state import Filed, Recalled, Stopped

pytestmark = pytest.mark.django_db
FAR = dt.timedelta(days=2000)


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


@pytest.fixture
def case(where: Department) -> Case:
    """A case whose list is made, before its first meeting."""
    made = a_case(where)
    list_names(made, where, ("so-H1",))
    return made


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def call(case: Case, where: Department, meets: dt.date) -> None:
    do(case, Filed("materials", "1-TL"), where.officer)
    call_meeting(case=case, seen=newest(case).number, meets=meets, place="P1", by=where.officer, at=AT)


def test_a_case_whose_meeting_is_called_waits_for_its_day_and_for_no_paper_of_afterwards(where: Department, case: Case):
    call(case, where, timezone.localdate() + FAR)
    client = signed_in(where.officer)
    shown = client.get(f"/procedures/{case.pk}/")
    desk = shown.context["desk"]
    assert (desk.main.kind, desk.main.why_not.code) == ("attended", "procedures.early")
    assert "filed" not in {deed.kind for deed in desk.deeds}
    assert f"/procedures/{case.pk}/" not in client.get("/").content.decode()
    assert "người được triệu tập theo chức vụ ngày họp" in shown.content.decode()


def test_a_meeting_that_failed_its_quorum_stays_in_sight_with_what_was_missing(where: Department, case: Case):
    step = plan_of(case).step(state_of(newest(case)).step)
    everybody = tuple(each.key for each in summoned(plan_of(case), step, where.body, AT.date()))
    hold(case, where, absent=everybody[1:])
    do(case, Recalled(), where.officer)
    shown = signed_in(where.officer).get(f"/procedures/{case.pk}/").content.decode()
    assert "không đủ người" in shown
    assert re.search(r"<strong>1 / [2-9]</strong>được biểu quyết / cần: thiếu", shown)


def test_the_picture_says_where_a_case_was_stopped(where: Department, case: Case):
    do(case, Stopped("18-KL/BTV"), where.head)
    shown = signed_in(where.officer).get(f"/procedures/{case.pk}/").content.decode()
    assert shown.count("dừng ở đây") == 1
    assert 'class="step-stopped"' in shown
