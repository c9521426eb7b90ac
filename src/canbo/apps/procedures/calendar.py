"""Deadlines as an iCalendar file (RFC 5545): one whole-day event for each case that waits for a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from canbo.apps.procedures.models import Move

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
#: Octets of a line before it is folded.
_LINE = 75


def as_ics(moves: Iterable[Move], places: Mapping[str, str], now: dt.datetime) -> str:
    """The calendar; the same case keeps its event, so that a new import moves it. `places`: names of bodies by code."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Canbo//deadlines//VI"]
    for move in moves:
        if move.due is not None:
            lines += [
                "BEGIN:VEVENT",
                f"UID:case-{move.case_id}@canbo",
                f"SEQUENCE:{move.number}",
                f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
                f"DTSTART;VALUE=DATE:{move.due:%Y%m%d}",
                _said("SUMMARY", f"{move.step} · {move.case.purpose}"),
                _said("LOCATION", places.get(move.case.body.code, move.case.body.code)),
                "END:VEVENT",
            ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _said(name: str, text: str) -> str:
    return f"{name}:{text.translate(_ESCAPED)}"


def _folded(line: str) -> str:
    """A line of at most 75 octets, going on behind a blank; no letter is cut in two."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LINE - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
