"""Workbooks of several sheets: a line for each person, and a line for each row of the dossier on the others."""

from __future__ import annotations

import datetime as dt
import functools
import io

import openpyxl
import pytest
import xlsxwriter
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.export import export_people
from canbo.apps.people.importing.mapping import load_mapping, read_mapping
from canbo.apps.people.importing.marking import fault_workbook
from canbo.apps.people.importing.registers import REGISTERS, columns_of
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import Degree, Detail, Discipline, Holding, PersonVersion, Rating, Relative, Seat
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_import_export import everybody, random_person
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.core.refusal import Refusal

ON = dt.date(2026, 6, 1)
lists = functools.cache(code_lists)
PEOPLE = [["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh"], ["NV1", "Lê An", "Nam", "1974"]]


def a_book(**sheets: list[list[object]]) -> bytes:
    """A workbook of these sheets; a name's underscores are blanks."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    for name, rows in sheets.items():
        page = book.add_worksheet(name.replace("_", " "))
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def plan_of(data: bytes):
    return plan_import(data, "nhieu-trang.xlsx", load_mapping("province-sheets"), lists(), ON)


def write(data: bytes):
    plan = plan_of(data)
    assert plan.faults == []
    return apply_import(plan, by=an_account(), at=A_MORNING)


def told(plan):
    return [(fault.sheet, fault.row, fault.column, fault.value, fault.expected.vi) for fault in plan.faults]


@pytest.mark.django_db
def test_one_workbook_brings_people_with_every_row_of_their_dossiers():
    write(
        a_book(
            Nhân_thân=PEOPLE,
            Quá_trình_công_tác=[
                ["Số hiệu", "Từ", "Đến", "Chức danh"],
                ["NV1", "02/2015", "06/2019", "Trưởng phòng thuộc sở, ban"],
                ["NV1", "01/07/2019", "nay", "Phó giám đốc sở"],
            ],
            Đào_tạo=[["Số hiệu", "Trình độ", "Năm tốt nghiệp"], ["NV1", "Đại học", "1996"], ["NV1", "Thạc sĩ", "2004"]],
            Gia_đình=[["Số hiệu", "Quan hệ", "Họ và tên", "Năm sinh"], ["NV1", "Vợ", "Trần Thị Ba", 1976]],
            Xếp_loại=[["Số hiệu", "Năm", "Mức xếp loại"], ["NV1", 2024, "Hoàn thành tốt nhiệm vụ"]],
            Kỷ_luật=[["Số hiệu", "Hình thức", "Ngày có hiệu lực"], ["NV1", "Khiển trách", "03/2011"]],
        )
    )
    assert PersonVersion.objects.get().name == "Lê An"
    assert set(Holding.objects.values_list("since", "last")) == {("2015-02", "2019-06"), ("2019-07-01", "")}
    assert Degree.objects.count() == 2
    assert Relative.objects.get().born_year == 1976
    assert (Rating.objects.get().system, Discipline.objects.get().on) == ("government", "2011-03")


@pytest.mark.django_db
def test_every_fault_names_its_sheet_row_column_value_and_what_was_expected():
    plan = plan_of(
        a_book(
            Nhân_thân=[*PEOPLE, ["NV2", "Lê Ba", "Nam", "31/02/1970"]],
            Đào_tạo=[["Số hiệu", "Trình độ", "Ngày cấp"], ["NV9", "Đại học", "1996"], ["NV1", "", "2004"]],
            Xếp_loại=[
                ["Số hiệu", "Năm", "Mức xếp loại"],
                ["NV1", 2024, "Tuyệt vời"],
                ["", 2023, "Hoàn thành nhiệm vụ"],
            ],
        )
    )
    found = told(plan)
    assert found[0][:4] == ("Nhân thân", 3, "D", "31/02/1970")
    assert ("Đào tạo", 2, "A", "NV9") in [each[:4] for each in found]
    assert ("Đào tạo", 3, "B", "", "có “Trình độ” cùng dòng") in found
    assert ("Xếp loại", 2, "C", "Tuyệt vời") in [each[:4] for each in found]
    assert ("Xếp loại", 3, "A", "") in [each[:4] for each in found]
    assert len(found) == 5


@pytest.mark.django_db
def test_a_post_of_another_body_than_the_one_that_decides_is_a_fault_of_its_cell_with_the_article():
    head = ["Số hiệu", "Từ", "Đến", "Chức danh", "Cấp quyết định"]
    first = ["NV1", "01/2026", "02/2026", "Giám đốc sở", "Ban Thường vụ Tỉnh ủy Sơn Hà"]
    second = ["NV1", "03/2026", "nay", "Giám đốc sở", "UBND tỉnh"]
    (fault,) = told(plan_of(a_book(Nhân_thân=PEOPLE, Quá_trình_công_tác=[head, first, second])))
    assert fault[:4] == ("Quá trình công tác", 3, "E", "UBND tỉnh")
    assert "Ban thường vụ tỉnh ủy, thành ủy" in fault[4]
    assert "377-QĐ/TW" in fault[4]
    write(a_book(Nhân_thân=PEOPLE, Quá_trình_công_tác=[head, first]))
    assert Holding.objects.get().decided_by == "Ban Thường vụ Tỉnh ủy Sơn Hà"
    (fault,) = told(plan_of(a_book(Nhân_thân=PEOPLE, Quá_trình_công_tác=[head, [*first[:4], "Bộ Chính trị"]])))
    assert fault[:4] == ("Quá trình công tác", 2, "E", "Bộ Chính trị")


@pytest.mark.django_db
def test_the_error_workbook_marks_faulty_cells_on_every_sheet():
    plan = plan_of(a_book(Nhân_thân=PEOPLE, Xếp_loại=[["Số hiệu", "Năm", "Mức xếp loại"], ["NV1", 2024, "Tuyệt vời"]]))
    book = openpyxl.load_workbook(io.BytesIO(fault_workbook(plan)))
    assert book.sheetnames == ["Nhân thân", "Xếp loại", "Danh sách lỗi"]
    assert "Cần ghi" in book["Xếp loại"]["C2"].comment.text
    assert book["Xếp loại"]["C2"].fill.start_color.rgb.endswith("F8D7DA")
    assert book["Nhân thân"]["C2"].comment is None


@pytest.mark.django_db
def test_a_workbook_of_one_other_sheet_updates_people_who_have_a_dossier():
    a_row(Degree, a_person("NV1"), grade="university", school="Học viện A")
    plan = plan_of(a_book(Đào_tạo=[["Số hiệu", "Trình độ", "Cơ sở đào tạo"], ["NV1", "Đại học", "Học viện B"]]))
    changes = [(each.line, each.key, change) for each in plan.updates for change in each.differences()]
    assert plan.faults == []
    [(line, key, change)] = changes
    assert (line, key) == (2, "NV1")
    assert (change.register, change.field, change.before, change.after) == (
        *("degree", "school"),
        *("Học viện A", "Học viện B"),
    )


@pytest.mark.django_db
def test_two_main_posts_at_one_time_are_a_fault_of_the_sheet_that_says_so():
    plan = plan_of(
        a_book(
            Nhân_thân=PEOPLE,
            Quá_trình_công_tác=[
                ["Số hiệu", "Từ", "Đến", "Chức danh"],
                ["NV1", "2015", "2020", "Trưởng phòng thuộc sở, ban"],
                ["NV1", "2017", "2022", "Phó giám đốc sở"],
            ],
        )
    )
    assert [each[:2] for each in told(plan)] == [("Quá trình công tác", 2)]


@pytest.mark.django_db
def test_a_year_that_is_rated_twice_is_a_fault_of_the_second_line():
    line = ["NV1", 2024, "Hoàn thành tốt nhiệm vụ"]
    plan = plan_of(a_book(Nhân_thân=PEOPLE, Xếp_loại=[["Số hiệu", "Năm", "Mức xếp loại"], line, line]))
    assert [(each[0], each[1], each[4]) for each in told(plan)] == [("Xếp loại", 3, "mỗi mục một lần")]


@pytest.mark.django_db
def test_a_fault_in_lines_that_say_the_same_of_two_people_names_each_of_their_lines():
    said = ["07/2019", "02/2015", "Trưởng phòng thuộc sở, ban"]
    career = [["Số hiệu", "Từ", "Đến", "Chức danh"], *([key, *said] for key in ("NV2", "NV1", "NV1"))]
    plan = plan_of(a_book(Nhân_thân=[*PEOPLE, ["NV2", "Lê Ba", "Nữ", "1975"]], Quá_trình_công_tác=career))
    assert sorted(each[1:4] for each in told(plan)) == [(line, "C", "02/2015") for line in (2, 3, 4)]


@pytest.mark.django_db
def test_a_workbook_with_none_of_the_sheets_is_refused():
    with pytest.raises(Refusal) as refused:
        plan_of(a_workbook(PEOPLE, sheet="Bảng 1"))
    assert refused.value.code == "import-no-sheet"


def test_a_mapping_with_a_wrong_sheet_names_all_its_faults():
    with pytest.raises(Refusal) as refused:
        read_mapping(
            "{mapping: x, title: {vi: x, en: x}, columns: [{header: K, to: key}], sheets: ["
            "{sheet: A, register: holdng, columns: []}, {sheet: B, register: reward, columns: [{header: F, to: frm}]}]}"
        )
    assert "holdng" in refused.value.says.vi
    assert "'frm'" in refused.value.says.vi
    assert "sheet 2: exactly one column goes to key" in refused.value.says.vi


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(draw=st.randoms(use_true_random=False), people=st.integers(1, 4))
def test_an_export_of_all_sheets_read_back_changes_nothing(draw, people):
    with transaction.atomic():
        entry = an_entry()
        Body.objects.create(code="SNV", entry_from=entry)
        for number in range(people):
            random_person(number, entry, draw)
        for person in PersonVersion.objects.all():
            for _ in range(draw.randrange(3)):
                a_row(
                    Relative,
                    person.person,
                    entry=entry,
                    relation=draw.choice(["spouse", "child"]),
                    name=draw.choice(["Lê Ba", "Lê Tư"]),
                    born_year=draw.choice([None, 1980]),
                    side=draw.choice(["own", "spouse"]),
                    declared=draw.choice(["", "2024"]),
                )
            body = draw.choice([Body.objects.first(), None])
            a_row(Seat, person.person, entry=entry, committee="commune", since="2019", last="2020", body=body)
            if draw.random() < 0.5:
                a_row(Detail, person.person, entry=entry, kind="residence", value="Số 1; phố A")
        plan = plan_of(export_people(everybody(), load_mapping("province-sheets"), lists()))
        assert told(plan) == []
        assert [list(each.differences()) for each in plan.updates] == []
        assert (len(plan.inserts), len(plan.updates), plan.unchanged) == (0, 0, people)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_the_database_would_refuse_of_a_row_is_a_fault_of_its_cell_before_anything_is_written():
    plan = plan_of(
        a_book(
            Nhân_thân=[
                ["Số hiệu", "Họ và tên", "Thôi công tác từ", "Lý do thôi công tác"],
                ["NV1", "Lê An", "", "Nghỉ hưu"],
            ],
            Gia_đình=[["Số hiệu", "Quan hệ", "Họ và tên", "Năm sinh"], ["NV1", "Vợ", "Trần Thị Ba", 1492]],
            Xếp_loại=[["Số hiệu", "Năm", "Mức xếp loại"], ["NV1", 2024, ""], ["NV1", 24, "Hoàn thành tốt nhiệm vụ"]],
            Chi_tiết_khác=[["Số hiệu", "Mục", "Nội dung"], ["NV1", "Bậc lương, hệ số", ""]],
            Quy_hoạch=[["Số hiệu", "Chức danh", "Từ"], ["NV1", "Giám đốc sở", ""]],
            Mục_đã_xác_nhận_đủ=[
                ["Số hiệu", "Mục", "Ngày xác nhận"],
                ["NV1", "Gia đình", ""],
                ["NV1", "", "01/06/2026"],
            ],
        )
    )
    assert sorted(told(plan)) == [
        ("Chi tiết khác", 2, "C", "", "có “Nội dung” cùng dòng"),
        ("Gia đình", 2, "D", "1492", "một số từ 1800 đến 2200"),
        ("Mục đã xác nhận đủ", 2, "C", "", "có “Ngày xác nhận” cùng dòng"),
        ("Mục đã xác nhận đủ", 3, "B", "", "có “Mục” cùng dòng"),
        ("Nhân thân", 2, "C", "", "có “Thôi công tác từ” cùng dòng"),
        ("Quy hoạch", 2, "C", "", "có “Từ” cùng dòng"),
        ("Xếp loại", 2, "C", "", "có “Mức xếp loại” cùng dòng"),
        ("Xếp loại", 3, "B", "24", "một số từ 1900 đến 2200"),
    ]


def test_a_new_row_is_asked_for_every_column_that_its_table_cannot_leave_open():
    for name, register in REGISTERS.items():
        columns = columns_of(register).values()
        open_ = {each.name for each in columns if each.has_default() or each.null or each.blank}
        days = {each.name for each in columns if each.name.endswith(("_lo", "_hi"))}
        found = (
            {each.name for each in columns}
            - open_
            - days
            - {"name_fold", "name_key", *register.needs, *register.demands}
        )
        assert not found, name


@pytest.mark.django_db
def test_a_number_that_only_one_person_can_have_is_a_fault_where_a_second_has_it():
    a_person("NV7", id_number="001174000007")
    head = ["Số hiệu", "Họ và tên", "Số định danh cá nhân"]
    plan = plan_of(
        a_book(
            Nhân_thân=[
                head,
                ["NV1", "Lê An", "001174000001"],
                ["NV2", "Lê Ba", "001174000001"],
                ["NV3", "Lê Tư", "001174000007"],
                ["nv7", "Lê Bảy", ""],
                ["NV7", "", "001174000007"],
                ["NV4", "12345", ""],
            ],
        )
    )
    assert told(plan) == [
        ("Nhân thân", 7, "B", "12345", "họ tên viết bằng chữ"),
        ("Nhân thân", 5, "A", "nv7", "số hiệu viết đúng như đã có: “NV7” (chỉ khác chữ hoa, chữ thường)"),
        ("Nhân thân", 3, "C", "001174000001", "số định danh của riêng một người; dòng 2 đã có"),
        (
            "Nhân thân",
            4,
            "C",
            "001174000007",
            "số định danh của riêng một người; hồ sơ mang số hiệu khác đã có số này",
        ),
    ]


@pytest.mark.django_db
def test_a_doubled_number_that_stands_already_does_not_keep_a_file_from_correcting_something_else():
    a_person("NV7", id_number="001174000007")
    a_person("NV8", id_number="001174000007")
    people = [["Số hiệu", "Số định danh cá nhân"], ["NV7", "001174000007"], ["NV8", "001174000007"]]
    assert plan_of(a_book(Nhân_thân=people)).faults == []


@pytest.mark.django_db
def test_a_workbook_is_read_as_one_whatever_its_name_says():
    plan = plan_import(a_book(Nhân_thân=PEOPLE), "nhan-than.csv", load_mapping("province-sheets"), lists(), ON)
    assert (plan.faults, plan.rows) == ([], 1)
