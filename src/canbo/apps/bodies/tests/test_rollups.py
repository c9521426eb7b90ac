"""What hangs under each body: right after a change of the establishment, and not counted anew for anything else."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from canbo.apps.bodies import actions
from canbo.apps.bodies.actions_quotas import allot
from canbo.apps.bodies.decrees import DecreeKey
from canbo.apps.bodies.rollups import rolled_up
from canbo.apps.bodies.testing import a_body, a_post
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 1)


def figures(body):
    under = rolled_up(TODAY).under(body.pk)
    return under.bodies, under.posts, under.allotted


def counted():
    """How many questions to the registers of the establishment the figures took."""
    with CaptureQueriesContext(connection) as asked:
        rolled_up(TODAY)
    return sum("group by body_id" in each["sql"] or "order by case" in each["sql"] for each in asked.captured_queries)


def test_figures_follow_every_change_of_the_establishment_at_once():
    house = an_account("canbo", system=True)
    top = a_body("t")
    assert figures(top) == (0, 0, None)
    unit = actions.found_body(
        code="u", name="u", kind="agency", level="province", since="2020", parent=top, by=house, at=NOW
    ).body
    assert figures(top) == (1, 0, None)
    post = actions.create_post(body=unit, code="u.1", title="specialist", since="2020", by=house, at=NOW)
    assert figures(top) == (1, 1, None)
    decree = DecreeKey("1/QĐ", TODAY, "Tỉnh ủy")
    allot(body=unit, category="public_employee", number=7, since=TODAY, decree=decree, by=house, at=NOW)
    assert figures(top) == (1, 1, 7)
    actions.abolish_post(post=post, last="2025", by=house, at=NOW)
    assert figures(top) == (1, 0, 7)
    actions.dissolve_body(body=unit, last="2025", decree="2/QĐ", by=house, at=NOW)
    assert figures(top)[:2] == (0, 0)


def test_an_entry_on_something_else_counts_nothing_anew():
    top = a_body("t")
    a_post(top)
    assert counted() == 2
    an_entry(payload={"something": "else"})
    assert counted() == 0
    a_post(top, "deputy", "t.2")
    assert counted() == 1


def test_what_was_counted_of_a_change_that_was_rolled_back_is_not_told_of_the_next():
    top = a_body("t")
    with transaction.atomic():
        a_post(top)
        assert figures(top) == (0, 1, None)
        transaction.set_rollback(True)
    assert figures(top) == (0, 0, None)
    a_body("other", parent=top, entry=an_entry(payload={"another": "one"}))
    assert figures(top) == (1, 0, None)
