"""A workbook of plain text, as other programs read it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from canbo.apps.people.importing import reading
from canbo.apps.people.importing.plain import write_sheets
from canbo.apps.people.importing.reading import read_sheets
from canbo.core.refusal import Refusal

AWKWARD = [
    "Đặng Thị Ái", "=1+1", "0123", "  trước và sau ", "a & b < c > d", "hai\ndòng", "_x0041_", "chuông\x07", "😀", "'",
]  # fmt: skip


def test_another_program_reads_every_text_as_it_stands():
    header = [f"Cột {n}" for n in range(len(AWKWARD))]
    written = write_sheets([("Hồ sơ & khác", header, [AWKWARD, ["b"] * len(AWKWARD)])])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(written)).worksheets
    assert sheet.title == "Hồ sơ & khác"
    assert [openpyxl.utils.escape.unescape(cell.value) for cell in sheet[2]] == AWKWARD
    assert {(cell.data_type, cell.number_format) for cell in sheet[2]} <= {("inlineStr", "@"), ("s", "@")}
    assert sheet.freeze_panes == "C2"
    assert sheet["A1"].font.b


def test_the_import_reads_every_sheet_and_leaves_blanks_blank():
    sheets = [("Một", ["K", "V"], [["1", ""], ["", "2"]]), ("Hai", ["K"], [[str(n)] for n in range(1200)])]
    one, two = read_sheets(write_sheets(sheets), "tep.xlsx", ("Một", "Hai"))
    assert one.rows == [["K", "V"], ["1", ""], ["", "2"]]
    assert [row[0] for row in two.rows[1:]] == [str(n) for n in range(1200)]
    assert one.faults == two.faults == []


def test_a_few_sheets_with_little_at_their_far_ends_are_refused_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(reading, "CELLS_LIMIT", 100)
    lines = [["", ""]] * 24 + [["1", "2"]]  # 26 lines of two columns, nearly all of them blank
    one, three = ([(f"T{n}", ["K", "V"], lines) for n in range(number)] for number in (1, 3))
    assert len(read_sheets(write_sheets(one), "tep.xlsx", ("T0",))[0].rows) == 26
    with pytest.raises(Refusal) as refused:
        read_sheets(write_sheets(three), "tep.xlsx", ("T0", "T1", "T2"))
    assert refused.value.code == "import-too-large"


def test_the_same_sheets_give_the_same_bytes():
    assert write_sheets([("A", ["K"], [["1"]])]) == write_sheets([("A", ["K"], [["1"]])])


def test_a_line_that_is_longer_than_its_header_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="zip"):
        write_sheets([("A", ["K"], [["1", "2"]])])
