"""Degrees, academic ranks, political theory and certificates.

A row that was verified counts at both ends, one that nobody has verified only at the upper end, one that failed
verification not at all. A code that the list of the pack does not know is no rank and does not count.
"""

from __future__ import annotations

from canbo.apps.people.facts.shapes import flag, maybe_happened, not_no, obtained, winning_row, with_row, yes
from canbo.apps.people.facts.suppliers import PERSON_WITH_PROOF
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text


def _standing(q: Query) -> dict[str, str]:
    """Values of a qualification: 1 where it was certainly held by the day, and whether it may have been."""
    return {
        "sure": flag(f"{yes('t.verified')} and {obtained(q)}"),
        "maybe": f"({not_no('t.verified')} and {maybe_happened(q)})",
    }


def _highest(q: Query, table: str, scale: str, section: str, where: str = "t.maybe") -> Fold:
    """The highest rank among the rows of a table, 0 when the section is confirmed and there is none."""
    return Fold(
        table,
        lo=("max", "t.rank * t.sure"),
        hi=("max", "t.rank"),
        where=where,
        row=("", winning_row("g.best")),
        values=_standing(q) | {"rank": q.rank(scale, "t.grade")},
        parts={"best": ("max", f"case when t.rank is not null then {with_row('t.rank', 't.id')} end")},
        none_when=section,
    )


def degree_rank(q: Query) -> Fold:
    """Rank of the highest degree in the list `degrees`. 0 when the degrees are confirmed complete and there is none."""
    return _highest(q, "people_degree", "degrees", "degrees")


def degree_in_fields(q: Query) -> Fold:
    """Has a degree at or above `least` in one of `fields`. A degree whose field is not stated leaves it open.

    No only when the degrees are confirmed complete.
    """
    fits = "(t.fits = 1 or t.field = '') and t.rank >= t.least"
    return Fold(
        "people_degree",
        lo=("max", f"case when {fits} then t.sure * t.fits end"),
        hi=("max", f"case when {fits} then 1 end"),
        where="t.maybe",
        row=("max", f"case when {fits} then t.id end"),
        values=_standing(q)
        | {
            "rank": q.rank("degrees", "t.grade"),
            "least": q.rank("degrees", q.arg("least")),
            "fits": flag(f"t.field in {q.codes('fields')}"),
        },
        none_when="degrees",
    )


def academic_rank(q: Query) -> Fold:
    """Rank of the academic title on the identity page in the list `academic-ranks`.

    None only when the degrees are confirmed complete. The identity page gives it no date: it counts at any day.
    """
    return Fold(
        "people_personversion",
        lo=("max", "t.rank"),
        hi=("max", "t.rank"),
        where="t.rank is not null",
        row=("max", "t.id"),
        values={"rank": q.rank("academic-ranks", "t.academic_rank")},
        none_when="degrees",
    )


def theory_rank(q: Query) -> Fold:
    """Rank of the highest level of political theory in the list `theory-levels`; certified equivalents count alike."""
    return _highest(q, "people_theory", "theory-levels", "theory")


def certificate_rank(q: Query) -> Fold:
    """Rank of the highest certificate of a kind (state_management, language, it) in the code list named by `scale`."""
    scale = q.arg("scale").strip("'")
    return _highest(q, "people_certificate", scale, "certificates", f"t.maybe and t.kind = {q.arg('kind')}")


FACTS = (
    FactDef(
        "degree_rank",
        "code",
        "",
        Text("Trình độ chuyên môn cao nhất", "Highest degree"),
        degree_rank,
        PERSON_WITH_PROOF,
        "degrees",
        "people_degree",
        scale="degrees",
    ),
    FactDef(
        "degree_in_fields",
        "flag",
        "",
        Text("Có bằng cấp thuộc ngành đào tạo phù hợp", "Degree in one of the fields named"),
        degree_in_fields,
        PERSON_WITH_PROOF,
        "degrees",
        "people_degree",
        params={"fields": "codes", "least": "code"},
    ),
    FactDef(
        "academic_rank",
        "code",
        "",
        Text("Học hàm", "Academic rank"),
        academic_rank,
        PERSON_WITH_PROOF,
        "degrees",
        "people_personversion",
        scale="academic-ranks",
    ),
    FactDef(
        "theory_rank",
        "code",
        "",
        Text("Trình độ lý luận chính trị", "Level of political theory"),
        theory_rank,
        PERSON_WITH_PROOF,
        "theory",
        "people_theory",
        scale="theory-levels",
    ),
    FactDef(
        "certificate_rank",
        "code",
        "",
        Text("Chứng chỉ, bồi dưỡng cao nhất theo loại", "Highest certificate of the kind"),
        certificate_rank,
        PERSON_WITH_PROOF,
        "certificates",
        "people_certificate",
        params={"kind": "code", "scale": "list"},
    ),
)
