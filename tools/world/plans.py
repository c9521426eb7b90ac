"""Cases of planning in the demo: one approved with a removal, one that lacked its quorum, one in a second round, one new.

Everything goes through the actions of the program, as people would do it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from canbo.apps.ballots.actions import appoint_teller, close_ballot, enter_numbers, finish_keying, key_papers
from canbo.apps.ballots.actions_minutes import issue_minutes
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import ballots_of, kind_of, names_of, tellers_of
from canbo.apps.bodies.models import Body
from canbo.apps.eligibility.pool import pool_ids
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import screen
from canbo.apps.people.models import Person, Rating
from canbo.apps.planning.actions import open_cycle, remove
from canbo.apps.planning.models import Place
from canbo.apps.procedures.actions import call_meeting, happen
from canbo.apps.procedures.balloting import open_vote, take_result
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, owner_of, plan_of, state_of
from canbo.base.accounts.models import Account
from canbo.core.procedure_meeting import TALLY_MINUTES
from canbo.core.procedure_state import (
    Attended,
    Closed,
    Decided,
    Event,
    Filed,
    Listed,
    Recalled,
    State,
)  # fmt: skip
from canbo.core.tally import Paper
from canbo.core.testing_procedures import papers_for
from canbo.core.verdicts import Answer

TITLE, TERM = "department_director", "2030-2035"
#: Departments in which a demo looks for people who may be planned.
BODIES = ("LG.SNV", "LG.STC", "LG.SXD", "LG.SNNMT", "LG.SYT", "LG.SGDDT", "LG.SCT", "LG.STP", "LG.SKHCN", "LG.SVHTTDL")


class Planner:
    """Moves cases by the account of the house, a few minutes apart; `team` counts their ballots."""

    def __init__(self, by: Account, at: dt.datetime, team: Sequence[Account]) -> None:
        self.by, self.clock, self.team = by, at, team

    @property
    def at(self) -> dt.datetime:
        """The next moment."""
        self.clock += dt.timedelta(minutes=2)
        return self.clock

    def run(self) -> int:
        """Make as many of the four cases as there are departments with people who may be planned; gives how many."""
        made = 0
        stages = [self.approved, self.without_quorum, self.second_round, self.listed]
        for body, keys in self.pools():
            if made == len(stages):
                break
            stages[made](self.open(body), keys)
            made += 1
        return made

    def pools(self) -> Sequence[tuple[Body, tuple[str, ...]]]:
        """Departments with at least two people who meet the planning standard and were rated last year."""
        found = []
        for body in Body.objects.filter(code__in=BODIES).order_by("code"):
            asked = grounds(Request(title=TITLE, on=self.clock.date(), purpose="planning", pool=(body.code,)))
            rows = screen(asked, pool_ids(asked, (body.code,))).rows
            fit = [row.person for row in rows if row.answer in (Answer.YES, Answer.EXCEPTED)]
            rated = Rating.objects.filter(person__in=fit, year=self.clock.year - 1, entry_to__isnull=True)
            people = Person.objects.filter(pk__in=rated.values("person_id")).order_by("key")[:3]
            if len(people) > 1:
                found.append((body, tuple(person.key for person in people)))
        return found

    def open(self, body: Body) -> Case:
        """A cycle with its case."""
        purpose = f"Quy hoạch giám đốc sở nhiệm kỳ {TERM}"
        return open_cycle(body=body, title=TITLE, term=TERM, purpose=purpose, places=3, by=self.by, at=self.at)

    def do(self, case: Case, event: Event) -> State:
        """One event at the newest move."""
        return state_of(happen(case=case, seen=newest(case).number, event=event, by=self.by, at=self.at))

    def papers(self, case: Case) -> None:
        """Every paper of the open step."""
        step = plan_of(case).step(state_of(newest(case)).step)
        for number, paper in enumerate((*step.before, *step.papers), 11):
            if step.kinds and paper == TALLY_MINUTES:
                continue  # they come with the sealed count
            self.do(case, Filed(paper, f"{number}, ngày {self.clock:%d/%m/%Y}"))

    def listed(self, case: Case, keys: tuple[str, ...]) -> None:
        """A case whose pool stands and whose papers are still to come."""
        self.do(case, Listed(keys))

    def pooled(self, case: Case, keys: tuple[str, ...]) -> None:
        """The first step, closed."""
        self.do(case, Listed(keys))
        self.papers(case)
        self.do(case, Closed())

    def hold(self, case: Case, absent: int = 0) -> State:
        """The meeting of the open step, called and held; some of those summoned stay away."""
        self.papers(case)
        call_meeting(
            case=case,
            seen=newest(case).number,
            meets=self.clock.date(),
            place="Phòng họp tầng 2",
            by=self.by,
            at=self.at,
        )
        sitting = state_of(newest(case)).now.sitting
        return self.do(case, Attended(sitting.summoned[absent:]))

    def vote(self, case: Case, lost: int = 0) -> State:
        """Everybody votes; each name further down the list loses some votes, and `lost` are lost by all."""
        ballot = self.ballot(case)
        names = [name.person.key for name in names_of(ballot)]
        votes = {key: max(ballot.present - place - lost, 0) for place, key in enumerate(names)}
        papers = dict(enumerate(papers_for(kind_of(ballot), names, votes, ballot.present), 1))
        self.count(ballot, papers)
        return state_of(take_result(case=case, seen=newest(case).number, by=self.by, at=self.at))

    def ballot(self, case: Case) -> Ballot:
        """The ballot of the next round, with its counting team."""
        open_vote(case=case, seen=newest(case).number, by=self.by, at=self.at)
        ballot = ballots_of(owner_of(case)).last()
        if not tellers_of(ballot):
            for account, side in zip(self.team, (None, 1, 2), strict=True):
                role = Teller.Role.MEMBER if side else Teller.Role.HEAD
                appoint_teller(ballot=ballot, account=account, role=role, side=side, by=self.by, at=self.at)
        return ballot

    def count(self, ballot: Ballot, papers: dict[int, Paper]) -> None:
        """Everybody present gave a paper; both sides key alike, the head closes and issues the minutes."""
        head, *sides = self.team
        cast = len(papers)
        numbers = {"printed": cast, "issued": cast, "spoilt": 0, "unused": 0, "returned": cast}
        enter_numbers(ballot=ballot, by=head, at=self.at, **numbers)
        for account in sides:
            key_papers(ballot=ballot, papers=papers, by=account)
            finish_keying(ballot=ballot, by=account, at=self.at)
        close_ballot(ballot=ballot, by=head, at=self.at)
        issue_minutes(ballot=Ballot.objects.get(pk=ballot.pk), by=head, at=self.at)

    def approved(self, case: Case, keys: tuple[str, ...]) -> None:
        """A whole case to its decision; afterwards one person leaves by the yearly review."""
        self.pooled(case, keys)
        while state_of(newest(case)).step != "P6":
            self.hold(case)
            self.vote(case)
            self.do(case, Closed())
        self.papers(case)
        names = state_of(newest(case)).names
        self.do(case, Decided(names, {}, "215-QĐ/TU"))
        self.do(case, Closed())
        place = Place.objects.filter(cycle__pk=int(case.owner.partition(":")[2])).order_by("pk").last()
        remove(place=place, document="31-KL/BTV: chuyển công tác", by=self.by, at=self.at)

    def without_quorum(self, case: Case, keys: tuple[str, ...]) -> None:
        """A meeting to which too few came, to be called again."""
        self.pooled(case, keys)
        summoned = len(self.hold(case).now.sitting.summoned)
        self.do(case, Attended(state_of(newest(case)).now.sitting.summoned[: summoned // 3]))
        self.do(case, Recalled())

    def second_round(self, case: Case, keys: tuple[str, ...]) -> None:
        """A meeting in which nobody passed, with the run-off open."""
        self.pooled(case, keys)
        self.hold(case)
        self.vote(case)
        self.do(case, Closed())
        sitting = self.hold(case).now.sitting
        self.vote(case, lost=sitting.voting // 2 + 1)
        self.ballot(case)


def plan(by: Account, at: dt.datetime, team: Sequence[Account]) -> int:
    """Make the cases of the demo; a world too small for them gets fewer. `team`: head, first and second keying teller.

    Gives how many.
    """
    return Planner(by, at, team).run()
