"""The record's signing key and the checkpoints it has signed: files under CANBO_HOME, made at first use.

`record/log.key` is the private key (its owner alone may read it), `record/log.vkey` the public one that everybody may
have, `record/checkpoint` the last checkpoint signed, `record/witnesses` the public keys of witnesses, one a line.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.text import Text


def folder() -> Path:
    """Where key and checkpoint live."""
    return Path(settings.HOME) / "record"


def secret(origin: str = "") -> notes.Secret:
    """The private key; made now when there is none, under the name `origin` or one that no other record has.

    Raises Refusal when others than its owner may read the file, or when another origin is asked for than the key has.
    """
    file = folder() / "log.key"
    if not file.exists():
        _made(file, origin)
    if file.stat().st_mode & 0o077:
        raise Refusal(
            "record.key_open",
            Text("Tệp khóa ký nhật ký đang để người khác đọc được.", "Others may read the key file of the record."),
            Text("Đặt quyền 600 cho tệp {file}.", "Give {file} the mode 600.").filled(file=file.name),
        )
    found = notes.read_secret(file.read_text("utf-8"))
    if origin and origin != found.name:
        raise Refusal(
            "record.other_origin",
            Text(
                "Nhật ký này đã có tên {name}; tên không thay đổi được.",
                "This record has the name {name} already; a name is for good.",
            ).filled(name=found.name),
        )
    return found


def witnesses() -> list[notes.Key]:
    """The witnesses whose cosignatures are verified. Raises notes.BadNote for a line that is no key."""
    file = folder() / "witnesses"
    if not file.exists():
        return []
    return [notes.read_key(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def last_checkpoint() -> notes.Note | None:
    """The last checkpoint signed here. Raises notes.BadNote when the file is damaged."""
    file = folder() / "checkpoint"
    return notes.read_note(file.read_text("utf-8")) if file.exists() else None


def keep(file: Path, data: bytes) -> None:
    """Write a file so that it is either the old one or the new one, whatever happens; flushed to disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def _made(file: Path, origin: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    seed = secrets.token_bytes(32)
    name = origin or f"record.canbo.invalid/{hashlib.sha256(notes.Secret('x', seed).key.public).hexdigest()[:16]}"
    made = notes.Secret(notes.check_name(name), seed)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(made.text + "\n")
        out.flush()
        os.fsync(out.fileno())
    keep(file.with_suffix(".vkey"), f"{made.key}\n".encode())
