"""The log of readings is bound into the record: a changed, removed or added reading is found by its batch."""

import datetime as dt

import pytest
from django.db import connection

from canbo.base.access import actions_readings as readings
from canbo.base.access.actions import note_reading
from canbo.base.access.models import Reading, ReadingSeal
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.base.record.triggers import lift
from canbo.base.record.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Batches of four."""
    monkeypatch.setattr(readings, "BATCH", 4)
    an_entry()


def read(*keys, at=A_MORNING):
    for key in keys:
        note_reading(kind="dossier", key=key, roles=(), by=an_account("doc"), at=at)


def test_a_full_batch_is_bound_by_one_entry_and_a_reading_before_costs_none():
    an_account("canbo", system=True)
    before = position()
    read("1", "2", "3")
    assert position() == before
    read("4", "5")
    assert position() == before + 1
    sealed = ReadingSeal.objects.get()
    assert (sealed.count, Entry.objects.get(seq=sealed.entry_id).action) == (4, readings.SEAL)
    assert verify().breaks == ()


def test_a_day_later_the_next_reading_binds_the_batch_though_it_is_not_full():
    read("1")
    read("2", at=A_MORNING + dt.timedelta(days=2))
    assert ReadingSeal.objects.get().count == 2


@pytest.mark.parametrize(
    "change", ["reason = 'khác'", "key = 'khác'", "at = at + 1", "roles = 'head'", "by_id = by_id + 1"]
)
def test_an_altered_reading_is_found_by_its_batch(change):
    if change == "at = at + 1":
        change = "at = '2024-01-03 01:00:00+00'" if connection.vendor == "postgresql" else "at = '2024-01-03 01:00:00'"
    an_account("doc")
    an_account("khác")
    read(*"12345678")
    lift(connection)
    second = Reading.objects.order_by("pk")[5]
    with connection.cursor() as cursor:
        if change.startswith("by_id"):
            change = f"by_id = {an_account('khác').pk}"
        cursor.execute(f"update access_reading set {change} where id = %s", [second.pk])
    last = ReadingSeal.objects.order_by("pk").last()
    assert [each.seq for each in verify().breaks] == [last.entry_id]


def test_a_removed_and_a_slipped_in_reading_are_found():
    read(*"1234")
    lift(connection)
    first = Reading.objects.order_by("pk").first()
    number = first.pk
    first.delete()
    seal = ReadingSeal.objects.get()
    assert [each.seq for each in verify().breaks] == [seal.entry_id]
    first.pk = number
    first.save(force_insert=True)
    assert verify().breaks == ()
    Reading.objects.create(pk=-1, by=first.by, at=first.at, kind="dossier", key="9", entry_id=first.entry_id)
    assert [each.seq for each in verify().breaks] == [seal.entry_id]


def test_a_batch_that_is_gone_is_found():
    read(*"1234")
    lift(connection)
    seal = ReadingSeal.objects.get()
    ReadingSeal.objects.all().delete()
    assert [each.seq for each in verify().breaks] == [seal.entry_id]
