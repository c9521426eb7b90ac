"""`backup` and `restore`: one sealed archive with the database, the files of the installation and a manifest.

The manifest comes first and names every member with its size and SHA-256, the record's size, head and root, the rows of
each table, and the moment. What is left out: the static files (they come with the program) and other backups.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from canbo.base.keeping import databases, refusals
from canbo.base.keeping.sealing import MAGIC, Damaged, NotSealed, Sealer, WrongPassphrase, opened
from canbo.base.record.keys import keep
from canbo.base.record.tree import root

Manifest = dict[str, Any]
MANIFEST = "manifest.json"
#: Written after each backup, for the page of health.
LAST = "last-backup.json"
LEAST = 12
_STAGING = ".keeping-"
_PIECE = 1 << 20
#: Made at the start of every program, so it does not make a home full.
_KEY = "secret.key"


def backup(to: Path, passphrase: str, at: dt.datetime) -> Manifest:
    """Write the archive, read it back, compare every digest; the manifest. Raises Refusal, and leaves nothing then."""
    if len(passphrase) < LEAST:
        raise refusals.short_passphrase(LEAST)
    if to.exists():
        raise refusals.taken(to.name)
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with _staging(Path(settings.HOME)) as stage:
            manifest = _gathered(stage, at)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                _written(out, passphrase, stage, manifest)
        check(draft, passphrase)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    note = {"at": at.isoformat(), "size": manifest["size"], "file": to.name}
    keep(Path(settings.HOME) / LAST, json.dumps(note).encode())
    return manifest


def check(file: Path, passphrase: str) -> Manifest:
    """Read a whole archive and compare every digest. Raises Refusal that names what is wrong."""
    return _read(file, passphrase, None)


def restore(file: Path, passphrase: str) -> Manifest:
    """Bring an archive back into the empty home and database of the settings; the manifest.

    Everything is unsealed and compared before the first file is put in its place. Raises Refusal; leaves nothing then.
    """
    home = Path(settings.HOME)
    _refuse_unless_empty(home, file)
    with _staging(home) as stage:
        manifest = _read(file, passphrase, stage)
        if manifest["vendor"] != connection.vendor:
            raise refusals.other_database(manifest["vendor"])
        with _placed(stage / "home", home):
            databases.load(stage / "database", manifest)
    return manifest


def last_backup() -> dict[str, Any] | None:
    """When the last backup was made, and of how many entries; None before the first."""
    file = Path(settings.HOME) / LAST
    return json.loads(file.read_text("utf-8")) if file.exists() else None


def _gathered(stage: Path, at: dt.datetime) -> Manifest:
    folder = stage / "database"
    folder.mkdir()
    known = databases.dump(folder)
    home = Path(settings.HOME)
    for file in _kept(home):
        target = stage / "home" / file.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    files = {
        path.relative_to(stage).as_posix(): [path.stat().st_size, path.stat().st_mode & 0o777, _digest(path)]
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    }
    return {"at": at.isoformat(), "root": root(known["size"]).hex(), **known, "files": files}


def _kept(home: Path) -> Iterator[Path]:
    database = str(connection.settings_dict["NAME"])
    for path in sorted(home.rglob("*")):
        first = path.relative_to(home).parts[0]
        if not path.is_file() or path.is_symlink() or first == "static" or first.startswith((_STAGING, ".")):
            continue
        if str(path).startswith(database) or path.name.startswith("canbo.sqlite3") or first == LAST or _is_backup(path):
            continue
        yield path


def _is_backup(path: Path) -> bool:
    with path.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def _written(out: IO[bytes], passphrase: str, stage: Path, manifest: Manifest) -> None:
    with Sealer(out, passphrase) as sealer, tarfile.open(fileobj=sealer, mode="w|") as tar:  # type: ignore[arg-type]
        text = json.dumps(manifest, sort_keys=True).encode()
        tar.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        for name, (size, _, _) in manifest["files"].items():
            with (stage / name).open("rb") as source:
                tar.addfile(_member(name, size), source)
    out.flush()
    os.fsync(out.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size = size
    return made


def _read(file: Path, passphrase: str, to: Path | None) -> Manifest:
    """Read the archive, into a folder when one is given; every member is compared with the manifest."""
    try:
        with file.open("rb") as source, opened(source, passphrase) as plain:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                manifest = _members(tar, to)
            while plain.read(_PIECE):  # the last chunk shows that nothing was cut off
                pass
    except NotSealed as fault:
        raise refusals.not_a_backup() from fault
    except WrongPassphrase as fault:
        raise refusals.wrong_passphrase() from fault
    except (Damaged, tarfile.TarError, KeyError, ValueError) as fault:
        raise refusals.damaged() from fault
    return manifest


def _members(tar: tarfile.TarFile, to: Path | None) -> Manifest:
    manifest: Manifest = {}
    left: dict[str, Any] = {}
    for member in tar:
        source = tar.extractfile(member)
        if source is None:
            raise Damaged
        if not manifest:
            manifest = json.loads(source.read())
            left = dict(manifest["files"])
            continue
        size, mode, digest = left.pop(member.name)
        target = to / _inside(member.name) if to else None
        if (member.size, _copied(source, target, mode)) != (size, digest):
            raise Damaged
    if left or not manifest:
        raise Damaged
    return manifest


def _inside(name: str) -> Path:
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in {"database", "home"}:
        raise Damaged
    return path


def _copied(source: IO[bytes], target: Path | None, mode: int) -> str:
    """Copy (when there is a target) and give the digest."""
    digest = hashlib.sha256()
    if target:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    out = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") if target else io.BytesIO()
    with out:
        while piece := source.read(_PIECE):
            digest.update(piece)
            if target:
                out.write(piece)
        if target:
            out.flush()
            os.fsync(out.fileno())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _refuse_unless_empty(home: Path, file: Path) -> None:
    for path in home.iterdir() if home.exists() else ():
        mine = path.name.startswith(_STAGING) or path.resolve() == file.resolve()
        if path.name not in {_KEY, "static"} and not mine:
            raise refusals.not_empty(path.name)
    databases.refuse_unless_empty()


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder on the same disk, removed whatever happens; one that a power cut has left is removed now."""
    home.mkdir(parents=True, exist_ok=True)
    for old in home.glob(f"{_STAGING}*"):
        shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=_STAGING, dir=home))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _placed(source: Path, home: Path) -> Iterator[None]:
    """The files in their places; taken away again when what follows fails."""
    before = (home / _KEY).read_bytes() if (home / _KEY).exists() else None
    names = sorted(path.name for path in source.iterdir()) if source.exists() else []
    try:
        for name in names:
            (source / name).replace(home / name)
        yield
    except BaseException:
        for name in names:
            placed = home / name
            shutil.rmtree(placed) if placed.is_dir() else placed.unlink(missing_ok=True)
        if before is not None:
            (home / _KEY).write_bytes(before)
            (home / _KEY).chmod(0o600)
        raise
