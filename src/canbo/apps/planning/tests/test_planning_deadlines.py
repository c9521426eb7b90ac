"""The next review of a plan stands among the days of all cases, and in the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from canbo.apps.people.models import Planned
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.planning.actions import open_cycle
from canbo.apps.planning.deadlines import next_review
from canbo.apps.planning.models import Place
from canbo.apps.planning.queries import cycle_of
from canbo.apps.planning.structure import value_on
from canbo.apps.procedures.deadlines import deadlines_of
from canbo.apps.procedures.testing import AT, a_department
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db


def test_a_review_is_due_so_many_months_after_the_last_or_after_the_first_place():
    entered, reviewed = dt.date(2025, 1, 31), dt.date(2026, 2, 28)
    assert next_review(entered, None, 12) == dt.date(2026, 1, 31)
    assert next_review(entered, reviewed, 12) == dt.date(2027, 2, 28)
    assert (next_review(None, None, 12), next_review(entered, None, None)) == (None, None)


def test_the_days_of_all_cases_tell_of_the_next_review_of_a_plan_with_its_article(django_assert_max_num_queries):
    where, today = a_department(), timezone.localdate()
    said = {"title": "department_director", "term": "2030-2035"}
    case = open_cycle(body=where.body, purpose="Quy hoạch", places=2, by=where.officer, at=AT, **said)
    assert deadlines_of(where.officer, today) == []
    person = a_person("P9", body=where.body).person
    planned = a_row(Planned, person, **said)
    entry = an_entry()
    Place.objects.create(cycle=cycle_of(case), person=person, planned=planned, decision="1-QĐ", entry_from=entry)
    with django_assert_max_num_queries(12):
        (due,) = deadlines_of(where.officer, today)
    every = value_on(current_pack(), "planning_review_months", today)
    assert due.cites == every.cites
    assert due.day == next_review(timezone.localdate(entry.at), None, every.value)
    assert deadlines_of(an_account("khach"), today) == []
    client = Client()
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Rà soát quy hoạch hằng năm" in client.get("/procedures/days").content.decode()
    assert "SUMMARY:Rà soát · Giám đốc sở" in client.get("/procedures/deadlines.ics").content.decode()
