"""When things came onto the record: the moments at which the province wrote its registers.

What happened between two moments is written at the later one, so that `known_on` has something to tell: in the
summer of 2024 the record does not know of the reform of 2025, and until the spring of 2026 it holds birth dates that
were corrected then.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from canbo.core.calendar import PartialDate


class Moment(NamedTuple):
    """One session of writing: the day, the action's name and what it did, in words."""

    day: dt.date
    action: str
    note: str


MOMENTS = (
    Moment(dt.date(2024, 1, 15), "demo.people", "Nhập hồ sơ lần đầu"),
    Moment(dt.date(2025, 2, 10), "demo.yearly", "Cập nhật năm 2024: tuyển dụng, bổ nhiệm, xếp loại"),
    Moment(dt.date(2025, 3, 3), "demo.merger", "Sắp xếp các sở, ban từ 01/3/2025"),
    Moment(dt.date(2025, 7, 1), "demo.reform", "Chính quyền địa phương hai cấp từ 01/7/2025"),
    Moment(dt.date(2025, 10, 20), "demo.congress", "Cấp ủy nhiệm kỳ 2025–2030"),
    Moment(dt.date(2026, 2, 9), "demo.yearly", "Cập nhật năm 2025: tuyển dụng, bổ nhiệm, xếp loại"),
    Moment(dt.date(2026, 3, 16), "demo.correct", "Đính chính ngày sinh theo giấy khai sinh"),
    Moment(dt.date(2026, 6, 22), "demo.correct", "Đính chính văn bằng theo kết quả xác minh"),
    Moment(dt.date(2026, 11, 2), "demo.yearly", "Cập nhật 10 tháng năm 2026"),
)
FIRST, YEAR_2024, MERGER, REFORM, CONGRESS, YEAR_2025, BIRTHS, DEGREES, LATEST = range(len(MOMENTS))
_DAYS = [moment.day.toordinal() for moment in MOMENTS]

#: The last day that the world knows; everything in it has happened by then.
TODAY = MOMENTS[LATEST].day.toordinal()
#: Two districts became one; seven departments went into others; the districts ended and communes were halved.
JOINED = dt.date(2025, 1, 1).toordinal()
MERGED = dt.date(2025, 3, 1).toordinal()
REFORMED = dt.date(2025, 7, 1).toordinal()


def when_written(day: int) -> int:
    """The moment at which something of `day` (ordinal) came onto the record; the first for everything before it."""
    found = bisect_left(_DAYS, day)
    if found == len(_DAYS):
        raise ValueError(f"{dt.date.fromordinal(day)} lies after the last moment of the world")
    return found


@cache
def iso(day: int) -> str:
    """The text of a day."""
    return dt.date.fromordinal(day).isoformat()


@cache
def stamps(written: str) -> tuple[int | None, int | None]:
    """The two stamps of a written date; blank gives none. Cached: a province writes few different days."""
    return PartialDate(written).stamps if written else (None, None)


@cache
def end_stamps(written: str) -> tuple[int | None, int | None]:
    """The two stamps of a written last day: those of the day after."""
    return PartialDate(written).until_stamps if written else (None, None)
