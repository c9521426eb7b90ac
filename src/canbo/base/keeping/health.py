"""Is the installation well? One line per question; nothing here changes anything."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.module_loading import import_string

from canbo.base.keeping.archive import last_backup
from canbo.base.keeping.questions import ALSO
from canbo.base.packs.queries import current_pack
from canbo.base.record.chain import link_breaks
from canbo.base.record.queries import links, position
from canbo.base.record.triggers import faulty_guards
from canbo.core.errors import PackError
from canbo.lib.text import Text

#: Entries looked at from the end of the record; `canbo record verify` looks at all.
NEWEST = 1000
#: Bytes of disk below which an administrator should act.
LITTLE = 2 << 30


@dataclass(frozen=True)
class Finding:
    """A question, whether all is well (None: nothing to say yet), and what was seen."""

    asks: Text
    well: bool | None
    seen: Text


def findings() -> list[Finding]:
    """Every question with its answer; a question that cannot be answered is not well."""
    return [_asked(asks, look) for asks, look in (*_QUESTIONS, *((asks, import_string(name)) for asks, name in ALSO))]


def _asked(asks: Text, look: Callable[[], tuple[bool | None, Text]]) -> Finding:
    try:
        well, seen = look()
    except (DatabaseError, OSError, PackError, ValueError) as fault:
        kind = type(fault).__name__
        return Finding(
            asks, False, Text("Không kiểm tra được: {kind}.", "Cannot be checked: {kind}.").filled(kind=kind)
        )
    return Finding(asks, well, seen)


def _database() -> tuple[bool | None, Text]:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return cursor.fetchone() == (1,), _plain(connection.display_name)


def _migrations() -> tuple[bool | None, Text]:
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not left:
        return True, Text("Đã nâng cấp đủ.", "Nothing is left to migrate.")
    return False, Text("Còn {left} bước nâng cấp.", "{left} migrations to go.").filled(left=left)


def _pack() -> tuple[bool | None, Text]:
    return True, _plain(current_pack().digest[:12])


def _record() -> tuple[bool | None, Text]:
    size = position()
    newest = list(links(after=max(0, size - NEWEST)))
    faults = [fault for link in newest for fault in link_breaks(link)]
    loose = [b for a, b in pairwise(newest) if b.previous != a.hash or b.seq != a.seq + 1]
    number = len(faults) + len(loose)
    sound = Text("{size} dòng; {newest} dòng cuối nguyên vẹn.", "{size} entries; the last {newest} are whole.")
    broken = Text(
        "{size} dòng; {faults} chỗ sai trong {newest} dòng cuối.",
        "{size} entries; {faults} faults in the last {newest}.",
    )
    says = broken if number else sound
    return number == 0, says.filled(size=size, faults=number, newest=len(newest))


def _guards() -> tuple[bool | None, Text]:
    faulty = faulty_guards(connection)
    if not faulty:
        return True, Text("Đủ mọi chốt.", "Every guard stands.")
    return False, Text("Thiếu {number} chốt.", "{number} guards are missing.").filled(number=len(faulty))


def _disk() -> tuple[bool | None, Text]:
    free = shutil.disk_usage(settings.HOME).free
    return free >= LITTLE, Text("Còn trống {size} GiB.", "{size} GiB are free.").filled(size=free >> 30)


def _backup() -> tuple[bool | None, Text]:
    last = last_backup()
    if last is None:
        return None, Text("Chưa có bản sao lưu nào.", "No backup has been made yet.")
    says = Text("{at}, {size} dòng nhật ký.", "{at}, {size} entries.")
    at = timezone.localtime(dt.datetime.fromisoformat(last["at"]))
    return True, says.filled(at=f"{at:%d/%m/%Y %H:%M}", size=last["size"])


def _writing() -> tuple[bool | None, Text]:
    if settings.READ_ONLY:
        return None, Text("Chế độ chỉ đọc.", "Read-only.")
    return True, Text("Được ghi.", "Writing is allowed.")


def _plain(text: str) -> Text:
    return Text(text, text)


_QUESTIONS: list[tuple[Text, Callable[[], tuple[bool | None, Text]]]] = [
    (Text("Cơ sở dữ liệu", "Database"), _database),
    (Text("Cấu trúc dữ liệu", "Migrations"), _migrations),
    (Text("Bộ quy định", "Rule pack"), _pack),
    (Text("Nhật ký", "Record"), _record),
    (Text("Chốt bảo vệ nhật ký", "Guards of the record"), _guards),
    (Text("Dung lượng đĩa", "Disk"), _disk),
    (Text("Bản sao lưu gần nhất", "Last backup"), _backup),
    (Text("Ghi dữ liệu", "Writing"), _writing),
]
