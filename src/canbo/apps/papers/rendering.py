"""From a form of the rule pack and its values to a file: PDF by typst, Word by docxtpl. The same bytes each time.

A form is a folder of `policy/vn/forms` with `form.typ` and, where offices edit it themselves, `form.docx`.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import typst
from django.contrib.staticfiles import finders
from docxtpl import DocxTemplate

from canbo.apps.papers.kept_forms import MAIN, UNTIMED, WORD, Form, form_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(form: str, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    """A form of the pack filled as PDF/A; `at` is the moment written into the file."""
    return _pdf(form_of(form), values, at)


def as_docx(form: str, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    """A form of the pack filled as a Word document."""
    return _docx(form_of(form), values, at)


def printed(form: Form, values: Mapping[str, Any], at: dt.datetime) -> tuple[bytes, bytes]:
    """A form filled as PDF/A and as a Word document, of a moment."""
    return _pdf(form, values, at), _docx(form, values, at)


def _pdf(form: Form, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    shared = {name: content for name, content in form.files.items() if name.endswith(".typ") and name != MAIN}
    return typst.compile(  # type: ignore[call-overload, no-any-return]  # it takes files; its types do not say so
        {"main.typ": form.files[MAIN], **shared},
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        font_paths=[str(finders.find("fonts/liberation"))],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
        timestamp=int(at.timestamp()),
    )


def _docx(form: Form, values: Mapping[str, Any], at: dt.datetime) -> bytes:
    """Signs that XML reserves are kept as text."""
    template = DocxTemplate(io.BytesIO(form.files[WORD]))
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
            entry = zipfile.ZipInfo(name, UNTIMED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()
