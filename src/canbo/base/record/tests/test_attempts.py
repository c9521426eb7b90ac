"""Ways around the guards of the record that were tried, on both databases; each is closed or stands here as found."""

import hashlib

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.base.accounts.testing import an_account
from canbo.base.record.actions import acting
from canbo.base.record.asking import confirmed_by_two
from canbo.base.record.chain import commitment_of, entry_hash, moment_text
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING, an_entry, erased
from canbo.base.record.triggers import faulty_guards, guarded_by
from canbo.base.record.verifying import verify

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="words of PostgreSQL")
sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="words of SQLite")


def refused(sql, *values):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def a_forged_entry(**changes):
    """Insert the next entry by raw SQL, as `acting` would, with changes."""
    last = Entry.objects.order_by("-seq").first()
    values = {
        "seq": last.seq + 1, "at": last.at, "by_id": last.by_id, "action": "forged", "payload": "{}",
        "salt": "ab" * 32, "previous": last.hash, "erased_id": None,
    }  # fmt: skip
    values["commitment"] = commitment_of(values["salt"], "{}")
    values["hash"] = entry_hash(
        values["seq"], last.hash, moment_text(last.at), last.by.username, "forged", values["commitment"]
    )
    values.update(changes)
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    return refused(f"insert into record_entry ({columns}) values ({places})", *values.values())


def test_an_entry_with_the_right_hash_gets_in_so_the_refusals_below_are_for_their_reason():
    an_entry()
    assert not a_forged_entry()


@pytest.mark.parametrize(
    "change",
    [
        {"payload": None}, {"salt": None}, {"salt": "ab"}, {"hash": "zz" * 32}, {"hash": "AB" * 32},
        {"commitment": ""}, {"erased_id": 1},
    ],
    ids=lambda change: next(iter(change)) + str(len(str(next(iter(change.values()))))),
)  # fmt: skip
def test_an_entry_without_payload_salt_or_hash_is_refused(change):
    an_entry()
    assert a_forged_entry(**change)


@pytest.mark.parametrize("change", [{"hash": "ab" * 32}, {"commitment": "ab" * 32}, {"payload": '{"a":1}'}])
def test_a_forged_hash_is_refused_by_postgresql_and_found_by_verify_on_sqlite(change):
    an_entry()
    if connection.vendor == "postgresql":
        assert a_forged_entry(**change)
    else:
        assert not a_forged_entry(**change)
        assert verify().breaks[0].seq == 2


@pytest.mark.parametrize(
    "sql",
    [
        "update record_entry set payload = null, salt = null, erased_id = 3 where seq = 1",
        "update record_entry set payload = null, salt = null, erased_id = 4 where seq = 1",
        "update record_entry set payload = null, salt = null where seq = 1",
        "update record_entry set payload = null, salt = null, erased_id = 4, action = 'x' where seq = 2",
        "update record_entry set payload = null, erased_id = 4 where seq = 2",
        "update record_entry set payload = '{}', salt = null, erased_id = 4 where seq = 2",
        "update record_entry set payload = '{}' where seq = 2",
        "update record_entry set payload = null, salt = null, erased_id = 4 where seq = 4",
        "update record_entry set erased_id = null where seq = 3",
    ],
)
def test_nothing_is_erased_but_what_the_newest_entry_names(sql):
    for _ in range(3):
        an_entry()
    erased(3)
    assert refused(sql)


def test_what_is_erased_does_not_come_back():
    an_entry(payload={"a": 1})
    erased(1)
    with confirmed_by_two(1), acting("record.erase", by=an_account(), at=A_MORNING, payload={"entry": 1}):
        assert refused("update record_entry set payload = '{}', salt = 'ab', erased_id = null where seq = 1")


@pytest.mark.parametrize(
    "sql",
    [
        "update record_node set hash = hash",
        "update record_node set place = 7",
        "delete from record_node",
        "insert into record_node (level, place, hash) select 1, 1, hash from record_node where level = 1 and place = 0",
        "insert into record_node (level, place, hash) select 2, 0, hash from record_node where level = 1 and place = 0",
        "insert into record_node (level, place, hash) select 0, 2, hash from record_node where level = 1 and place = 0",
    ],
)
def test_the_tree_is_not_touched(sql):
    for _ in range(3):
        an_entry()
    assert refused(sql)


def test_a_node_has_the_width_of_a_hash_and_its_place_is_not_taken_twice():
    an_entry()
    an_entry()
    assert refused("insert into record_node (level, place, hash) values (1, 0, %s)", hashlib.sha256(b"").digest())
    assert refused("insert into record_node (level, place, hash) values (1, 0, %s)", b"short")


@sqlite
def test_a_node_is_not_replaced():
    an_entry()
    an_entry()
    assert refused("insert or replace into record_node (level, place, hash) values (1, 0, %s)", bytes(32))
    assert refused("update or replace record_node set place = 0")


@pytest.mark.parametrize(
    "sql",
    [
        "update accounts_account set username = 'khac'",
        "update accounts_account set id = id + 1000",
        "update accounts_account set system = not system",
        "delete from accounts_account",
    ],
)
def test_an_account_that_signed_keeps_its_name(sql):
    an_entry()
    assert refused(sql)
    assert refused("update accounts_account set shown_as = 'Hoa', password = 'x'")
    assert not refused("update accounts_account set password = 'x'")


@sqlite
def test_an_account_is_not_replaced():
    account = an_account()
    assert refused("insert or replace into accounts_account select * from accounts_account where id = %s", account.pk)


@postgresql
def test_a_guard_switched_off_is_named():
    with connection.cursor() as cursor:
        cursor.execute("alter table record_entry disable trigger kept_record_entry_delete")
        assert faulty_guards(connection) == ["kept_record_entry_delete"]
        cursor.execute("alter table record_entry enable replica trigger kept_record_entry_delete")
        assert faulty_guards(connection) == ["kept_record_entry_delete"]


@postgresql
def test_a_guard_that_lets_everything_pass_is_named():
    with connection.cursor() as cursor:
        cursor.execute(
            "create or replace function kept_untouched() returns trigger language plpgsql as "
            "$$ begin return old; end $$"
        )
    assert faulty_guards(connection) == ["kept_untouched()"]


@postgresql
def test_a_guard_that_runs_another_function_is_named():
    with connection.cursor() as cursor:
        cursor.execute("drop trigger kept_record_entry_delete on record_entry")
        cursor.execute(
            "create trigger kept_record_entry_delete before delete on record_entry "
            "for each row execute function kept_closed_once()"
        )
    assert faulty_guards(connection) == ["kept_record_entry_delete"]


@postgresql
def test_a_row_changed_by_way_of_an_insert_that_conflicts_is_refused():
    a_body("a")
    assert refused(
        "insert into bodies_body (code, entry_from_id) select code, entry_from_id from bodies_body "
        "on conflict (code) do update set code = 'b'"
    )


def test_an_action_and_a_name_are_one_line_each():
    with (
        pytest.raises(ValueError, match="one line"),
        acting("a\nb", by=an_account(), at=A_MORNING, payload={}),
    ):
        pass


def test_a_row_written_under_the_newest_entry_after_its_action_is_a_way_that_stands_open():
    """Until another entry follows, raw SQL can add a row to it: the payload of the entry tells what belongs to it."""
    entry = an_entry()
    Body.objects.create(code="late", entry_from=entry)
    an_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        Body.objects.create(code="later", entry_from=entry)


#: Tables of ours that change without an entry, and why that does no harm.
FREE = {
    "ballots.KeyedPaper": "an entry for each paper of a secret ballot would give it a moment; sealed at the closing"
}


def test_every_table_of_ours_has_a_place_on_the_record_or_says_why_not():
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("canbo.")}
    free = {label for label in ours if guarded_by(apps.get_model(label)) is None}
    assert free == set(FREE)
