"""Reading official documents. Who may see one is decided by the capability that had it issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from canbo.apps.bodies.models import Body
from canbo.apps.papers.models import ArchivedFile, Document
from canbo.apps.papers.rendering import as_docx, as_pdf, digest_of


def document_of(owner: str) -> Document | None:
    """The document that was issued for an owner's key."""
    return Document.objects.filter(owner=owner).select_related("entry", "body").first()


def next_number(body: Body, series: str, year: int) -> int:
    """The next number of a series of a body in a year."""
    last = Document.objects.filter(body=body, series=series, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def in_form(document: Document, values: Mapping[str, Any]) -> tuple[bytes, bytes] | None:
    """PDF and Word of a document filled with values, as of its moment; None when its form has changed since."""
    if digest_of(document.form) != values.get("form_digest"):
        return None
    return as_pdf(document.form, values, document.entry.at), as_docx(document.form, values, document.entry.at)


def prints_the_same(document: Document) -> bool | None:
    """Whether a document, filled and printed again, gives the bytes that are kept; None when its form has changed."""
    again = in_form(document, json.loads(document.values))
    if again is None:
        return None
    return [hashlib.sha256(each).hexdigest() for each in again] == [document.pdf_id, document.docx_id]


def content_of(file: ArchivedFile) -> bytes:
    """The bytes of a kept file. Raises ValueError when they are not those of its digest."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise ValueError(f"the file {file.digest} is not what was kept")
    return content
