"""What people do in screening: decide exceptions and freeze lists. The only writes of this capability."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.apps.eligibility import certificates
from canbo.apps.eligibility.models import EligiblesCertificate, ExceptionDecision
from canbo.apps.eligibility.permissions import refuse, why_not_decide, why_not_except, why_not_freeze
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.people.models import Person
from canbo.base.accounts.models import Account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.record.actions import acting
from canbo.base.record.queries import position


def record_exception(
    *,
    person: Person,
    request: Request,
    clause: str,
    body: str,
    number: str,
    decided: dt.date,
    document: str,
    reason: str,
    until: dt.date | None = None,
    by: Account,
    at: dt.datetime,
) -> ExceptionDecision:
    """Enter a decision of a competent body that excuses one person from one clause.

    Raises Refusal when the account has no charge of the person, when the clause is a bar that the instrument lets
    nobody except, when the decision names no body, number, document or reason, when its dates do not fit, or when it
    is that of another body than the one that decides on the title.
    """
    refuse(why_not_decide(by, person, timezone.localdate(at)))
    asked = grounds(request)
    facts = {"body": body, "number": number, "document": document, "reason": reason}
    refuse(why_not_except(asked.standard, clause, facts, decided=decided, until=until, today=timezone.localdate(at)))
    payload = {
        "person": person.key,
        "title": request.title,
        "clause": clause,
        "decided": decided.isoformat(),
        "until": until.isoformat() if until else None,
        **facts,
    }
    with acting("eligibility.except", by=by, at=at, payload=payload) as entry:
        return ExceptionDecision.objects.create(
            person=person,
            title=request.title,
            clause=clause,
            decided=decided,
            until=until,
            entry_from=entry,
            **facts,
        )


def freeze(*, request: Request, by: Account, at: dt.datetime) -> EligiblesCertificate:
    """Freeze the list of eligibles: who meets the standard, under which rules, over which dossier, said by whom.

    The pool must be named by its bodies, so that the same list can be computed again without asking what the person
    who froze it was then allowed to see. Raises Refusal when the account has no charge of those bodies.
    """
    refuse(why_not_freeze(by, request.pool, timezone.localdate(at)))
    pack = archive_current_pack(by=by, at=at)
    place = position()
    made = certificates.compute(
        request, pack_digest=pack.digest, at_position=place, frozen_by=by.username, frozen_at=at
    )
    payload = {"certificate": made.digest, "title": request.title, "on": request.on.isoformat(), "pack": pack.digest}
    with acting("eligibility.freeze", by=by, at=at, payload=payload) as entry:
        return EligiblesCertificate.objects.create(
            title=request.title,
            purpose=request.purpose,
            on=request.on,
            position=made.position,
            pack=pack,
            dossier_digest=made.dossier_digest,
            content=made.content,
            digest=made.digest,
            entry=entry,
        )
