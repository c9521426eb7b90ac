"""Files of papers: kept outside the database under the hash of their bytes, known by their content, never by a name.

A paper's `digest` is the name of its file. The same bytes are kept once; nothing here removes a file, and only
a damaged one is replaced.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Largest file of a paper, in bytes.
LIMIT = 20 * 1024 * 1024
#: First bytes of a file → what it is. Anything else is refused.
_KINDS = (
    (re.compile(rb"%PDF-\d\.\d"), "application/pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
)
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def kind_of(data: bytes) -> str | None:
    """The media type of a file by its first bytes; None for what is neither PDF, PNG nor JPEG."""
    return next((kind for begins, kind in _KINDS if begins.match(data)), None)


def keep(data: bytes) -> str:
    """Keep a file; gives its digest. Refuses (422) an empty or too large one and any other kind."""
    if not 0 < len(data) <= LIMIT or kind_of(data) is None:
        raise Refusal(
            "people.file",
            Text(
                f"Tệp phải là PDF, PNG hoặc JPEG, không quá {LIMIT >> 20} MB.",
                f"A file must be a PDF, PNG or JPEG of at most {LIMIT >> 20} MB.",
            ),
            Text("Quét lại giấy tờ và lưu dạng PDF hoặc ảnh.", "Scan the paper again as PDF or image."),
            status=422,
        )
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if read(digest) is None:  # not there, or damaged since
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, data)
    return digest


def _write(path: Path, data: bytes) -> None:
    """The file whole or not at all, and on the disk before any row names it: a power cut then takes neither."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as half:
        half.write(data)
        half.flush()
        os.fsync(half.fileno())
    Path(half.name).replace(path)
    for folder in (path.parent, path.parent.parent):
        entry = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def read(digest: str) -> bytes | None:
    """The bytes of a file; None when it is not there or no longer what its name says."""
    path = _path(digest)
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        return None
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == digest else None


def _path(digest: str) -> Path:
    return Path(settings.HOME) / "papers" / digest[:2] / digest
