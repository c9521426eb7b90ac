"""What an .xlsx file is, seen before its cells are read: sheets, formulas, size, and whether it is one at all.

A workbook is a zip of XML. It is streamed once with bounded memory, so that a zip bomb, a sheet that claims millions of
columns or a document type with entities is refused before anything expands it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from canbo.apps.people.importing.errors import unreadable
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Largest file taken, and largest sum of its parts when unpacked (bytes).
FILE_LIMIT = 40 * 1024 * 1024
UNPACKED_LIMIT = 768 * 1024 * 1024
PARTS_LIMIT = 2000
#: Formulas listed as faults before the rest is only counted.
FORMULAS_SHOWN = 100

_CHUNK = 1 << 20
_OVERLAP = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
#: A cell in column EA or beyond (more than 130 columns), or in row 100,000 or beyond. A pattern that begins with plain
#: letters is sought ten times faster than one that begins with a blank; the look-behind asks for the blank.
_TOO_FAR = tuple(
    re.compile(rb"r=%s(?<=\sr=%s)(?:[A-Z]{3,}\d|[E-Z][A-Z]\d|[A-Z]+0*[1-9]\d{5})" % (mark, mark))
    for mark in (b'"', b"'")
)
#: What every such cell has, sought first: it is found out sooner of a near cell that it has none of it.
_MAYBE_FAR = re.compile(rb"r=[\"'][A-Z](?:[A-Z]{2}|(?<=[E-Z])[A-Z]|[A-Z]?\d{6})")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

SAVE_AS_XLSX = Text(
    "Mở tệp bằng Excel hoặc LibreOffice và lưu lại dạng .xlsx, không đặt mật khẩu.",
    "Open it in Excel or LibreOffice and save it as .xlsx without a password.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook: its name, whether people see it, the addresses of cells that hold formulas, and how many
    bytes it has unpacked.
    """

    name: str
    visible: bool
    part: str
    formulas: tuple[str, ...] = field(default=())
    size: int = 0


def inspect(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order. Raises Refusal for what is not an open .xlsx of bearable size."""
    if len(data) > FILE_LIMIT:
        raise too_large()
    if data.startswith(_OLE):
        raise _ole(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheets(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        LookupError,  # a part that is not there; an encoding that nobody knows
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as fault:
        raise not_a_workbook() from fault


def too_large() -> Refusal:
    """The refusal of a file beyond the limits."""
    return unreadable(
        "too-large",
        "Tệp vượt quá giới hạn: 40 MB, 100.000 dòng, 130 cột.",
        "The file is beyond the limits: 40 MB, 100,000 rows, 130 columns.",
        Text(
            "Xóa các dòng, cột trống có định dạng ở ngoài bảng, hoặc chia tệp theo đơn vị.",
            "Delete formatted empty rows and columns around the table, or split the file by unit.",
        ),
    )


def not_a_workbook() -> Refusal:
    """The refusal of a file that is no workbook or a damaged one."""
    return unreadable(
        "not-a-workbook",
        "Tệp không phải là bảng tính .xlsx hoặc đã hỏng.",
        "The file is not an .xlsx workbook, or it is damaged.",
        SAVE_AS_XLSX,
    )


def _ole(data: bytes) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return unreadable(
            "password",
            "Bảng tính có mật khẩu nên không đọc được.",
            "The workbook has a password and cannot be read.",
            SAVE_AS_XLSX,
        )
    return unreadable(
        "old-format", "Bảng tính ở dạng cũ (.xls).", "The workbook is in the old format (.xls).", SAVE_AS_XLSX
    )


def _sheets(archive: zipfile.ZipFile) -> tuple[Sheet, ...]:
    parts = archive.infolist()
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise too_large()
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable("password", "Tệp nén có mật khẩu.", "The zip has a password.", SAVE_AS_XLSX)
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise unreadable(
            "macro", "Bảng tính có macro nên không nhận.", "The workbook holds macros and is not taken.", SAVE_AS_XLSX
        )
    named = _named_sheets(archive)
    formulas = {part.filename: _scan(archive, part) for part in parts if not part.is_dir()}
    sizes = {part.filename: part.file_size for part in parts}
    return tuple(Sheet(name, visible, part, formulas[part], sizes[part]) for name, visible, part in named)


def _named_sheets(archive: zipfile.ZipFile) -> list[tuple[str, bool, str]]:
    book = _small_xml(archive, "xl/workbook.xml")
    links = _small_xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets[sheet.get(_RELATIONSHIP)]
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found.append((sheet.get("name", ""), sheet.get("state", "visible") == "visible", part))
    return found


def _small_xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as a tree; a document type is refused first, so that no entity can expand."""
    with archive.open(name) as stream:
        text = stream.read(_CHUNK)
    if _DOCTYPE.search(text):
        raise not_a_workbook()
    return ElementTree.fromstring(text)  # noqa: S314 (no document type, at most one megabyte)


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[str, ...]:
    """Unpack one part to its end, which checks its sum; the addresses of its formulas if it is a sheet."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    is_xml = part.filename.endswith((".xml", ".rels"))
    formulas: dict[str, None] = {}
    for block in _blocks(archive, part):
        if is_xml and b"<!" in block and _DOCTYPE.search(block):
            raise not_a_workbook()
        if not is_sheet:
            continue
        if _MAYBE_FAR.search(block) and any(far.search(block) for far in _TOO_FAR):
            raise too_large()
        if b"<f" not in block and b":f" not in block:
            continue
        for formula in _FORMULA.finditer(block):
            if len(formulas) < FORMULAS_SHOWN:
                formulas[_address_before(block, formula.start())] = None
    return tuple(address for address in formulas if address)


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in blocks that overlap, so that no mark is cut in two."""
    kept = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield kept + chunk
            kept = chunk[-_OVERLAP:]


def _address_before(block: bytes, position: int) -> str:
    cells = _CELL.findall(block, max(0, position - _OVERLAP), position)
    return cells[-1].decode() if cells else ""
