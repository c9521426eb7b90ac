"""Reading what was typed on the page of a case; what cannot be read is refused by the name of its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from django.http import QueryDict

from canbo.core.procedure import Step
from canbo.core.procedure_state import (
    Again,
    Attended,
    Chosen,
    Closed,
    Count,
    Counted,
    Decided,
    Event,
    Filed,
    Listed,
    Recalled,
    State,
    Stopped,
    Withdrawn,
)  # fmt: skip
from canbo.core.procedure_votes import WHOLE
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc
from canbo.shell.fields import read_day

_PLAIN: Mapping[str, type[Recalled | Again | Closed]] = {"recalled": Recalled, "again": Again, "closed": Closed}


def read_event(kind: str, post: QueryDict, state: State, step: Step) -> Event:
    """The event that a form says. Raises Refusal (422) for a number that is none, and 404 for an unknown kind."""
    if kind in _PLAIN:
        return _PLAIN[kind]()
    if kind == "listed":
        return Listed(tuple(re.split(r"[\s,;]+", nfc(post.get("names", "")).strip(" ,;"))))
    if kind == "filed":
        return Filed(post.get("paper", ""), nfc(post.get("words", "")))
    if kind == "attended":
        return Attended(tuple(post.getlist("present")), tuple(post.getlist("deducted")))
    if kind == "counted":
        return Counted(_count(post, state, step))
    if kind == "chosen":
        return Chosen(tuple(post.getlist("names")), nfc(post.get("reason", "")))
    if kind == "decided":
        return _decided(post, state)
    if kind == "withdrawn":
        return Withdrawn(post.get("name", ""), nfc(post.get("reason", "")))
    if kind == "stopped":
        return Stopped(nfc(post.get("document", "")))
    raise Refusal("procedures.unknown", Text("Không có thao tác này.", "There is no such deed."), status=404)


def read_meeting(post: QueryDict) -> tuple[dt.date, str]:
    """Day and place of a meeting. Raises Refusal (422) for what is no day."""
    day = read_day(post.get("meets", ""))
    if day is None:
        raise Refusal(
            "procedures.day",
            Text("Ngày họp chưa đúng.", "The day of the meeting cannot be read."),
            Text("Viết dd/mm/yyyy, ví dụ 20/11/2026.", "Write dd/mm/yyyy, such as 20/11/2026."),
            status=422,
        )
    return day, nfc(post.get("place", ""))


def _count(post: QueryDict, state: State, step: Step) -> Count:
    sitting = state.now.sitting if state.now else None
    names: Sequence[str] = sitting.rounds[-1].names if sitting and sitting.rounds else state.names
    asked = (WHOLE,) if step.ballot == "hands" else names
    votes = {name: _whole(post, f"for-{place}") for place, name in enumerate(asked)}
    against = {name: _whole(post, f"against-{place}") for place, name in enumerate(asked) if f"against-{place}" in post}
    return Count(_whole(post, "issued"), _whole(post, "returned"), _whole(post, "valid"), votes, against)


def _whole(post: QueryDict, name: str) -> int:
    written = post.get(name, "").strip().replace(".", "")
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise Refusal(
            "procedures.number",
            Text(f"Ô số phiếu ghi “{written or '–'}”, không phải số đếm.", f"“{written or '–'}” is no count of votes."),
            Text("Nhập số nguyên, kể cả 0.", "Enter a whole number, 0 included."),
            status=422,
        )
    return int(written)


def _decided(post: QueryDict, state: State) -> Decided:
    approved = tuple(name for name in state.names if name in post.getlist("names"))
    refused = {
        name: nfc(post.get(f"reason-{place}", "")) for place, name in enumerate(state.names) if name not in approved
    }
    return Decided(approved, refused, nfc(post.get("document", "")))
