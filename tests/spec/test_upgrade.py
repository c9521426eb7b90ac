"""An installation is upgraded while a procedure runs and a count is half keyed: both go on, and the record is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from canbo.apps.ballots.actions import key_papers
from canbo.apps.ballots.testing import a_ballot, some_papers, the_teller
from canbo.apps.people.reach import people_within, reach_of
from canbo.apps.procedures.testing import a_case, a_department, do, file_all
from canbo.base.record.models import Entry
from canbo.base.record.testing_databases import a_database
from canbo.core.procedure_state import Listed
from tests.house import tree

#: Written by migrations themselves, or gone with the session.
APART = {"django_content_type", "auth_permission", "django_session", "usersessions_usersession"}


def in_json(value):
    """A value of a column as JSON takes it."""
    if isinstance(value, (bytes, memoryview)):
        return {"hex": bytes(value).hex()}
    return value if isinstance(value, (int, str, float, type(None))) else str(value)


def rows():
    """Every row of every table, as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in APART:
                continue
            cursor.execute(f'select * from "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(in_json, row), strict=True)) for row in cursor.fetchall()]
    return found


@pytest.mark.long
@pytest.mark.django_db
def test_a_case_under_way_and_a_half_keyed_count_survive_an_upgrade(tmp_path):
    where = a_department()
    case = a_case(where)
    do(case, Listed(("so-H1", "so-H2")), where.officer)
    file_all(case, where.officer)
    ballot = a_ballot(body=where.body)
    key_papers(ballot=ballot, papers=some_papers(ballot, "1", "2"), by=the_teller(1))
    kept = tmp_path / "rows.json"
    kept.write_text(json.dumps(rows()), encoding="utf-8")
    with a_database() as database:
        env = {**os.environ, "CANBO_HOME": str(tmp_path / "home"), "CANBO_DATABASE": database}
        ran = subprocess.run(
            [sys.executable, "-m", "tests.spec.upgraded", str(kept), str(case.pk)],
            env=env, cwd=tree.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    seen = told.pop("walls")
    reached = people_within(reach_of(where.officer, timezone.localdate())).order_by("person_id")
    assert seen["officer"] == list(reached.values_list("person_id", flat=True))
    assert len(seen["officer"]) > 1
    if connection.vendor == "postgresql":  # the walls stand on what was there before them
        assert len(seen["nobody"]) > 20
        assert set(seen["nobody"]) == {0}
        assert len(seen["own"]) == 1
    assert told == {
        "entries": Entry.objects.count(), "breaks": [], "guards": [], "step": "P2", "keyed": 2,
        "now": Entry.objects.count() + 1,
    }  # fmt: skip
