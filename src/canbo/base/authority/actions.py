"""Acts by two people: proposed by one, confirmed by another, entered twice."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.base.accounts.models import Account
from canbo.base.authority.kinds import KINDS
from canbo.base.authority.models import Answer, Proposal
from canbo.base.authority.permissions import why_not_confirm, why_not_propose
from canbo.base.authority.two_persons import What, what_of
from canbo.base.record.actions import acting, refuse
from canbo.base.record.asking import confirmed_by_two
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text

#: How long a proposal waits for its second person.
WAITS = dt.timedelta(days=3)


def propose(*, kind: str, what: What, by: Account, at: dt.datetime) -> Proposal:
    """Ask for an act that needs two people; nothing is done yet.

    Raises Refusal when `by` could not do it alone were it not for the rule of two, or when it is about `by`.
    """
    refuse(why_not_propose(by, kind, what, timezone.localdate(at)))
    text = canonical_json(what)
    digest = hashlib.sha256(text.encode()).hexdigest()
    payload = {"kind": kind, "what": dict(what), "digest": digest}
    with acting("authority.propose", by=by, at=at, payload=payload) as entry:
        return Proposal.objects.create(entry=entry, kind=kind, what=text, digest=digest, expires=at + WAITS)


def confirm(*, proposal: Proposal, digest: str, by: Account, at: dt.datetime) -> Any:
    """Be the second person: confirm what was read (its digest) and do it, in one transaction. Gives what the act gives.

    Raises Refusal when `by` may not, when the proposal is answered or has run out, when it is not the one that was
    read, and whatever the act itself refuses; nothing is confirmed then.
    """
    refuse(why_not_confirm(by, proposal, at))
    if digest != proposal.digest:
        raise Refusal(
            "authority.another_digest",
            Text("Nội dung xác nhận không khớp với đề nghị.", "What is confirmed is not what was proposed."),
            Text("Tải lại trang, đọc lại rồi xác nhận.", "Load the page again, read it, then confirm."),
        )
    with transaction.atomic():
        _answered(proposal, True, by, at)
        with confirmed_by_two(proposal.pk):
            return KINDS[proposal.kind].do(what_of(proposal), by=by, at=at)


def drop(*, proposal: Proposal, by: Account, at: dt.datetime) -> Answer:
    """Let a proposal go: its proposer withdraws it, or the second person says no.

    Raises Refusal when it is answered, or when `by` is neither its proposer nor somebody who could confirm it.
    """
    if by != proposal.entry.by or hasattr(proposal, "answer"):
        refuse(why_not_confirm(by, proposal, at))
    return _answered(proposal, False, by, at)


def _answered(proposal: Proposal, confirmed: bool, by: Account, at: dt.datetime) -> Answer:
    deed = "authority.confirm" if confirmed else "authority.drop"
    payload = {"proposal": proposal.pk, "kind": proposal.kind, "digest": proposal.digest}
    with acting(deed, by=by, at=at, payload=payload) as entry:
        try:
            with transaction.atomic():
                return Answer.objects.create(
                    proposal=proposal, entry=entry, confirmed=confirmed, digest=proposal.digest
                )
        except IntegrityError as fault:  # somebody was quicker
            raise Refusal(
                "authority.answered", Text("Đề nghị này đã được trả lời.", "This proposal has been answered.")
            ) from fault
