"""Tests that commit leave an empty, guarded database behind; writers come one after the other."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from canbo.base.accounts.testing import an_account
from canbo.base.record.chain import verify_chain
from canbo.base.record.models import Entry
from canbo.base.record.queries import links
from canbo.base.record.testing import an_entry
from canbo.base.record.testing_committed import committed_db, guards_after_emptying
from canbo.base.record.triggers import faulty_guards

__all__ = ["committed_db", "guards_after_emptying"]


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_committing_test_begins_with_an_empty_guarded_record(committed_db, time):
    assert not Entry.objects.exists()
    assert faulty_guards(connection) == []
    an_entry()


def test_four_writers_at_once_leave_one_whole_chain(committed_db):
    account = an_account()
    faults = []

    def write():
        try:
            for _ in range(10):
                an_entry(by=account)
        except Exception as fault:  # noqa: BLE001 - a fault in a thread would otherwise pass unseen
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert Entry.objects.count() == 40
    assert verify_chain(links()) == []


@pytest.mark.long
def test_the_guards_of_an_app_go_and_come_with_their_migration(committed_db):
    call_command("migrate", "bodies", "0001", verbosity=0, skip_checks=True)
    gone = set(faulty_guards(connection))
    assert {"kept_bodies_body_insert", "kept_bodies_bodyversion_update", "kept_bodies_post_delete"} <= gone
    call_command("migrate", verbosity=0, skip_checks=True)  # what builds on the bodies went with them
    assert faulty_guards(connection) == []
