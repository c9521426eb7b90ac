"""Issuing official documents. Whoever calls has asked its own `why_not_…` first: papers know no offices."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from canbo.apps.bodies.models import Body
from canbo.apps.papers.kept_forms import MEDIA, form_of
from canbo.apps.papers.models import ArchivedFile, Document, symbol_of
from canbo.apps.papers.queries import document_of, next_number
from canbo.apps.papers.rendering import DOCX, PDF, printed
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, alone, refuse
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text, nfc


def issue(
    *,
    owner: str,
    body: Body,
    form: str,
    series: str,
    title: str,
    dated: dt.date,
    values: Mapping[str, Any],
    by: Account,
    at: dt.datetime,
    beside: Sequence[tuple[str, bytes]] = (),
) -> Document:
    """Issue a document: it takes the next number of its series, is printed as PDF and Word, and both are kept.

    `values` fill the form; `symbol` (number and series) and the form's digest are added. The form itself is kept too,
    and whatever stands `beside` (medium, bytes). Raises Refusal when the owner has one already.
    The record gets the digests, not what the document says.
    """
    with transaction.atomic():
        alone()  # the number is taken, and the files printed, before the entry that tells their digests
        refuse(_why_not_twice(owner))
        blank, number = form_of(form), next_number(body, series, dated.year)
        whole = {**values, "symbol": symbol_of(series, number), "form_digest": blank.digest}
        pdf, docx = printed(blank, whole, at)
        beside = (*beside, (MEDIA, blank.content))
        payload = {
            "owner": owner, "body": body.code, "form": form, "series": series, "dated": dated.isoformat(),
            "number": number, "pdf": _digest(pdf), "docx": _digest(docx),
            "beside": [_digest(content) for _, content in beside],
        }  # fmt: skip
        return _entered(payload, pdf, docx, body, title, dated, whole, by, at, beside)


def _entered(
    payload: Mapping[str, Any],
    pdf: bytes,
    docx: bytes,
    body: Body,
    title: str,
    dated: dt.date,
    whole: Mapping[str, Any],
    by: Account,
    at: dt.datetime,
    beside: Sequence[tuple[str, bytes]],
) -> Document:
    with acting("papers.issue", by=by, at=at, payload=payload) as entry:
        for media, content in beside:
            _kept(media, content, entry)
        return Document.objects.create(
            owner=payload["owner"],
            body=body,
            series=payload["series"],
            year=dated.year,
            number=payload["number"],
            form=payload["form"],
            title=nfc(title),
            dated=dated,
            values=canonical_json(whole),
            pdf=_kept(PDF, pdf, entry),
            docx=_kept(DOCX, docx, entry),
            entry=entry,
        )


def _why_not_twice(owner: str) -> Refusal | None:
    there = document_of(owner)
    if there is None:
        return None
    return Refusal(
        "papers.issued",
        Text(f"Văn bản này đã ban hành, số {there.symbol}.", f"This document is issued already: {there.symbol}."),
        Text("Tải lại bản đã lưu.", "Take the copy that is kept."),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _kept(media: str, content: bytes, entry: Entry) -> ArchivedFile:
    digest = _digest(content)
    there = ArchivedFile.objects.filter(digest=digest).first()
    return there or ArchivedFile.objects.create(digest=digest, media=media, content=content, entry=entry)
