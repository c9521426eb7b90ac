"""Long work on a file that was sent: done in a thread that outlives the request, and told of on a page.

What a work says of itself stands in a file beside the upload, not in the database: SQLite has one writer, and while an
import writes it is the import. The file is locked as long as somebody works; a lock that is free though the work has
not ended tells that the worker was killed, which leaves nothing half-written: an import is one transaction.
"""

from __future__ import annotations

import contextvars
import fcntl
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections

from canbo.apps.people.importing.progress import Tell
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: What a work does: it is told where to tell how far it has come, and gives JSON values that the page shows.
Work = Callable[[Tell], dict[str, Any]]
#: Seconds between two words about how far a work has come.
_PAUSE = 0.3
_BUG = Refusal(
    "import-broken",
    Text("Máy chủ gặp lỗi khi làm việc này; chưa ghi gì.", "The server met a fault in this work; nothing was written."),
    Text("Thử lại; nếu vẫn lỗi, báo người quản trị.", "Try again; if it happens again, tell the administrator."),
    status=500,
)
KILLED = Refusal(
    "import-killed",
    Text("Công việc bị ngắt giữa chừng; chưa ghi gì.", "The work was broken off; nothing was written."),
    Text("Kiểm tra lại tệp.", "Check the file again."),
)
_log = logging.getLogger(__name__)


@dataclass
class Report:
    """How far a work has come, and what came of it: `result` or `refusal` once it has `ended`."""

    stage: Text = field(default_factory=lambda: Text("Đang chuẩn bị", "Getting ready"))
    done: int = 0
    total: int = 0
    began: float = 0.0
    ended: bool = False
    result: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None

    @property
    def percent(self) -> int | None:
        """How much of this stage is done; None where that is not known."""
        return self.done * 100 // self.total if self.total else None

    @property
    def seconds(self) -> int:
        """Since when the work has gone on."""
        return int(time.time() - self.began)

    @property
    def refusal(self) -> Refusal | None:
        """Why the work came to nothing."""
        return refusal_from(self.refused)


def begin(place: Path, work: Work, *, beside: bool) -> None:
    """Start a work whose report is the file `place`: `beside` the request, or at once and within it.

    Nothing happens when somebody works on it already. A Refusal of the work stands in its report.
    """
    lock = _lock(place)
    if lock is None:
        return
    report = Report(began=time.time())
    _write(place, report)
    if not beside:
        _do(place, report, work, lock)
        return
    context = contextvars.copy_context()  # the thread asks the database for whom the request asks
    thread = threading.Thread(target=context.run, args=(_do_beside, place, report, work, lock), name=place.name)
    thread.start()


def report_of(place: Path) -> Report | None:
    """The report of a work; None where none was begun. One whose worker was killed has ended with a refusal."""
    found = _read(place)
    if found is None or found.ended:
        return found
    lock = _lock(place)
    if lock is None:
        return found
    found = _read(place) or found  # it may have ended between the two looks
    os.close(lock)
    if not found.ended:
        found.ended, found.refused = True, values_of(KILLED)
    return found


def _do_beside(place: Path, report: Report, work: Work, lock: int) -> None:
    try:
        _do(place, report, work, lock)
    finally:
        connections.close_all()


def _do(place: Path, report: Report, work: Work, lock: int) -> None:
    said = 0.0

    def tell(stage: Text, done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > _PAUSE:
            said = time.monotonic()
            report.stage, report.done, report.total = stage, done, total
            _write(place, report)

    try:
        report.result = work(tell)
    except Refusal as refusal:
        report.refused = values_of(refusal)
    except Exception:  # noqa: BLE001 - nobody above a thread would hear of it
        _log.exception("work on %s", place.name)
        report.refused = values_of(_BUG)
    finally:
        report.ended = True
        _write(place, report)
        os.close(lock)


def values_of(refusal: Refusal | None) -> dict[str, Any] | None:
    """A refusal as JSON values."""
    if refusal is None:
        return None
    remedy = asdict(refusal.remedy) if refusal.remedy else None
    return {"code": refusal.code, "says": asdict(refusal.says), "remedy": remedy, "status": refusal.status}


def refusal_from(values: dict[str, Any] | None) -> Refusal | None:
    """The refusal that these values are of."""
    if values is None:
        return None
    remedy = Text(**values["remedy"]) if values["remedy"] else None
    return Refusal(values["code"], Text(**values["says"]), remedy, status=values["status"])


def _read(place: Path) -> Report | None:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Report(**{**told, "stage": Text(**told["stage"])})


def _write(place: Path, report: Report) -> None:
    """Replace the report whole, so that nobody reads half of one."""
    new = place.with_suffix(".new")
    new.write_text(json.dumps(asdict(report), ensure_ascii=False, default=str), encoding="utf-8")
    new.replace(place)


def _lock(place: Path) -> int | None:
    """Hold the work of a report; None while somebody else does. The system lets go when the holder dies."""
    number = os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        return None
    return number
