"""What a screen may not tell: answers that rest on sealed sections, to readers who may not open these for everybody.

The overall answer stays: it is what those who decide are asked about. A clause on discipline, its value, its count and
its filter would say of one person what the dossier keeps sealed, so such clauses are left out, and the page says so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from canbo.apps.eligibility.explaining import Explained
from canbo.apps.eligibility.models import EligiblesCertificate, ExceptionDecision
from canbo.apps.eligibility.permissions import why_not_facts
from canbo.apps.eligibility.screening import Screen
from canbo.apps.people import models
from canbo.apps.people.models import DossierLink, Person
from canbo.apps.people.visibility import (
    DOSSIER,
    VERDICT,
    is_own,
    roles_over,
    sealed_tables,
    wholly_visible_people,
)
from canbo.base.access.actions import open_sealed
from canbo.base.access.deciding import may
from canbo.base.access.queries import opened
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import archived_pack, current_pack
from canbo.base.packs.registry import FACTS
from canbo.base.record.read_only import why_not_write
from canbo.core.clauses import Clause, Standard, fact_uses
from canbo.core.errors import NotInForce, UnknownName
from canbo.lib.text import Text


@dataclass(frozen=True)
class Shown:
    """A screen as a reader may have it, and the clauses that were left out of it."""

    screen: Screen
    sealed: tuple[Clause, ...]


def sealed_behind(clause: Clause, sealed: frozenset[str]) -> frozenset[str]:
    """The tables of the dossier, of those sealed on a day, that a clause reads."""
    sources = {FACTS[use.name].source for use in fact_uses(clause.test) if use.name in FACTS}
    return frozenset(table for table in sealed if _name(table) in sources)


def sealed_clauses(standard: Standard, at: dt.date) -> tuple[Clause, ...]:
    """The clauses of a standard that rest on sealed sections."""
    tables = sealed_tables(at)
    return tuple(clause for clause in standard.clauses if sealed_behind(clause, tables))


def shown_to(actor: Account, found: Screen, at: dt.date) -> Shown:
    """A screen without the clauses on sealed sections, unless the reader may open these for everybody in it."""
    sealed = sealed_clauses(found.grounds.standard, at)
    if not sealed or opens_all(actor, [row.person for row in found.rows], at):
        return Shown(found, ())
    kept = [number for number, clause in enumerate(found.clauses) if clause not in sealed]
    standard = replace(found.grounds.standard, clauses=tuple(found.clauses[number] for number in kept))
    rows = tuple(replace(row, answers=tuple(row.answers[number] for number in kept)) for row in found.rows)
    return Shown(Screen(replace(found.grounds, standard=standard), rows), sealed)


def opens_all(actor: Account, people: list[int], at: dt.date) -> bool:
    """Whether an account may open the sealed sections of all of some people."""
    if actor.system:
        return True
    open_to = wholly_visible_people(actor, at).values_list("person_id", flat=True)
    return set(people) <= set(open_to)


def sealed_from(actor: Account, person: Person, told: Explained, at: dt.datetime, on: dt.date) -> frozenset[str]:
    """The codes of the clauses of one person's verdict that a reader is not shown.

    Whoever may open them is noted as having opened them, with the question as the reason, once while it stays open.
    """
    sealed = sealed_clauses(told.grounds.standard, on)
    if not sealed or actor.system or is_own(actor, person):
        return frozenset()
    if may(actor, "people.see_sealed", person, on) is not None or why_not_write() is not None:
        return frozenset(clause.code for clause in sealed)
    tables = sealed_tables(on)
    behind = frozenset(table for clause in sealed for table in sealed_behind(clause, tables))
    if not behind <= opened(VERDICT, person.key, actor, at) | opened(DOSSIER, person.key, actor, at):
        open_sealed(
            kind=VERDICT, key=person.key, sealed=behind, reason=_reason(told), roles=roles_over(actor, person, on),
            by=actor, at=at,
        )  # fmt: skip
    return frozenset()


def content_for(actor: Account, certificate: EligiblesCertificate, at: dt.date) -> dict[str, Any]:
    """The content of a certificate as a reader may have it, on a page, in a file or through the API.

    Who may not open the sealed sections of its people gets no facts and no answers of clauses that rest on such a
    section; the codes of these stand under "sealed".
    """
    if why_not_facts(actor, certificate, at) is None:
        return dict(json.loads(certificate.content))
    return open_content(certificate, at)


def open_content(certificate: EligiblesCertificate, at: dt.date) -> dict[str, Any]:
    """The content of a certificate without what the law of a day seals: see `content_for`."""
    content = json.loads(certificate.content)
    standard = archived_pack(certificate.pack_id).standard(certificate.title, certificate.purpose, certificate.on)
    sealed = {clause.code for clause in sealed_clauses(standard, at)}
    return {
        **content,
        "eligibles": [_open_part(each, sealed) for each in content["eligibles"]],
        "sealed": sorted(sealed),
    }


def _open_part(eligible: dict[str, Any], sealed: set[str]) -> dict[str, Any]:
    kept = {code: answer for code, answer in eligible["clauses"].items() if code not in sealed}
    return {name: value for name, value in eligible.items() if name != "facts"} | {"clauses": kept}


def sealed_exceptions(actor: Account, rows: Sequence[ExceptionDecision], at: dt.date) -> frozenset[int]:
    """The numbers of those of some exception decisions whose clause, document and reason a reader is not shown.

    Such a decision says what a sealed section holds; the reader may not open these for its person. A clause that no
    rule of its day knows is taken to be one.
    """
    plain = {asked: _open_clauses(*asked, at) for asked in {(row.title, row.decided) for row in rows}}
    sealed = {row.pk: row.person_id for row in rows if row.clause not in plain[row.title, row.decided]}
    if actor.system or not sealed:
        return frozenset()
    people = set(sealed.values())
    open_to = set(wholly_visible_people(actor, at).filter(person__in=people).values_list("person_id", flat=True))
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True, person__in=people)
    open_to.update(own.values_list("person_id", flat=True))
    return frozenset(number for number, person in sealed.items() if person not in open_to)


def _open_clauses(title: str, on: dt.date, at: dt.date) -> frozenset[str]:
    """The clauses for a title on a day that rest on nothing that the law of another day seals."""
    pack, tables, found = current_pack(), sealed_tables(at), set()
    for purpose in ("appointment", "planning"):
        with suppress(UnknownName, NotInForce):
            clauses = pack.standard(title, purpose, on).clauses
            found |= {clause.code for clause in clauses if not sealed_behind(clause, tables)}
    return frozenset(found)


def _reason(told: Explained) -> str:
    request, titles = told.grounds.request, told.grounds.pack.titles
    called = titles[request.title].name if request.title in titles else Text(request.title, request.title)
    return f"Đối chiếu tiêu chuẩn {called.vi} ngày {request.on:%d/%m/%Y}"


def _name(table: str) -> str:
    model = getattr(models, table)
    return str(model._meta.db_table)
