"""A screen as a workbook: exactly the rows and columns of the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from canbo.apps.eligibility.screening import Screen
from canbo.core.verdicts import Answer
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import SIGNS, d

_HEADINGS = (
    Text("TT", "No."),
    Text("Số hiệu", "Key"),
    Text("Họ và tên", "Name"),
    Text("Ngày sinh", "Born"),
    Text("Chức vụ", "Post"),
    Text("Cơ quan, đơn vị", "Body"),
    Text("Kết luận", "Answer"),
)


def screen_workbook(found: Screen, lines: Sequence[Any], called: Names, language: str) -> bytes:
    """Two sheets: the people with their answers, and the clauses in words. `lines` are those of the page."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet = book.add_worksheet(Text("Danh sách", "People").in_language(language))
    sheet.freeze_panes(1, 3)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 26)
    sheet.set_column(4, 5, 36)
    sheet.set_column(6, 6 + len(found.clauses), 18)
    heads = [heading.in_language(language) for heading in _HEADINGS]
    sheet.write_row(0, 0, heads + [clause.code for clause in found.clauses], head)
    for number, line in enumerate(lines, 1):
        entry = line.entry
        post = called.title(entry.post.title) if entry.post else ""
        told = [_said(answer, language) for answer in (line.row.answer, *line.row.answers)]
        who = entry.person
        body = entry.post_body or entry.body
        sheet.write_row(number, 0, [number, who.person.key, who.name, d(who.born), post, body, *told])
    _clauses(book, found, head, language)
    book.close()
    return out.getvalue()


def _clauses(book: Any, found: Screen, head: Any, language: str) -> None:
    sheet = book.add_worksheet(Text("Tiêu chí", "Clauses").in_language(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 40)
    heads = (Text("Mã", "Code"), Text("Nội dung", "Requirement"), Text("Căn cứ", "Source"))
    sheet.write_row(0, 0, [each.in_language(language) for each in heads], head)
    for number, clause in enumerate(found.clauses, 1):
        cites = clause.cites
        source = f"{cites.instrument.number} ({d(cites.instrument.issued)}), {cites.article}"
        sheet.write_row(number, 0, [clause.code, clause.says.in_language(language), source], wrapped)


def _said(answer: Answer, language: str) -> str:
    sign, says = SIGNS[answer.value]
    return f"{sign} {says.in_language(language)}"
