"""Ballots for tests and the demo: a room with tellers, and papers keyed by both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from canbo.apps.ballots.actions import OnBallot, appoint_teller, enter_numbers, finish_keying, key_papers, open_ballot
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import kind_of
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING
from canbo.core.tally import Paper
from canbo.core.tally_entry import read_marks

A_DAY = dt.date(2026, 3, 2)
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thu Đào", "Hoàng Văn Em")


def a_ballot(
    kind: str = "planning_introduction",
    *,
    names: Sequence[str] = NAMES,
    summoned: int = 10,
    seats: int = 1,
    body: Body | None = None,
    owner: str = "",
) -> Ballot:
    """A ballot with a counting team: head `truong`, sides `mot` and `hai`."""
    system = an_account("canbo", system=True)
    ballot = open_ballot(
        kind=kind,
        body=body or Body.objects.first() or a_body(),
        purpose="Giới thiệu nhân sự quy hoạch",
        held=A_DAY,
        names=[OnBallot(name) for name in names],
        summoned=summoned,
        seats=seats,
        owner=owner,
        by=system,
        at=A_MORNING,
    )
    for name, role, side in (("truong", "head", None), ("mot", "member", 1), ("hai", "member", 2)):
        account = an_account(name)
        appoint_teller(ballot=ballot, account=account, role=Teller.Role(role), side=side, by=system, at=A_MORNING)
    return ballot


def the_teller(side: int = 0) -> Account:
    """The account of a side of `a_ballot`; 0 is the head."""
    return an_account(("truong", "mot", "hai")[side])


def some_papers(ballot: Ballot, *typed: str) -> dict[int, Paper]:
    """Papers 1, 2, 3 … as typed."""
    kind, names = kind_of(ballot), ballot.names.count()
    return {number: Paper(read_marks(kind, names, text)) for number, text in enumerate(typed, 1)}


def all_came_back(ballot: Ballot, returned: int | None = None, **more: int | None) -> None:
    """Everybody summoned was present and was given a paper; so many came back."""
    n = ballot.summoned
    numbers = {"present": n, "printed": n, "issued": n, "spoilt": 0, "unused": 0, "roll": n, "members": n, **more}
    enter_numbers(ballot=ballot, returned=n if returned is None else returned, by=the_teller(), at=A_MORNING, **numbers)


def both_key(ballot: Ballot, *typed: str, finish: bool = True) -> None:
    """Both sides key the same papers, after the numbers were entered, and say that they are done."""
    all_came_back(ballot, len(typed))
    for side in (1, 2):
        key_papers(ballot=ballot, papers=some_papers(ballot, *typed), by=the_teller(side))
    if finish:
        for side in (1, 2):
            finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
