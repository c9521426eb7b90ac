"""No table changes behind the record's back: every table is guarded, or stands here with the reason why it is not."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from canbo.base.record.testing import A_MORNING, an_entry
from canbo.base.record.triggers import guarded_by, lift, restore

#: Tables that hold no decision and no dossier, and why.
APART = {
    "ballots_keyedpaper": "papers of a secret ballot: an entry for each would give it a moment; sealed at the closing",
    "auth_group": "unused: roles are grants on the record",
    "auth_group_permissions": "unused: roles are grants on the record",
    "auth_permission": "Django's own list of models, written by migrations",
    "accounts_account_groups": "unused: roles are grants on the record",
    "accounts_account_user_permissions": "unused: roles are grants on the record",
    "django_content_type": "Django's own list of models, written by migrations",
    "django_session": "who is signed in now; ends by itself",
    "account_emailaddress": "unused: accounts are named, not mailed",
    "account_emailconfirmation": "unused: accounts are named, not mailed",
    "mfa_authenticator": "secrets of the second step, sealed; that one was set, changed or lost is an entry",
    "socialaccount_socialaccount": "an account's link to the organisation's provider; made and cut by an entry",
    "socialaccount_socialapp": "unused: the provider stands in the settings",
    "socialaccount_socialtoken": "unused: no token of the provider is kept",
    "usersessions_usersession": "who is signed in now; ends by itself",
    "axes_accessattempt": "counts of failed sign-ins; end by themselves",
    "axes_accessattemptexpiration": "counts of failed sign-ins; end by themselves",
    "axes_accessfailurelog": "counts of failed sign-ins; end by themselves",
    "axes_accesslog": "not written (AXES_DISABLE_ACCESS_LOG)",
}
TABLES = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
STATE = sorted(table for table, model in TABLES.items() if guarded_by(model) in ("recorded", "frozen"))
KINDS = (
    (models.BooleanField, False), (models.DateTimeField, A_MORNING), (models.DateField, dt.date(2024, 1, 2)),
    (models.JSONField, {}), (models.BinaryField, b"x"), (models.CharField, "x"), (models.TextField, "x"),
)  # fmt: skip


def test_every_table_is_guarded_or_says_why_it_need_not_be():
    unguarded = {table for table, model in TABLES.items() if guarded_by(model) is None}
    assert unguarded - set(APART) == set(), (
        "give the model entry_from (and entry_to) and guard it in its migration, or say here why it is no state"
    )
    assert set(APART) <= set(TABLES), "a table that is no more"


def a_value(field):
    if field.null:
        return None
    return next((value for kind, value in KINDS if isinstance(field, kind)), 1)


def a_row(model, entry):
    """A row that says nothing sensible: for the guards it is a row like any other."""
    values = {field.attname: a_value(field) for field in model._meta.concrete_fields}
    return model(**{**values, next(name for name in ("entry_from_id", "entry_id") if name in values): entry.seq})


def refused(sql, *values):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as fault:
        return str(fault)
    return ""


def without_checks(table):
    """Let the nonsense in: what a row may say is the matter of other tests. Undone with the transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("pragma ignore_check_constraints = on")
            return
        cursor.execute("select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint "{name}"')


@pytest.fixture
def with_a_row_in(db, request):
    """A table with one row that an older entry wrote; afterwards nothing of it is left."""
    table = request.param
    with transaction.atomic():
        entry = an_entry()
        guards = lift(connection)
        without_checks(table)
        TABLES[table]._base_manager.bulk_create([a_row(TABLES[table], entry)])
        restore(connection, guards)
        an_entry()
        yield table
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma ignore_check_constraints = off")


@pytest.mark.parametrize("with_a_row_in", STATE, indirect=True)
def test_a_row_of_state_is_neither_changed_nor_removed_nor_slipped_in(with_a_row_in):
    model = TABLES[with_a_row_in]
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
    for column in columns:
        if column != '"entry_to_id"':
            changed = f"update {with_a_row_in} set {column} = {column}"
            assert f"{with_a_row_in}: " in refused(changed), changed
    assert f"{with_a_row_in}: " in refused(f"delete from {with_a_row_in}")
    said = ", ".join(columns)
    assert refused(f"insert into {with_a_row_in} ({said}) select {said} from {with_a_row_in}")
