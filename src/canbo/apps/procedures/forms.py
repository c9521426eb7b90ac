"""Reading what was typed on the page of a case; what cannot be read is refused by the name of its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from django.http import QueryDict

from canbo.core.procedure_state import (
    Attended,
    Chosen,
    Closed,
    Decided,
    Event,
    Filed,
    Listed,
    Raised,
    Recalled,
    State,
    Stopped,
    Withdrawn,
)  # fmt: skip
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc
from canbo.shell.fields import read_day

_PLAIN: Mapping[str, type[Recalled | Closed]] = {"recalled": Recalled, "closed": Closed}

#: Characters in which a decision is named: number and day, as registers and dossiers hold it whole.
DECISION_LENGTH = 80


def read_event(kind: str, post: QueryDict, state: State) -> Event:
    """The event that a form says. Raises Refusal (422) for a number that is none, and 404 for an unknown kind."""
    if kind in _PLAIN:
        return _PLAIN[kind]()
    if kind == "listed":
        return Listed(read_names(post))
    if kind == "attended":
        return Attended(tuple(post.getlist("present")), tuple(post.getlist("deducted")))
    if kind == "raised":
        return Raised(_whole(post, "hands"), _whole(post, "against"))
    if kind == "chosen":
        return Chosen(tuple(post.getlist("names")), nfc(post.get("reason", "")))
    if kind == "decided":
        return _decided(post, state)
    if kind == "withdrawn":
        return Withdrawn(post.get("name", ""), nfc(post.get("reason", "")))
    if kind == "stopped":
        return Stopped(nfc(post.get("document", "")))
    raise Refusal("procedures.unknown", Text("Không có thao tác này.", "There is no such deed."), status=404)


def read_names(post: QueryDict) -> tuple[str, ...]:
    """The staff numbers as typed, one a line or between commas."""
    return tuple(re.split(r"[\s,;]+", nfc(post.get("names", "")).strip(" ,;\r\n\t")))


def read_papers(post: QueryDict) -> list[Filed]:
    """Every paper for which something was written, by the name of its field (`words-minutes`), and
    where it was made public (`where-publication`).

    Raises Refusal (422) when nothing was.
    """
    given = [(name.removeprefix("words-"), nfc(post.get(name, ""))) for name in post if name.startswith("words-")]
    found = [Filed(paper, words, nfc(post.get(f"where-{paper}", ""))) for paper, words in given if words.strip()]
    if not found:
        says = Text("Ghi số, ngày của giấy tờ.", "Give the paper's number and day.")
        raise Refusal("procedures.paper", says, status=422)
    return found


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


def _whole(post: QueryDict, name: str) -> int:
    written = post.get(name, "").strip().replace(".", "")
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise Refusal(
            "procedures.number",
            Text(f"Ô số đếm ghi “{written or '–'}”, không phải số đếm.", f"“{written or '–'}” is no count of votes."),
            Text("Nhập số nguyên, kể cả 0.", "Enter a whole number, 0 included."),
            status=422,
        )
    return int(written)


def _decided(post: QueryDict, state: State) -> Decided:
    approved = tuple(name for name in state.names if name in post.getlist("names"))
    refused = {name: nfc(post.get(f"reason-{name}", "")) for name in state.names if name not in approved}
    document = nfc(post.get("document", "")).strip()
    if len(document) > DECISION_LENGTH:
        raise Refusal(
            "procedures.long_decision",
            Text(f"Số, ngày quyết định có {len(document)} ký tự, nhiều nhất {DECISION_LENGTH}.",
                 f"The decision is named in {len(document)} characters; {DECISION_LENGTH} at most."),
            Text("Chỉ ghi số và ngày, ví dụ “40-QĐ/TU, 20/11/2026”.", "Give its number and day alone."),
            status=422,
        )  # fmt: skip
    return Decided(approved, refused, document)
