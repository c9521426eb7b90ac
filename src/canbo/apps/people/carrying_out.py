"""A dossier carried out of this installation: one file with its papers and the proof that it was recorded here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from canbo.apps.people import carried, files
from canbo.apps.people.models import Paper, Person
from canbo.apps.people.permissions import why_not_write
from canbo.apps.people.visibility import open_sections, paper_is_open
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.bundling import bundle
from canbo.base.record.evidence import Evidence
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text, nfc

#: What the entry is called, and the kind of its bundle.
ACTION, KIND = "people.carry_out", "dossier"


def carry_out(*, person: Person, reason: str, by: Account, at: dt.datetime) -> tuple[bytes, str]:
    """The package of a dossier and the digest of its content, for whoever has charge of it; entered with its reason.

    Sealed sections and the papers that prove them go along only while they are open to `by`. Raises Refusal without
    charge, in the own dossier, without a reason.
    """
    refuse(why_not_write(by, person, at.date()))
    reason = nfc(reason)
    if not reason:
        raise Refusal(
            "package.no_reason",
            Text("Ghi lý do và nơi nhận hồ sơ.", "Say why, and who receives the dossier."),
            status=422,
        )
    tables = open_sections(by, person, at)
    values, papers = carried.dossier_values(person, tables)
    content = canonical_json(values).encode()
    digest = sha256_hex(canonical_json(values))
    payload = {"key": person.key, "reason": reason, "digest": digest, "sealed": values["sealed"]}
    with acting(ACTION, by=by, at=at, payload=payload) as entry:
        pass
    found = {"dossier.json": content, **_files(papers, by, at)}
    return bundle(KIND, Evidence(entry, found)), digest


def _files(papers: list[Paper], by: Account, at: dt.datetime) -> Mapping[str, bytes]:
    """The files of papers that are open to who carries them, by the hash of their bytes."""
    found: dict[str, bytes] = {}
    for paper in papers:
        if paper.digest and paper_is_open(by, paper, at) and (data := files.read(paper.digest)) is not None:
            found[f"papers/{paper.digest}"] = data
    return found
