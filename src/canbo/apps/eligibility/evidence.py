"""What a certificate of eligibles rests on, for the bundle that an inspector checks offline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from django.utils import timezone

from canbo.apps.eligibility.certificates import request_of
from canbo.apps.eligibility.documents import as_pdf, as_xlsx
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.pool import pool_ids
from canbo.apps.eligibility.request import grounds
from canbo.apps.eligibility.sealing import open_content
from canbo.apps.eligibility.sheets import read_sheet
from canbo.apps.eligibility.stores import store_for
from canbo.apps.people.models import Person
from canbo.base.packs.queries import archived_pack
from canbo.base.record.evidence import Evidence, offers
from canbo.core.engines.sets import facts_needed
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text
from canbo.shell.fields import read_count


def certificate_evidence(wanted: str) -> Evidence:
    """The evidence of a certificate, named by its number or by the beginning of its digest (eight digits or more).

    Raises Refusal when there is no such certificate, or when the registers no longer give the facts that it read.
    """
    found = EligiblesCertificate.objects.select_related("entry__by", "pack")
    by_digest = found.filter(digest__startswith=wanted) if len(wanted) >= 8 else found.none()
    number = read_count(wanted)
    by_number = found.none() if number is None else found.filter(pk=number)
    certificate = by_digest.first() or by_number.first()
    if certificate is None:
        raise Refusal(
            "eligibility.no_certificate",
            Text("Không có danh sách đủ điều kiện {wanted}.", "There is no certificate {wanted}.").filled(
                wanted=wanted
            ),
            status=404,
        )
    dossier = _dossier(certificate)
    if sha256_hex(dossier) != certificate.dossier_digest:
        raise Refusal(
            "eligibility.dossier_changed",
            Text(
                "Dữ liệu hồ sơ đọc lại không khớp mã băm ghi trên danh sách.",
                "The dossier read again does not have the digest that the certificate names.",
            ),
            Text("Chạy lệnh canbo record verify.", "Run canbo record verify."),
        )
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in _documents(certificate)}
    files = {
        "decision.json": certificate.content.encode(),
        "documents.json": canonical_json(digests).encode(),
        "dossier.tsv": dossier.encode(),
        "pack.json": canonical_json(json.loads(certificate.pack.files)).encode(),
    }
    return Evidence(certificate.entry, files)


def _documents(certificate: EligiblesCertificate) -> Iterator[tuple[str, bytes]]:
    """The printed forms: as those have them who may open sealed sections, and (“open”) as everybody else does."""
    contents = {"": json.loads(certificate.content), "-open": open_content(certificate, timezone.localdate())}
    for kind, content in contents.items():
        for language in ("vi", "en"):
            yield f"{language}{kind}.pdf", as_pdf(certificate, content, language)
            yield f"{language}{kind}.xlsx", as_xlsx(certificate, content, language)


def _dossier(certificate: EligiblesCertificate) -> str:
    """Every fact that was read, a line each: key, fact, lowest and highest value or a question mark."""
    request = request_of(json.loads(certificate.content))
    asked = grounds(request, pack=archived_pack(certificate.pack_id), at_position=certificate.position)
    people = pool_ids(asked, request.pool)
    uses = facts_needed(asked.standard)
    sheet = read_sheet(asked, uses, people, store_for(len(people)))
    keys = dict(Person.objects.filter(pk__in=people).values_list("pk", "key"))
    lines = []
    for use in sorted(uses, key=lambda each: each.key):
        values = sheet.rows.get(use.key, {})
        for person in sorted(people, key=keys.__getitem__):
            value = values.get(person)
            known = "?" if value is None else f"{value.lo} {value.hi}"
            lines.append(f"{keys[person]}\t{use.key}\t{known}")
    return "\n".join(lines)


offers("certificate", certificate_evidence)
