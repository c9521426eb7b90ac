"""A workbook of plain text, written line by line: no formula, no number, one look for headers and one for lines.

A province's dossiers are millions of such cells. XlsxWriter asks of every one what it might be and takes five times as
long; whatever needs more than text is written by it elsewhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice

from canbo.apps.people.importing.errors import column_letter

#: A sheet to write: its name, its header, its lines.
Sheet = tuple[str, list[str], Iterable[list[str]]]

#: Column widths of a sheet, in characters: of the second, which is the name, and of the others.
_WIDE, _NARROW = 28, 14
#: Lines put into the file at once.
_LINES = 500
#: What XML cannot hold stands as "_x0007_", and what looks like that but is not stands with its own mark escaped.
_CONTROL, _LOOKALIKE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]"), re.compile("_(?=x[0-9a-fA-F]{4}_)")
_HEADER, _LINE = 2, 1  # their places among the formats of _STYLES

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">
<alignment vertical="top"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def write_sheets(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of these sheets; the same sheets give the same bytes."""
    buffer = io.BytesIO()
    names = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, header, lines) in enumerate(sheets, start=1):
            names.append(name)
            with archive.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for some in _sheet(header, lines):
                    part.write(some.encode())
        for path, text in _book(names):
            archive.writestr(_part(path), text)
    return buffer.getvalue()


def _part(path: str) -> zipfile.ZipInfo:
    """A part of the file, dated as every other: a file says nothing of when it was written."""
    part = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _sheet(header: Sequence[str], lines: Iterable[list[str]]) -> Iterator[str]:
    columns = [(1, _NARROW), (2, _WIDE), *((number, _NARROW) for number in range(3, len(header) + 1))]
    cols = "".join(
        f'<col min="{n}" max="{n}" width="{width}" style="{_LINE}" customWidth="1"/>' for n, width in columns
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="2" ySplit="1" '
        f'topLeftCell="C2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData>'
    )
    letters = [column_letter(place) for place in range(len(header))]
    yield _line(1, letters, header, _HEADER)
    numbered = enumerate(lines, start=2)
    while some := "".join(_line(number, letters, line, _LINE) for number, line in islice(numbered, _LINES)):
        yield some
    yield "</sheetData></worksheet>"


def _line(number: int, letters: Sequence[str], texts: Sequence[str], look: int) -> str:
    cells = [
        f'<c r="{letter}{number}" s="{look}" t="inlineStr"><is>{_text(text)}</is></c>'
        for letter, text in zip(letters, texts, strict=True)
        if text
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(text: str) -> str:
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    if "_x" in text:
        text = _LOOKALIKE.sub("_x005F_", text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f"<t{kept}>{escape(text, quote=False)}</t>"


def _book(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts beside the sheets: what there is, and how it hangs together."""
    numbered = list(enumerate(names, start=1))
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for number, _ in numbered
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{kinds}</Types>'
        ),
    )
    yield "_rels/.rels", _links(["officeDocument"], ["xl/workbook.xml"])
    pages = [f"worksheets/sheet{number}.xml" for number, _ in numbered]
    yield "xl/_rels/workbook.xml.rels", _links(["worksheet"] * len(pages) + ["styles"], [*pages, "styles.xml"])
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    yield "xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    yield "xl/styles.xml", _STYLES


def _links(kinds: Sequence[str], targets: Sequence[str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(zip(kinds, targets, strict=True), start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
