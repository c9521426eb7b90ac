"""The smaller items of the standard form, for those who lead: residence, grade and step, army service, health."""

from __future__ import annotations

from random import Random

from tools.world.life import Life
from tools.world.rows import DetailRow
from tools.world.timeline import iso

_STREETS = ("Lê Lợi", "Trần Phú", "Nguyễn Du", "Phan Đình Phùng", "Quang Trung", "Hồ Tùng Mậu", "Trường Chinh")
_WARDS = ("phường Đông Lam", "phường Hưng Phú", "xã Yên Thịnh", "xã Vĩnh Lộc", "phường Trung Sơn", "xã Thanh Hòa")
_BEFORE = ("Sinh viên", "Giáo viên", "Bộ đội", "Nông nghiệp", "Kỹ sư", "Chưa có nghề")
_STRENGTHS = ("Công tác tổ chức", "Quản lý nhà nước", "Tài chính, ngân sách", "Dân vận", "Xây dựng Đảng", "Pháp chế")
#: Grade of the catalogue with the coefficient of its first step and of each further one.
_GRADES = (("Chuyên viên cao cấp (01.001)", 6.20, 0.36), ("Chuyên viên chính (01.002)", 4.40, 0.34))
_RANKS = ("Thiếu úy", "Trung úy", "Thượng úy", "Đại úy")


def details(life: Life) -> None:
    """Write them for whoever leads an office; drawn apart, so that the rest of a life is what it would be without."""
    if not life.leads or life.slot.category == "public_employee":
        return
    rng = Random(f"{life.key}/details")
    for kind, value in (*_open(rng, life), *(_service(rng, life) if rng.random() < 0.15 else ())):
        life.put("Detail", DetailRow("", kind, value))
    for kind, value in _private(rng):
        life.put("PrivateDetail", DetailRow("", kind, value))


def _open(rng: Random, life: Life) -> list[tuple[str, str]]:
    home = f"{rng.choice(_WARDS)}, tỉnh Lam Giang"
    name, first, more = _GRADES[0] if "provincial_" in life.slot.title else _GRADES[1]
    step = rng.randrange(1, 7)
    coefficient = f"{first + more * (step - 1):.2f}".replace(".", ",")
    return [
        ("residence", home),
        ("address", f"Số {rng.randrange(1, 240)}, đường {rng.choice(_STREETS)}, {home}"),
        ("job_before", rng.choice(_BEFORE)),
        ("grade", name),
        ("step", f"Bậc {step}, hệ số {coefficient}"),
        ("strengths", rng.choice(_STRENGTHS)),
    ]


def _service(rng: Random, life: Life) -> list[tuple[str, str]]:
    since = life.born + rng.randrange(6_700, 7_600)
    ends = since + rng.randrange(600, 1_200)
    said = [("enlisted", since), ("discharged", ends)]
    return [*((kind, "/".join(reversed(iso(day).split("-")))) for kind, day in said), ("army_rank", rng.choice(_RANKS))]


def _private(rng: Random) -> list[tuple[str, str]]:
    """Invented numbers that nobody can have: they begin with zeros."""
    return [
        ("health", rng.choice(("Tốt", "Tốt", "Bình thường"))),
        ("blood", rng.choice(("A", "B", "AB", "O"))),
        ("social_insurance", f"0000{rng.randrange(10**6):06}"),
        ("telephone", f"0900 000 {rng.randrange(1000):03}"),
    ]
