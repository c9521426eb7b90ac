"""A bad file gives clear errors and writes nothing."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.marking import fault_workbook
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import Person, PersonVersion
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

HEADER = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc"]
GOOD = ["NV1", "Trần Thị Lan", "Nữ", "05/09/1974", "Tày"]


def the_plan(data, filename="nhap.xlsx"):
    return plan_import(data, filename, load_mapping("province-60"), code_lists(), dt.date(2026, 6, 1))


def with_birth(cell):
    return a_workbook([HEADER, ["NV1", "Trần Thị Lan", "Nữ", cell, "Tày"]])


def refusal_of(data, filename="nhap.xlsx"):
    with pytest.raises(Refusal) as caught:
        the_plan(data, filename)
    assert caught.value.status == 422
    return caught.value.code


def the_fault(data, filename="nhap.xlsx"):
    """The only fault of a file, after checking that applying the file is refused and writes nothing."""
    plan = the_plan(data, filename)
    by, entries = an_account(), Entry.objects.count()
    with pytest.raises(Refusal):
        apply_import(plan, by=by, at=A_MORNING)
    assert not Person.objects.exists()
    assert Entry.objects.count() == entries
    (fault,) = plan.faults
    return fault


def test_a_good_line_is_good():
    assert the_plan(a_workbook([HEADER, GOOD])).faults == []


def test_a_merged_header_is_named_with_its_cells():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, GOOD)
    sheet.merge_range(0, 5, 0, 6, "Ghi chú")
    book.close()
    fault = the_fault(buffer.getvalue())
    assert (fault.row, fault.column, fault.value) == (1, "F", "F1:G1")


def test_a_formula_is_not_a_value():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["NV1", '=CONCATENATE("Trần ","Lan")', "Nữ", "05/09/1974", "Tày"])
    buffer = io.BytesIO()
    book.save(buffer)
    plan = the_plan(buffer.getvalue())
    assert any((fault.row, fault.column) == (2, "B") and "công thức" in fault.expected.vi for fault in plan.faults)


def test_a_formula_written_as_text_in_a_csv_is_not_taken_either():
    data = "Số hiệu,Họ và tên\nNV1,=1+1\n".encode()
    assert the_fault(data, "nhap.csv").column == "B"


@pytest.mark.parametrize(
    "text", ["31/02/2024", "29/02/2023", "12/13/1974", "5/9/74", "ngày 5 tháng 9", "00/00/0000", "1874"]
)
def test_an_impossible_or_ambiguous_date_is_named_and_never_guessed(text):
    fault = the_fault(with_birth(text))
    assert (fault.row, fault.column, fault.column_title, fault.value) == (2, "D", "Ngày, tháng, năm sinh", text)


def test_a_bare_serial_number_says_which_day_it_may_mean():
    assert "05/09/1974" in the_fault(with_birth(27277)).expected.vi


def test_a_true_date_cell_and_a_bare_year_are_dates():
    assert the_plan(with_birth(dt.date(1974, 9, 5))).inserts[0].changes[0].after["born"] == "1974-09-05"
    assert the_plan(with_birth(1974)).inserts[0].changes[0].after["born"] == "1974"


def test_a_birth_after_the_day_of_the_import_is_refused():
    assert "2026" in the_fault(with_birth("02/06/2026")).expected.en


def test_two_people_with_one_key_name_the_line_of_the_first():
    fault = the_fault(a_workbook([HEADER, GOOD, ["NV1", "Lê Văn Bình", "Nam", "1980", "Kinh"]]))
    assert (fault.row, fault.column, fault.value) == (3, "A", "NV1")
    assert "dòng 2" in fault.expected.vi


def test_a_line_without_a_key_is_a_fault():
    assert the_fault(a_workbook([HEADER, [None, "Lê Văn Bình", "Nam", "1980", "Kinh"]])).column == "A"


def test_an_unknown_code_gives_the_nearest_names():
    fault = the_fault(a_workbook([HEADER, [*GOOD[:4], "Mườngg"]]))
    assert "Mường" in fault.expected.vi


def test_a_missing_required_column_names_the_nearest_header():
    fault = the_fault(a_workbook([["Số hiêuu", *HEADER[1:]], GOOD]))
    assert fault.column_title == "Số hiệu"
    assert "Số hiêuu" in fault.expected.vi


def test_a_header_that_stands_twice_is_a_fault():
    fault = the_fault(a_workbook([[*HEADER, "Giới tính"], [*GOOD, None]]))
    assert (fault.row, fault.column) == (1, "F")


def test_a_line_with_more_cells_than_the_header_is_a_fault():
    assert the_fault(a_workbook([HEADER, [*GOOD, "lạc cột"]])).column == "F"


def test_a_new_person_needs_a_name():
    assert the_fault(a_workbook([HEADER, ["NV1", None, "Nữ", "1974", "Tày"]])).column == "B"


def test_a_text_longer_than_its_field_is_a_fault():
    assert "120" in the_fault(a_workbook([HEADER, ["NV1", "A" * 121, *GOOD[2:]]])).expected.vi


def test_a_spreadsheet_error_is_not_a_value():
    assert the_fault(a_workbook([HEADER, ["NV1", "#REF!", *GOOD[2:]]])).value == "#REF!"


def test_a_field_of_a_row_without_its_anchor_is_a_fault():
    fault = the_fault(a_workbook([[*HEADER, "Cơ sở đào tạo", "Trình độ chuyên môn"], [*GOOD, "Đại học Vinh", None]]))
    assert fault.column == "F"
    assert "Trình độ chuyên môn" in fault.expected.vi


def test_a_password_is_named():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    assert refusal_of(data) == "import-password"


def test_an_old_workbook_is_named():
    assert refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "import-old-format"


@pytest.mark.parametrize("data", [b"hello", b"PK\x03\x04junk", b"%PDF-1.7 ..."])
def test_what_is_not_a_workbook_is_refused(data):
    assert refusal_of(data) == "import-not-a-workbook"


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal_of(buffer.getvalue()) == "import-not-a-workbook"


def test_a_cut_workbook_is_refused():
    data = a_workbook([HEADER, GOOD])
    assert refusal_of(data[: len(data) // 2]) == "import-not-a-workbook"


@pytest.mark.parametrize("data", [b"", b"   \n"])
def test_an_empty_file_is_refused(data):
    assert refusal_of(data) == "import-empty"


def test_a_sheet_with_nothing_below_its_header_is_refused():
    assert refusal_of(a_workbook([HEADER])) == "import-empty"


def replaced(data, part, change):
    """A workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_at_the_far_end_of_the_sheet_does_not_fill_the_memory():
    data = replaced(a_workbook([HEADER, GOOD]), SHEET, lambda text: text.replace(b'r="E2"', b'r="XFD1048576"'))
    assert refusal_of(data) == "import-too-large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(SHEET, "w", force_zip64=True) as stream:
            for _ in range(800):
                stream.write(bytes(1 << 20))
    assert refusal_of(buffer.getvalue()) == "import-too-large"


def test_entities_are_refused_before_they_expand():
    def change(text):
        return text.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)

    assert refusal_of(replaced(a_workbook([HEADER, GOOD]), SHEET, change)) == "import-not-a-workbook"


def test_hidden_sheets_are_left_out_and_said_so():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    hidden = book.add_worksheet("Ẩn")
    sheet = book.add_worksheet("Hồ sơ")
    hidden.write_row(0, 0, ["rác"])
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, GOOD)
    sheet.activate()
    sheet.set_first_sheet()
    hidden.hide()
    book.close()
    plan = the_plan(buffer.getvalue())
    assert plan.faults == []
    assert [note.vi for note in plan.notes] == ["Bỏ qua trang tính ẩn “Ẩn”."]


def test_a_csv_in_an_old_vietnamese_code_page_is_refused_not_garbled():
    assert refusal_of("Số hiệu,Họ và tên\nNV1,Lê Văn Bình\n".encode()[:-4] + b"\xea\xf4", "a.csv") == "import-encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_any_unicode_encoding_and_delimiter(encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in (HEADER, GOOD))
    plan = the_plan(text.encode(encoding), "a.csv")
    assert plan.faults == []
    assert plan.inserts[0].name == "Trần Thị Lan"


def test_a_quotation_mark_that_never_closes_names_the_line():
    assert refusal_of('Số hiệu,Họ và tên\nNV1,"Lê Văn\nNV2,An\n'.encode(), "a.csv") == "import-csv-broken"


def test_decomposed_letters_and_odd_blanks_are_tidied():
    name = "Tra\u0302\u0300n\u00a0Thi\u0323\u200b  Lan "
    assert the_plan(a_workbook([HEADER, ["NV1", name, *GOOD[2:]]])).inserts[0].name == "Trần Thị Lan"


def test_the_file_is_handed_back_with_its_faulty_cells_marked():
    data = a_workbook([HEADER, GOOD, ["NV2", "Lê Văn Bình", "Nam", "31/02/1980", "Kinh"]])
    book = openpyxl.load_workbook(io.BytesIO(fault_workbook(the_plan(data))))
    cell = book["Hồ sơ"]["D3"]
    assert cell.value == "31/02/1980"
    assert cell.fill.fgColor.rgb == "FFF8D7DA"
    assert "lịch" in cell.comment.text
    assert book["Danh sách lỗi"]["B2"].value == "3"


def test_one_fault_in_the_last_line_keeps_the_whole_file_out():
    rows = [[f"NV{number}", "Lê Văn Bình", "Nam", "1980", "Kinh"] for number in range(200)]
    fault = the_fault(a_workbook([HEADER, *rows, ["NV999", "Lê Văn Bình", "Nam", "31/02/1980", "Kinh"]]))
    assert fault.row == 202
    assert not PersonVersion.objects.exists()
