"""Whatever is changed behind the record's back, `canbo record verify` names the first entry that suffers."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from canbo.base.accounts.testing import an_account
from canbo.base.record import verifying
from canbo.base.record.chain import GENESIS, commitment_of, entry_hash, moment_text, verify_chain
from canbo.base.record.migrating import rechained
from canbo.base.record.models import Entry, Node
from canbo.base.record.publishing import checkpoint
from canbo.base.record.queries import links
from canbo.base.record.testing import A_MORNING, an_entry, erased
from canbo.base.record.tree import consistency, inclusion, leaf_of, root
from canbo.base.record.triggers import lift
from canbo.base.record.verifying import verify
from canbo.core.refusal import Refusal
from canbo.lib import merkle

pytestmark = pytest.mark.django_db
LENGTH = 21


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(verifying, "BLOCK_LEVEL", 2)


@pytest.fixture
def record(small_blocks):
    for number in range(LENGTH):
        an_entry(payload={"number": number, "chữ": 'ệ"\\'}, at=A_MORNING + dt.timedelta(microseconds=number * 333_333))


def first_break():
    found = verify().breaks
    return found[0].seq if found else None


def test_an_untouched_record_is_whole_and_its_root_is_that_of_its_leaves(record):
    found = verify()
    assert (found.size, found.breaks) == (LENGTH, ())
    edge = merkle.Edge()
    for text in Entry.objects.values_list("hash", flat=True):
        edge, _ = edge.grown(leaf_of(text))
    assert found.root == edge.root == root(LENGTH)
    assert verify_chain(links()) == []


def test_an_empty_record_is_whole():
    assert (verify().size, verify().root, verify().breaks) == (0, merkle.EMPTY, ())


@pytest.mark.parametrize("seq", [1, 4, 5, 16, 17, LENGTH])
@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"number":99}'},
        {"salt": "00" * 32},
        {"action": "other"},
        {"at": A_MORNING + dt.timedelta(days=1)},
        {"commitment": "0f" * 32},
        {"previous": "0f" * 32},
        {"hash": "0f" * 32},
        {"payload": None},
        {"payload": None, "salt": None},
    ],
    ids=lambda change: "-".join(change),
)
def test_a_changed_entry_is_named(record, seq, change):
    lift(connection)
    Entry.objects.filter(seq=seq).update(**change)
    assert first_break() == seq


@pytest.mark.parametrize("seq", [1, 4, 9, 16])
def test_a_removed_entry_is_missed(record, seq):
    lift(connection)
    Entry.objects.filter(seq=seq).delete()
    assert first_break() in (seq, seq + 1)


def test_an_entry_rewritten_with_a_fresh_hash_breaks_the_chain_or_the_tree(record):
    lift(connection)
    last = Entry.objects.get(seq=LENGTH)
    bound = commitment_of(last.salt, "{}")
    text = entry_hash(last.seq, last.previous, moment_text(last.at), last.by.username, last.action, bound)
    before = checkpoint()
    Entry.objects.filter(seq=LENGTH).update(payload="{}", commitment=bound, hash=text)
    assert first_break() is None, "the last leaf stands in no stored subtree yet; the checkpoint tells"
    with pytest.raises(Refusal):
        checkpoint()
    assert before is not None


@pytest.mark.parametrize(("level", "place"), [(1, 0), (1, 9), (2, 1), (3, 1), (4, 0)])
def test_a_changed_or_missing_node_is_named_by_the_entry_that_completed_it(record, level, place):
    lift(connection)
    Node.objects.filter(level=level, place=place).update(hash=bytes(32))
    assert first_break() == (place + 1) << level
    Node.objects.filter(level=level, place=place).delete()
    assert first_break() == (place + 1) << level


def test_a_node_too_many_is_found(record):
    lift(connection)
    Node.objects.create(level=1, place=500, hash=bytes(32))
    assert first_break() is not None


def test_a_renamed_account_is_found(record):
    lift(connection)
    account = an_account()
    account.username = "khac"
    account.save()
    assert first_break() == 1


def test_many_blocks_are_checked_like_few(record, monkeypatch):
    found = verify()
    monkeypatch.setattr(verifying, "BLOCK_LEVEL", 14)
    assert verify() == found


def test_the_proofs_of_the_record_hold(record):
    head = root(LENGTH)
    for seq in range(1, LENGTH + 1):
        leaf = leaf_of(Entry.objects.get(seq=seq).hash)
        assert merkle.includes(seq - 1, LENGTH, leaf, inclusion(seq, LENGTH), head)
        assert merkle.consistent(seq, LENGTH, root(seq), head, consistency(seq, LENGTH))


def test_an_erased_payload_is_gone_and_every_proof_still_stands(record):
    before = root(LENGTH)
    entry = erased(3, "QĐ 12-QĐ/TU")
    target = Entry.objects.get(seq=3)
    assert (target.payload, target.salt, target.erased_id) == (None, None, entry.seq)
    assert verify().breaks == ()
    assert verify_chain(links()) == []
    assert root(LENGTH) == before
    assert entry.payload == '{"decision":"QĐ 12-QĐ/TU","entry":3,"proposal":1}'


@pytest.mark.parametrize("seq", [0, 3, 99, LENGTH + 1])
def test_what_is_gone_or_is_an_erasure_is_not_erased(record, seq):
    erased(3)
    with pytest.raises(Refusal, match="nothing to erase"):
        erased(seq, "QĐ 13")


def test_an_erasure_names_its_decision(record):
    with pytest.raises(Refusal, match="must be named"):
        erased(3, "  ")
    assert Entry.objects.count() == LENGTH


def test_an_erasure_that_no_entry_decided_is_found(record):
    erased(3)
    lift(connection)
    Entry.objects.filter(seq=7).update(payload=None, salt=None, erased=LENGTH + 1)
    assert first_break() == 7


def test_a_record_of_before_the_tree_is_chained_anew(record):
    lift(connection)
    Entry.objects.update(salt=None, commitment="", previous=GENESIS)
    Node.objects.all().delete()
    with connection.schema_editor() if connection.vendor == "postgresql" else _Editor() as editor:
        rechained(apps, editor)
    assert verify().breaks == ()


class _Editor:
    """SQLite's schema editor does not open within a transaction; the migration uses nothing of it."""

    def __enter__(self):
        return self

    def __exit__(self, *about):
        return None


def test_the_command_compares_with_the_checkpoints_signed_and_kept(record, capsys, tmp_path):
    call_command("record", "verify", skip_checks=True)
    assert "no checkpoint yet" in capsys.readouterr().out
    note = tmp_path / "kept.note"
    note.write_text(str(checkpoint()), "utf-8")
    an_entry()
    call_command("record", "verify", "--checkpoint", str(note), skip_checks=True)
    assert "whole" in capsys.readouterr().out
    note.write_text(note.read_text("utf-8").replace("\n21\n", "\n20\n"), "utf-8")
    with pytest.raises(SystemExit):
        call_command("record", "verify", "--checkpoint", str(note), skip_checks=True)
    assert "no valid signature" in capsys.readouterr().out


def test_a_record_rewritten_from_the_beginning_contradicts_the_checkpoint(record, capsys):
    checkpoint()
    lift(connection)
    Entry.objects.filter(seq=2).update(payload="{}")
    Node.objects.all().delete()
    rechained(apps, _Editor())
    assert verify().breaks == ()
    with pytest.raises(SystemExit):
        call_command("record", "verify", skip_checks=True)
    assert "not those that the checkpoint saw" in capsys.readouterr().out


def test_entries_that_come_while_the_record_is_verified_do_not_disturb_it(db, monkeypatch):
    an_entry()
    names = verifying._usernames

    def and_meanwhile():
        an_entry()
        return names()

    monkeypatch.setattr(verifying, "_usernames", and_meanwhile)
    found = verify()
    assert (found.size, found.breaks) == (Entry.objects.count() - 1, ())
