"""Many officers on one case at once, and a disk that is full: done or refused with a sentence, never lost or halved."""

import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from canbo.apps.people.actions import correct_row
from canbo.apps.people.models import Holding
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.procedures.actions import happen
from canbo.apps.procedures.queries import newest
from canbo.apps.procedures.replay import replayed
from canbo.apps.procedures.testing import AT, a_case, a_department
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.base.record.testing_committed import committed_db, guards_after_emptying
from canbo.base.record.verifying import verify
from canbo.base.walls.asking import everything
from canbo.core.procedure_state import Filed
from canbo.core.refusal import Refusal

__all__ = ["committed_db", "guards_after_emptying"]
OFFICERS = 50


def all_at_once(deed):
    """What each of fifty officers was told: their number, or the code of the refusal; `deed` waits for all of them."""
    ready, outcomes = threading.Barrier(OFFICERS), []

    def one(number):
        try:
            with everything():
                deed(number, ready.wait)
            outcomes.append(number)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        except Exception as fault:  # noqa: BLE001 - a fault in a thread would otherwise pass unseen
            outcomes.append(repr(fault))
            ready.abort()
        finally:
            connection.close()

    officers = [threading.Thread(target=one, args=(number,)) for number in range(OFFICERS)]
    for each in officers:
        each.start()
    for each in officers:
        each.join()
    return outcomes


def the_one_who_did_it(outcomes, told):
    """The number of the only officer who was not told that somebody was quicker."""
    done = [number for number in outcomes if isinstance(number, int)]
    assert len(done) == 1, outcomes
    assert outcomes.count(told) == OFFICERS - 1, outcomes
    return done[0]


def test_of_fifty_officers_who_correct_one_row_one_does_and_the_others_are_told(committed_db):
    house = an_account("canbo", system=True)
    holding = a_row(Holding, a_person())
    before = Entry.objects.count()

    def correct(number, wait):
        row = Holding.objects.get(pk=holding.pk)
        wait()
        correct_row(row=row, by=house, at=A_MORNING, decision=f"{number}/QĐ")

    done = the_one_who_did_it(all_at_once(correct), "record.closed")
    assert Entry.objects.count() == before + 1
    assert [row.decision for row in Holding.objects.filter(entry_to=None)] == [f"{done}/QĐ"]
    assert verify().breaks == ()


def test_of_fifty_officers_who_move_one_case_one_does_and_nobody_writes_over_another(committed_db):
    where = a_department()
    case, officers = a_case(where), [an_officer(number) for number in range(OFFICERS)]
    before, seen = Entry.objects.count(), newest(case).number

    def file(number, wait):
        wait()
        happen(case=case, seen=seen, event=Filed("plan", f"Số {number}"), by=officers[number], at=AT)

    done = the_one_who_did_it(all_at_once(file), "procedures.moved")
    assert Entry.objects.count() == before + 1
    last = newest(case)
    assert (last.number, json.loads(last.event)["words"]) == (seen + 1, f"Số {done}")
    assert replayed(case) == []
    assert verify().breaks == ()


def an_officer(number):
    """An account that is a personnel officer over the department."""
    account = an_account(f"cb-{number}")
    Grant.objects.create(
        account=account, role=Role.OFFICER, body_code="so", since=AT.date(), decision="1-QĐ", entry_from=an_entry()
    )
    return account


def write_on(account, kept):
    """Write until something stops it; what was acknowledged is in `kept`."""
    for _ in range(200):
        kept.append(an_entry(by=account, payload={"said": "x" * 3000}).seq)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full disk is played by SQLite's own limit of pages")
def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_half_written(committed_db):
    account = an_account()
    kept = [an_entry(by=account).seq for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("vacuum")  # or the pages that other tests left free would have to be filled first
        cursor.execute("pragma page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(DatabaseError, match="full"):
        write_on(account, kept)
    assert list(Entry.objects.values_list("seq", flat=True)) == kept
    assert verify().breaks == ()
    with connection.cursor() as cursor:
        cursor.execute(f"pragma max_page_count = {pages + 100_000}")
    assert an_entry(by=account).seq == kept[-1] + 1
    with transaction.atomic():
        assert verify().breaks == ()
