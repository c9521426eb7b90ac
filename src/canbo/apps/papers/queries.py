"""Reading official documents. Who may see one is decided by the capability that had it issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Max

from canbo.apps.bodies.models import Body
from canbo.apps.papers.kept_forms import Form, form_in
from canbo.apps.papers.models import ArchivedFile, Document
from canbo.apps.papers.rendering import printed


def document_of(owner: str) -> Document | None:
    """The document that was issued for an owner's key."""
    return Document.objects.filter(owner=owner).select_related("entry", "body").first()


def next_number(body: Body, series: str, year: int) -> int:
    """The next number of a series of a body in a year."""
    last = Document.objects.filter(body=body, series=series, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def form_kept(document: Document) -> Form | None:
    """The form on which a document was printed, as it was then; None for one issued before forms were kept."""
    return next((form_in(content_of(file)) for file in forms_of([document])), None)


def forms_of(documents: Iterable[Document]) -> list[ArchivedFile]:
    """The forms that were kept with some documents, each once."""
    digests = {json.loads(each.values)["form_digest"] for each in documents}
    return list(ArchivedFile.objects.filter(digest__in=digests).order_by("digest"))


def prints_the_same(document: Document) -> bool | None:
    """Whether a document, filled and printed again, gives the bytes that are kept; None when its form was not kept."""
    form = form_kept(document)
    if form is None:
        return None
    again = printed(form, json.loads(document.values), document.entry.at)
    return [hashlib.sha256(each).hexdigest() for each in again] == [document.pdf_id, document.docx_id]


def content_of(file: ArchivedFile) -> bytes:
    """The bytes of a kept file. Raises ValueError when they are not those of its digest."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise ValueError(f"the file {file.digest} is not what was kept")
    return content
