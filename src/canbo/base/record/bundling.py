"""Case bundles: one archive with a whole decision and its proofs, which `canbo_verify.py` checks without us.

The archive is stored, not compressed, with fixed times and a fixed order, so that equal content has equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from canbo.base.record import tree
from canbo.base.record.chain import moment_text
from canbo.base.record.evidence import Evidence
from canbo.base.record.keys import secret
from canbo.base.record.models import Entry
from canbo.base.record.publishing import checkpoint
from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text

FORMAT = "canbo/case-bundle/1"
#: The first moment that the format of the archive knows.
_DAWN = (1980, 1, 1, 0, 0, 0)


def bundle(kind: str, evidence: Evidence, earlier: notes.Note | None = None) -> bytes:
    """The archive of a decision: its entry, the proof that it stands on the record, and what it rests on.

    `earlier`, a checkpoint that somebody kept, adds the proof that the record has only grown since. Raises Refusal when
    that checkpoint is not one of this record.
    """
    note = checkpoint()
    size = notes.read_checkpoint(note).size
    files = dict(evidence.files)
    files["entry.json"] = _json(entry_content(evidence.entry))
    files["inclusion.json"] = _json(_inclusion(evidence.entry, size))
    if evidence.others:
        told = [{"entry": entry_content(each), "inclusion": _inclusion(each, size)} for each in evidence.others]
        files["entries.json"] = _json({"entries": told})
    files["checkpoint"] = str(note).encode()
    files["log.vkey"] = f"{secret().key}\n".encode()
    if earlier is not None:
        files["consistency.json"] = _consistency(earlier, size)
    members = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files["manifest.json"] = _json({"format": FORMAT, "kind": kind, "members": members})
    return archive(files)


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files as an archive, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, _DAWN)
            about.create_system = 3
            about.external_attr = 0o600 << 16
            packed.writestr(about, files[name])
    return out.getvalue()


def entry_content(entry: Entry) -> dict[str, object]:
    """An entry as others read it; payload and salt are null when they were erased."""
    return {
        "seq": entry.seq,
        "previous": entry.previous,
        "at": moment_text(entry.at),
        "by": entry.by.username,
        "action": entry.action,
        "payload": entry.payload,
        "salt": entry.salt,
        "commitment": entry.commitment,
        "hash": entry.hash,
    }


def _inclusion(entry: Entry, size: int) -> dict[str, object]:
    path = [hash_.hex() for hash_ in tree.inclusion(entry.seq, size)]
    return {"index": entry.seq - 1, "size": size, "path": path}


def _consistency(earlier: notes.Note, size: int) -> bytes:
    head = notes.read_checkpoint(earlier)
    known = notes.verified(earlier, [secret().key])
    if not known or not 0 < head.size <= size or tree.root(head.size) != head.root:
        raise Refusal(
            "record.foreign_checkpoint",
            Text("Điểm kiểm tra đã nêu không phải của nhật ký này.", "The checkpoint given is not one of this record."),
        )
    path = [hash_.hex() for hash_ in tree.consistency(head.size, size)]
    return _json({"old": head.size, "new": size, "path": path})


def _json(value: object) -> bytes:
    return canonical_json(value).encode()
