"""From a form of the rule pack and its values to a file: PDF by typst, Word by docxtpl. The same bytes each time.

A form is a folder of `policy/vn/forms` with `form.typ` and, where offices edit it themselves, `form.docx`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from docxtpl import DocxTemplate

from canbo.lib.hashing import sha256_hex

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: The moment in every file of a .docx: zip files know no time zone, and the real moment would change the bytes.
_UNTIMED = (1980, 1, 1, 0, 0, 0)


def as_pdf(form: str, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    """A form filled as PDF/A; `at` is the moment written into the file."""
    return typst.compile(
        str(settings.POLICY / "forms" / form / "form.typ"),
        root=str(settings.POLICY / "forms"),  # forms share their letterhead
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        font_paths=[str(finders.find("fonts/liberation"))],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
        timestamp=int(at.timestamp()),
    )


def digest_of(form: str) -> str:
    """What a form is, as kept beside what was filled in: a changed form prints other bytes."""
    folder = settings.POLICY / "forms"
    files = sorted([*(folder / form).iterdir(), *folder.glob("*.typ")])
    return sha256_hex("".join(f"{each.name}:{hashlib.sha256(each.read_bytes()).hexdigest()}\n" for each in files))


def as_docx(form: str, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    """A form filled as a Word document; signs that XML reserves are kept as text."""
    template = DocxTemplate(settings.POLICY / "forms" / form / "form.docx")
    template.render(dict(values), autoescape=True)
    properties = template.docx.core_properties
    properties.created = properties.modified = at.astimezone(dt.UTC).replace(tzinfo=None)
    out = io.BytesIO()
    template.save(out)
    return _untimed(out.getvalue())


def _untimed(content: bytes) -> bytes:
    """The same archive, its files in order of name and all of one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        first = "[Content_Types].xml"  # programs look for it at the beginning
        for name in sorted(before.namelist(), key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, _UNTIMED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()
