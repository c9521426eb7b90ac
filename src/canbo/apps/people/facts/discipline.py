"""Discipline and open proceedings. Party and government discipline count alike.

A discipline without a date may have taken effect at any time. That there was none is known only when the section is
confirmed complete.
"""

from __future__ import annotations

from canbo.apps.people.facts.shapes import (
    flags,
    happened,
    lasts,
    may_last,
    maybe_happened,
    months_since,
    winning_row,
    with_row,
)
from canbo.apps.people.facts.suppliers import INSPECTION
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_DISCIPLINE = "people_discipline"
_CANVASSING = "t.reason = 'canvassing'"


def discipline_in_force(q: Query) -> Fold:
    """A discipline has taken effect by the day and has not yet been expunged or lapsed."""
    running = f"(t.last_lo is null or t.last_lo > {q.asof})"
    perhaps = f"{maybe_happened(q)} and (t.last_hi is null or t.last_hi > {q.asof})"
    return flags(_DISCIPLINE, f"{happened(q)} and {running}", perhaps, "discipline")


def has_discipline(q: Query) -> Fold:
    """Was ever disciplined in the form up to the day, lapsed or not."""
    return _ever(q, f"t.form in {q.codes('form')}")


def canvassing_discipline(q: Query) -> Fold:
    """Was ever disciplined in the form for canvassing for posts or power up to the day."""
    return _ever(q, f"t.form in {q.codes('form')} and {_CANVASSING}")


def warning_with_removal(q: Query) -> Fold:
    """Was ever warned together with removal from the post up to the day."""
    return _ever(q, "t.form = 'warning' and cast(t.with_removal as integer) = 1")


def _ever(q: Query, where: str) -> Fold:
    return flags(_DISCIPLINE, happened(q), f"{where} and {maybe_happened(q)}", "discipline")


def months_since_discipline(q: Query) -> Fold:
    """Complete months since the latest discipline of the form took effect. Unknown when there was none.

    A later one that only may have taken effect by the day widens the interval downwards.
    """
    return _since_latest(q, f"t.form in {q.codes('form')}")


def months_since_canvassing(q: Query) -> Fold:
    """Complete months since the latest discipline of the form for canvassing took effect. Unknown without one."""
    return _since_latest(q, f"t.form in {q.codes('form')} and {_CANVASSING}")


def _since_latest(q: Query, where: str) -> Fold:
    """The shortest time at the lower end; at the upper end that of a discipline which has certainly taken effect."""
    return Fold(
        _DISCIPLINE,
        lo=("min", "t.least"),
        hi=("", "coalesce(g.settled, g.most)"),
        where=f"{where} and {maybe_happened(q)}",
        row=("", winning_row("g.latest")),
        values={"least": f"coalesce({months_since(q, 't.on_hi')}, 0)", "most": months_since(q, "t.on_lo")},
        parts={
            "settled": ("min", f"case when {happened(q)} then t.most end"),
            "most": ("max", "t.most"),
            "latest": ("max", with_row("-t.least", "t.id")),
        },
    )


def proceedings_open(q: Query) -> Fold:
    """A proceeding of one of `kinds` is open on the day. No only when the proceedings are confirmed complete."""
    listed = f"t.kind in {q.codes('kinds')}"
    return flags("people_proceeding", lasts(q), f"{listed} and {may_last(q)}", "proceedings")


_FORM = {"form": "code"}

FACTS = (
    FactDef(
        "discipline_in_force",
        "flag",
        "",
        Text("Đang trong thời hạn kỷ luật", "Discipline in force"),
        discipline_in_force,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
    ),
    FactDef(
        "has_discipline",
        "flag",
        "",
        Text("Đã bị kỷ luật theo hình thức quy định", "Was disciplined in the form named"),
        has_discipline,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
        params=_FORM,
    ),
    FactDef(
        "months_since_discipline",
        "quantity",
        "month",
        Text(
            "Số tháng kể từ khi quyết định kỷ luật gần nhất có hiệu lực",
            "Months since the latest discipline took effect",
        ),
        months_since_discipline,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
        params=_FORM,
        drift=1,
    ),
    FactDef(
        "canvassing_discipline",
        "flag",
        "",
        Text("Đã bị kỷ luật do chạy chức, chạy quyền", "Was disciplined for canvassing for posts or power"),
        canvassing_discipline,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
        params=_FORM,
    ),
    FactDef(
        "months_since_canvassing",
        "quantity",
        "month",
        Text(
            "Số tháng kể từ khi quyết định kỷ luật do chạy chức, chạy quyền có hiệu lực",
            "Months since the latest discipline for canvassing took effect",
        ),
        months_since_canvassing,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
        params=_FORM,
        drift=1,
    ),
    FactDef(
        "warning_with_removal",
        "flag",
        "",
        Text("Bị cảnh cáo đến mức miễn nhiệm chức vụ", "Warned together with removal from the post"),
        warning_with_removal,
        INSPECTION,
        "discipline",
        _DISCIPLINE,
    ),
    FactDef(
        "proceedings_open",
        "flag",
        "",
        Text(
            "Đang bị kiểm tra, thanh tra, điều tra hoặc giải quyết tố cáo",
            "Under inspection, examination, investigation or an open denunciation",
        ),
        proceedings_open,
        INSPECTION,
        "proceedings",
        "people_proceeding",
        params={"kinds": "codes"},
    ),
)
