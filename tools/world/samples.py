"""Files to try: a clean workbook of 40 people, the same with faults that real files have, and a draft regulation."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from random import Random

import xlsxwriter

from tools.world.names import KINH, person_name

HEADERS = (
    "Số hiệu",
    "Họ và tên khai sinh",
    "Giới tính",
    "Ngày, tháng, năm sinh",
    "Dân tộc",
    "Tôn giáo",
    "Quê quán (tỉnh)",
    "Loại đối tượng",
    "Mã cơ quan, đơn vị",
    "Ngày tuyển dụng",
    "Ngày vào Đảng",
    "Ngày vào Đảng chính thức",
    "Trình độ chuyên môn cao nhất",
    "Ngành đào tạo",
    "Ngày cấp văn bằng",
    "Đã xác minh văn bằng",
    "Lý luận chính trị",
    "Quản lý nhà nước",
    "Ngoại ngữ",
    "Tin học",
    "Chức vụ hiện nay",
    "Nơi giữ chức vụ (mã đơn vị)",
    "Giữ chức vụ từ ngày",
)
_TITLES = (
    "Chuyên viên",
    "Chuyên viên",
    "Chuyên viên chính",
    "Trưởng phòng thuộc sở, ban",
    "Phó trưởng phòng thuộc sở, ban",
)
_BODIES = ("LG.SNV", "LG.STC", "LG.SXD", "LG.SGDDT", "LG.SYT", "LG.STP")
_FIELDS = ("Luật", "Kinh tế", "Hành chính công, quản lý nhà nước", "Sư phạm, giáo dục học", "Kế toán")
#: Row (from 1), column, what stands there instead: the faults of real files.
FAULTS = (
    (3, "Ngày, tháng, năm sinh", "31/02/1979"),
    (7, "Giới tính", "Nan"),
    (9, "Mã cơ quan, đơn vị", "LG.KHONGCO"),
    (12, "Trình độ chuyên môn cao nhất", "Đại hoc tại chức K5"),
    (15, "Dân tộc", "Kinhh"),
    (18, "Lý luận chính trị", "Trung cấp LLCTTT"),
    (22, "Ngày vào Đảng", "30/11/2099"),
    (26, "Số hiệu", "LG-M00002"),
    (31, "Giữ chức vụ từ ngày", "13/2021"),
    (36, "Số hiệu", ""),
)


def _people(count: int = 40) -> list[list[str]]:
    rng = Random("Lam Giang 2026/samples")
    rows = []
    for number in range(1, count + 1):
        sex = rng.choice("MF")
        year = rng.randrange(1974, 1998)
        joined = min(year + rng.randrange(26, 31), 2024)
        title, body = rng.choice(_TITLES), rng.choice(_BODIES)
        began = dt.date(rng.randrange(max(2016, year + 25), 2026), rng.randrange(1, 12), rng.randrange(1, 28))
        born = (
            f"{rng.randrange(1, 28):02}/{rng.randrange(1, 13):02}/{year}"
            if rng.random() > 0.1
            else f"{rng.randrange(1, 13):02}/{year}"
        )
        rows.append([
            f"LG-M{number:05}", person_name(rng, sex, KINH), "Nam" if sex == "M" else "Nữ", born, "Kinh", "Không", "Nghệ An",
            "Công chức", body, f"01/09/{year + 24}", f"19/05/{joined}", f"19/05/{joined + 1}",
            rng.choice(("Đại học", "Đại học", "Thạc sĩ", "Cử nhân")), rng.choice(_FIELDS), str(year + 23),
            rng.choice(("Có", "Có", "Có", "Chưa")), rng.choice(("Trung cấp", "Cao cấp", "Sơ cấp")),
            rng.choice(("Chuyên viên", "Chuyên viên chính")), "", "", title, body, began.strftime("%d/%m/%Y"),
        ])  # fmt: skip
    return rows


def _workbook(file: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(file) as book:
        book.set_properties({"created": dt.datetime(2026, 11, 2)})
        sheet = book.add_worksheet("Hồ sơ")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, HEADERS, bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, len(HEADERS) - 1, 18)
        sheet.freeze_panes(1, 2)


def write_samples(home: Path) -> list[Path]:
    """The files in CANBO_HOME/samples."""
    folder = home / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    clean, faulty, draft = folder / "40-nguoi.xlsx", folder / "40-nguoi-co-loi.xlsx", folder / "du-thao-36-thang.yaml"
    rows = _people()
    _workbook(clean, rows)
    wrong = [list(row) for row in rows]
    for number, header, text in FAULTS:
        wrong[number - 1][HEADERS.index(header)] = text
    _workbook(faulty, wrong)
    shutil.copyfile(Path(__file__).parent / "data" / "draft-months-in-post.yaml", draft)
    return [clean, faulty, draft]
