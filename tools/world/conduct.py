"""What stands beside the career: discipline, proceedings, conclusions, papers, family, rewards, confirmed sections."""

from __future__ import annotations

import datetime as dt

from canbo.apps.people.models import SECTIONS
from tools.world.careers import YEAR
from tools.world.life import Life, written
from tools.world.names import relative_name, wheel
from tools.world.rows import (
    DisciplineRow,
    FindingRow,
    PaperRow,
    ProceedingRow,
    ProductRow,
    RelativeRow,
    RewardRow,
    SectionRow,
)
from tools.world.timeline import FIRST, LATEST, MOMENTS, TODAY, YEAR_2025, iso
from tools.world.titles import TOP

_FORMS = wheel({"reprimand": 64, "warning": 26, "removal": 4, "demotion_pay": 4, "demotion": 2})
_REASONS = wheel(
    {"duty": 58, "lifestyle": 10, "population": 14, "dishonest_file": 6, "canvassing": 3, "abuse": 4, "other": 5}
)
_PROCEEDINGS = wheel(
    {"inspection": 34, "denunciation": 30, "complaint": 14, "examination": 12, "disciplinary": 8, "investigation": 2}
)
_REWARDS = wheel(
    {
        "advanced_worker": 58,
        "base_emulation": 26,
        "province_emulation": 6,
        "ministry_merit": 4,
        "pm_merit": 2,
        "badge": 4,
    }
)
_REWARD_WORDS = {
    "advanced_worker": "Lao động tiên tiến",
    "base_emulation": "Chiến sĩ thi đua cơ sở",
    "badge": "Kỷ niệm chương",
    "province_emulation": "Chiến sĩ thi đua cấp tỉnh",
    "ministry_merit": "Bằng khen cấp bộ",
    "pm_merit": "Bằng khen của Thủ tướng Chính phủ",
}
_PRODUCTS = (
    "Đề án sắp xếp tổ chức bộ máy của cơ quan",
    "Quy trình một cửa rút ngắn thời hạn giải quyết hồ sơ",
    "Mô hình chuyển đổi số tại đơn vị",
    "Công trình hoàn thành trước tiến độ",
    "Sáng kiến cấp tỉnh được công nhận",
    "Nghị quyết chuyên đề đã tổng kết, có kết quả",
    "Mô hình giảm nghèo được nhân rộng",
)
#: The dossier of an appointment: kind of paper, who issues it, how long it is good (months; 0: for ever).
_DOSSIER = (
    ("cv", "Cá nhân, cơ quan xác nhận", 6),
    ("photo", "Cá nhân", 6),
    ("self_assessment", "Cá nhân", 36),
    ("workplace_comments", "Cấp ủy nơi công tác", 36),
    ("residence_comments", "Chi ủy nơi cư trú", 12),
    ("political_conclusion", "Ban Tổ chức", 60),
    ("asset_declaration", "Cá nhân", 12),
    ("health_certificate", "Bệnh viện Đa khoa tỉnh", 6),
    ("family_declaration", "Cá nhân", 12),
)
_FINDINGS = ("general_standard", "political_standard", "health_fit", "field_fits", "products_recognised")
_DISCIPLINED, _INVESTIGATED = 0.015, 0.003
_BEFORE_CONGRESS = dt.date(2025, 10, 1).toordinal()


def conduct(life: Life) -> None:
    """Write everything of this kind."""
    _discipline(life)
    _proceeding(life)
    _rewards(life)
    if life.leads and not life.left:  # who left keeps no dossier of an appointment to come
        _dossier(life)
        if life.slot.category != "public_employee":
            _findings(life)
            _family(life)
    elif life.rng.random() < 0.9:
        life.paper(PaperRow("cv", "", "Cá nhân, cơ quan xác nhận", iso(life.start)[:7]), life.start)
    _sections(life)


def _discipline(life: Life) -> None:
    rng = life.rng
    if life.example == "reprimanded":
        on, form = dt.date(2024, 3, 11).toordinal() + life.number % 60, "reprimand"
    elif rng.random() >= _DISCIPLINED or life.until - life.start < 900 or life.example:
        return
    else:
        on, form = rng.randrange(max(life.start + 400, life.until - int(9 * YEAR)), life.until - 40), _FORMS.draw(rng)
    term = 365 if form != "removal" else 730
    last = on + term if on + term < life.until else None
    row = DisciplineRow(
        iso(on) if life.example else written(rng, on, month=0.04),
        iso(last) if last else "",
        "party" if rng.random() < 0.45 else "government",
        form,
        "duty" if life.example else _REASONS.draw(rng),
        form == "warning" and rng.random() < 0.15,
    )
    life.paper(PaperRow("discipline_decision", f"{rng.randrange(10, 900)}-QĐ/UBKT", "Ủy ban Kiểm tra", iso(on)), on)
    life.spell("Discipline", row, on, last)


def _proceeding(life: Life) -> None:
    rng = life.rng
    if rng.random() >= _INVESTIGATED or life.example or life.left or TODAY - life.start < 700:
        return
    since = rng.randrange(TODAY - 620, TODAY - 30)
    last = since + rng.randrange(40, 240)
    closed = last < TODAY - 5 and rng.random() < 0.8
    row = ProceedingRow(iso(since), iso(last) if closed else "", _PROCEEDINGS.draw(rng), "Ủy ban Kiểm tra Tỉnh ủy")
    life.spell("Proceeding", row, since, last if closed else None)


def _rewards(life: Life) -> None:
    rng = life.rng
    count = rng.choices((0, 1, 2, 3), (20, 40, 30, 10) if life.leads else (66, 24, 8, 2))[0]
    for _ in range(count):
        day = (
            rng.randrange(max(life.start, life.until - int(15 * YEAR)), life.until - 60)
            if life.until - life.start > 400
            else 0
        )
        if day:
            form = _REWARDS.draw(rng)
            life.put("Reward", RewardRow(written(rng, day, month=0.1, year=0.4), form, _REWARD_WORDS[form]), day)
    if life.leads and (rng.random() < 0.6 or life.example):
        for _ in range(rng.randrange(1, 4)):
            day = rng.randrange(max(life.start, life.until - int(5 * YEAR)), life.until - (600 if life.example else 60))
            proven = True if rng.random() < 0.72 or life.example else None
            life.put("Product", ProductRow(written(rng, day, year=0.3), rng.choice(_PRODUCTS), proven), day)


def _dossier(life: Life) -> None:
    """Papers of an appointment: most dossiers are complete and in date, the others lack what real ones lack."""
    rng = life.rng
    complete = life.example != "" or rng.random() < (0.9 if life.slot.title in TOP else 0.72)
    for kind, issuer, good in _DOSSIER:
        draw = rng.random()
        if life.first == FIRST and draw < 0.93:
            day = MOMENTS[FIRST].day.toordinal() - rng.randrange(20, 150)
            if day > life.start:
                life.paper(PaperRow(kind, "", issuer, iso(day)), day)
        if complete and life.slot.category != "public_employee":  # for the congresses and mergers of 2025
            day = _BEFORE_CONGRESS - rng.randrange(5, 60)
            life.paper(PaperRow(kind, "", issuer, iso(day)), day)
        if good <= 36 and (complete or draw >= 0.14):
            fresh = complete or rng.random() < 0.6
            day = TODAY - rng.randrange(5, 110) if fresh else TODAY - 31 * good - rng.randrange(30, 200)
            if day > max(life.start, MOMENTS[FIRST].day.toordinal()):
                looked_at = True if complete or rng.random() < 0.93 else None
                life.paper(PaperRow(kind, "", issuer, iso(day), looked_at), day)


def _findings(life: Life) -> None:
    rng = life.rng
    share = 0.85 if life.slot.title in TOP or life.slot.title.startswith("department_") else 0.55
    for year in ("2023", "2026"):
        if rng.random() >= share and not life.example:
            continue
        for kind in _FINDINGS:
            if rng.random() < 0.94 or life.example:
                number = rng.randrange(20, 900)
                on = f"{year}-{rng.randrange(3, 10):02}-{rng.randrange(1, 28):02}"
                day = TODAY - 30 if year == "2026" else MOMENTS[FIRST].day.toordinal()
                life.put(
                    "Finding",
                    FindingRow(
                        on,
                        kind,
                        "",
                        rng.random() < 0.975 or life.example != "",
                        "Ban Thường vụ Tỉnh ủy",
                        f"{number}-KL/TU",
                    ),
                    day,
                )


def _family(life: Life) -> None:
    rng = life.rng
    name = next(row.name for _, _, table, row in life.rows if table == "PersonVersion")
    family, year = name.split()[0], 1 + life.born // 366
    declared = "2025-12-15" if rng.random() < 0.9 else "2023-12-10"
    other = "F" if life.sex == "M" else "M"
    members = [
        ("father", "own", relative_name(rng, "M", family=family), year - rng.randrange(24, 36), "Đã nghỉ hưu"),
        ("mother", "own", relative_name(rng, "F"), year - rng.randrange(21, 33), "Đã nghỉ hưu"),
        (
            "spouse",
            "own",
            relative_name(rng, other),
            year + rng.randrange(-4, 5),
            rng.choice(("Giáo viên", "Công chức", "Kinh doanh", "Điều dưỡng")),
        ),
    ]
    for _ in range(rng.choices((0, 1, 2, 3), (6, 24, 56, 14))[0]):
        child = relative_name(rng, rng.choice("MF"), family=family if life.sex == "M" else members[2][2].split()[0])
        members.append(("child", "own", child, year + rng.randrange(24, 36), "Học sinh, sinh viên"))
    if rng.random() < 0.5:
        sibling = relative_name(rng, rng.choice("MF"), family=family)
        members.append(
            (
                "sibling",
                "own",
                sibling,
                year + rng.randrange(-8, 9),
                rng.choice(("Nông dân", "Công nhân", "Công chức", "Bộ đội")),
            )
        )
    day = MOMENTS[YEAR_2025].day.toordinal() if declared > "2024" else None
    for member in members:
        life.put("Relative", RelativeRow(*member, declared), day)


def _sections(life: Life) -> None:
    """97 % of all sections are confirmed complete; ratings are not where a year is missing."""
    rng = life.rng
    opened = MOMENTS[life.first].day.toordinal() - rng.randrange(3, 40)
    on = iso(max(opened, life.start))
    careful = rng.random() < 0.93 or life.example != ""
    for name in SECTIONS:
        sure = careful or rng.random() < 0.62
        if name == "ratings" and life.unrated:
            sure = False
        if not sure:
            continue
        row = SectionRow(name, on)
        if life.left:
            life.put("Section", row)
        elif name == "family" and life.leads and life.first < YEAR_2025 and life.slot.category != "public_employee":
            life.rows.append((life.first, YEAR_2025, "Section", row))
            life.put("Section", row._replace(confirmed="2025-12-20"), MOMENTS[YEAR_2025].day.toordinal())
        elif name in ("papers", "discipline", "proceedings") and life.leads and life.first < LATEST:
            life.rows.append((life.first, LATEST, "Section", row))
            life.put("Section", row._replace(confirmed="2026-10-20"), TODAY)
        else:
            life.put("Section", row)
