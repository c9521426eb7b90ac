"""Party membership, from the dates on the identity page."""

from __future__ import annotations

from canbo.apps.people.facts.shapes import flag, happened, maybe_happened, months_since
from canbo.apps.people.facts.suppliers import PARTY_COMMITTEE
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_VERSION = "people_personversion"


def party_member(q: Query) -> Fold:
    """Admitted to the Party by the day, on probation included.

    No without a date of admission only when the dossier attests that the person is not a member.
    """
    return Fold(
        _VERSION,
        lo=("max", flag(happened(q, column="party_admitted"))),
        hi=("max", flag(maybe_happened(q, column="party_admitted"))),
        where="t.party_admitted_lo is not null",
        row=("max", "t.id"),
        none_when="membership",
    )


def membership_months(q: Query) -> Fold:
    """Complete months since admission to the Party, 0 before it."""
    return _since(q, "party_admitted")


def official_membership_months(q: Query) -> Fold:
    """Complete months since official recognition as a Party member, 0 before it."""
    return _since(q, "party_official")


def _since(q: Query, column: str) -> Fold:
    return Fold(
        _VERSION,
        lo=("max", months_since(q, f"t.{column}_hi")),
        hi=("max", months_since(q, f"t.{column}_lo")),
        where=f"t.{column}_lo is not null",
        row=("max", "t.id"),
    )


FACTS = (
    FactDef(
        "party_member",
        "flag",
        "",
        Text("Là đảng viên Đảng Cộng sản Việt Nam", "Member of the Communist Party of Viet Nam"),
        party_member,
        PARTY_COMMITTEE,
        "",
        _VERSION,
    ),
    FactDef(
        "membership_months",
        "quantity",
        "month",
        Text("Số tháng tuổi Đảng tính từ ngày vào Đảng", "Months since admission to the Party"),
        membership_months,
        PARTY_COMMITTEE,
        "",
        _VERSION,
        drift=1,
    ),
    FactDef(
        "official_membership_months",
        "quantity",
        "month",
        Text("Số tháng là đảng viên chính thức", "Months as an official member of the Party"),
        official_membership_months,
        PARTY_COMMITTEE,
        "",
        _VERSION,
        drift=1,
    ),
)
