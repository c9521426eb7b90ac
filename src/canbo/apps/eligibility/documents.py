"""A certificate of eligibles as data, as a spreadsheet and as a printable document. All three say the same."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import typst
import xlsxwriter
from django.conf import settings
from django.contrib.staticfiles import finders

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.base.packs.queries import archived_pack
from canbo.core.verdicts import Answer
from canbo.core.wording import say_answer
from canbo.lib.text import Text

_LEFT_OUT = Text(vi="Không ghi: tiêu chí dựa trên mục được bảo vệ", en="Left out: clauses on sealed sections")
_HEADINGS = (
    Text(vi="TT", en="No."),
    Text(vi="Số hiệu", en="Key"),
    Text(vi="Họ và tên", en="Name"),
    Text(vi="Kết luận", en="Answer"),
)


def as_json(certificate: EligiblesCertificate) -> bytes:
    """The canonical bytes whose SHA-256 is the certificate's digest."""
    return certificate.content.encode()


def as_xlsx(certificate: EligiblesCertificate, content: Any, language: str) -> bytes:
    """A workbook: the list, the clauses answered, and what the list rests on. The same bytes each time.

    `content` is what its reader may have of the certificate (`sealing.content_for`): no column for a sealed clause.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime.fromisoformat(content["frozen"]["at"])})
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    codes = [clause["code"] for clause in content["standard"] if clause["code"] not in content.get("sealed", ())]
    sheet = book.add_worksheet(Text(vi="Danh sách", en="Eligibles").in_language(language))
    sheet.freeze_panes(1, 3)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 3, 28)
    sheet.set_column(4, 4 + len(codes), 14)
    sheet.write_row(0, 0, [heading.in_language(language) for heading in _HEADINGS] + codes, bold)
    for number, person in enumerate(content["eligibles"], 1):
        answers = [_said(person["clauses"][code], language) for code in codes]
        sheet.write_row(
            number, 0, [number, person["key"], person["name"], _said(person["answer"], language), *answers], cell
        )
    _clauses_sheet(book, content, language, bold, cell)
    _grounds_sheet(book, certificate, content, language, bold, cell)
    book.close()
    return out.getvalue()


def _clauses_sheet(book: Any, content: Any, language: str, bold: Any, cell: Any) -> None:
    sheet = book.add_worksheet(Text(vi="Tiêu chí", en="Clauses").in_language(language))
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 60)
    heads = (Text(vi="Mã", en="Code"), Text(vi="Nội dung", en="Requirement"), Text(vi="Căn cứ", en="Source"))
    sheet.write_row(0, 0, [head.in_language(language) for head in heads], bold)
    for number, clause in enumerate(content["standard"], 1):
        sheet.write_row(number, 0, [clause["code"], clause[language], _source(clause["cites"], language)], cell)


def _grounds_sheet(
    book: Any, certificate: EligiblesCertificate, content: Any, language: str, bold: Any, cell: Any
) -> None:
    sheet = book.add_worksheet(Text(vi="Căn cứ lập", en="Grounds").in_language(language))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for number, (label, value) in enumerate(_grounds(certificate, content, language)):
        sheet.write(number, 0, label, bold)
        sheet.write(number, 1, value, cell)


def _grounds(certificate: EligiblesCertificate, content: Any, language: str) -> list[tuple[str, str]]:
    rows = (
        (Text(vi="Chức danh", en="Title"), _title(certificate, language)),
        (Text(vi="Ngày đối chiếu", en="As of"), f"{certificate.on:%d/%m/%Y}"),
        (Text(vi="Phạm vi", en="Pool"), _pool(content)),
        (Text(vi="Kết quả", en="Result"), _counts(content, language)),
        (Text(vi="Mã băm danh sách", en="Digest"), certificate.digest),
        (Text(vi="Mã băm bộ quy định", en="Digest of the rules"), certificate.pack_id),
        (Text(vi="Mã băm dữ liệu hồ sơ", en="Digest of the dossier"), certificate.dossier_digest),
        (Text(vi="Vị trí trên nhật ký", en="Position on the record"), str(certificate.position)),
        (Text(vi="Người lập, thời điểm", en="Frozen by, at"), _frozen(content)),
        *([(_LEFT_OUT, ", ".join(content["sealed"]))] if content.get("sealed") else []),
    )
    return [(label.in_language(language), value) for label, value in rows]


def as_pdf(certificate: EligiblesCertificate, content: Any, language: str) -> bytes:
    """The printable document, by the form in the pack's `forms` folder. The same bytes each time.

    `content` is what its reader may have of the certificate (`sealing.content_for`): it names no exception to a clause
    on a sealed section.
    """
    people = [
        {
            "key": person["key"],
            "name": person["name"],
            "answer": _said(person["answer"], language),
            "exceptions": ", ".join(c for c, a in sorted(person["clauses"].items()) if a == Answer.EXCEPTED.value),
        }
        for person in content["eligibles"]
    ]
    standard = [
        {"code": c["code"], "says": c[language], "cites": _source(c["cites"], language)} for c in content["standard"]
    ]
    data = {
        "language": language,
        "title": _title(certificate, language),
        "on": f"{certificate.on:%d/%m/%Y}",
        "pool": _pool(content),
        "counts": _counts(content, language),
        "pack": certificate.pack_id,
        "dossier": f"{certificate.dossier_digest} · {certificate.position}",
        "frozen": _frozen(content),
        "digest": certificate.digest,
        "people": people,
        "standard": standard,
    }
    form = settings.POLICY / "forms" / "certificate-of-eligibles" / "form.typ"
    return typst.compile(
        str(form),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(finders.find("fonts/liberation"))],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
        timestamp=int(dt.datetime.fromisoformat(content["frozen"]["at"]).timestamp()),
    )


def _title(certificate: EligiblesCertificate, language: str) -> str:
    return archived_pack(certificate.pack_id).titles[certificate.title].name.in_language(language)


def _pool(content: Any) -> str:
    """The bodies of the pool by name, as they are called today; the codes stand in the data."""
    codes = content["request"]["pool"]
    names = dict(
        BodyVersion.objects.filter(body__code__in=codes, entry_to__isnull=True)
        .order_by("since_lo")
        .values_list("body__code", "name")
    )
    return "; ".join(f"{names.get(code, code)} ({code})" for code in codes)


def _counts(content: Any, language: str) -> str:
    return " · ".join(f"{_said(answer, language)}: {content['counts'][answer]}" for answer in content["counts"])


def _frozen(content: Any) -> str:
    moment = dt.datetime.fromisoformat(content["frozen"]["at"])
    return f"{content['frozen']['by']}, {moment:%d/%m/%Y %H:%M} UTC"


def _said(answer: str, language: str) -> str:
    return say_answer(Answer(answer)).in_language(language)


def _source(cites: Any, language: str) -> str:
    number, issued = cites["instrument"].split("@")
    day = dt.date.fromisoformat(issued)
    place = cites["article"]
    article = Text(vi=f"Điều {place}", en=f"art. {place}").in_language(language) if place[:1].isdigit() else place
    mark = f" [{cites['confidence']}]" if cites["confidence"] not in ("P", "S") else ""
    return f"{number} ({day:%d/%m/%Y}), {article}{mark}"
