"""Files between their dry run and their import: kept on the server under their owner and digest, nothing retyped."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from canbo.apps.people.importing import reading
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.errors import unreadable
from canbo.apps.people.importing.layout import Known, Layout, arrange, mapping_of, unread
from canbo.apps.people.importing.mapping import ColumnMapping, load_mapping
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.progress import Tell, quiet
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal
from canbo.lib.hashing import sha256_hex
from canbo.lib.text import Text

#: Files nobody came back for are removed after two days.
_KEPT_SECONDS = 48 * 3600
#: Read by a layout that its sender gives, not by a mapping file.
FREE = "free"
#: A dossier from another installation, not a workbook.
PACKAGE = "package"
FREE_LIST = Text("Danh sách tự do: tự chỉ ra các cột", "A free list: you say what its columns are")
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: The latest dry run: one of a province takes seconds and is asked for again by the page and by the import.
_latest: dict[tuple[object, ...], ImportPlan] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Upload:
    """A file that its owner has sent: where it lies, what it was called, how it is to be read, when it was made."""

    owner: int
    name: str
    filename: str
    mapping: str
    made: dt.date | None = None

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return _folder(self.owner) / f"{self.name}.bin"

    @property
    def checked(self) -> Path:
        """Where the report of its check lies."""
        return self.path.with_suffix(".check")

    @property
    def written(self) -> Path:
        """Where the report of its import lies."""
        return self.path.with_suffix(".write")

    @property
    def marked(self) -> Path:
        """Where the file with its faulty cells marked lies."""
        return self.path.with_suffix(".faults")


def keep(owner: Account, data: bytes, filename: str, mapping: str, made: dt.date | None = None) -> Upload:
    """Keep a file under a name made from its bytes, mapping and day; files long forgotten are removed."""
    folder = _folder(owner.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    day = made.isoformat() if made else ""
    name = sha256_hex(f"{mapping}\n{filename}\n{day}\n{data.hex()}")
    upload = Upload(owner.pk, name, filename, mapping, made)
    for report in (upload.checked, upload.written, upload.marked, upload.path.with_suffix(".layout")):
        report.unlink(missing_ok=True)
    upload.path.write_bytes(data)
    told = {"filename": filename, "mapping": mapping, "made": day}
    upload.path.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    return upload


def find(owner: Account, name: str) -> Upload:
    """The owner's file of that name. Refuses (404) one that is not there: another's, or removed since."""
    notes = _folder(owner.pk) / f"{name}.json"
    if not _DIGEST.fullmatch(name) or not notes.is_file():
        raise _gone()
    told = json.loads(notes.read_text(encoding="utf-8"))
    made = dt.date.fromisoformat(told["made"]) if told.get("made") else None
    return Upload(owner.pk, name, told["filename"], told["mapping"], made)


def plan_of(upload: Upload, on: dt.date, tell: Tell = quiet) -> ImportPlan:
    """The dry run of a file; computed again when anything entered the record or the rules changed."""
    if not upload.path.is_file():
        raise _gone()
    pack = current_pack()
    layout = layout_of(upload)
    key = (upload, layout, on, position(), pack.digest)
    with _lock:
        if key in _latest:
            return _latest[key]
    data = upload.path.read_bytes()
    if layout is None:
        mapping = _as_of(load_mapping(upload.mapping), upload)
        plan = plan_import(data, upload.filename, mapping, pack, on, tell=tell)
    else:
        sheet = reading.read(data, upload.filename)
        grid = arrange(sheet, layout, known_people(upload, on))
        mapping = _as_of(mapping_of(sheet, layout, FREE_LIST), upload)
        plan = plan_import(data, upload.filename, mapping, pack, on, tell=tell, arranged=grid)
        plan.table.unmapped = unread(sheet, layout)
    with _lock:
        _latest.clear()
        _latest[key] = plan
    return plan


def _as_of(mapping: ColumnMapping, upload: Upload) -> ColumnMapping:
    """A mapping for a file of a known day: it says of which day "none" speaks, and which list of places was in use."""
    return dataclasses.replace(mapping, attested=upload.made) if upload.made else mapping


def layout_of(upload: Upload) -> Layout | None:
    """How a free list is read, once its sender has said so."""
    place = upload.path.with_suffix(".layout")
    return Layout.read(place.read_text(encoding="utf-8")) if upload.mapping == FREE and place.is_file() else None


def lay_out(upload: Upload, layout: Layout) -> None:
    """Say how a free list is read."""
    upload.path.with_suffix(".layout").write_text(layout.written(), encoding="utf-8")


def sheet_of(upload: Upload) -> reading.Grid:
    """The first sheet of a file, as it stands."""
    if not upload.path.is_file():
        raise _gone()
    grid = reading.read(upload.path.read_bytes(), upload.filename)
    if not grid.rows:
        raise unreadable("empty", "Trang tính không có dòng dữ liệu nào.", "The sheet has no line of data.")
    return grid


def known_people(upload: Upload, on: dt.date) -> Known:
    """The people whom the sender may see, by folded name: a list without staff numbers finds them again."""
    found: dict[str, list[tuple[str, str]]] = {}
    people = visible_people(Account.objects.get(pk=upload.owner), on)
    for name, key, born in people.values_list("name_fold", "person__key", "born").iterator(chunk_size=5000):
        found.setdefault(name, []).append((key, born))
    return found


def title_of(upload: Upload) -> Text:
    """What the way of reading a file is called."""
    return FREE_LIST if upload.mapping == FREE else load_mapping(upload.mapping).title


def forget(upload: Upload) -> None:
    """Remove a file that has been imported; the reports about it stay until they are old."""
    upload.path.unlink(missing_ok=True)
    upload.marked.unlink(missing_ok=True)


def _gone() -> Refusal:
    return Refusal(
        "upload-gone",
        Text("Tệp này không còn trên máy chủ.", "This file is no longer on the server."),
        Text("Chọn lại tệp rồi kiểm tra.", "Choose the file again and check it."),
        status=404,
    )


def _folder(owner: int) -> Path:
    return Path(settings.HOME) / "uploads" / str(owner)
