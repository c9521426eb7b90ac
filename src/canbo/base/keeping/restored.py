"""An installation that was restored: it can be read at once, and written again when two people have accepted it.

Whoever holds a backup and its passphrase can restore it anywhere; that it takes over as the record is no deed of one.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting
from canbo.base.record.asking import proposal_confirmed
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

_MARK = "restored.json"
#: Deeds that go on meanwhile, by the beginning of their names: signing in, and accepting.
_GO_ON = ("accounts.", "authority.", "keeping.accept")


def restored() -> dict[str, Any] | None:
    """What was restored and not accepted yet: {"root": …, "size": …} of its record; None when nothing waits."""
    file = _mark()
    if not file.exists():
        return None
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def mark_restored(root: str, size: int) -> None:
    """Note that this installation came out of a backup whose record has this root (hex) and size."""
    _mark().write_text(json.dumps({"root": root, "size": size}), encoding="utf-8")


def accept(*, root: str, by: Account, at: dt.datetime) -> None:
    """Go on with what was restored, as two people want; only as an act by two.

    Raises Refusal when nothing was restored, or something else than what they read.
    """
    found = restored()
    if found is None or found["root"] != root or proposal_confirmed() is None:
        raise Refusal(
            "keeping.nothing_restored",
            Text("Không có bản khôi phục nào như vậy đang chờ.", "No such restored copy is waiting."),
            status=422,
        )
    with acting("keeping.accept", by=by, at=at, payload=found):
        transaction.on_commit(_mark().unlink)


def why_not_go_on(by: Account, action: str, at: dt.datetime) -> Refusal | None:
    """Asked before every action: a restored installation waits for two people."""
    if action.startswith(_GO_ON) or restored() is None:
        return None
    return Refusal(
        "keeping.restored",
        Text(
            "Hệ thống vừa được khôi phục từ bản sao lưu; đang chờ hai quản trị viên xác nhận nên chưa ghi được.",
            "The system was restored from a backup; nothing is written until two administrators accept it.",
        ),
        Text("Mở “Việc cần hai người” để xác nhận bản khôi phục.", "Open “Acts by two people” to accept it."),
        status=503,
    )


def _mark() -> Path:
    return Path(settings.HOME) / _MARK
