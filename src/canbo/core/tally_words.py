"""What the outcomes of a count are called, and a result as plain values that can be kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from canbo.core.pack import Pack
from canbo.core.tally import Result
from canbo.core.tally_kinds import Kind
from canbo.lib.text import Text

#: Outcomes of a name; those of a confidence poll are codes of poll-outcomes.
OUTCOMES: Mapping[str, Text] = {
    "passed": Text("Đạt", "Passed"),
    "below": Text("Không đạt", "Not passed"),
    "exactly": Text("Đúng bằng tỷ lệ: người đứng đầu quyết định", "Exactly the share: the head decides"),
    "not_among": Text("Đủ tỷ lệ nhưng ngoài số lượng", "Over the share, but the places are taken"),
    "tied": Text("Bằng phiếu ở vị trí cuối", "Tied for the last place"),
    "goes_on": Text("Được giới thiệu ở bước tiếp theo", "Goes on to the next step"),
    "withdrawn": Text("Đã rút", "Withdrawn"),
    "recorded": Text("Ghi nhận", "Recorded"),
    "unknown": Text("Chưa xác định: thiếu mẫu số", "Unknown: the base is missing"),
}
_ELECTED = Text("Trúng cử", "Elected")
_NOT_ELECTED = Text("Không trúng cử", "Not elected")
_OUTCOME_LIST, _BASE_LIST, _FAULT_LIST = "poll-outcomes", "vote-bases", "ballot-faults"


def outcome_text(pack: Pack, kind: Kind, outcome: str) -> Text:
    """What an outcome is called for a kind of ballot: elections speak of being elected."""
    if kind.decides == "bands" and outcome in pack.code_list(_OUTCOME_LIST).codes:
        return pack.code_list(_OUTCOME_LIST).codes[outcome].name
    if kind.decides == "seats" and kind.below is not None and kind.below.value == "again":
        return {"passed": _ELECTED, "below": _NOT_ELECTED}.get(outcome) or OUTCOMES[outcome]
    return OUTCOMES[outcome]


def base_text(pack: Pack, kind: Kind) -> Text | None:
    """What the votes are measured against; None where nothing is decided."""
    return pack.code_list(_BASE_LIST).codes[str(kind.base.value)].name if kind.base else None


def fault_text(pack: Pack, code: str) -> Text:
    """What a fault of a paper is called."""
    return pack.code_list(_FAULT_LIST).codes[code].name


def as_data(kind: Kind, result: Result) -> dict[str, Any]:
    """A result in JSON values, shares as "a/b"; equal results give equal values."""
    count = result.count
    return {
        "kind": kind.code,
        "on": kind.on.isoformat(),
        "base": {"is": str(kind.base.value) if kind.base else None, "number": result.base},
        "fewest": result.fewest,
        "papers": {
            "returned": count.returned,
            "valid": count.valid,
            "invalid": count.invalid,
            "blank": count.blank,
            "faults": dict(sorted(count.faults.items())),
        },
        "names": [
            {
                "place": name.place,
                "votes": name.votes,
                "rank": name.rank,
                "share": None if name.share is None else f"{name.share.numerator}/{name.share.denominator}",
                "outcome": name.outcome,
                "options": list(name.count.votes),
                "no_tick": name.count.no_tick,
                "many_ticks": name.count.many_ticks,
            }
            for name in result.names
        ],
        "next": result.next
        and {"why": result.next.why, "places": list(result.next.places), "seats": result.next.seats},
    }
