"""Ballots of the demo in several states: one to key, one with differences, one closed with its minutes, one in a tie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from canbo.apps.ballots.actions import (
    OnBallot,
    appoint_teller,
    close_ballot,
    enter_numbers,
    finish_keying,
    key_papers,
    open_ballot,
    open_next_round,
)
from canbo.apps.ballots.actions_minutes import issue_minutes
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import kind_of
from canbo.apps.bodies.models import Body
from canbo.apps.people.models import PersonVersion
from canbo.base.accounts.actions import system_account
from canbo.base.accounts.models import Account
from canbo.core.tally import Paper
from canbo.core.tally_entry import read_marks

PLAN = "planning_introduction"
TERM = "nhiệm kỳ 2025–2030"


class Room:
    """A body, its counting team (head, first, second side) and a moment: everything that a ballot needs."""

    def __init__(self, body: Body, team: Sequence[Account], at: dt.datetime) -> None:
        self.body, self.team, self.at = body, team, at
        self.house = system_account(at=at)
        people = PersonVersion.objects.filter(entry_to__isnull=True, left="").exclude(born_lo=None).order_by("pk")
        self.people = list(people.select_related("person")[:40])

    def opened(self, kind: str, purpose: str, names: int, summoned: int, seats: int = 1) -> Ballot:
        """A ballot on the first people of the register, with its team."""
        listed = [OnBallot(each.name, born=each.born_lo, person=each.person) for each in self.people[:names]]
        ballot = open_ballot(
            kind=kind, body=self.body, purpose=purpose, held=self.at.date(), names=listed, summoned=summoned,
            seats=seats, owner="demo", by=self.house, at=self.at,
        )  # fmt: skip
        self.appoint(ballot)
        return ballot

    def appoint(self, ballot: Ballot) -> None:
        """Put the team on a ballot."""
        for account, side in zip(self.team, (None, 1, 2), strict=True):
            role = Teller.Role.MEMBER if side else Teller.Role.HEAD
            appoint_teller(ballot=ballot, account=account, role=role, side=side, by=self.house, at=self.at)

    def numbers(self, ballot: Ballot, returned: int) -> None:
        """Everybody summoned came; so many papers came back."""
        n = ballot.summoned
        enter_numbers(
            ballot=ballot, present=n, printed=n + 5, issued=n, spoilt=1, unused=4, returned=returned, roll=n,
            members=n, by=self.team[0], at=self.at,
        )  # fmt: skip

    def keyed(self, ballot: Ballot, side: int, typed: Sequence[str]) -> None:
        """A side keys papers as typed and says that it is done."""
        kind, names = kind_of(ballot), ballot.names.count()
        papers = {number: Paper(read_marks(kind, names, text)) for number, text in enumerate(typed, 1)}
        key_papers(ballot=ballot, papers=papers, by=self.team[side])
        finish_keying(ballot=ballot, by=self.team[side], at=self.at)

    def counted(self, ballot: Ballot, typed: Sequence[str]) -> Ballot:
        """Both sides key alike, and the head closes."""
        self.numbers(ballot, len(typed))
        for side in (1, 2):
            self.keyed(ballot, side, typed)
        close_ballot(ballot=ballot, by=self.team[0], at=self.at)
        return Ballot.objects.get(pk=ballot.pk)


def hold_ballots(room: Room) -> dict[str, Ballot]:
    """Hold the ballots of the demo; gives them by what they show."""
    to_key = room.opened(PLAN, f"Quy hoạch chức danh phó giám đốc sở, {TERM}", names=12, summoned=5)
    room.numbers(to_key, 5)
    return {"to key": to_key, "differing": _differing(room), "closed": _closed(room), "tied": _tied(room)}


def _typed(names: int, papers: int, seed: str) -> list[str]:
    """Papers on which every sixth name or so is disagreed with."""
    chance = Random(seed)
    return [" ".join(str(n) for n in range(1, names + 1) if chance.random() < n / (3 * names)) for _ in range(papers)]


def _differing(room: Room) -> Ballot:
    """The second side misread two papers."""
    ballot = room.opened(PLAN, f"Quy hoạch chức danh giám đốc sở, {TERM}", names=15, summoned=40)
    typed = _typed(15, 39, "differing")
    room.numbers(ballot, len(typed))
    room.keyed(ballot, 1, typed)
    room.keyed(ballot, 2, ["3 7" if number in (11, 29) else text for number, text in enumerate(typed)])
    return ballot


def _closed(room: Room) -> Ballot:
    ballot = room.opened(PLAN, f"Quy hoạch ủy viên ban chấp hành đảng bộ tỉnh, {TERM}", names=20, summoned=60)
    ballot = room.counted(ballot, _typed(20, 58, "closed"))
    issue_minutes(ballot=ballot, by=room.team[0], at=room.at)
    return ballot


def _tied(room: Room) -> Ballot:
    """Two names with equal votes for the last seat: a vote between them stands open."""
    ballot = room.opened("election_surplus", "Bầu ủy viên ban thường vụ đảng ủy", names=4, summoned=12, seats=2)
    ballot = room.counted(ballot, ["2 4"] * 4 + ["3 4"] * 4 + ["1 4"] * 4)
    room.appoint(open_next_round(ballot=ballot, by=room.house, at=room.at))
    return ballot
