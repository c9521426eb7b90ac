"""A small case bundle of a made-up certificate, and how to run the verifier on it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from canbo.base.record.bundling import bundle
from canbo.base.record.evidence import Evidence
from canbo.base.record.testing import an_entry
from canbo.lib import notes
from canbo.lib.hashing import canonical_json
from canbo.verifier import canbo_verify


def small_files() -> dict[str, bytes]:
    """The files of a decision on two people."""
    pack = canonical_json({"pack.yaml": "name: vn\n", "titles.yaml": "titles: [giám đốc]\n"})
    dossier = "CB1\tage_months\t500 500\nCB1\tparty_member\t1 1\nCB2\tage_months\t?\nCB2\tparty_member\t0 1"
    facts = {"age_months": [500, 500], "party_member": [1, 1]}
    decision = {
        "dossier_digest": hashlib.sha256(dossier.encode()).hexdigest(),
        "eligibles": [{"key": "CB1", "name": "Lê Thị Bình", "facts": facts}],
        "pack": {"name": "vn", "digest": hashlib.sha256(pack.encode()).hexdigest()},
        "position": 1,
    }
    paper = hashlib.sha256(b"a paper").hexdigest()
    return {
        "decision.json": canonical_json(decision).encode(),
        "documents.json": canonical_json({"vi.pdf": paper}).encode(),
        "dossier.tsv": dossier.encode(),
        "pack.json": pack.encode(),
    }


def small_evidence() -> Evidence:
    """The files with the entry that records them, some way up the record."""
    files = small_files()
    for _ in range(4):
        an_entry()
    payload = {
        "certificate": hashlib.sha256(files["decision.json"]).hexdigest(),
        "pack": json.loads(files["decision.json"])["pack"]["digest"],
    }
    return Evidence(an_entry("eligibility.freeze", payload=payload), files)


def small_bundle(earlier: notes.Note | None = None) -> bytes:
    """The archive, with two entries above the decision's."""
    evidence = small_evidence()
    an_entry()
    an_entry()
    return bundle("certificate", evidence, earlier)


def repacked(data: bytes, **changes: Any) -> bytes:
    """The bundle with other members (by stem: `entry=b"…"`), its manifest made to fit, as a forger would."""
    files = canbo_verify.read_bundle(data)
    names = {name.split(".")[0]: name for name in files}
    files.update({names[stem]: value for stem, value in changes.items()})
    manifest = json.loads(files.pop("manifest.json"))
    manifest["members"] = {name: hashlib.sha256(value).hexdigest() for name, value in files.items()}
    files["manifest.json"] = canonical_json(manifest).encode()
    return canbo_verify.archive(files)
