"""The database shows nobody's rows to who has not said for whom it asks: tried with raw SQL, table by table."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from canbo.apps.ballots.models import KeyedPaper
from canbo.apps.ballots.testing import a_ballot, both_key
from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import Person
from canbo.apps.people.testing import a_person
from canbo.base.record.testing import an_entry
from canbo.base.walls.asking import everything, only
from canbo.base.walls.policies import column_of, wall_anew, walled_tables
from canbo.base.walls.postgresql.base import DatabaseWrapper
from canbo.base.walls.refusal import NoWall

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]

#: Tables that name a person and are walled by something else, and why.
APART = {"ballots_ballotname": "whose name stands on a ballot, whoever sees the ballot reads"}


def hanging(of):
    """The tables that hang on a person or a ballot, by the models, with their columns."""
    found = []
    for model in apps.get_models():
        try:
            found.append((model._meta.db_table, column_of(model, of)))
        except LookupError:
            continue
    return sorted(found)


def on_a_person():
    return [pair for pair in hanging("people.person") if pair[0] not in APART]


def on_a_ballot():
    return hanging("ballots.ballot")


def counted(body):
    """A ballot of a body of its own, with keyed papers; no request closes it."""
    ballot = a_ballot(body=a_body(body), summoned=1)
    both_key(ballot, "1")
    return ballot


def seen(table="people_person"):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def walls():
    """Every wall with its rule, that of people first."""
    with connection.cursor() as cursor:
        cursor.execute("select polrelid::regclass::text, pg_get_expr(polqual, polrelid) from pg_policy order by 1")
        return sorted(cursor.fetchall(), key=lambda found: (found[0] != "people_person", found))


def test_every_table_that_hangs_on_a_person_or_a_ballot_is_walled():
    assert walled_tables(connection) == sorted(table for table, _ in [*on_a_person(), *on_a_ballot()]), (
        'add Wall("model") to the migration of the new table'
    )


@pytest.mark.parametrize(("table", "column"), on_a_person())
def test_an_empty_setting_shows_no_row_and_the_own_number_shows_the_own(table, column):
    mine = a_person().person_id
    a_person()
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), count(*) filter (where {column} = %s) from {table}", [mine])
        every, own = cursor.fetchone()
    assert seen(table) == every
    with only(()):
        assert seen(table) == 0
    with only([mine]):
        assert seen(table) == own


@pytest.mark.parametrize(("table", "column"), on_a_ballot())
def test_nothing_of_a_ballot_is_shown_to_who_does_not_see_it(table, column):
    ballot, other = counted("so"), counted("ban")
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), count(*) filter (where {column} = %s) from {table}", [ballot.pk])
        every, own = cursor.fetchone()
    if table not in ("ballots_closing", "ballots_annulment"):
        assert every > own > 0
    with only(()):
        assert seen(table) == 0
    with only((), [ballot.pk]):
        assert seen(table) == own
        assert seen() == 0, "a ballot opens no dossier"
    with only([ballot.pk, other.pk]):
        assert seen(table) == 0, "the number of a person is not that of a ballot"


def test_walls_set_anew_are_the_same_and_the_planner_believes_that_they_let_rows_through():
    before = walls()
    for statement in wall_anew(connection):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    assert walls() == before
    assert "( SELECT (current_setting('canbo.asking'::text, true) = 'all'::text)) OR ((id)::text" in before[0][1]


def test_a_wall_of_somebody_else_is_not_set_anew():
    with connection.cursor() as cursor:
        cursor.execute("drop policy walled on people_person; create policy walled on people_person using (true)")
    with pytest.raises(LookupError, match="people_person"):
        list(wall_anew(connection))


def test_a_paper_cannot_be_keyed_into_a_ballot_that_the_connection_does_not_see():
    ballot = counted("so")
    with only((), [ballot.pk + 1]), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        KeyedPaper.objects.create(ballot=ballot, side=1, number=999, marks="1")


def test_the_wall_is_in_the_database_and_not_in_the_program():
    a_person()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('canbo.asking', '', true)")
        cursor.execute("select count(*) from people_person")
        assert cursor.fetchone() == (0,)
        cursor.execute("select set_config('canbo.asking', 'all', true)")
        cursor.execute("select count(*) from people_person")
        assert cursor.fetchone() == (1,)


def test_a_row_of_another_is_not_written_either():
    one, entry = a_person().person_id, an_entry()
    with only([one]), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Person.objects.create(key="khác", entry_from=entry)


def test_what_was_told_is_told_again_after_it_was_undone():
    a_person()
    with only(()):
        with transaction.atomic():
            with everything():
                assert seen() == 1
            transaction.set_rollback(True)
        assert seen() == 0
    assert seen() == 1


def test_a_role_that_walls_do_not_bind_is_refused(monkeypatch):
    monkeypatch.setattr("canbo.base.walls.postgresql.base._UNWALLED", "select true")
    other = DatabaseWrapper({**connection.settings_dict}, "other")
    with pytest.raises(NoWall, match="superuser"):
        other.ensure_connection()
    other.close()
