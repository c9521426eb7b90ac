"""Who has studied what in the demo: two documents asked to be read, some who have confirmed, one reminder.

Everything goes through the actions of the program, as people would do it.
"""

from __future__ import annotations

import datetime as dt

from canbo.apps.regulations.actions import assign_study, confirm_reading, remind
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack

#: What is read, by whom it is asked for, in which body, with which word, and who has confirmed.
READINGS = (
    (
        "377-QĐ/TW@2025-10-08", "tochuc", "LG", "Chú ý điều 20, điều 34 và phần quy hoạch.",
        ("thuongvu", "kiemtra", "giamdoc", "phapche"),
    ),
    ("366-QĐ/TW@2025-08-30", "giamdoc", "LG.SNV", "Trước kỳ xếp loại cuối năm.", ("giamdoc",)),
)  # fmt: skip
#: How many days a reader has.
TIME = 21


def assign_readings(at: dt.datetime) -> int:
    """Ask for the readings, confirm some, remind the rest of the first; gives how many were asked for."""
    clock = at
    for key, asks, body, note, readers in READINGS:
        due = clock.date() + dt.timedelta(days=TIME)
        by = Account.objects.get(username=asks)
        study = assign_study(instrument=key, due=due, body_code=body, note=note, by=by, at=clock)
        for name in readers:
            clock += dt.timedelta(minutes=5)
            reader = Account.objects.get(username=name)
            confirm_reading(instrument=key, answers=right_answers(key), by=reader, at=clock)
        clock += dt.timedelta(minutes=5)
        remind(study=study, by=by, at=clock)
    return len(READINGS)


def right_answers(instrument: str) -> list[int]:
    """The right answers to the questions on an instrument, in their order."""
    found = next(each for key, each in current_pack().instruments.items() if str(key) == instrument)
    return [each.right for each in found.questions]
