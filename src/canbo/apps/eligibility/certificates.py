"""Certificates of eligibles: a screen frozen so that anybody can compute the same bytes again years later.

The content is canonical JSON. It names the rules (pack digest), the dossier (the position on the record and a digest
over every fact that was read), the pool (bodies), the day, who froze it and when; the eligibles one by one with their
values; and a digest over the answers of everybody else. Nothing in it depends on when it is computed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.pool import pool_ids
from canbo.apps.eligibility.request import Grounds, Request, grounds
from canbo.apps.eligibility.screening import Row, Screen, screen
from canbo.apps.eligibility.sheets import read_sheet
from canbo.apps.eligibility.stores import store_for
from canbo.apps.people.models import Person, PersonVersion
from canbo.apps.people.steps import Step
from canbo.base.packs.queries import archived_pack, current_pack
from canbo.base.record.queries import position
from canbo.base.walls.asking import everything
from canbo.core.clauses import Clause
from canbo.core.engines.sets import facts_needed
from canbo.core.facts import FactSheet, FactUse
from canbo.core.law import Citation
from canbo.core.refusal import Refusal
from canbo.core.verdicts import Answer
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text

FORMAT = "canbo/certificate-of-eligibles/1"
#: Answers that put a person on the list.
ELIGIBLE = (Answer.YES, Answer.EXCEPTED)


@dataclass(frozen=True)
class Made:
    """A certificate's content with its digests."""

    content: str
    digest: str
    dossier_digest: str
    position: int


@dataclass(frozen=True)
class Staleness:
    """Why a certificate no longer says what is so: rules that changed, and people whose answer or facts changed."""

    clauses: tuple[str, ...]
    people: tuple[tuple[str, str, str], ...]  # key, answer then, answer now
    facts_changed: bool

    @property
    def stale(self) -> bool:
        """True when anything changed that the certificate rests on."""
        return bool(self.clauses or self.people or self.facts_changed)


@everything()
def compute(request: Request, *, pack_digest: str, at_position: int, frozen_by: str, frozen_at: dt.datetime) -> Made:
    """The certificate for a request under an archived pack and up to a position on the record.

    Raises Refusal when the pool names no body or nobody is in it.
    """
    if not request.pool:
        raise Refusal(
            code="pool-unnamed",
            says=Text(
                vi="Danh sách đủ điều kiện phải ghi rõ phạm vi cơ quan, đơn vị.",
                en="A certificate of eligibles must name the bodies it covers.",
            ),
            status=422,
        )
    asked = grounds(request, pack=archived_pack(pack_digest), at_position=_known_position(request, at_position))
    people = pool_ids(asked, request.pool)
    found = screen(asked, people)
    keys = _all_keys()
    uses = facts_needed(asked.standard)
    sheet = read_sheet(asked, uses, people, store_for(len(people)))
    dossier_digest = _dossier_digest(sheet, uses, people, keys)
    content = canonical_json(
        {
            "format": FORMAT,
            "request": _request(request),
            "pack": {"name": asked.pack.name, "digest": pack_digest},
            "position": asked.position,
            "frozen": {"by": frozen_by, "at": frozen_at.astimezone(dt.UTC).isoformat(timespec="seconds")},
            "standard": [_clause(clause) for clause in found.clauses],
            "counts": {answer.value: number for answer, number in found.counts.items()},
            "pool": {"size": len(people), "digest": _answers_digest(found, keys)},
            "dossier_digest": dossier_digest,
            "eligibles": _eligibles(found, sheet, uses, keys),
        }
    )
    return Made(content, sha256_hex(content), dossier_digest, asked.position or 0)


def rerun(certificate: EligiblesCertificate) -> Made:
    """The same certificate computed again from the archived rules and the record. Equal bytes prove it."""
    content = json.loads(certificate.content)
    return compute(
        request_of(content),
        pack_digest=certificate.pack_id,
        at_position=certificate.position,
        frozen_by=content["frozen"]["by"],
        frozen_at=dt.datetime.fromisoformat(content["frozen"]["at"]),
    )


@everything()
def staleness(certificate: EligiblesCertificate) -> Staleness:
    """What has changed since: the rules of that day as the pack in use has them, and the dossier as it stands now."""
    content = json.loads(certificate.content)
    request = request_of(content)
    then = grounds(request, pack=archived_pack(certificate.pack_id), at_position=certificate.position)
    now = grounds(request, pack=current_pack(), at_position=position())
    before = {clause.code: clause for clause in then.standard.clauses}
    after = {clause.code: clause for clause in now.standard.clauses}
    clauses = tuple(sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code)))
    people = pool_ids(now, request.pool)
    uses = facts_needed(then.standard)
    keys = _all_keys()
    sheet = read_sheet(now, uses, people, store_for(len(people)))
    facts_changed = _dossier_digest(sheet, uses, people, keys) != certificate.dossier_digest
    # Exceptions are no facts: whether one came or ended shows only in the answers themselves.
    return Staleness(clauses, _moved(content, screen(now, people), keys), facts_changed)


def request_of(content: Mapping[str, Any]) -> Request:
    """The request that a certificate answers."""
    asked = content["request"]
    return Request(
        title=asked["title"],
        on=dt.date.fromisoformat(asked["on"]),
        purpose=asked["purpose"],
        place=asked["place"],
        pool=tuple(asked["pool"]),
    )


def _known_position(request: Request, at_position: int) -> int:
    """A request that names `known_on` is frozen at the position which that day had."""
    asked = grounds(request)
    return at_position if asked.position is None else min(asked.position, at_position)


def _request(request: Request) -> dict[str, Any]:
    return {
        "title": request.title,
        "purpose": request.purpose,
        "on": request.on.isoformat(),
        "place": request.place,
        "pool": sorted(request.pool),
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "code": clause.code,
        "kind": clause.kind,
        "vi": clause.says.vi,
        "en": clause.says.en,
        "cites": _cites(clause.cites),
    }


def _cites(cites: Citation) -> dict[str, str]:
    return {"instrument": str(cites.instrument), "article": cites.article, "confidence": cites.confidence}


def _all_keys() -> dict[int, str]:
    return dict(Person.objects.values_list("pk", "key"))


def _dossier_digest(sheet: FactSheet, uses: Sequence[FactUse], people: Sequence[int], keys: Mapping[int, str]) -> str:
    """SHA-256 over "key fact lo hi" of every fact read, people by key, facts in the order of their keys."""
    ordered = sorted(people, key=keys.__getitem__)
    lines = []
    for use in sorted(uses, key=lambda u: u.key):
        values = sheet.rows.get(use.key, {})
        for person in ordered:
            value = values.get(person)
            known = "?" if value is None else f"{value.lo} {value.hi}"
            lines.append(f"{keys[person]}\t{use.key}\t{known}")
    return sha256_hex("\n".join(lines))


def _answers_digest(found: Screen, keys: Mapping[int, str]) -> str:
    lines = sorted(
        f"{keys[row.person]}\t{row.answer.value}\t{' '.join(answer.value for answer in row.answers)}"
        for row in found.rows
    )
    return sha256_hex("\n".join(lines))


def _eligibles(
    found: Screen, sheet: FactSheet, uses: Sequence[FactUse], keys: Mapping[int, str]
) -> list[dict[str, Any]]:
    rows = [row for row in found.rows if row.answer in ELIGIBLE]
    names = _names(found.grounds, [row.person for row in rows])
    listed = [
        {
            "key": keys[row.person],
            "name": names.get(row.person, ""),
            "answer": row.answer.value,
            "clauses": _answers(found, row),
            "facts": {use.key: _interval(sheet, use, row.person) for use in uses},
        }
        for row in rows
    ]
    return sorted(listed, key=lambda item: str(item["key"]))


def _answers(found: Screen, row: Row) -> dict[str, str]:
    return {clause.code: answer.value for clause, answer in zip(found.clauses, row.answers, strict=True)}


def _interval(sheet: FactSheet, use: FactUse, person: int) -> list[int] | None:
    value = sheet.value(use, person)
    return None if value is None else [int(value.lo), int(value.hi)]


def _names(asked: Grounds, people: Sequence[int]) -> dict[int, str]:
    """Names as the record had them at the position of the grounds."""
    versions = PersonVersion.objects.filter(person_id__in=people)
    if asked.position is not None:
        versions = versions.filter(entry_from_id__lte=asked.position).exclude(entry_to_id__lte=asked.position)
    else:
        versions = versions.filter(entry_to__isnull=True)
    return dict(versions.values_list("person_id", "name"))


def _moved(content: Mapping[str, Any], now: Screen, keys: Mapping[int, str]) -> tuple[tuple[str, str, str], ...]:
    """People who came onto the list or left it or changed between yes and excepted."""
    before = {item["key"]: item["answer"] for item in content["eligibles"]}
    after = {keys[row.person]: row.answer.value for row in now.rows}
    moved = []
    for key in sorted(before.keys() | {k for k, answer in after.items() if Answer(answer) in ELIGIBLE}):
        then, today = before.get(key, ""), after.get(key, "")
        if then != today:
            moved.append((key, then, today))
    return tuple(moved)


def frozen_lists_with(person: Person) -> list[Step]:
    """The lists of eligibles on which a person stands: steps before which changes of a dossier are marked."""
    named = f'"key":{json.dumps(person.key, ensure_ascii=False)},'
    lists = EligiblesCertificate.objects.filter(content__contains=named).select_related("entry").defer("content")
    says = Text("danh sách đủ điều kiện", "list of eligibles")
    return [Step(timezone.localdate(each.entry.at), says) for each in lists]
