"""The calendar as another program reads it."""

from __future__ import annotations

import datetime as dt

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from canbo.apps.procedures.calendar import as_ics
from canbo.apps.procedures.deadlines import Deadline
from canbo.core.law import Citation, InstrumentKey
from canbo.lib.text import Text

NOW = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=200).filter(
    str.strip
)


def a_day(**values: object) -> Deadline:
    made = {
        "key": "case-7", "sequence": 3, "day": dt.date(2026, 12, 31), "short": "P2",
        "says": Text("Hội nghị", "Meeting"), "matter": Text("Quy hoạch", "Plan"), "place": "Sở",
        "url": "/procedures/7/",
        "cites": Citation(InstrumentKey("377-QĐ/TW", dt.date(2025, 10, 8)), "5", "P"),
    }  # fmt: skip
    return Deadline(**{**made, **values})


def events(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


@given(WORDS, WORDS)
def test_what_is_said_is_read_again_whatever_signs_it_holds_and_no_line_is_too_long(matter: str, place: str):
    text = as_ics([a_day(matter=Text(matter, matter), place=place)], "https://canbo.example", NOW)
    (event,) = events(text)
    assert event["SUMMARY"] == f"P2 · {matter}"
    assert event["LOCATION"] == place
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.count("\n") == text.count("\r\n")


def test_a_day_is_a_whole_day_with_its_article_its_page_and_a_stamp_in_universal_time():
    (event,) = events(as_ics([a_day()], "https://canbo.example", NOW))
    assert (event.start, event.end) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert event["DTSTAMP"].dt == NOW.astimezone(dt.UTC)
    assert event["DESCRIPTION"] == "Hội nghị\nCăn cứ: 377-QĐ/TW, điều 5"
    assert (event["URL"], event["UID"], event["SEQUENCE"]) == ("https://canbo.example/procedures/7/", "case-7@canbo", 3)
