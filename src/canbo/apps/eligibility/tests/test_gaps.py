"""Posts and holders of titles for which the rules lack something."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.eligibility.gaps import gaps_in_use, people_by_title
from canbo.apps.people.models import Holding, Planned
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.core.pack import Pack
from canbo.core.rules import EXPECTED

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

ON = dt.date(2026, 11, 1)


def an_officer() -> Account:
    account = an_account("lan")
    keeper = an_account("canbo", system=True)
    grant_role(
        account=account, role=Role.OFFICER, body_code="tinh", since=dt.date(2020, 1, 1), by=keeper, at=timezone.now()
    )
    return account


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def bare_title(pack: Pack) -> str:
    asked = {title for title, _ in pack.standards}
    return next(code for code in pack.titles if code not in asked)


def test_posts_and_holders_of_a_title_without_standard_are_counted_under_its_level():
    pack = current_pack()
    body, code = a_body(), bare_title(pack)
    a_post(body, title=code)
    for number in range(3):
        a_row(Holding, a_person(f"P{number}", body=body), title=code, body=body)
    rows = {row.code: row for level in gaps_in_use(pack, an_officer(), ON) for row in level.rows}
    assert (rows[code].posts, rows[code].holders, rows[code].purposes) == (1, 3, EXPECTED)


def test_an_article_tells_how_many_people_it_touches_and_leads_to_them():
    body, today = a_body(), timezone.localdate()
    for number in range(3):
        person = a_person(f"P{number}", body=body)
        a_row(Holding, person, title="department_director", body=body)
        a_row(Planned, person, title="department_deputy_director", since="2024")
    assert people_by_title(an_officer(), today)["department_director"] == (3, 0)
    page = client_of(Account.objects.get(username="lan")).get("/regulations/377-qd-tw-2025-10-08/articles/20/")
    assert (page.context["holders"], page.context["planned"]) == (3, 3)
    assert "/people/?planned=department_deputy_director" in page.content.decode()
    stranger = client_of(an_account("khach")).get("/regulations/377-qd-tw-2025-10-08/articles/20/")
    assert (stranger.context["holders"], stranger.context["planned"]) == (0, 0)


def test_a_title_that_the_rules_do_not_know_stands_first():
    body = a_body()
    a_post(body, title="grand_vizier")
    first = gaps_in_use(current_pack(), an_officer(), ON)[0]
    assert (first.level, [row.code for row in first.rows], first.posts) == ("", ["grand_vizier"], 1)


def test_a_stranger_counts_posts_but_nobody_in_them():
    pack = current_pack()
    body, code = a_body(), bare_title(pack)
    a_row(Holding, a_person("P1", body=body), title=code, body=body)
    a_post(body, title=code)
    assert [level.holders for level in gaps_in_use(pack, an_account("khach"), ON)] == [0]


def test_the_queries_of_the_page_do_not_grow_with_people():
    pack = current_pack()
    body, code = a_body(), bare_title(pack)
    client = client_of(an_officer())
    client.get("/eligibility/gaps/")
    with CaptureQueriesContext(connection) as few:
        assert client.get("/eligibility/gaps/").status_code == 200
    for number in range(20):
        a_row(Holding, a_person(f"P{number}", body=body), title=code, body=body)
    with CaptureQueriesContext(connection) as many:
        assert f"title={code}" in client.get("/eligibility/gaps/").content.decode()
    assert len(many) == len(few)
