"""Lending an office for a time, and taking it back."""

from __future__ import annotations

import datetime as dt

from canbo.base.access.models import Grant
from canbo.base.accounts.models import Account
from canbo.base.authority.delegating import why_not_lend
from canbo.base.authority.models import Delegation
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, in_words, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def lend(
    *,
    grant: Grant,
    to: Account,
    deeds: tuple[str, ...],
    decided_by: str,
    number: str,
    decided_on: dt.date,
    since: dt.date,
    until: dt.date,
    by: Account,
    at: dt.datetime,
) -> Delegation:
    """Lend an office to another account from `since` until the day before `until`, by a decision of a body.

    `deeds`: the beginnings of the actions that are lent. Raises Refusal when `by` does not hold the office, when it is
    personal or lent to its holder, when it would last longer than it is held, or when the decision is not named.
    """
    refuse(why_not_lend(by, grant, to, since, until))
    if not (decided_by.strip() and number.strip() and deeds):
        raise Refusal(
            "authority.no_decision",
            Text(
                "Phải ghi cơ quan quyết định, số quyết định và việc được ủy quyền.",
                "Name the body that decided, the number of the decision, and what is lent.",
            ),
            status=422,
        )
    values = {
        "decided_by": decided_by.strip(), "number": number.strip(), "decided_on": decided_on,
        "since": since, "until": until, "deeds": " ".join(deeds),
    }  # fmt: skip
    payload = {"grant": grant.pk, "from": grant.account.username, "to": to.username, **in_words(values)}
    with acting("authority.lend", by=by, at=at, payload=payload) as entry:
        return written(Delegation, entry, grant=grant, account=to, **values)


def take_back(*, delegation: Delegation, by: Account, at: dt.datetime) -> None:
    """End a delegation before its time: its giver, who received it, or the house may. Raises Refusal for others."""
    if not (by.system or by.pk in {delegation.grant.account_id, delegation.account_id}):
        raise Refusal(
            "authority.not_yours",
            Text("Chỉ người ủy quyền hoặc người được ủy quyền chấm dứt được.", "Only giver or receiver may end it."),
            status=403,
        )
    with acting("authority.take_back", by=by, at=at, payload={"delegation": delegation.pk}) as entry:
        closed(delegation, entry)
