"""What is backed up comes back equal, on the database under test; what cannot be brought back leaves nothing behind."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from canbo.base.keeping import archive, databases, sealing
from canbo.base.record.testing_databases import a_database
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.long

WORD = "một cụm mật khẩu đủ dài"
HOUSE = str(Path(__file__).with_name("a_small_house.py"))


def run(home, database, *command):
    environment = {
        **os.environ,
        "CANBO_HOME": str(home),
        "CANBO_DATABASE": database,
        "CANBO_PASSPHRASE": WORD,
        "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
    }
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


def canbo(home, database, *arguments):
    return run(home, database, "-m", "canbo.config.cli", *arguments)


@pytest.fixture(scope="module")
def built(django_db_setup, tmp_path_factory):
    """A small installation, its backup, and what stood in its tables."""
    home = tmp_path_factory.mktemp("house")
    file = tmp_path_factory.mktemp("copies") / "canbo.backup"
    with a_database(tables_for=home) as database:
        made = run(home, database, HOUSE, "build", str(file))
        assert made.returncode == 0, made.stderr
    return home, file, first_line_of_tables(made)


@pytest.fixture(scope="module")
def house(built):
    """The backup alone."""
    return built[1]


def first_line_of_tables(done):
    return next(line for line in done.stdout.splitlines() if line.startswith("[("))


def test_a_restored_installation_has_equal_rows_equal_entries_and_a_whole_record(built, tmp_path):
    home, file, contents = built
    with a_database() as empty:
        done = canbo(tmp_path, empty, "restore", "--from", str(file))
        assert done.returncode == 0, done.stderr
        for name in ("secret.key", "record/log.key", "record/checkpoint", "uploads/văn-bằng.pdf"):
            assert (tmp_path / name).read_bytes() == (home / name).read_bytes()
        assert (tmp_path / "record/log.key").stat().st_mode & 0o777 == 0o600
        looked = run(tmp_path, empty, HOUSE, "look", str(file))
    assert looked.returncode == 0, looked.stderr
    assert first_line_of_tables(looked) == contents
    assert "accounts_account" in contents
    assert "The record is whole" in looked.stdout
    assert "is not empty" in looked.stderr
    assert not list(tmp_path.glob(".keeping-*"))


def test_a_backup_can_be_read_by_its_owner_alone_and_shows_nothing(house):
    file = house
    assert file.stat().st_mode & 0o777 == 0o600
    data = file.read_bytes()
    for word in (b"record_entry", b"accounts.open", b"manifest"):
        assert word not in data


@pytest.fixture
def empty_home(tmp_path, settings, monkeypatch):
    """A home to restore into, inside this process; the database under test counts as empty."""
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(databases, "refuse_unless_empty", lambda: None)
    return settings.HOME


def refused(file, word=WORD):
    with pytest.raises(Refusal) as caught:
        archive.restore(file, word)
    return caught.value.code


def test_a_wrong_passphrase_is_named_and_leaves_nothing(house, empty_home):
    assert refused(house, "một cụm mật khẩu khác") == "keeping.wrong_passphrase"
    assert list(empty_home.iterdir()) == []


def test_another_file_is_named_and_leaves_nothing(empty_home, tmp_path):
    (tmp_path / "x").write_bytes(b"PK\x03\x04" * 100)
    assert refused(tmp_path / "x") == "keeping.not_a_backup"
    assert list(empty_home.iterdir()) == []


def test_flipped_bytes_anywhere_in_a_backup_are_found_and_leave_nothing(house, empty_home, tmp_path, monkeypatch):
    keys = sealing._keys
    found = {}
    monkeypatch.setattr(sealing, "_keys", lambda word, salt: found.setdefault(salt, keys(word, salt)))
    file, chance = tmp_path / "copy", random.Random(7)
    size = house.stat().st_size
    for place in [sealing.HEAD - 1, sealing.HEAD, size - 1, *(chance.randrange(16, size) for _ in range(12))]:
        shutil.copyfile(house, file)
        with file.open("r+b") as changed:
            changed.seek(place)
            byte = changed.read(1)[0]
            changed.seek(place)
            changed.write(bytes([byte ^ 1]))
        assert refused(file) == "keeping.damaged"
        assert list(empty_home.iterdir()) == []


def test_a_home_that_is_not_empty_is_left_as_it_is(house, empty_home):
    empty_home.mkdir()
    (empty_home / "canbo.sqlite3").write_text("something")
    assert refused(house) == "keeping.not_empty"
    assert [path.name for path in empty_home.iterdir()] == ["canbo.sqlite3"]


def test_a_database_that_cannot_be_filled_leaves_no_file_and_the_key_as_it_was(house, empty_home, monkeypatch):
    def fails(source, known):
        raise OSError("no space left on device")

    monkeypatch.setattr(databases, "load", fails)
    empty_home.mkdir()
    (empty_home / "secret.key").write_text("the key that was here")
    with pytest.raises(OSError, match="no space"):
        archive.restore(house, WORD)
    assert [path.name for path in empty_home.iterdir()] == ["secret.key"]
    assert (empty_home / "secret.key").read_text() == "the key that was here"


def test_a_short_passphrase_and_a_taken_name_are_refused(house):
    for word, code in (("ngan", "keeping.short_passphrase"), (WORD, "keeping.taken")):
        with pytest.raises(Refusal) as caught:
            archive.backup(house, word, None)
        assert caught.value.code == code
