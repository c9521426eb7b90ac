"""The log of readings is bound into the record: a changed, removed or added reading is found by its batch."""

import datetime as dt
import runpy
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from canbo.base.access import actions_readings as readings
from canbo.base.access.actions import note_reading
from canbo.base.access.health import bound
from canbo.base.access.models import Reading, ReadingSeal
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.base.record.triggers import lift
from canbo.base.record.verifying import verify
from canbo.lib import notes

pytestmark = pytest.mark.django_db
WSGI = "django.core.wsgi.get_wsgi_application"


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Batches of four."""
    monkeypatch.setattr(readings, "BATCH", 4)
    an_entry()


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


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


def test_the_first_reading_of_another_day_binds_though_not_a_whole_day_has_passed():
    evening = dt.datetime(2024, 1, 2, 16, 0, tzinfo=dt.UTC)  # 23:00 in Ha Noi
    read("1", "2", at=evening)
    assert not ReadingSeal.objects.exists()
    read("3", at=evening + dt.timedelta(hours=2))
    assert ReadingSeal.objects.get().count == 3


def told(capsys):
    call_command("record", "verify")
    return capsys.readouterr().out


def test_the_verifier_says_how_many_readings_no_entry_binds_until_the_night_has_bound_them(home, capsys):
    assert "chưa được niêm" not in told(capsys)
    read("1", "2", at=timezone.now() - dt.timedelta(hours=27))
    assert "2 lượt đọc chưa được niêm" in told(capsys)
    assert "2 readings are not bound" in bound()[1].en
    assert bound()[0] is None
    call_command("nightly")
    assert "chưa được niêm" not in told(capsys)
    assert bound()[0] is True
    assert ReadingSeal.objects.get().count == 2
    before = position()
    assert readings.seal_rest(timezone.now()) is None
    assert position() == before
    assert verify().breaks == ()


def test_a_night_whose_review_fails_binds_the_readings_all_the_same(monkeypatch):
    def broken(**_):
        raise OSError("the review is broken")

    read("1")
    monkeypatch.setattr("canbo.apps.planning.management.commands.review_plans.review_all", broken)
    with pytest.raises(OSError, match="review is broken"):
        call_command("nightly")
    assert ReadingSeal.objects.get().count == 1


def test_before_a_checkpoint_goes_out_every_reading_is_bound(home, tmp_path, capsys):
    read("1")
    call_command("record", "publish", "--to", str(tmp_path / "public"))
    assert ReadingSeal.objects.get().count == 1
    published = notes.read_checkpoint(notes.read_note((tmp_path / "public" / "checkpoint").read_text()))
    assert published.size == position()


def test_a_server_that_stops_binds_what_waits():
    read("1")
    with mock.patch("atexit.register") as registered, mock.patch.object(connection, "close"), mock.patch(WSGI):
        runpy.run_module("canbo.config.wsgi")
    ((stop,), _) = registered.call_args
    stop()
    assert ReadingSeal.objects.get().count == 1


def test_nothing_is_bound_while_nothing_may_be_written(settings):
    read("1")
    settings.READ_ONLY = True
    assert readings.seal_rest(A_MORNING) is None
    assert not ReadingSeal.objects.exists()


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
