"""Titles of the demo world, by the codes of the pack's catalogue, and the ladders by which people come to them."""

from __future__ import annotations

from typing import NamedTuple


class Rung(NamedTuple):
    """An earlier post: its title and how many years it lasts, at least and at most."""

    title: str
    least: int
    most: int


class Kind(NamedTuple):
    """What the generator knows of a title.

    `home` is the sort of body in which it stands, `ages` the youngest and oldest holder, `posts` how many seats a body
    has (0: no post is kept for it), `words` how a dossier writes it.
    """

    home: str
    ages: tuple[int, int]
    posts: int
    words: str


KINDS: dict[str, Kind] = {
    "provincial_secretary": Kind("provincial_committee", (53, 58), 1, "Bí thư Tỉnh ủy"),
    "provincial_deputy_secretary": Kind("provincial_committee", (49, 58), 2, "Phó Bí thư Tỉnh ủy"),
    "provincial_peoples_council_chair": Kind("provincial_council", (50, 58), 1, "Chủ tịch Hội đồng nhân dân tỉnh"),
    "provincial_peoples_council_vice_chair": Kind(
        "provincial_council", (46, 57), 2, "Phó Chủ tịch Hội đồng nhân dân tỉnh"
    ),
    "provincial_peoples_committee_chair": Kind("provincial_government", (49, 58), 1, "Chủ tịch Ủy ban nhân dân tỉnh"),
    "provincial_peoples_committee_vice_chair": Kind(
        "provincial_government", (45, 57), 4, "Phó Chủ tịch Ủy ban nhân dân tỉnh"
    ),
    "provincial_front_chair": Kind("provincial_front", (49, 58), 1, "Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh"),
    "provincial_front_vice_chair": Kind("provincial_front", (42, 57), 6, "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc tỉnh"),
    "provincial_party_board_head": Kind("party_board", (46, 59), 1, "Trưởng ban"),
    "provincial_party_board_deputy_head": Kind("party_board", (41, 58), 3, "Phó Trưởng ban"),
    "department_director": Kind("department", (46, 59), 1, "Giám đốc sở"),
    "department_deputy_director": Kind("department", (41, 58), 3, "Phó Giám đốc sở"),
    "division_head": Kind("division", (35, 57), 1, "Trưởng phòng"),
    "division_deputy_head": Kind("division", (31, 55), 2, "Phó Trưởng phòng"),
    "principal_specialist": Kind("division", (33, 58), 0, "Chuyên viên chính"),
    "specialist": Kind("division", (24, 56), 0, "Chuyên viên"),
    "district_secretary": Kind("district_committee", (42, 57), 1, "Bí thư Huyện ủy"),
    "district_deputy_secretary": Kind("district_committee", (38, 57), 1, "Phó Bí thư Thường trực Huyện ủy"),
    "district_peoples_committee_chair": Kind("district_government", (40, 57), 1, "Chủ tịch Ủy ban nhân dân huyện"),
    "district_peoples_committee_vice_chair": Kind(
        "district_government", (36, 57), 3, "Phó Chủ tịch Ủy ban nhân dân huyện"
    ),
    "district_division_head": Kind("district_division", (34, 57), 1, "Trưởng phòng cấp huyện"),
    "district_division_deputy_head": Kind("district_division", (30, 55), 2, "Phó Trưởng phòng cấp huyện"),
    "district_specialist": Kind("district_division", (24, 56), 0, "Chuyên viên cấp huyện"),
    "commune_secretary": Kind("commune_committee", (38, 57), 1, "Bí thư Đảng ủy xã"),
    "commune_deputy_secretary": Kind("commune_committee", (34, 57), 1, "Phó Bí thư Thường trực Đảng ủy xã"),
    "commune_peoples_council_vice_chair": Kind("commune_committee", (33, 57), 1, "Phó Chủ tịch Hội đồng nhân dân xã"),
    "commune_peoples_committee_chair": Kind("commune_government", (36, 57), 1, "Chủ tịch Ủy ban nhân dân xã"),
    "commune_peoples_committee_vice_chair": Kind("commune_government", (32, 56), 2, "Phó Chủ tịch Ủy ban nhân dân xã"),
    "commune_front_chair": Kind("commune_front", (33, 57), 1, "Chủ tịch Ủy ban Mặt trận Tổ quốc xã"),
    "commune_front_vice_chair": Kind("commune_front", (28, 56), 2, "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc xã"),
    "commune_division_head": Kind("commune_division", (30, 56), 1, "Trưởng phòng cấp xã"),
    "commune_specialist": Kind("commune_division", (23, 57), 0, "Công chức cấp xã"),
    "school_principal": Kind("school", (36, 57), 1, "Hiệu trưởng"),
    "school_vice_principal": Kind("school", (32, 57), 2, "Phó Hiệu trưởng"),
    "teacher": Kind("school", (22, 58), 0, "Giáo viên"),
    "hospital_director": Kind("hospital", (43, 59), 1, "Giám đốc"),
    "hospital_deputy_director": Kind("hospital", (39, 58), 2, "Phó Giám đốc"),
    "clinical_department_head": Kind("hospital", (35, 58), 8, "Trưởng khoa"),
    "doctor": Kind("hospital", (25, 59), 0, "Bác sĩ"),
    "nurse": Kind("hospital", (22, 56), 0, "Điều dưỡng"),
    "centre_director": Kind("centre", (40, 59), 1, "Giám đốc trung tâm"),
    "centre_deputy_director": Kind("centre", (36, 57), 2, "Phó Giám đốc trung tâm"),
    "public_employee": Kind("centre", (23, 58), 0, "Viên chức chuyên môn"),
    "staff": Kind("any", (22, 57), 0, "Nhân viên"),
}

_OFFICE = (Rung("division_head", 3, 6), Rung("division_deputy_head", 3, 5), Rung("specialist", 3, 9))
_DISTRICT = (
    Rung("district_division_head", 3, 6),
    Rung("district_division_deputy_head", 2, 5),
    Rung("district_specialist", 3, 9),
)
_DEPARTMENT = (Rung("department_director", 2, 5), Rung("department_deputy_director", 3, 5), *_OFFICE)
_PLACE = (
    Rung("district_secretary", 3, 5),
    Rung("district_peoples_committee_chair", 3, 5),
    Rung("district_peoples_committee_vice_chair", 2, 4),
    *_DISTRICT,
)
_COMMUNE = (
    Rung("commune_peoples_committee_chair", 2, 5),
    Rung("commune_peoples_committee_vice_chair", 3, 5),
    Rung("commune_specialist", 3, 12),
)

#: Ladders by title: the ways by which a holder can have come, latest post first.
LADDERS: dict[str, tuple[tuple[Rung, ...], ...]] = {
    "provincial_secretary": ((Rung("provincial_deputy_secretary", 2, 4), *_PLACE),),
    "provincial_deputy_secretary": (_PLACE, (Rung("provincial_party_board_head", 2, 4), *_PLACE)),
    "provincial_peoples_council_chair": (_PLACE,),
    "provincial_peoples_council_vice_chair": (_PLACE, _DEPARTMENT),
    "provincial_peoples_committee_chair": (
        (Rung("provincial_peoples_committee_vice_chair", 2, 4), *_DEPARTMENT),
        (Rung("provincial_peoples_committee_vice_chair", 2, 4), *_PLACE),
    ),
    "provincial_peoples_committee_vice_chair": (_DEPARTMENT, _PLACE),
    "provincial_front_chair": (_PLACE, (Rung("provincial_party_board_deputy_head", 3, 5), *_OFFICE)),
    "provincial_front_vice_chair": (_OFFICE, _DISTRICT),
    "provincial_party_board_head": (_PLACE, (Rung("provincial_party_board_deputy_head", 3, 6), *_OFFICE)),
    "provincial_party_board_deputy_head": (_OFFICE, (Rung("district_deputy_secretary", 3, 5), *_DISTRICT)),
    "department_director": (
        (Rung("department_deputy_director", 3, 6), *_OFFICE),
        (Rung("district_secretary", 3, 5), Rung("department_deputy_director", 2, 5), *_OFFICE),
    ),
    "department_deputy_director": (_OFFICE, (Rung("district_peoples_committee_vice_chair", 3, 5), *_DISTRICT), _OFFICE),
    "division_head": (_OFFICE[1:], _OFFICE[1:], _DISTRICT),
    "division_deputy_head": (_OFFICE[2:], _OFFICE[2:], _DISTRICT[1:]),
    "principal_specialist": (_OFFICE[2:],),
    "specialist": ((), _DISTRICT[2:], ()),
    "commune_secretary": (
        (Rung("district_secretary", 2, 4), Rung("district_peoples_committee_chair", 2, 4), *_DISTRICT),
        (Rung("district_deputy_secretary", 2, 5), *_DISTRICT),
        (Rung("district_peoples_committee_vice_chair", 2, 5), *_DISTRICT),
        _DISTRICT,
    ),
    "commune_peoples_committee_chair": (
        (Rung("district_peoples_committee_chair", 2, 4), *_DISTRICT),
        (Rung("district_peoples_committee_vice_chair", 2, 5), *_DISTRICT),
        _DISTRICT,
    ),
    "commune_deputy_secretary": ((Rung("commune_secretary", 2, 6), *_COMMUNE), _COMMUNE),
    "commune_peoples_council_vice_chair": ((Rung("commune_deputy_secretary", 2, 5), *_COMMUNE), _COMMUNE),
    "commune_peoples_committee_vice_chair": (_COMMUNE, _COMMUNE[1:], _DISTRICT),
    "commune_front_chair": (_COMMUNE[1:],),
    "commune_front_vice_chair": (_COMMUNE[2:],),
    "commune_division_head": (_DISTRICT, _COMMUNE[1:]),
    "commune_specialist": (_COMMUNE[2:], _DISTRICT[2:]),
    "school_principal": (
        (Rung("school_vice_principal", 4, 8), Rung("teacher", 8, 14)),
        (Rung("school_principal", 4, 8), Rung("school_vice_principal", 3, 6), Rung("teacher", 8, 14)),
    ),
    "school_vice_principal": ((Rung("teacher", 8, 18),),),
    "teacher": ((), (), (Rung("teacher", 3, 8),), (Rung("teacher", 3, 8), Rung("teacher", 2, 6))),
    "hospital_director": (
        (Rung("hospital_deputy_director", 3, 6), Rung("clinical_department_head", 3, 6), Rung("doctor", 6, 12)),
    ),
    "hospital_deputy_director": ((Rung("clinical_department_head", 3, 7), Rung("doctor", 6, 12)),),
    "clinical_department_head": ((Rung("doctor", 8, 14),),),
    "doctor": ((), (Rung("doctor", 3, 8),)),
    "nurse": ((), (), (Rung("nurse", 3, 8),)),
    "centre_director": ((Rung("centre_deputy_director", 3, 6), Rung("public_employee", 6, 14)), _OFFICE),
    "centre_deputy_director": ((Rung("public_employee", 8, 14),),),
    "public_employee": ((), (Rung("public_employee", 3, 8),)),
    "staff": ((),),
}

#: Titles for which somebody keeps a plan of successors, from the title that usually comes before.
NEXT: dict[str, tuple[str, ...]] = {
    "provincial_deputy_secretary": ("provincial_secretary",),
    "provincial_peoples_committee_chair": ("provincial_secretary",),
    "provincial_peoples_committee_vice_chair": ("provincial_peoples_committee_chair", "provincial_deputy_secretary"),
    "provincial_party_board_head": ("provincial_deputy_secretary", "provincial_peoples_council_chair"),
    "provincial_party_board_deputy_head": ("provincial_party_board_head",),
    "provincial_front_vice_chair": ("provincial_front_chair",),
    "department_director": ("provincial_peoples_committee_vice_chair", "provincial_peoples_committee_chair"),
    "department_deputy_director": ("department_director", "provincial_party_board_deputy_head"),
    "division_head": ("department_deputy_director", "provincial_party_board_deputy_head"),
    "division_deputy_head": ("division_head",),
    "principal_specialist": ("division_deputy_head",),
    "specialist": ("division_deputy_head",),
    "commune_secretary": ("department_director", "department_deputy_director"),
    "commune_peoples_committee_chair": ("commune_secretary", "department_deputy_director"),
    "commune_deputy_secretary": ("commune_secretary",),
    "commune_peoples_council_vice_chair": ("commune_deputy_secretary",),
    "commune_peoples_committee_vice_chair": ("commune_peoples_committee_chair",),
    "commune_division_head": ("commune_peoples_committee_vice_chair",),
    "commune_front_vice_chair": ("commune_front_chair",),
    "school_vice_principal": ("school_principal",),
    "hospital_deputy_director": ("hospital_director",),
    "centre_deputy_director": ("centre_director",),
}

#: What leaders hold, from the top down; everybody else is a specialist, a professional or staff.
TOP = frozenset(t for t in KINDS if t.startswith("provincial_") or t == "department_director")
LEADERS = frozenset(t for t, kind in KINDS.items() if kind.posts)
EX_DISTRICT = frozenset({"commune_secretary", "commune_peoples_committee_chair"})
