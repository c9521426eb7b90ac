"""Days as an iCalendar file (RFC 5545): one whole-day event for each. A whole day has no time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from canbo.apps.procedures.citing import source_of
from canbo.apps.procedures.deadlines import Deadline

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
#: Octets of a line before it is folded.
_LINE = 75


def as_ics(deadlines: Iterable[Deadline], address: str, now: dt.datetime) -> str:
    """The calendar; the same matter keeps its event, so that a new import moves it. `address`: of the installation."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Canbo//deadlines//VI", "CALSCALE:GREGORIAN"]
    for each in deadlines:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.key}@canbo",
            f"SEQUENCE:{each.sequence}",
            f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.day + dt.timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
            _said("SUMMARY", f"{each.short} · {each.matter.vi}"),
            _said("DESCRIPTION", _described(each)),
            _said("LOCATION", each.place),
            f"URL:{address}{each.url}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _described(deadline: Deadline) -> str:
    under = f"\nCăn cứ: {source_of(deadline.cites)}" if deadline.cites else ""
    return f"{deadline.says.vi}{under}"


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
