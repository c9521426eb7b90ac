"""The database itself refuses to change the record and its rows, by whatever way one comes."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.testing import a_body
from canbo.base.accounts.testing import an_account
from canbo.base.record.asking import confirmed_by_two
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry
from canbo.base.record.triggers import faulty_guards, guarded_by, lift, restore

pytestmark = pytest.mark.django_db


def refused(sql, *values):
    """Whether the database refuses a statement; what it did is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def test_every_table_with_a_place_on_the_record_is_guarded():
    assert faulty_guards(connection) == []


def test_a_missing_guard_is_named():
    statements = lift(connection)
    assert "kept_people_holding_update" in faulty_guards(connection)
    restore(connection, statements)
    assert faulty_guards(connection) == []


@pytest.mark.parametrize(
    ("trigger", "table"),
    [
        ("kept_authority_delegation_wall", "authority_delegation"),
        ("kept_authority_answer_wall", "authority_answer"),
        ("kept_access_grant_own_given", "access_grant"),
        ("kept_access_grant_own_ended", "access_grant"),
        ("kept_ballots_keyedpaper_sealed_update", "ballots_keyedpaper"),
        ("kept_bodies_bodyversion_circle", "bodies_bodyversion"),
        ("kept_people_holding_overlap", "people_holding"),
    ],
)
def test_a_missing_wall_of_one_table_is_named_too(trigger, table):
    with transaction.atomic(), connection.cursor() as cursor:
        where = f" on {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f'drop trigger "{trigger}"{where}')
        assert faulty_guards(connection) == [trigger]
        transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a trigger of SQLite says everything itself")
def test_a_wall_whose_function_says_something_else_is_named():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "create or replace function kept_own_rights() returns trigger language plpgsql as "
            "$$ begin return new; end $$"
        )
        assert faulty_guards(connection) == ["kept_own_rights()"]
        transaction.set_rollback(True)


ACCOUNT = "update accounts_account set {} where username = 'lan'"


@pytest.mark.parametrize(
    "change",
    [
        "shown_as = 'Khác'", "is_active = not is_active", "is_superuser = not is_superuser", "is_staff = not is_staff",
        "email = 'a@b.vn'", "first_name = 'Lan'", "username = 'khac'", "system = not system",
        "shown_as = 'Lan Anh', is_superuser = not is_superuser", "shown_as = 'Lan Chi'",
    ],
)  # fmt: skip
def test_an_account_changes_in_nothing_but_what_the_newest_entry_says(change):
    lan, said = an_account("lan"), {"account": "lan", "shown_as": "Lan Anh", "active": True}
    assert refused(ACCOUNT.format(change))
    with confirmed_by_two(1):
        an_entry("accounts.change", payload=said)
    assert not refused(ACCOUNT.format("shown_as = 'Lan Anh'"))
    assert refused(ACCOUNT.format(change))
    lan.set_password("mật khẩu rất dài")
    lan.save(update_fields=["password"])


def test_an_account_changes_under_an_entry_about_itself_alone():
    an_account("lan")
    with confirmed_by_two(1):
        an_entry("accounts.change", payload={"account": "hoa", "shown_as": "Lan Anh", "active": True})
    assert refused(ACCOUNT.format("shown_as = 'Lan Anh'"))
    with confirmed_by_two(1):
        an_entry("accounts.change", payload={"account": "lan", "shown_as": "Lan Anh", "active": True})
    an_entry()
    assert refused(ACCOUNT.format("shown_as = 'Lan Anh'"))


def test_the_three_ways_of_guarding_are_told_from_the_columns():
    ways = {model._meta.label: guarded_by(model) for model in apps.get_models()}
    assert ways["record.Entry"] == "record"
    assert ways["people.Holding"] == ways["access.Grant"] == "recorded"
    assert ways["people.Person"] == ways["eligibility.EligiblesCertificate"] == "frozen"
    assert (ways["record.Node"], ways["accounts.Account"], ways["sessions.Session"]) == ("tree", "account", None)


@pytest.mark.parametrize(
    "sql",
    [
        "update record_entry set payload = '{}' where seq = 1",
        "update record_entry set seq = 9 where seq = 2",
        "update record_entry set at = at",
        "delete from record_entry where seq = 2",
        "delete from record_entry",
    ],
)
def test_an_entry_is_never_changed_or_removed(sql):
    an_entry()
    an_entry()
    assert refused(sql)


@pytest.mark.parametrize(("seq", "previous"), [(4, "last"), (2, "last"), (3, "first"), (None, "last")])
def test_an_entry_out_of_order_or_off_the_chain_is_refused(seq, previous):
    first, last = an_entry(), an_entry()
    assert refused(
        "insert into record_entry (seq, at, by_id, action, payload, salt, commitment, previous, hash) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        seq, last.at, last.by_id, "x", "{}", "a" * 64, "b" * 64,
        {"first": first, "last": last}[previous].hash, "e" * 64,
    )  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite")
def test_an_entry_is_not_replaced_through_another_key():
    an_entry()
    last = an_entry()
    assert refused(
        "insert or replace into record_entry (seq, at, by_id, action, payload, salt, commitment, previous, hash) "
        "select 3, at, by_id, action, payload, salt, commitment, %s, hash from record_entry where seq = 1",
        last.hash,
    )  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite")
def test_a_row_is_not_replaced():
    a_body("a")
    assert refused("insert or replace into bodies_body (id, code, entry_from_id) select id, 'b', 1 from bodies_body")
    assert refused("insert or replace into bodies_body (code, entry_from_id) values ('a', 1)")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is a word of PostgreSQL")
@pytest.mark.parametrize("table", ["record_entry", "bodies_body", "bodies_bodyversion"])
def test_a_table_is_not_emptied(table):
    assert refused(f"truncate {table} cascade")


@pytest.mark.parametrize(
    "sql",
    [
        "update bodies_bodyversion set name = 'khác'",
        "update bodies_bodyversion set entry_from_id = 2",
        "update bodies_bodyversion set name = 'khác', entry_to_id = 2",
        "update bodies_bodyversion set entry_to_id = 1",
        "update bodies_bodyversion set id = 77",
        "delete from bodies_bodyversion",
        "update bodies_body set code = 'khac'",
        "delete from bodies_body",
    ],
)
def test_a_row_is_not_changed_in_what_it_says(sql):
    a_body()
    an_entry()
    assert refused(sql)


def test_a_row_is_closed_once_under_the_newest_entry():
    a_body()
    entry = an_entry()
    assert BodyVersion.objects.update(entry_to=entry) == 1
    an_entry()
    assert refused("update bodies_bodyversion set entry_to_id = 3")
    assert refused("update bodies_bodyversion set entry_to_id = null")


def test_many_rows_are_not_changed_at_once_either():
    for code in ("a", "b", "c"):
        a_body(code)
    an_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        BodyVersion.objects.update(name="khác")
    rows = list(BodyVersion.objects.all())
    for row in rows:
        row.name = "khác"
    with pytest.raises(DatabaseError), transaction.atomic():
        BodyVersion.objects.bulk_update(rows, ["name"])


def test_a_row_is_not_written_behind_the_back_of_the_record():
    old = an_entry()
    an_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        Body.objects.create(code="a", entry_from=old)
    with pytest.raises(DatabaseError), transaction.atomic():
        Body.objects.bulk_create([Body(code="b", entry_from=Entry.objects.last()), Body(code="c", entry_from=old)])
    assert not Body.objects.exists()


def test_a_row_is_not_born_closed():
    entry = an_entry()
    body = Body.objects.create(code="a", entry_from=entry)
    version = BodyVersion(
        body=body, name="a", kind="agency", level="province", since="1945", since_lo=1, since_hi=2,
        entry_from=entry, entry_to=entry,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()


def test_the_command_says_that_the_record_is_whole(capsys):
    an_entry()
    call_command("record", "verify", skip_checks=True)
    assert "1: Nhật ký nguyên vẹn" in capsys.readouterr().out


def test_the_command_names_what_is_missing_and_fails(capsys):
    statements = lift(connection)
    Entry.objects.bulk_create([Entry(seq=5, at=an_entry().at, by=an_entry().by, previous="x", hash="y", payload="{}")])
    with pytest.raises(SystemExit):
        call_command("record", "verify", skip_checks=True)
    shown = capsys.readouterr().out
    assert "Entry 3 is missing" in shown
    assert "kept_record_entry_update" in shown
    restore(connection, statements)
