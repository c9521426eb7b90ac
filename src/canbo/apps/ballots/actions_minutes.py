"""Issuing the tally minutes of a closed ballot."""

from __future__ import annotations

import datetime as dt

from canbo.apps.ballots.documents import (
    MINUTES,
    MINUTES_FORM,
    TELLERS,
    ballot_paper,
    ballot_paper_for_word,
    minutes_owner,
    minutes_values,
)
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.permissions import why_not_minutes
from canbo.apps.papers.actions import issue
from canbo.apps.papers.letterhead import letterhead
from canbo.apps.papers.models import Document
from canbo.apps.papers.rendering import DOCX, PDF
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse


def issue_minutes(*, ballot: Ballot, by: Account, at: dt.datetime) -> Document:
    """Number, print and keep the tally minutes, and the ballot paper with them.

    Raises Refusal before the closing, twice, or when not the head asks."""
    refuse(why_not_minutes(by, ballot))
    return issue(
        owner=minutes_owner(ballot),
        body=ballot.body,
        form=MINUTES_FORM,
        series=letterhead(ballot.body, ballot.held).series(MINUTES, TELLERS),
        title=f"Biên bản kiểm phiếu: {ballot.purpose}",
        dated=ballot.held,
        values=minutes_values(ballot),
        by=by,
        at=at,
        beside=((PDF, ballot_paper(ballot)), (DOCX, ballot_paper_for_word(ballot))),
    )
