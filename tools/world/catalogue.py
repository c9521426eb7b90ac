"""From the generator's few kinds of post to the titles of the pack's catalogue, which names some bodies' heads apart."""

from __future__ import annotations

from tools.world.tree import Unit

#: Heads by the last part of the body's code.
_BY_BODY = {
    ("provincial_party_board_head", "UBKT"): "provincial_inspection_chair",
    ("provincial_party_board_head", "BTGDV"): "provincial_propaganda_head",
    ("provincial_party_board_head", "BNC"): "provincial_internal_affairs_head",
    ("provincial_party_board_head", "VPTU"): "provincial_office_chief",
    ("provincial_party_board_head", "BTC"): "provincial_organisation_head",
    ("provincial_party_board_deputy_head", "BTC"): "provincial_organisation_deputy_head",
    ("provincial_party_board_deputy_head", "UBKT"): "provincial_inspection_vice_chair",
    ("department_director", "STC"): "finance_department_director",
    ("department_director", "TTT"): "provincial_chief_inspector",
    ("department_director", "VPUB"): "peoples_committee_office_chief",
    ("commune_division_head", "VPDU"): "commune_board_head",
    ("commune_division_head", "BXDD"): "commune_board_head",
    ("commune_division_head", "UBKT"): "commune_board_head",
    ("district_division_head", "P01"): "district_organisation_head",
    ("district_division_head", "P03"): "district_inspection_chair",
}
#: Vice chairs of the Front who lead a mass organisation, by the number of the post.
_BY_POST = {
    ("provincial_front_vice_chair", "1"): "provincial_women_chair",
    ("provincial_front_vice_chair", "2"): "provincial_farmers_chair",
    ("provincial_front_vice_chair", "3"): "provincial_labour_chair",
    ("provincial_front_vice_chair", "4"): "provincial_youth_secretary",
    ("commune_front_vice_chair", "1"): "commune_women_chair",
    ("commune_front_vice_chair", "2"): "commune_youth_secretary",
}
_STAFF = ("accountant", "librarian", "staff", "support_staff")
_CENTRE = {
    "Khuyến nông": "agricultural_officer",
    "Giống": "agricultural_officer",
    "Lưu trữ": "librarian",
    "Thư viện": "librarian",
}
#: How the dossier writes those who share one kind.
WORDS = {
    "accountant": "Kế toán",
    "librarian": "Nhân viên thư viện, lưu trữ",
    "support_staff": "Nhân viên phục vụ",
    "engineer": "Kỹ sư",
    "agricultural_officer": "Khuyến nông viên",
}
#: How the dossier writes the head of a department, by the first word of its name.
_HEADS = {
    "Sở": "Giám đốc",
    "Ban": "Trưởng",
    "Chi": "Chi cục trưởng",
    "Thanh": "Chánh",
    "Văn": "Chánh",
    "Ủy": "Chủ nhiệm",
}


def code_of(kind: str, unit: Unit | None = None, post_code: str = "", number: int = 0) -> str:
    """The code of the catalogue for a kind of post in a body; `number` spreads staff over their titles."""
    if unit is not None:
        special = _BY_BODY.get((kind, unit.code.rsplit(".", 1)[-1])) or _BY_POST.get(
            (kind, post_code.rsplit(":", 1)[-1])
        )
        if special:
            return special
        if kind == "staff":
            return _STAFF[number % 4]
        if kind == "public_employee":
            return next((code for words, code in _CENTRE.items() if words in unit.name), "engineer")
    return kind


def words_of(kind: str, unit: Unit | None, plain: str) -> str:
    """How the dossier writes the post: its words and the body's name."""
    if unit is None:
        return f"{plain}, cơ quan ngoài tỉnh"
    if kind.endswith("_board_head") or kind in (
        "department_director",
        "department_deputy_director",
        "provincial_party_board_deputy_head",
    ):
        head = _HEADS.get(unit.name.split()[0], plain)
        return (
            f"{head if kind in ('department_director', 'provincial_party_board_head') else f'Phó {head}'} {unit.name}"
        )
    if unit.sort.startswith("provincial_"):
        return plain
    return f"{plain}, {unit.name}"
