"""A case bundle convinces somebody who trusts neither us nor our server, and a changed one does not."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from canbo.base.record.bundling import archive, bundle
from canbo.base.record.keys import secret
from canbo.base.record.publishing import checkpoint, publish
from canbo.base.record.testing import an_entry
from canbo.base.record.tests.a_bundle import repacked, small_bundle, small_evidence, small_files
from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.hashing import canonical_json
from canbo.verifier import canbo_verify

pytestmark = pytest.mark.django_db
VECTORS = Path(__file__).parents[3] / "lib" / "tests" / "vectors"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return settings.HOME


def faulty(data, key, earlier=None):
    try:
        canbo_verify.check_bundle(data, [key], earlier, [])
    except (canbo_verify.Fault, KeyError, TypeError, ValueError, AttributeError) as fault:
        return str(fault) or type(fault).__name__
    return ""


def test_a_bundle_is_verified_by_the_single_file_without_canbo(tmp_path):
    earlier = tmp_path / "earlier.note"
    an_entry()
    earlier.write_text(str(checkpoint()), "utf-8")
    (tmp_path / "case.zip").write_bytes(small_bundle(notes.read_note(earlier.read_text("utf-8"))))
    (tmp_path / "paper.pdf").write_bytes(b"a paper")
    alone = tmp_path / "canbo_verify.py"
    alone.write_bytes(Path(canbo_verify.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(alone), str(tmp_path / "case.zip"), "--key", str(secret().key)]
    done = subprocess.run(
        [*command, "--checkpoint", str(earlier), "--document", str(tmp_path / "paper.pdf")],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for said in ("has only grown", "Everything holds", "one of the", "paper.pdf is a printed form", "Bộ quy định"):
        assert said in done.stdout


def test_the_same_case_gives_the_same_archive_and_the_verifier_writes_it_alike():
    evidence = small_evidence()
    data = bundle("certificate", evidence)
    assert bundle("certificate", evidence) == data
    assert canbo_verify.archive(small_files()) == archive(small_files())


def test_without_a_key_the_bundles_own_is_taken_and_said(capsys, tmp_path):
    (tmp_path / "case.zip").write_bytes(small_bundle())
    assert canbo_verify.main([str(tmp_path / "case.zip")]) == 0
    assert "compare it with the one published" in capsys.readouterr().out


def test_the_first_fault_is_named_and_the_exit_code_is_one(capsys, tmp_path):
    data = small_bundle()
    (tmp_path / "case.zip").write_bytes(repacked(data, dossier=b"CB1\tage_months\t501 501"))
    assert canbo_verify.main([str(tmp_path / "case.zip"), "--key", str(secret().key)]) == 1
    assert "dossier.tsv: not the dossier that was read" in capsys.readouterr().out


def test_every_flipped_byte_of_the_archive_is_found():
    data, key = small_bundle(), str(secret().key)
    assert faulty(data, key) == ""
    missed = []
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        if not faulty(bytes(changed), key):
            missed.append(at)
    assert missed == []


def test_a_flipped_byte_is_found_even_when_the_forger_makes_archive_and_manifest_fit():
    data, key = small_bundle(), str(secret().key)
    files = canbo_verify.read_bundle(data)
    chance, missed = random.Random(7), []
    for name in ("checkpoint", "decision.json", "dossier.tsv", "entry.json", "inclusion.json", "log.vkey", "pack.json"):
        content = files[name]
        for at in chance.sample(range(len(content)), min(60, len(content))):
            changed = bytearray(content)
            changed[at] ^= 1 << chance.randrange(8)
            if not faulty(repacked(data, **{name.split(".")[0]: bytes(changed)}), key):
                missed.append((name, at))
    assert missed == []


@pytest.mark.parametrize("field", ["by", "at", "action", "payload", "salt", "seq", "previous", "hash", "commitment"])
def test_an_entry_that_says_something_else_is_found(field):
    data, key = small_bundle(), str(secret().key)
    entry = json.loads(canbo_verify.read_bundle(data)["entry.json"])
    entry[field] = 9 if field == "seq" else "00" * 32
    assert faulty(repacked(data, entry=canonical_json(entry).encode()), key)


def test_a_forged_record_with_another_key_is_found(settings, tmp_path):
    known = str(secret().key)
    settings.HOME = tmp_path / "elsewhere"
    assert "log.vkey" in faulty(small_bundle(), known)


def test_a_record_that_did_not_grow_from_the_checkpoint_kept_is_found(tmp_path):
    for size in (2, 7):
        other = notes.signed(notes.Checkpoint(secret().name, size, bytes(32)).text, secret())
        earlier = tmp_path / "earlier.note"
        earlier.write_text(str(other), "utf-8")
        assert faulty(small_bundle(), str(secret().key), earlier)


def test_no_bundle_is_made_from_a_checkpoint_of_another_record():
    an_entry()
    foreign = notes.signed(notes.Checkpoint("x", 1, bytes(32)).text, notes.Secret("x", bytes(32)))
    with pytest.raises(Refusal, match="checkpoint"):
        bundle("certificate", small_evidence(), foreign)


def test_a_published_folder_is_verified_by_the_single_file(tmp_path, capsys):
    folder = tmp_path / "public"
    for _ in range(5):
        an_entry()
    publish(folder)
    earlier = tmp_path / "earlier.note"
    earlier.write_bytes((folder / "checkpoint").read_bytes())
    for _ in range(300):
        an_entry()
    publish(folder)
    assert canbo_verify.main([str(folder), "--key", str(secret().key), "--checkpoint", str(earlier)]) == 0
    assert "from 5 to 305 the record has only grown" in capsys.readouterr().out
    for name in ("tile/0/000", "tile/0/001.p/49", "tile/1/000.p/1", "tile/entries/001.p/49", "checkpoint"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:])
        assert canbo_verify.main([str(folder), "--key", str(secret().key)]) == 1, name
        (folder / name).write_bytes(whole)


def test_the_plain_ed25519_of_the_verifier_is_that_of_rfc_8032():
    for _, public, message, signature in json.loads((VECTORS / "c2sp.json").read_text("utf-8"))["rfc8032"]:
        public, message, signature = map(bytes.fromhex, (public, message, signature))
        assert canbo_verify.ed25519_holds(public, message, signature)
        assert not canbo_verify.ed25519_holds(public, message + b"x", signature)
        assert not canbo_verify.ed25519_holds(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
        high = int.from_bytes(signature[32:], "little") + canbo_verify.L
        assert not canbo_verify.ed25519_holds(public, message, signature[:32] + high.to_bytes(32, "little"))


def test_the_verifier_agrees_with_the_published_vectors():
    text = (VECTORS / "merkle-proofs.json").read_text("utf-8")
    vectors = json.loads(text)
    b = canbo_verify.base64.b64decode
    for p in vectors["inclusion"]:
        answer = canbo_verify.includes(
            p["leafIdx"], p["treeSize"], b(p["leafHash"]), [*map(b, p["proof"])], b(p["root"])
        )
        assert answer is not p["wantErr"], p["desc"]
    for p in vectors["consistency"]:
        if p["desc"] == "additional/sizes are equal (one) and proof is empty":  # its roots are no hashes
            continue
        roots = b(p["root1"]), b(p["root2"])
        assert canbo_verify.consistent(p["size1"], p["size2"], *roots, [*map(b, p["proof"])]) is not p["wantErr"], p[
            "desc"
        ]
