"""Imports killed while they write: a file is in the dossiers wholly or not at all, and can then be run again.

For `bench.kill_in_process`, which has made the database; every kill is one of a fork of its process.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from dataclasses import dataclass

from django.db import connections

from canbo.apps.people.importing.apply import WRITES, apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.plan import ImportPlan
from canbo.apps.people.importing.testing import a_workbook
from canbo.apps.people.models import Degree, Holding, Person, PersonVersion
from canbo.base.accounts.actions import system_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.lib.text import Text

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
HEADER = ["Số hiệu", "Họ và tên", "Chức vụ hiện nay", "Giữ chức vụ từ ngày", "Trình độ chuyên môn"]
PEOPLE = 300
#: Seconds after its first row within which an import is killed.
LONGEST = 0.15


@dataclass(frozen=True)
class Imports:
    """Files that were in the dossiers before the kill, files imported once more after it, and what was not whole."""

    before: int
    again: int
    faults: int


def import_and_kill(files: int, chance: random.Random) -> Imports:
    """Check a file, kill while it is written, look, import it again where nothing was written, look again."""
    before = again = faults = 0
    for number in range(files):
        data = _file(number)
        _killed_while_writing(_plan(data), chance.uniform(0, LONGEST))
        standing = _standing(number)
        if any(standing):
            before += 1
        else:
            apply_import(_plan(data), by=system_account(at=AT), at=AT)
            again += 1
        faults += set(_standing(number)) != {PEOPLE}
    return Imports(before, again, faults + abs(Entry.objects.filter(action="people.import").count() - files))


def _file(number: int) -> bytes:
    line = ("Nguyễn Văn An", "Chuyên viên", "01/2020", "Đại học")
    return a_workbook([HEADER, *([f"F{number}-{place}", *line] for place in range(PEOPLE))])


def _plan(data: bytes) -> ImportPlan:
    return plan_import(data, "nhap.xlsx", load_mapping("province-60"), current_pack(), AT.date())


def _standing(number: int) -> list[int]:
    """How many people, names, posts and degrees of a file stand in the register: all of them, or none."""
    tables = (PersonVersion, Holding, Degree)
    keys = f"F{number}-"
    rows = (table._default_manager.filter(person__key__startswith=keys).count() for table in tables)
    return [Person.objects.filter(key__startswith=keys).count(), *rows]


def _killed_while_writing(plan: ImportPlan, after: float) -> None:
    """Import in a fork of this process and kill it so many seconds after it has written its first rows."""
    by = system_account(at=AT)
    connections.close_all()  # a fork must not speak over our connection
    hears, told = os.pipe()
    writer = os.fork()
    if not writer:

        def tell(stage: Text, _done: int, _total: int) -> None:
            if stage == WRITES:
                os.write(told, b"!")

        try:
            apply_import(plan, by=by, at=AT, tell=tell)
            time.sleep(1)
        finally:
            os._exit(1)
    os.close(told)
    os.read(hears, 1)
    time.sleep(after)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    os.close(hears)
