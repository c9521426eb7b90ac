"""The standard form 2C-BNV/2008: its items in their order and words, filled from a dossier."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import cv
from canbo.apps.people.models import (
    PRIVACY,
    Degree,
    Detail,
    Discipline,
    Holding,
    PrivateDetail,
    Relative,
    Seat,
    Theory,
)
from canbo.apps.people.portrait import portrait
from canbo.apps.people.testing import a_person, a_row
from canbo.shell.naming import names

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
#: The items of the form as the decision has them, the sides of family apart.
NUMBERS = [
    *map(str, range(1, 15)), "15.1", "15.2", "15.3", "15.4", "15.5", "15.6", *map(str, range(16, 31)),
    *("", "", "31", "32"),
]  # fmt: skip
#: Words that stand on the form, by the number of the item.
PRINTED = {
    "1": ["Họ và tên khai sinh (viết chữ in hoa)"],
    "3": ["Sinh ngày", "Giới tính (nam, nữ)"],
    "11": ["Ngày tuyển dụng", "Cơ quan tuyển dụng"],
    "14": ["Ngạch công chức (viên chức), mã ngạch", "Bậc lương, hệ số", "Ngày hưởng", "Phụ cấp chức vụ, phụ cấp khác"],
    "16": ["Ngày vào Đảng Cộng sản Việt Nam", "Ngày chính thức"],
    "18": ["Ngày nhập ngũ", "Ngày xuất ngũ", "Quân hàm cao nhất"],
    "23": ["Tình trạng sức khỏe", "Chiều cao, cân nặng", "Nhóm máu"],
    "26": ["Số sổ BHXH"],
}


def the_items(*, opened=frozenset(PRIVACY)):
    """The items of somebody's form, those of one number together."""
    body = a_body("so", name="Sở Nội vụ")
    who = a_person("NV1", name="Lê Thị Ánh", sex="F", born="1975-03", body=body, id_number="001175000001")
    a_row(Degree, who, grade="university", school="Đại học Huế", on="1997-06-20", field_text="Luật")
    a_row(Theory, who, grade="advanced", on="2010")
    a_row(Holding, who, title="specialist", body=body, since="1998-09-01", last="2015-06")
    a_row(Holding, who, title="division_head", body=body, since="2015-07-01", words="Trưởng phòng Tổ chức")
    a_row(Seat, who, committee="commune", body=body, since="2020", role="member")
    a_row(Detail, who, kind="step", value="Bậc 3, hệ số 4,40", on="2024-01")
    a_row(Detail, who, kind="grade", value="Chuyên viên chính (01.002)")
    a_row(PrivateDetail, who, kind="blood", value="AB")
    a_row(Discipline, who, form="reprimand", on="2010-05-04", system="party")
    a_row(Relative, who, relation="spouse", name="Trần Ba", born_year=1974, work="Giáo viên")
    with translation.override("vi"):
        return cv.items(portrait(who, TODAY, names(), open_tables=opened), names())


def values_of(items):
    return {item["number"]: [part["value"] for part in item["parts"]] for item in items if "parts" in item}


def test_every_item_stands_in_the_order_and_the_words_of_the_form():
    items = the_items()
    assert [item["number"] for item in items] == NUMBERS
    printed = {item["number"]: [part["label"] for part in item["parts"]] for item in items if "parts" in item}
    assert {number: printed[number] for number in PRINTED} == PRINTED


def test_the_lines_say_what_the_dossier_says():
    told = values_of(the_items())
    assert told["1"] == ["LÊ THỊ ÁNH"]
    assert told["3"] == ["…… tháng 3 năm 1975", "nữ"]
    assert told["12"] == ["Trưởng phòng Tổ chức, Sở Nội vụ; Ủy viên ban chấp hành, Sở Nội vụ"]
    assert told["14"] == ["Chuyên viên chính (01.002)", "Bậc 3, hệ số 4,40", "01/2024", ""]
    assert told["15.2"] == ["Đại học, Luật"]
    assert told["22"] == ["Khiển trách về Đảng (2010)"]
    assert told["23"] == ["", "", "AB"]
    assert told["25"] == ["001175000001", ""]


def test_the_tables_go_from_the_earliest_month_to_the_latest():
    tables = {item["number"] or item["label"][0]: item["rows"] for item in the_items() if "rows" in item}
    assert [row[2] for row in tables["27"]] == ["06/1997", "2010"]
    assert [row[0] for row in tables["28"]] == ["09/1998 – 06/2015", "07/2015 – nay"]
    assert tables["a"] == [["Vợ, chồng", "Trần Ba", "1974", "Giáo viên"]]
    assert tables["b"] == []
    assert tables["31"] == [["01/2024", "Chuyên viên chính (01.002)", "Bậc 3, hệ số 4,40"]]


def test_what_is_not_open_to_the_reader_is_left_to_be_filled_by_hand():
    told = values_of(the_items(opened={name for name, privacy in PRIVACY.items() if privacy == "open"}))
    assert (told["22"], told["23"], told["25"]) == ([""], ["", "", ""], ["", ""])
