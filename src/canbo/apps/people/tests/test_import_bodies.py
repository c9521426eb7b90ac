"""What an import says of bodies that ended and of posts that two people would hold; who is refused says why."""

from __future__ import annotations

import datetime as dt

import pytest

from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order
from canbo.apps.bodies.lineage import endings
from canbo.apps.bodies.models import Act
from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import Holding, Person
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

LISTS = code_lists()
ON = dt.date(2026, 6, 1)
HEADER = ["Số hiệu", "Họ và tên", "Mã cơ quan, đơn vị"]
POST = [*HEADER, "Chức vụ hiện nay", "Nơi giữ chức vụ (mã đơn vị)", "Giữ chức vụ từ ngày"]
DECREE = DecreeKey("202/NQ-UBTVQH15", dt.date(2025, 6, 12), "Ủy ban Thường vụ Quốc hội")


def the_plan(rows):
    return plan_import(a_workbook(rows), "nhap.xlsx", load_mapping("province-60"), LISTS, ON)


@pytest.fixture
def merged():
    """Two districts of a province that became one on 1 July 2025."""
    province = a_body("tinh")
    old = [a_body(code, "district", province, name=f"Huyện {code.upper()}") for code in ("a", "b")]
    new = NewBody("c", "Huyện Mới", "locality", "district", province)
    order = Order(Act.Kind.MERGE, bodies=tuple(old), new=(new,), decree=DECREE, effective=dt.date(2025, 7, 1))
    carry_out(order=order, by=an_account("canbo", system=True), at=dt.datetime(2025, 7, 1, 2, 0, tzinfo=dt.UTC))
    return old


def test_a_line_in_a_body_that_ended_says_when_by_what_and_what_followed(merged):
    (fault,) = the_plan([HEADER, ["NV1", "Trần Thị Lan", "a"]]).faults
    assert (fault.row, fault.column) == (2, "C")
    assert fault.expected.vi == (
        "cơ quan, đơn vị đang hoạt động; “Huyện A” đã kết thúc ngày 30/06/2025 theo 202/NQ-UBTVQH15; "
        "tiếp theo là Huyện Mới (c)"
    )
    assert "“Huyện A” ended on 30/06/2025 by 202/NQ-UBTVQH15, followed by Huyện Mới (c)" in fault.expected.en


def test_a_dossier_that_stayed_with_a_body_that_ended_is_read_back_unchanged(merged):
    a_person("NV1", "Trần Thị Lan", body=merged[0])
    plan = the_plan([HEADER, ["NV1", "Trần Thị Lan", "a"]])
    assert (plan.faults, plan.unchanged) == ([], 1)


def test_a_career_may_name_a_body_that_ended(merged):
    plan = the_plan([[*HEADER, "Quá trình công tác"], ["NV1", "Lan", "c", "2015 – 2019: Chuyên viên (a)"]])
    assert plan.faults == []


def test_how_bodies_ended_is_found_in_a_fixed_number_of_questions(merged, django_assert_max_num_queries):
    dissolved = a_body("d", "district", last="2024-12-31", decree="15-QĐ/TU")
    with django_assert_max_num_queries(4):
        found = endings([*(body.pk for body in merged), dissolved.pk], ON)
    assert len(found) == 3
    assert found[dissolved.pk].vi == "“d” đã kết thúc ngày 31/12/2024 theo 15-QĐ/TU"
    assert endings([dissolved.pk], dt.date(2024, 12, 31)) == {}


def head(key, since, title="Giám đốc sở"):
    return [key, f"Người {key}", "so", title, "so", since]


def test_two_heads_of_one_post_are_a_fault_at_the_second():
    a_post(a_body("so"), "department_director")
    plan = the_plan([POST, head("NV1", "01/2020"), head("NV2", "03/2021")])
    (fault,) = plan.faults
    assert (fault.row, fault.column) == (3, "D")
    assert fault.expected.vi == "sổ chỉ có 1 ghế Giám đốc sở ở đơn vị này; dòng 2 cũng ghi người đang giữ"
    with pytest.raises(Refusal):
        apply_import(plan, by=an_account(), at=A_MORNING)
    assert not Person.objects.exists()


def test_as_many_holders_as_seats_are_no_fault():
    body = a_body("so")
    for number in "12":
        a_post(body, "department_deputy_director", number)
    rows = [head(f"NV{number}", "2020", "Phó giám đốc sở") for number in (1, 2)]
    assert the_plan([POST, *rows]).faults == []
    assert len(the_plan([POST, *rows, head("NV3", "2021", "Phó giám đốc sở")]).faults) == 1


def test_a_body_without_a_register_of_posts_takes_any_number():
    a_body("so")
    assert the_plan([POST, head("NV1", "2020"), head("NV2", "2021")]).faults == []


def test_a_new_holder_beside_one_on_the_register_is_a_warning():
    body = a_body("so")
    a_post(body, "department_director")
    a_row(Holding, a_person("CU", body=body), body=body, title="department_director", since="2015")
    plan = the_plan([POST, head("NV1", "01/2020")])
    (warning,) = plan.warnings
    assert (plan.faults, warning.row) == ([], 2)
    assert "đang có 1 người giữ" in warning.expected.vi
    replaced = the_plan([POST, head("NV1", "01/2020"), ["CU", "", "", "Chuyên viên", "so", "02/2020"]])
    assert [each.row for each in replaced.warnings] == [3]  # only that the earlier post ends


def test_a_name_that_a_merged_ward_left_to_another_means_the_one_that_bears_it_today():
    province = a_body("tinh")
    a_body("cu", "commune", province, name="Phường An Trạch", last="2025-06-30")
    now = a_body("moi", "commune", province, name="Phường An Trạch", since="2025-07-01")
    plan = the_plan([[*HEADER[:2], "Cơ quan, đơn vị"], ["NV1", "Trần Thị Lan", "phường an trạch"]])
    assert not plan.faults
    assert plan.inserts[0].changes[0].after["body_id"] == now.pk


@pytest.fixture
def wards():
    """A ward that ended on 30 June 2025 and the one of the same name that began the day after; two that stood beside
    each other for two years."""
    province = a_body("tinh")
    dated = {"cu": ("", "2025-06-30"), "moi": ("2025-07-01", ""), "x": ("", "2021-12-31"), "y": ("2020-01-01", "")}
    return {
        code: a_body(
            code, "commune", province, name="Xã Đồi" if code in "xy" else "Phường An Trạch",
            since=since or "1945", last=last,
        ).pk
        for code, (since, last) in dated.items()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spell", "code"),
    [
        ("02/2015 – 06/2019: Chuyên viên (Phường An Trạch)", "cu"),
        ("2015 – 30/06/2025: Chuyên viên (phường an trạch)", "cu"),
        ("01/07/2025 – nay: Chuyên viên (Phường An Trạch)", "moi"),
        ("2025 – nay: Chuyên viên (Phường An Trạch)", "moi"),
        ("2025 – 03/2025: Chuyên viên (Phường An Trạch)", "cu"),
        ("2022 – 2023: Chuyên viên (Xã Đồi)", "y"),
    ],
)
def test_a_career_names_the_body_that_bore_the_name_in_those_days(wards, spell, code):
    plan = the_plan([[*HEADER, "Quá trình công tác"], ["NV1", "Lan", "moi", spell]])
    assert plan.faults == []
    (held,) = [
        each.after for each in plan.inserts[0].changes if "post_code" in each.after or "concurrent" in each.after
    ]
    assert held["body_id"] == wards[code]


def test_two_bodies_of_one_name_on_the_days_of_a_line_are_both_named(wards):
    spell = "2020 – 2021: Chuyên viên (Xã Đồi)"
    (fault,) = the_plan([[*HEADER, "Quá trình công tác"], ["NV1", "Lan", "moi", spell]]).faults
    assert (fault.row, fault.column) == (2, "D")
    assert "tên “Xã Đồi” từng là của x (1945 – 31/12/2021); y (01/01/2020 – nay)" in fault.expected.vi
    assert "x (1945 – 31/12/2021); y (01/01/2020 – now)" in fault.expected.en


def test_the_cell_of_a_post_is_settled_by_its_own_day(wards):
    lines = [
        ["NV1", "Lan", "moi", "Chuyên viên", "Phường An Trạch", "08/2025"],
        ["NV2", "An", "moi", "Chuyên viên", "Xã Đồi", "2020"],  # of the two of that year one still bears the name
    ]
    plan = the_plan([POST, *lines])
    assert plan.faults == []
    posts = [each.after for insert in plan.inserts for each in insert.changes if each.register == "holding"]
    assert [post["body_id"] for post in posts] == [wards["moi"], wards["y"]]
