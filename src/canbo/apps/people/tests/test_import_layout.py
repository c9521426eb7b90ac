"""The list that an office really keeps: titles above, a header of two rows, birth dates by sex, no staff numbers."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canbo.apps.bodies.models import Body
from canbo.apps.people.importing import layout as layouts
from canbo.apps.people.importing import reading
from canbo.apps.people.importing.layout import Layout, arrange, fingerprint, guess
from canbo.apps.people.models import KeptLayout, PersonVersion
from canbo.apps.people.testing import a_person
from canbo.apps.people.tests.test_import_beside import an_officer, signed_in
from canbo.base.accounts.testing import an_account


def an_office_list(*people: list[object], header: str = "Họ và tên") -> bytes:
    """As offices write it: two lines of title, a header with merged cells, a row of numbers, a section, a signature."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("DS")
    page.merge_range("A1:G1", "DANH SÁCH CÁN BỘ, CÔNG CHỨC XÃ LẠC SƠN")
    page.merge_range("A2:G2", "(Tính đến ngày 01/06/2026)")
    for column, title in (("A", "TT"), ("B", header), ("E", "Dân tộc"), ("F", "Chức vụ")):
        page.merge_range(f"{column}4:{column}5", title)
    page.merge_range("C4:D4", "Ngày, tháng, năm sinh")
    page.write_row("C5", ["Nam", "Nữ"])
    page.write("G4", "Trình độ")
    page.write("G5", "LLCT")
    page.write_row("A6", [1, 2, 3, 4, 5, 6, 7])
    page.merge_range("A7:G7", "I. ỦY BAN NHÂN DÂN")
    for number, row in enumerate(people):
        page.write_row(7 + number, 0, [number + 1, *row])
    page.write(9 + len(people), 5, "NGƯỜI LẬP BIỂU")
    book.close()
    return buffer.getvalue()


AN = ["Lê An", "8/1970", "", "Kinh", "", "Cao cấp"]
BA = ["Trần Thị Ba", "", 1965, "Mường", "", "Trung cấp"]


def sheet(*people: list[object], header: str = "Họ và tên") -> reading.Grid:
    return reading.read(an_office_list(*people, header=header), "ds.xlsx")


def test_the_header_and_its_columns_are_guessed():
    found = guess(sheet(AN, BA))
    assert (found.header, found.rows) == (4, 2)
    assert found.columns == (
        *("number", "person.name", "born_m", "born_f", "person.ethnicity"),
        *("holding.current.title", "theory.highest.grade"),
    )


def test_people_are_read_in_their_cells_and_what_is_no_person_is_named():
    grid = arrange(sheet(AN, BA), guess(sheet(AN, BA)), {})
    assert grid.lines == [4, 8, 9]
    assert [row[7:9] for row in grid.rows[1:]] == [["Nam", "8/1970"], ["Nữ", "1965"]]
    assert [note.vi for note in grid.notes] == [
        "Bỏ qua dòng 6: “1 2 3 4 5 6 7”.",
        "Bỏ qua dòng 7: “I. ỦY BAN NHÂN DÂN”.",
        "Bỏ qua dòng 12: “NGƯỜI LẬP BIỂU”.",
    ]
    assert grid.faults == []


def test_a_person_without_a_staff_number_is_found_by_name_and_birth_date():
    known = {"le an": [("NV7", "1970-08-15"), ("NV8", "1971")], "tran thi ba": [("NV1", "1965"), ("NV2", "1965-02")]}
    grid = arrange(sheet(AN, BA), guess(sheet(AN, BA)), known)
    assert grid.rows[1][-1] == "NV7"
    assert [fault.row for fault in grid.faults] == [9]  # two people would do: nothing is guessed
    assert arrange(sheet(AN), guess(sheet(AN)), {}).rows[1][-1].startswith("DS-")


def test_a_birth_date_in_both_columns_is_a_fault():
    grid = arrange(sheet(["Lê An", "1970", "1971", "", "", ""]), guess(sheet(AN)), {})
    assert [(fault.row, fault.column, fault.value) for fault in grid.faults] == [(8, "D", "1971")]


def test_a_birth_date_that_is_none_is_a_fault_of_its_own_cell():
    grid = arrange(sheet(["Lê An", "", "31/02/1990", "", "", ""]), guess(sheet(AN)), {})
    assert [(fault.row, fault.column, fault.value) for fault in grid.faults] == [(8, "D", "31/02/1990")]


def test_a_person_whose_name_is_a_formula_is_named_as_a_fault_and_not_left_out():
    grid = arrange(sheet(AN, ["=UPPER(B8)", *BA[1:]]), guess(sheet(AN)), {})
    assert grid.lines == [4, 8, 9]
    assert [(fault.row, fault.column, fault.value) for fault in grid.faults] == [(9, "B", "=…")]


def test_a_list_is_known_again_by_its_header_whatever_stands_below():
    one, other = sheet(AN), sheet(BA, AN, header="HỌ VÀ TÊN")
    assert fingerprint(one, guess(one)) == fingerprint(other, guess(other))
    assert fingerprint(one, guess(one)) != fingerprint(one, Layout(4, 1, ()))


HEADS = st.sampled_from(["STT", "Họ và tên", "Nam", "Nữ", "Năm sinh", "x"])
CELL = st.one_of(st.text(max_size=9), st.integers(0, 3000), HEADS)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.lists(CELL, max_size=6), min_size=1, max_size=8))
def test_no_sheet_breaks_the_guess_or_its_reading(rows):
    grid = reading.Grid("DS", rows, list(range(1, len(rows) + 1)))
    found = guess(grid)
    assert len(found.columns) == layouts.width(grid) or not found.columns
    if not layouts.faults_of(found):
        arranged = arrange(grid, found, {})
        assert all(len(row) == len(arranged.rows[0]) for row in arranged.rows)
        assert len(arranged.rows) - 1 <= len(rows)


def form_of(layout: Layout, **more: str) -> dict[str, str]:
    given = {f"column-{place}": to for place, to in enumerate(layout.columns)}
    header, rows = str(layout.header), str(layout.rows)
    return {**given, "header": header, "rows": rows, "was_header": header, "was_rows": rows, **more}


def sent(client, data: bytes) -> str:
    answer = client.post("/people/import/", {"mapping": "free", "file": SimpleUploadedFile("ds.xlsx", data)})
    assert answer.status_code == 302
    return str(answer["location"])


@pytest.mark.django_db
def test_an_officer_reads_a_free_list_and_the_body_remembers_how():
    client = signed_in(an_officer())
    a_person("NV7", name="Lê An", born="1970-08-15", body=Body.objects.get())
    data = an_office_list(AN, BA)
    columns = sent(client, data)
    page = client.get(columns).content.decode()
    assert "Đọc được 2 người" in page
    assert "NV7" in page
    answer = client.post(columns, form_of(guess(sheet(AN, BA)), go="1", name="Danh sách xã"))
    check = str(answer["location"])
    page = client.get(check).content.decode()
    assert "<strong>1</strong>hồ sơ mới" in page
    assert client.post(f"{check}write").status_code == 302
    assert PersonVersion.objects.get(name="Trần Thị Ba").born == "1965"
    assert PersonVersion.objects.get(name="Lê An", entry_to=None).born == "1970-08-15"
    kept = KeptLayout.objects.get()
    assert (kept.name, kept.body.code) == ("Danh sách xã", "tinh")
    page = client.get(sent(client, an_office_list(BA))).content.decode()
    assert "“Danh sách xã”" in page


@pytest.mark.django_db
def test_the_columns_of_a_list_can_be_corrected_and_a_missing_name_blocks():
    client = signed_in(an_officer())
    columns = sent(client, an_office_list(AN))
    wrong = form_of(guess(sheet(AN)), go="1") | {"column-1": ""}
    page = client.post(columns, wrong).content.decode()
    assert "Chọn cột Họ và tên" in page
    anew = form_of(guess(sheet(AN)), was_header="9") | {"column-1": ""}
    assert "Đọc được 1 người" in client.post(columns, anew).content.decode()  # another header: guessed anew
    assert client.post(columns, wrong | {"header": "99999"}).status_code == 422


@pytest.mark.django_db
def test_only_the_sender_who_is_an_officer_reads_a_list():
    columns = sent(signed_in(an_officer()), an_office_list(AN))
    assert signed_in(an_account("khac")).get(columns).status_code == 404
