"""Reading official documents. Who may see one is decided by the capability that had it issued."""

from __future__ import annotations

import hashlib

from django.db.models import Max

from canbo.apps.bodies.models import Body
from canbo.apps.papers.models import ArchivedFile, Document


def document_of(owner: str) -> Document | None:
    """The document that was issued for an owner's key."""
    return Document.objects.filter(owner=owner).select_related("entry", "body").first()


def next_number(body: Body, series: str, year: int) -> int:
    """The next number of a series of a body in a year."""
    last = Document.objects.filter(body=body, series=series, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def content_of(file: ArchivedFile) -> bytes:
    """The bytes of a kept file. Raises ValueError when they are not those of its digest."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise ValueError(f"the file {file.digest} is not what was kept")
    return content
