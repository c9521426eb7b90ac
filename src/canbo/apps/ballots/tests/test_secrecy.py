"""What the database keeps of a secret ballot cannot be joined to a person: the schema itself is asked."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from canbo.apps.ballots.actions import close_ballot
from canbo.apps.ballots.models import KeyedPaper
from canbo.apps.ballots.testing import a_ballot, both_key, the_teller
from canbo.base.accounts.models import Account
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING

PAPER = KeyedPaper._meta.db_table


def columns(table: str) -> dict[str, str]:
    """The columns of a table with their kinds, as the database has them."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        return {each.name: str(connection.introspection.get_field_type(each.type_code, each)) for each in described}


def named(table: str) -> set[str]:
    """The names of the columns of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{table}" limit 0')
        return {each[0] for each in cursor.description}


def links(table: str) -> dict[str, str]:
    """Foreign keys of a table: column → the table it points at."""
    with connection.cursor() as cursor:
        return {column: to for column, (_, to) in connection.introspection.get_relations(cursor, table).items()}


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


@pytest.mark.django_db
def test_a_paper_has_no_column_but_its_ballot_its_side_its_number_and_its_marks():
    found = columns(PAPER)
    assert set(found) == {"ballot_id", "side", "number", "marks", "faults"}
    assert not any("Date" in kind or "Time" in kind for kind in found.values())


@pytest.mark.django_db
def test_a_paper_points_at_its_ballot_only_and_nothing_points_at_a_paper():
    assert links(PAPER) == {"ballot_id": "ballots_ballot"}
    assert [table for table in tables() if PAPER in links(table).values()] == []


@pytest.mark.django_db
def test_no_other_table_of_people_knows_a_paper_number_or_a_side_of_a_voter():
    """Sides belong to tellers, who are named in the minutes; no table of anybody else has one."""
    numbered = {table for table in tables() if {"side", "number"} & named(table) and "ballot_id" in named(table)}
    assert numbered == {PAPER, "ballots_teller", "ballots_keyingdone"}
    people = {Account._meta.db_table, "people_person"}
    assert {table for table in numbered if people & set(links(table).values())} == {"ballots_teller"}


@pytest.mark.django_db
def test_every_way_from_a_paper_to_a_person_leads_through_the_ballot_as_a_whole():
    """Walk the foreign keys in both directions from the paper, without passing the ballot: nobody is reached."""
    graph: dict[str, set[str]] = {table: set() for table in tables()}
    for table in graph:
        for to in links(table).values():
            graph[table].add(to)
            graph[to].add(table)
    reached, edge = {PAPER}, [PAPER]
    while edge:
        for table in graph[edge.pop()] - reached - {"ballots_ballot"}:
            reached.add(table)
            edge.append(table)
    assert reached == {PAPER}


@pytest.mark.django_db
def test_keying_leaves_no_line_on_the_record_and_no_moment_anywhere():
    ballot = a_ballot(summoned=3)
    moments = {
        (model._meta.db_table, field.name)
        for model in apps.get_app_config("ballots").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField | models.TimeField)
    }
    assert moments == set()
    before = Entry.objects.count()
    both_key(ballot, "", "1", "2")
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))[before:]
    assert actions == ["ballots.numbers", "ballots.finish", "ballots.finish"]


@pytest.mark.django_db
def test_attendance_by_name_cannot_be_laid_beside_the_closed_papers():
    """The closed papers are a multiset in the order of their marks: not of the pile, not of the keying."""
    ballot = a_ballot(summoned=3)
    both_key(ballot, "5", "", "1")
    closing = close_ballot(ballot=ballot, by=the_teller(), at=A_MORNING)
    assert closing.papers == '[["11111","",1],["11112","",1],["21111","",1]]'
