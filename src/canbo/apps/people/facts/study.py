"""Degrees, academic ranks, political theory and certificates.

A row that was verified counts at both ends, one that nobody has verified only at the upper end, one that failed
verification not at all. A code that the list of the pack does not know is no rank and does not count.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import flag, flags, maybe_happened, not_no, obtained, or_none, yes
from canbo.apps.people.facts.suppliers import PERSON_WITH_PROOF
from canbo.core.facts import FactDef, Query
from canbo.lib.text import Text


def _held(q: Query) -> str:
    return f"{yes('t.verified')} and {obtained(q)}"


def _may_be_held(q: Query) -> str:
    return f"{not_no('t.verified')} and {maybe_happened(q)}"


def _highest(q: Query, table: str, scale: str, section: str, where: str = "true") -> str:
    """The highest rank among the rows of a table, 0 when the section is confirmed and there is none."""
    ranked = (
        f"select t.person_id as person_id, t.id as id, {q.rank(scale, 't.grade')} as grade, {flag(_held(q))} as sure "
        f"from {q.table(table)} t where {where} and {_may_be_held(q)}"
    )
    rows = (
        "select g.person_id as person_id, g.grade * g.sure as lo, g.grade as hi, g.id as src "
        f"from ({ranked}) g where g.grade is not null"
    )
    return or_none(q, rows, section)


def degree_rank(q: Query) -> str:
    """Rank of the highest degree in the list `degrees`. 0 when the degrees are confirmed complete and there is none."""
    return _highest(q, "people_degree", "degrees", "degrees")


def degree_in_fields(q: Query) -> str:
    """Has a degree at or above `least` in one of `fields`. A degree whose field is not stated leaves it open.

    No only when the degrees are confirmed complete.
    """
    high = f"{q.rank('degrees', 't.grade')} >= {q.rank('degrees', q.arg('least'))}"
    fits = f"t.field in {q.codes('fields')}"
    surely = f"{_held(q)} and {fits}"
    perhaps = f"{_may_be_held(q)} and ({fits} or t.field = '') and {high}"
    return or_none(q, flags(q, "people_degree", surely, perhaps), "degrees")


def academic_rank(q: Query) -> str:
    """Rank of the academic title on the identity page in the list `academic-ranks`.

    None only when the degrees are confirmed complete. The identity page gives it no date: it counts at any day.
    """
    ranked = (
        f"select t.person_id as person_id, t.id as id, {q.rank('academic-ranks', 't.academic_rank')} as grade "
        f"from {q.table('people_personversion')} t where t.academic_rank <> ''"
    )
    rows = (
        "select g.person_id as person_id, g.grade as lo, g.grade as hi, g.id as src "
        f"from ({ranked}) g where g.grade is not null"
    )
    return or_none(q, rows, "degrees")


def theory_rank(q: Query) -> str:
    """Rank of the highest level of political theory in the list `theory-levels`; certified equivalents count alike."""
    return _highest(q, "people_theory", "theory-levels", "theory")


def certificate_rank(q: Query) -> str:
    """Rank of the highest certificate of a kind (state_management, language, it) in the code list named by `scale`."""
    scale = q.arg("scale").strip("'")
    return _highest(q, "people_certificate", scale, "certificates", f"t.kind = {q.arg('kind')}")


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
