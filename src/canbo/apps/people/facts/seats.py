"""Seats on committees. Only full membership counts; alternate members hold no seat in the sense of these facts."""

from __future__ import annotations

import re

from canbo.apps.people.facts.shapes import (
    flag,
    flags,
    greater,
    inner_end,
    lasts,
    may_last,
    months_once,
    outer_end,
    smaller,
)
from canbo.apps.people.facts.suppliers import PARTY_COMMITTEE
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_SEAT = "people_seat"
_FULL = "cast(t.alternate as integer) = 0"
_TERM = re.compile(r"'(\d+):(\d+)'")


def seat_months(q: Query) -> Fold:
    """Complete months as a full member of one of `committees` in one of `roles`, up to the day.

    Spells are pooled; time in two such seats at once counts once. 0 only when the seats are confirmed complete.
    """
    listed = f"{_FULL} and t.committee in {q.codes('committees')} and t.role in {q.codes('roles')}"
    return months_once(q, _SEAT, listed, "seats")


def holds_seat(q: Query) -> Fold:
    """Full member of one of `committees` on the day. No only when the seats are confirmed complete."""
    listed = f"{_FULL} and t.committee in {q.codes('committees')}"
    return flags(_SEAT, lasts(q), f"{listed} and {may_last(q)}", "seats")


def whole_terms(q: Query) -> Fold:
    """How many of `terms` ("since:until" as stamps, congress to congress) are over by the day and covered from end to
    end by full membership of `committee`, in any role.

    Seats that adjoin cover together. 0 only when the seats are confirmed complete.
    """
    terms = [(int(s), int(u)) for s, u in _TERM.findall(q.codes("terms")) if int(u) <= int(q.asof)]
    parts = {f"c{end}{n}": ("sum", _covered(q, end, *term)) for n, term in enumerate(terms) for end in (1, 2)}

    def whole(end: int) -> str:
        """How many terms are covered by all that covers them, at one end of what partial dates leave open."""
        covered = (flag(f"g.c{end}{n} >= {until - since}") for n, (since, until) in enumerate(terms))
        return f"case when g.seats = 1 then {' + '.join(covered) or '0'} end"

    return Fold(
        _SEAT,
        lo=("", whole(1)),
        hi=("", whole(2)),
        where=f"{_FULL} and t.committee in {q.codes('committee')}",
        parts=parts | {"seats": ("max", "1")},
        none_when="seats",
    )


def _covered(q: Query, end: int, since: int, until: int) -> str:
    """How much of a term a seat covers, in stamps: parts that adjoin add up to the whole exactly."""
    start, stop = ("t.since_hi", inner_end(q)) if end == 1 else ("t.since_lo", outer_end(q))
    first, last = greater(start, str(since)), smaller(stop, str(until))
    return f"(case when {last} > {first} then {last} - {first} else 0 end)"


FACTS = (
    FactDef(
        "seat_months",
        "quantity",
        "month",
        Text("Số tháng tham gia cấp ủy", "Months as a member of the committees named"),
        seat_months,
        PARTY_COMMITTEE,
        "seats",
        _SEAT,
        params={"committees": "codes", "roles": "codes"},
        drift=1,
    ),
    FactDef(
        "whole_terms",
        "quantity",
        "term",
        Text("Số nhiệm kỳ trọn vẹn là ủy viên chính thức", "Whole terms as a full member"),
        whole_terms,
        PARTY_COMMITTEE,
        "seats",
        _SEAT,
        params={"committee": "code", "terms": "codes"},
    ),
    FactDef(
        "holds_seat",
        "flag",
        "",
        Text("Đang là ủy viên chính thức của cấp ủy quy định", "Full member of one of the committees named"),
        holds_seat,
        PARTY_COMMITTEE,
        "seats",
        _SEAT,
        params={"committees": "codes"},
    ),
)
