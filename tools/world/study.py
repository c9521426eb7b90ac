"""What people learnt: degrees, political theory, certificates, each with the paper that proves it."""

from __future__ import annotations

from random import Random

from tools.world.careers import YEAR
from tools.world.life import Life, written
from tools.world.names import Wheel, wheel
from tools.world.rows import CertificateRow, DegreeRow, PaperRow, TheoryRow
from tools.world.timeline import DEGREES, MOMENTS, iso, when_written
from tools.world.titles import TOP

#: The first degree of a profession, and how many go on to which.
_FIRST = {
    "kindergarten": wheel({"university": 66, "college": 27, "intermediate": 7}),
    "primary": wheel({"university": 84, "college": 15, "intermediate": 1}),
    "secondary": wheel({"university": 96, "college": 4}),
    "nurse": wheel({"college": 58, "university": 27, "intermediate": 15}),
    "staff": wheel({"college": 40, "university": 38, "intermediate": 22}),
    "commune": wheel({"university": 88, "college": 7, "intermediate": 5}),
    "office": wheel({"university": 100}),
}
_FIELDS = {
    "LG.SNV": ("public_administration", "law", "politics"),
    "LG.STC": ("finance", "economics", "accounting"),
    "LG.SXD": ("construction", "transport", "engineering"),
    "LG.SNNMT": ("agriculture", "environment", "forestry"),
    "LG.SGDDT": ("education", "education", "science"),
    "LG.SYT": ("medicine", "pharmacy", "public_health"),
    "LG.STP": ("law",),
    "LG.SCT": ("engineering", "economics", "business"),
    "LG.SKHCN": ("it", "science", "engineering"),
    "LG.SVHTTDL": ("culture", "journalism", "social"),
    "LG.TTT": ("law", "finance"),
    "LG.SNGV": ("languages", "social"),
    "LG.CCKL": ("forestry",),
    "LG.CCTL": ("construction", "agriculture"),
}
_GENERAL = ("law", "economics", "public_administration", "agriculture", "politics", "education", "social", "accounting")
_SCHOOLS = {
    "education": ("Trường Đại học Vinh", "Trường Đại học Sư phạm Hà Nội", "Trường Đại học Sư phạm Huế"),
    "medicine": ("Trường Đại học Y Hà Nội", "Trường Đại học Y Dược Huế", "Trường Đại học Y khoa Vinh"),
    "law": ("Trường Đại học Luật Hà Nội", "Trường Đại học Vinh"),
    "economics": ("Trường Đại học Kinh tế Quốc dân", "Học viện Tài chính", "Trường Đại học Vinh"),
    "agriculture": ("Học viện Nông nghiệp Việt Nam", "Trường Đại học Nông Lâm Huế"),
}
_ANY_SCHOOL = ("Trường Đại học Vinh", "Đại học Quốc gia Hà Nội", "Học viện Hành chính Quốc gia", "Đại học Huế")
_MASTERS = {"top": 0.72, "leader": 0.46, "office": 0.24, "upper": 0.27, "other": 0.05}
#: Political theory: none, elementary, intermediate, advanced, bachelor.
_THEORY = {
    "top": wheel({"advanced": 90, "bachelor": 10}),
    "province": wheel({"advanced": 78, "intermediate": 20, "bachelor": 2}),
    "division": wheel({"advanced": 46, "intermediate": 50, "elementary": 4}),
    "commune_head": wheel({"advanced": 70, "intermediate": 30}),
    "commune": wheel({"intermediate": 70, "elementary": 18, "advanced": 5, "": 7}),
    "specialist": wheel({"intermediate": 44, "elementary": 26, "advanced": 3, "": 27}),
    "head_of_unit": wheel({"intermediate": 84, "advanced": 8, "elementary": 8}),
    "member": wheel({"elementary": 34, "intermediate": 7, "": 59}),
}
_STATE = {
    "top": wheel({"senior_specialist": 72, "principal_specialist": 28}),
    "leader": wheel({"principal_specialist": 62, "specialist": 24, "senior_specialist": 9, "": 5}),
    "deputy": wheel({"senior_specialist": 52, "principal_specialist": 45, "specialist": 3}),
    "office": wheel({"specialist": 62, "principal_specialist": 16, "": 22}),
}
_LANGUAGE = wheel({"level_2": 40, "level_3": 22, "level_1": 16, "level_4": 3, "language_degree": 2, "": 17})
_IT = wheel({"basic": 74, "advanced": 8, "it_degree": 2, "": 16})
#: Of degrees that nobody had verified, the share whose answer came in June 2026.
_ANSWERED = 0.045


def study(life: Life) -> None:
    """Write degrees, theory and certificates."""
    rng, sort = life.rng, _sort(life)
    field = _field(rng, life)
    first = "university" if life.example else _FIRST[sort].draw(rng)
    graduated = life.start - rng.randrange(60, 500)
    _degree(life, first, field, graduated)
    if first in ("college", "intermediate") and life.leads:
        _degree(life, "university", field, _later(rng, life, 3, 9), mode="part_time")
        first = "university"
    elif first in ("college", "intermediate") and rng.random() < 0.3:
        _degree(life, "university", field, _later(rng, life, 4, 10), mode="part_time")
        first = "university"
    _higher(life, first, field)
    _theory(life)
    _certificates(life)


def _sort(life: Life) -> str:
    title, code = life.slot.title, life.slot.unit.code
    if title in ("teacher", "school_vice_principal", "school_principal"):
        return "kindergarten" if ".MN" in code else "primary" if ".TH" in code else "secondary"
    if title in ("nurse", "staff"):
        return title
    return "commune" if life.slot.category == "commune" else "office"


def _field(rng: Random, life: Life) -> str:
    title = life.slot.title
    if life.slot.unit.sort == "school" and title != "staff":
        return "education"
    if title in ("doctor", "clinical_department_head", "hospital_director", "hospital_deputy_director"):
        return "medicine"
    if title == "nurse":
        return "nursing"
    return rng.choice(_FIELDS.get(life.slot.unit.top, _GENERAL) if rng.random() < 0.85 else _GENERAL)


def _later(rng: Random, life: Life, least: float, most: float) -> int:
    """A day some years after the beginning of service, and before the last weeks of the world."""
    return min(life.start + int(rng.uniform(least, most) * YEAR), life.until - 200 - rng.randrange(150))


def _degree(life: Life, grade: str, field: str, day: int, mode: str = "regular") -> None:
    rng = life.rng
    if day <= life.born + 18 * YEAR or (day >= life.until - 150):
        day = int(life.born + 22.3 * YEAR)
    on = written(rng, day, month=0.3, year=0.2)
    school = rng.choice(_SCHOOLS.get(field, _ANY_SCHOOL))
    proof = (
        life.paper(PaperRow("diploma", f"B{rng.randrange(10**6):06}", school, on), day)
        if rng.random() >= 0.02
        else None
    )
    stated = field if rng.random() >= 0.01 else ""
    verified = True if rng.random() >= 0.06 or life.example else None
    row = DegreeRow(on, grade, stated, "", school, mode, verified, proof)
    begun = max(life.first, when_written(day))
    if verified is None and begun < DEGREES and rng.random() < _ANSWERED:
        life.rows.append((begun, DEGREES, "Degree", row))
        life.put("Degree", row._replace(verified=rng.random() < 0.9), MOMENTS[DEGREES].day.toordinal())
    else:
        life.put("Degree", row, day)


def _higher(life: Life, first: str, field: str) -> None:
    rng, title = life.rng, life.slot.title
    if first != "university" or life.until - life.start < 5 * YEAR:
        return
    if field == "medicine":
        if rng.random() < (0.9 if life.leads else 0.38):
            _degree(life, rng.choice(("specialist_1", "specialist_1", "master")), field, _later(rng, life, 5, 9))
        if title.startswith("hospital_") and rng.random() < 0.5:
            _degree(life, "specialist_2", field, _later(rng, life, 11, 16))
        return
    public = life.slot.category == "public_employee"
    place = (
        "top"
        if title in TOP
        else "leader"
        if life.leads and not public
        else "upper"
        if ".PT" in life.slot.unit.code
        else ("other" if public or life.slot.category == "commune" else "office")
    )
    if rng.random() < _MASTERS[place]:
        _degree(life, "master", field, _later(rng, life, 5, 12))
        if place == "top" and rng.random() < 0.11:
            _degree(life, "doctor", field, _later(rng, life, 14, 20))


def _theory_sort(life: Life) -> str:
    title = life.slot.title
    if title in TOP:
        return "top"
    if title in ("commune_secretary", "commune_peoples_committee_chair", "commune_deputy_secretary"):
        return "commune_head"
    if title.startswith("department_"):
        return "province"
    if title.startswith("division_"):
        return "division"
    if life.leads and life.slot.category == "public_employee":
        return "head_of_unit"
    if title.startswith("commune_"):
        return "commune"
    return "specialist" if title.endswith("specialist") else "member"


def _proof(life: Life, kind_words: str, on: str, day: int) -> int | None:
    return life.paper(PaperRow("diploma", "", kind_words, on), day) if life.leads else None


def _verified(life: Life) -> bool | None:
    return True if life.rng.random() >= 0.04 or life.example else None


def _theory(life: Life) -> None:
    rng = life.rng
    grade = "advanced" if life.example else _THEORY[_theory_sort(life)].draw(rng)
    if not grade or life.until - life.start < (6 if grade in ("advanced", "bachelor") else 2) * YEAR:
        return
    ladder = {"advanced": ("intermediate", "advanced"), "bachelor": ("bachelor",)}.get(grade, (grade,))
    for number, level in enumerate(ladder):
        day = _later(rng, life, 3 + 5 * number, 6 + 7 * number)
        on = written(rng, day, month=0.35)
        school = "Học viện Chính trị khu vực I" if level in ("advanced", "bachelor") else "Trường Chính trị tỉnh"
        row = TheoryRow(on, level, rng.random() < 0.02, _verified(life), _proof(life, school, on, day))
        life.put("Theory", row, day)


def _state_sort(life: Life) -> str:
    title = life.slot.title
    if title in TOP:
        return "top"
    if title in ("department_deputy_director", "provincial_party_board_deputy_head", "commune_secretary"):
        return "deputy"
    return "leader" if life.leads else "office"


def _certificates(life: Life) -> None:
    rng, title = life.rng, life.slot.title
    public = life.slot.category == "public_employee"
    wheels: list[tuple[str, Wheel]] = [("language", _LANGUAGE), ("it", _IT)]
    if not public or life.leads and rng.random() < 0.4:
        wheels.append(("state_management", _STATE[_state_sort(life)]))
    for kind, choices in wheels:
        grade = choices.draw(rng)
        if life.example and kind == "state_management":
            grade = "senior_specialist"
        if grade and not (public and kind == "language" and rng.random() < 0.45):
            day = _later(rng, life, 1, 9)
            on = written(rng, day, month=0.25, year=0.1)
            verified = _verified(life) if kind == "state_management" else True
            life.put("Certificate", CertificateRow(on, kind, grade, verified, None), day)
    if title in TOP and rng.random() < 0.5:
        life.put(
            "Certificate", CertificateRow(iso(life.until - 900), "language", "level_4", True, None), life.until - 900
        )
