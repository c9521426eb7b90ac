"""The table of broken workbooks: each kind, what is wrong with it, and what the person who sent it is told.

Every row is made by code, read as a page would read it, and must leave the registers as they were. A whole file that
cannot be read is refused by a code; a cell that cannot is named by row and column, and says what was expected.
Kinds that need more than one sheet or a register of posts stand beside the rest of theirs: sheets of other names and
two main posts at one time in test_import_sheets, two heads of one department in test_import_bodies.
"""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.importing import package
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.garbled import is_garbled
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import Person
from canbo.base.accounts.testing import an_account
from canbo.base.record.queries import position
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

LISTS = code_lists()
HEADER = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc"]
GOOD = ["NV1", "Trần Thị Lan", "Nữ", "05/09/1974", "Tày"]
POST = [*HEADER, "Chức vụ hiện nay", "Giữ chức vụ từ ngày"]
MB = 1 << 20


def cell(place: int, value: object) -> bytes:
    """A good line but for one cell."""
    return a_workbook([HEADER, [value if number == place else each for number, each in enumerate(GOOD)]])


def beside(title: str, value: object) -> bytes:
    """A good line with one more column."""
    return a_workbook([[*HEADER, title], [*GOOD, value]])


def beside_two(titles: tuple[str, str], values: tuple[object, object]) -> bytes:
    return a_workbook([[*HEADER, *titles], [*GOOD, *values]])


def made(draw: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    draw(book)
    book.close()
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """A good workbook with one part more."""
    out = io.BytesIO(a_workbook([HEADER, GOOD]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A good workbook whose sheet is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook([HEADER, GOOD]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def merged() -> bytes:
    def draw(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.merge_range(1, 0, 1, 1, "NV1")

    return made(draw)


def formula() -> bytes:
    def draw(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, GOOD)
        page.write_formula(1, 1, '="Lan"')

    return made(draw)


def no_visible_sheet() -> bytes:
    data = a_workbook([HEADER, GOOD])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b'sheetId="1"', b'sheetId="1" state="hidden"'))
    return out.getvalue()


def empty_rows() -> bytes:
    """A good line and then more than 5 MB of rows that hold nothing."""
    rows = b"".join(b'<row r="%d" spans="1:5"></row>' % number for number in range(3, 180_000))
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_sheet(
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + head + rows + b"</sheetData></worksheet>"
    )  # fmt: skip


def too_many_rows() -> bytes:
    return with_sheet(
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="100001"><c r="A100001"><v>1</v></c></row></sheetData></worksheet>'
    )


def number(column: str, written: str) -> bytes:
    """A good line but for one cell that holds a number as a program wrote it."""

    def kept(place: int, text: str) -> str:
        return f'<c r="{"ABCDE"[place]}2" t="inlineStr"><is><t>{text}</t></is></c>'

    good = {"ABCDE"[place]: kept(place, text) for place, text in enumerate(GOOD)}
    header = "".join(kept(place, text).replace('2" t=', '1" t=') for place, text in enumerate(HEADER))
    line = "".join((good | {column: f'<c r="{column}2"><v>{written}</v></c>'}).values())
    return with_sheet(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{header}</row><row r="2">{line}</row></sheetData></worksheet>'.encode()
    )


@pytest.fixture(autouse=True)
def a_lower_limit(monkeypatch):
    """A bomb of 70 MB is as good a bomb as one of 800, and made sooner."""
    monkeypatch.setattr(package, "UNPACKED_LIMIT", 64 * MB)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'

#: Kind → (the file, what refuses the whole file, or the letter of the faulty column and a part of what was expected).
KINDS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # whole files
    "nothing in it": (lambda: b"", "import-empty", ""),
    "blanks alone": (lambda: b" \n\n ", "import-empty", ""),
    "a text called .xlsx": (lambda: b"Ho ten;Ngay sinh", "import-not-a-workbook", ""),
    "a PDF called .xlsx": (lambda: b"%PDF-1.7 scan", "import-not-a-workbook", ""),
    "a picture called .xlsx": (lambda: b"\x89PNG\r\n\x1a\n", "import-not-a-workbook", ""),
    "cut in the middle": (lambda: a_workbook([HEADER, GOOD])[:900], "import-not-a-workbook", ""),
    "a zip of something else": (lambda: _zip("a.txt", b"x"), "import-not-a-workbook", ""),
    "an old .xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "import-old-format", ""),
    "with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "import-password", ""
    ),
    "with a macro": (lambda: with_part("xl/vbaProject.bin", b"Sub AutoOpen()"), "import-macro", ""),
    "a zip bomb": (lambda: with_part("xl/media/image1.png", bytes(70 * MB)), "import-too-large", ""),
    "thousands of parts": (
        lambda: _zip(*((f"p{number}", b"") for number in range(2100))), "import-too-large", ""
    ),
    "entities that expand": (lambda: with_sheet(ENTITIES), "import-not-a-workbook", ""),
    "a sheet that is no XML": (lambda: with_sheet(b"<worksheet><sheetData><row"), "import-not-a-workbook", ""),
    "more rows than bearable": (too_many_rows, "import-too-large", ""),
    "5 MB of empty rows": (empty_rows, "", "một cột có tiêu đề “Số hiệu”"),
    "no sheet to be seen": (no_visible_sheet, "import-no-sheet", ""),
    "a header and no line": (lambda: a_workbook([HEADER]), "import-empty", ""),
    # its shape
    "another table": (lambda: a_workbook([["Mã hàng", "Đơn giá"], ["A1", 5]]), "", "một cột có tiêu đề “Số hiệu”"),
    "a title above the header": (lambda: a_workbook([["DANH SÁCH"], HEADER, GOOD]), "", "một cột có tiêu đề “Số hiệu”"),
    "a header twice": (lambda: a_workbook([[*HEADER, "Họ và tên"], [*GOOD, "x"]]), "F", "mỗi tiêu đề một cột"),
    "shifted by one cell": (lambda: a_workbook([HEADER, ["", *GOOD]]), "F", "không có ô nào ngoài các cột"),
    "merged cells": (merged, "A", "ô không bị gộp"),
    "a formula": (formula, "B", "không phải công thức"),
    # its cells
    "31 February": (lambda: cell(3, "31/02/1974"), "D", "một ngày có trong lịch"),
    "month 13": (lambda: cell(3, "05/13/1974"), "D", "một ngày có trong lịch"),
    "a year of two digits": (lambda: cell(3, "05/09/74"), "D", "năm đủ bốn chữ số"),
    "a date in words": (lambda: cell(3, "khoảng năm bảy tư"), "D", "ngày/tháng/năm"),
    "a date as a number": (lambda: cell(3, 27277), "D", "nếu là ngày 05/09/1974"),
    "a year out of range": (lambda: cell(3, 974), "D", "ngày/tháng/năm"),
    "a day with an hour": (lambda: cell(3, dt.datetime(1974, 9, 5, 7, 30)), "D", "ngày/tháng/năm"),  # noqa: DTZ001
    "a birth to come": (lambda: cell(3, "05/09/2030"), "D", "không sau ngày"),
    "a spreadsheet error": (lambda: cell(1, "#REF!"), "B", "không phải công thức hay mã lỗi"),
    "control characters": (lambda: cell(1, "Lan\x07Anh"), "B", "không có ký tự điều khiển"),
    "a name in TCVN3": (lambda: cell(1, "NguyÔn V¨n An"), "B", "chữ Unicode"),
    "a short name in TCVN3": (lambda: cell(1, "TrÇn ThÞ Lan"), "B", "chữ Unicode"),
    "a name in VNI": (lambda: cell(1, "Nguyeãn Vaên An"), "B", "chữ Unicode"),
    "UTF-8 read as Latin-1": (lambda: cell(1, "Nguyễn Văn An".encode().decode("latin-1")), "B", "chữ Unicode"),
    "UTF-8 read as cp1252": (lambda: cell(1, "Lê Đức".encode().decode("cp1252", "replace")), "B", "chữ Unicode"),
    "letters lost on the way": (lambda: cell(1, "Tr\ufffdn Th\ufffd Lan"), "B", "chữ Unicode"),
    "letters that became question marks": (lambda: cell(1, "Tr?n Th? Lan"), "B", "chữ Unicode"),
    "a name that reads backwards": (lambda: cell(1, "Lan\u202eAnh"), "B", "chữ Unicode"),
    "a date that is no number": (lambda: number("D", "NaN"), "D", "ngày/tháng/năm"),
    "a date beyond all numbers": (lambda: number("D", "1E+999"), "D", "ngày/tháng/năm"),
    "a key that the spreadsheet rounded": (lambda: cell(0, 12345678901234567890), "A", "làm tròn"),
    "no key": (lambda: cell(0, ""), "A", "không để trống"),
    "a key too long": (lambda: cell(0, "N" * 41), "A", "tối đa 40 ký tự"),
    "a name too long": (lambda: cell(1, "Lan " * 40), "B", "tối đa 120 ký tự"),
    "no name": (lambda: cell(1, ""), "B", "họ tên"),
    "a key twice": (lambda: a_workbook([HEADER, GOOD, GOOD]), "A", "số hiệu này đã có ở dòng 2"),
    "an unknown sex": (lambda: cell(2, "khác"), "C", "“Nam” hoặc “Nữ”"),
    "an unknown ethnic group": (lambda: cell(4, "Người Sao Hỏa"), "E", "danh mục"),
    "an unknown body": (lambda: beside("Cơ quan, đơn vị", "Sở Không Có"), "F", "một cơ quan, đơn vị đã có"),
    "an identity number of 11 digits": (lambda: beside("Số CCCD", "12345678901"), "F", "9 hoặc 12 chữ số"),
    "an unknown title": (lambda: beside_two(("Chức vụ", "Giữ chức vụ từ ngày"), ("Vua", "2020")), "F", "danh mục"),
    "a post since nobody knows when": (lambda: beside("Chức vụ", "Chuyên viên"), "F", "cột cho “Ngày bắt đầu”"),
    "a day of a post that is not named": (lambda: beside("Giữ chức vụ từ ngày", "2020"), "F", "cột cho “Chức danh”"),
    "a rating of no year": (lambda: beside("Xếp loại chất lượng hằng năm", "tốt"), "F", "năm: mức xếp loại"),
    "two ratings of a year": (
        lambda: beside(
            "Xếp loại chất lượng hằng năm", "2023: Hoàn thành tốt nhiệm vụ; 2023: Hoàn thành xuất sắc nhiệm vụ"
        ), "F", "mỗi mục một lần",
    ),
    "a spell that ends before it begins": (
        lambda: beside("Quá trình công tác", "06/2019 – 02/2015: Chuyên viên"), "F", "không trước ngày bắt đầu"
    ),
    "a spell in an unknown body": (
        lambda: beside("Quá trình công tác", "2015 – 2019: Chuyên viên (KHONGCO)"), "F", "mã đơn vị đã có"
    ),
    "a spell in free words": (lambda: beside("Quá trình công tác", "làm ở huyện"), "F", "từ – đến"),
    "a section that is none": (lambda: beside("Các mục hồ sơ đã xác nhận đầy đủ", "Nhà cửa: 2024"), "F", "tên mục"),
    "none and yet something": (
        lambda: beside_two(("Kỷ luật", "Ngày kỷ luật có hiệu lực"), ("Không", "2020")), "G", "để trống khi"
    ),
    "neither yes nor no": (
        lambda: beside_two(("Trình độ chuyên môn", "Đã xác minh văn bằng"), ("Đại học", "hình như")),
        "G", "“x” hoặc “Có”",
    ),
    "a paper from an unknown day": (lambda: beside("Lý lịch (ngày xác nhận)", "đã nộp"), "F", "ngày ký"),
}  # fmt: skip

#: The same for .csv files.
CSV_KINDS = {
    "an old Vietnamese code page": ("Số hiệu,Họ và tên\nNV1,Trần Thị Lan\n".encode("cp1258", "replace"), "encoding"),
    "two encodings in one file": ("Số hiệu,Họ và tên\n".encode() + "NV1,Lê Hoà\n".encode("latin-1"), "encoding"),
    "a quotation mark that never closes": ('Số hiệu,Họ và tên\nNV1,"Lan\n'.encode(), "csv-broken"),
    "zero bytes": ("Số hiệu,Họ và tên\nNV1,L\x00n\n".encode(), "not-text"),
    "more columns than bearable": (("a," * 200 + "\n").encode() * 2, "too-large"),
    "more lines than bearable": (b"a,b\n" * 100_010, "too-large"),
}


def _zip(name: str | tuple[str, bytes], data: bytes | tuple[str, bytes] = b"", *more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, held in [(name, data)] if isinstance(name, str) else [name, data, *more]:
            archive.writestr(each, held)
    return out.getvalue()


def read(data: bytes, filename: str = "nhap.xlsx"):
    return plan_import(data, filename, load_mapping("province-60"), LISTS, dt.date(2026, 6, 1))


def test_the_table_holds_at_least_forty_kinds():
    assert len(KINDS) + len(CSV_KINDS) >= 40


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_workbook_is_told_clearly_and_writes_nothing(kind):
    make, place, expected = KINDS[kind]
    a_body("so")
    by, before = an_account(), position()
    if place.startswith("import-"):
        with pytest.raises(Refusal) as refused:
            read(make())
        assert refused.value.code == place
        assert refused.value.status == 422
    else:
        plan = read(make())
        assert any(fault.column == place and expected in fault.expected.vi for fault in plan.faults), [
            (fault.column, fault.expected.vi) for fault in plan.faults
        ]
        with pytest.raises(Refusal):
            apply_import(plan, by=by, at=A_MORNING)
    assert position() == before
    assert not Person.objects.exists()


@pytest.mark.parametrize("kind", CSV_KINDS)
def test_a_broken_csv_is_told_clearly(kind):
    data, code = CSV_KINDS[kind]
    with pytest.raises(Refusal) as refused:
        read(data, "nhap.csv")
    assert refused.value.code == f"import-{code}"
    assert not Person.objects.exists()


@pytest.mark.parametrize("kind", ["a zip bomb", "thousands of parts", "5 MB of empty rows", "more rows than bearable"])
def test_no_broken_workbook_makes_the_memory_swell(kind):
    data = KINDS[kind][0]()
    tracemalloc.start()
    try:
        read(data)
    except Refusal:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 40 * MB


@pytest.mark.parametrize(
    "right",
    [
        "Ismaél Nguyễn",
        "Raphaël",
        "Y Krông Êban",
        "K’Brê",
        "H’Hen Niê",
        "Lê Văn Bé",
        "Hồ Thị Kêu",
        "“Bé” Ba",
        "https://a.vn/x?id=1",
    ],
)
def test_what_is_written_rightly_is_not_taken_for_an_old_font(right):
    assert not is_garbled(right)
