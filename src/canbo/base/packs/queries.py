"""Which rule pack is in use, and packs of the past by their digest."""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from canbo.base.packs.models import ArchivedPack
from canbo.base.packs.registry import FACTS
from canbo.core.errors import PackError
from canbo.core.loading import load_pack
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Files of a pack: path below the pack's folder → text.
Files = dict[str, str]
#: A file's path, time of change and size: when none of them moved, the pack is the one already loaded.
Marks = tuple[tuple[str, int, int], ...]
#: For how many seconds the files are taken to be as they were last seen.
LOOKED_AT_EVERY = 1.0
_looked: dict[Path, tuple[float, Marks]] = {}


def _marks(folder: Path) -> Marks:
    """Every page asks, and a pack has hundreds of files: they are looked at once a second at most."""
    now = time.monotonic()
    looked = _looked.get(folder)
    if looked is None or now - looked[0] > LOOKED_AT_EVERY:
        looked = _looked[folder] = (now, tuple(sorted(_marks_below(str(folder)))))
    return looked[1]


def _marks_below(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir():
                yield from _marks_below(each.path)
            elif each.name.endswith(".yaml"):
                stat = each.stat()
                yield each.path, stat.st_mtime_ns, stat.st_size


def read_files(folder: Path) -> Files:
    """The YAML files of a pack folder. Raises FileNotFoundError when there is none."""
    files = {str(f.relative_to(folder)): f.read_text(encoding="utf-8") for f in sorted(folder.rglob("*.yaml"))}
    if not files:
        raise FileNotFoundError(f"no rule pack in {folder}")
    return files


@functools.lru_cache(maxsize=2)
def _loaded(folder: Path, marks: Marks) -> tuple[Pack, Files]:
    files = read_files(folder)
    return load_pack(files, FACTS), files


def current_pack() -> Pack:
    """The pack in use, read again when one of its files has changed. Raises PackError with every fault it has."""
    return _loaded(settings.POLICY, _marks(settings.POLICY))[0]


def current_files() -> Files:
    """The files of the pack in use."""
    return _loaded(settings.POLICY, _marks(settings.POLICY))[1]


@functools.lru_cache(maxsize=8)
def archived_pack(digest: str) -> Pack:
    """A pack of the past. Raises ArchivedPack.DoesNotExist when no pack of that digest was ever archived, Refusal when
    this version of Canbo does not understand it.

    The one in use is at hand already, and is not read a second time.
    """
    if current_pack().digest == digest:
        return current_pack()
    try:
        return load_pack(json.loads(ArchivedPack.objects.get(digest=digest).files), FACTS)
    except PackError as fault:
        raise Refusal("packs.of_another_version", _OTHER.filled(digest=digest[:12]), _WITH_WHICH) from fault


_OTHER = Text(
    "Bộ quy định lưu {digest} của việc này do một phiên bản Canbo khác ghi; phiên bản này không đọc được.",
    "The archived rules {digest} of this matter were written by another version of Canbo; this one cannot read them.",
)
_WITH_WHICH = Text(
    "Dữ liệu còn nguyên. Mở bằng phiên bản Canbo đã ghi, hoặc báo quản trị hệ thống.",
    "Nothing is lost. Open it with the version of Canbo that wrote it, or tell the administrator.",
)
