"""What a staff number or a case number leads to, and that an approval is refused where another body decides."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.apps.procedures.permissions import why_not_move
from canbo.apps.procedures.queries import newest, plan_of, state_of
from canbo.apps.procedures.testing import a_case, a_department
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from canbo.config.matters import matter_of
from canbo.core.procedure_state import Decided
from canbo.core.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


def test_a_staff_number_and_a_case_number_lead_to_the_body_in_charge():
    where = a_department()
    day = dt.date(2026, 1, 5)
    director = matter_of("so-D", day)
    assert (director.body, director.titles) == ("so", ("department_director",))
    case = a_case(where)
    assert matter_of(str(case.pk), day).titles == ("department_director",)
    assert matter_of("nobody", day) is matter_of("999999999", day) is None


def approver_over(code: str) -> Account:
    account = an_account(f"duyet-{code}")
    since = dt.date(2020, 1, 1)
    Grant.objects.create(
        account=account, role=Role.APPROVER, body_code=code, since=since, decision="1-QĐ", entry_from=an_entry()
    )
    return account


def why_not_approve(code: str) -> Refusal | None:
    """What an approver of the body itself is told at the step of decision on a plan of directors."""
    case = a_case(a_department(code))
    step = plan_of(case).step("P6")
    return why_not_move(approver_over(code), case, state_of(newest(case)), step, Decided, dt.date(2026, 11, 3))


def test_a_department_does_not_approve_a_plan_of_directors_and_the_refusal_names_the_article():
    refused = why_not_approve("Sở Nội vụ")
    assert refused.code == "not-the-competent-body"
    assert refused.citation.instrument.number == "377-QĐ/TW"


def test_a_body_whose_name_means_no_authority_is_not_refused():
    assert why_not_approve("coquan") is None
