"""Key, checkpoints and tiles are what ordinary witnesses and monitors expect."""

import pytest
from django.db import connection

from canbo.base.record import keys
from canbo.base.record.models import Entry
from canbo.base.record.publishing import checkpoint, cosigned, publish, tile_path
from canbo.base.record.testing import an_entry
from canbo.base.record.triggers import lift
from canbo.core.refusal import Refusal
from canbo.lib import merkle, notes

pytestmark = pytest.mark.django_db
WITNESS = notes.Secret("witness.example.org/w", bytes(32))


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return settings.HOME / "record"


def test_the_key_is_made_at_first_use_for_its_owner_alone(home):
    made = keys.secret()
    assert (home / "log.key").stat().st_mode & 0o777 == 0o600
    assert keys.secret() == made
    assert notes.read_key((home / "log.vkey").read_text()) == made.key


def test_the_record_is_named_once(home):
    assert keys.secret("example.org/record").name == "example.org/record"
    with pytest.raises(Refusal, match="for good"):
        keys.secret("example.org/other")


def test_a_key_that_others_may_read_is_not_used(home):
    keys.secret()
    (home / "log.key").chmod(0o644)
    with pytest.raises(Refusal, match="Others may read"):
        keys.secret()


def test_a_checkpoint_says_size_and_root_and_is_signed():
    for _ in range(5):
        an_entry()
    note = notes.read_note(str(checkpoint()))
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in Entry.objects.values_list("hash", flat=True)]
    edge = merkle.Edge()
    for leaf in leaves:
        edge, _ = edge.grown(leaf)
    assert notes.read_checkpoint(note) == notes.Checkpoint(keys.secret().name, 5, edge.root)
    assert notes.verified(note, [keys.secret().key])


def test_no_checkpoint_is_signed_that_contradicts_an_earlier_one(home):
    for _ in range(3):
        an_entry()
    checkpoint()
    lift(connection)
    Entry.objects.filter(seq=3).update(hash="ab" * 32)
    an_entry()
    with pytest.raises(Refusal, match="contradicts"):
        checkpoint()


def test_a_record_cut_short_signs_nothing():
    for _ in range(3):
        an_entry()
    text = notes.Checkpoint(keys.secret().name, 9, bytes(32)).text
    keys.keep(keys.folder() / "checkpoint", str(notes.signed(text, keys.secret())).encode())
    with pytest.raises(Refusal, match="contradicts"):
        checkpoint()


def test_the_line_of_a_known_witness_is_taken_over_and_a_wrong_one_is_not(home):
    an_entry()
    note = checkpoint()
    with pytest.raises(Refusal, match="No witness"):
        cosigned(str(notes.cosigned(note, WITNESS, 7)))
    key = notes.Key(WITNESS.name, notes.COSIGNATURE, WITNESS.key.public)
    (home / "witnesses").write_text(f"{key}\n")
    assert cosigned(str(notes.cosigned(note, WITNESS, 7))) == [WITNESS.name]
    assert notes.witnessed_at(keys.last_checkpoint(), key) == 7
    line = notes.cosigned(note, WITNESS, 7).signatures[-1]
    wrong = notes.Note(note.text, (*note.signatures, notes.Signature(line.name, line.id, line.value[:-1] + b"x")))
    with pytest.raises(notes.BadNote):
        cosigned(str(wrong))
    an_entry()
    checkpoint()
    with pytest.raises(Refusal, match="not the last"):
        cosigned(str(notes.cosigned(note, WITNESS, 8)))


def test_tiles_are_named_as_the_specification_says():
    assert tile_path("0", 1234067, 256) == "tile/0/x001/x234/067"
    assert tile_path("entries", 0, 112) == "tile/entries/000.p/112"


def test_a_record_is_published_as_tiles_and_entry_bundles_and_full_ones_are_never_written_again(tmp_path):
    for _ in range(258):
        an_entry()
    publish(tmp_path)
    found = {str(path.relative_to(tmp_path)): path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()}
    found = {name: size for name, size in found.items() if name.startswith("tile")}
    assert found == {
        "tile/0/000": 8192, "tile/0/001.p/2": 64, "tile/1/000.p/1": 32,
        "tile/entries/000": 256 * 34, "tile/entries/001.p/2": 68,
    }  # fmt: skip
    first = (tmp_path / "tile/0/000").stat().st_mtime_ns
    an_entry()
    assert publish(tmp_path).size == 259
    assert (tmp_path / "tile/0/000").stat().st_mtime_ns == first
    assert (tmp_path / "tile/0/001.p/3").exists()
    hash_ = Entry.objects.get(seq=257).hash
    assert (tmp_path / "tile/entries/001.p/3").read_bytes()[2:34].hex() == hash_
