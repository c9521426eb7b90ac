"""Cases in the demo: plans in every stage (one lacked its quorum, one is in a second round, one person was removed),
of every term, one of them with somebody from elsewhere; congress personnel, and an election.

Everything goes through the actions of the program, as people would do it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence

from django.utils import timezone

from canbo.apps.ballots.actions import appoint_teller, close_ballot, enter_numbers, finish_keying, key_papers
from canbo.apps.ballots.actions_minutes import issue_minutes
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import ballots_of, kind_of, names_of, tellers_of
from canbo.apps.bodies.models import Body
from canbo.apps.eligibility.pool import pool_ids
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import screen
from canbo.apps.people.models import Person, Rating, Seat
from canbo.apps.planning.actions import open_cycle, remove, set_target
from canbo.apps.planning.models import Place
from canbo.apps.procedures.actions import call_meeting, happen, open_case
from canbo.apps.procedures.actions_papers import decide_in_writing, write_paper
from canbo.apps.procedures.balloting import open_vote, take_result
from canbo.apps.procedures.documents import OF_THE_DECISION
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.papers import writable
from canbo.apps.procedures.queries import facts_for, newest, owner_of, plan_of, state_of
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.procedure_meeting import TALLY_MINUTES, earliest
from canbo.core.procedure_state import (
    Attended,
    Closed,
    Decided,
    Event,
    Filed,
    Listed,
    Recalled,
    State,
    Stopped,
)  # fmt: skip
from canbo.core.tally import Paper
from canbo.core.testing_procedures import papers_for
from canbo.core.verdicts import Answer

TITLE, TERM = "department_director", "2030-2035"
#: The running terms, whose plans are supplemented.
TERMS = ("2025-2030", "2026-2031")
#: Who decides on directors of departments.
DECIDES = "Ban Thường vụ Tỉnh ủy Lam Giang"
#: The shares that its resolution asks for, in hundredths of a per cent, and under which age somebody is young.
TARGETS = (("women", 2_500, None), ("minority", 1_000, None), ("young", 1_500, 40))
MEMBER = "central_committee_member"
#: Where a body makes public what a plan is for.
BOARD = "niêm yết tại trụ sở và trên trang thông tin nội bộ"
#: The provincial committee and two of communes, for what belongs to no plan.
PROVINCE, COMMUNES = "LG.TU", ("LG.X003.DU", "LG.X015.DU")
#: Departments in which a demo looks for people who may be planned.
BODIES = ("LG.SNV", "LG.STC", "LG.SXD", "LG.SNNMT", "LG.SYT", "LG.SGDDT", "LG.SCT", "LG.STP", "LG.SKHCN", "LG.SVHTTDL")


class Planner:
    """Moves cases by the account of the house, a few minutes apart; `team` counts their ballots."""

    def __init__(self, by: Account, at: dt.datetime, team: Sequence[Account]) -> None:
        self.by, self.clock, self.team = by, at, team
        self.by_hand = False  # papers filed by their number only, as where another office wrote them

    @property
    def at(self) -> dt.datetime:
        """The next moment."""
        self.clock += dt.timedelta(minutes=2)
        return self.clock

    def run(self) -> int:
        """Make as many of the cases as there are departments with people who may be planned; gives how many."""
        stages = [
            self.approved, self.without_quorum, self.second_round, self.listed, self.to_decide, self.counting,
            self.to_close, self.stopped,
        ]  # fmt: skip
        self.targets()
        found = list(zip(stages, self.pools, strict=False))
        for stage, (body, keys) in found:
            stage(self.open(body), keys)
        return len(found) + sum(each() for each in (self.outside, self.begun, self.congress, self.election))

    @functools.cached_property
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
        purpose = "Quy hoạch giám đốc sở nhiệm kỳ 2030–2035"
        return open_cycle(body=body, title=TITLE, term=TERM, purpose=purpose, places=3, by=self.by, at=self.at)

    def do(self, case: Case, event: Event) -> State:
        """One event at the newest move."""
        return state_of(happen(case=case, seen=newest(case).number, event=event, by=self.by, at=self.at))

    def published(self, case: Case) -> None:
        """What must be there before anybody is named: what is public hangs at the office."""
        plan, state = plan_of(case), state_of(newest(case))
        for number, paper in enumerate(plan.step(state.step).before, 5):
            if paper in writable(plan, state) and not self.by_hand:
                write_paper(case=case, paper=paper, seen=newest(case).number, by=self.by, at=self.at, where=BOARD)
            else:
                where = BOARD if paper in plan.public else ""
                self.do(case, Filed(paper, f"{number}, ngày {self.clock:%d/%m/%Y}", where))

    def papers(self, case: Case) -> None:
        """Every paper of the open step; those that the case can write by itself, as far as it can by now."""
        state = state_of(newest(case))
        step, able = plan_of(case).step(state.step), {} if self.by_hand else writable(plan_of(case), state)
        for number, paper in enumerate((*step.before, *step.papers), 11):
            waits = step.kinds and paper == TALLY_MINUTES and not self.by_hand
            if waits or paper in state.now.papers:
                continue  # they come with the sealed count
            if paper in able and able[paper] is None:
                write_paper(case=case, paper=paper, seen=newest(case).number, by=self.by, at=self.at)
            elif paper not in able or not step.summons and paper not in OF_THE_DECISION:
                self.do(case, Filed(paper, f"{number}, ngày {self.clock:%d/%m/%Y}"))

    def listed(self, case: Case, keys: tuple[str, ...]) -> None:
        """A case whose pool stands and whose papers are still to come."""
        self.published(case)
        self.do(case, Listed(keys))

    def pooled(self, case: Case, keys: tuple[str, ...]) -> None:
        """The first step, closed."""
        self.published(case)
        self.do(case, Listed(keys))
        self.papers(case)
        self.do(case, Closed())

    def hold(self, case: Case, absent: int = 0) -> State:
        """The meeting of the open step, called and held; some of those summoned stay away."""
        self.papers(case)
        at = self.at
        call_meeting(
            case=case, seen=newest(case).number, meets=timezone.localdate(at), place="Phòng họp tầng 2", by=self.by,
            at=at,
        )  # fmt: skip
        sitting = state_of(newest(case)).now.sitting
        return self.do(case, Attended(sitting.summoned[absent:]))

    def vote(self, case: Case, lost: int = 0) -> State:
        """Everybody votes; each name further down the list loses an eighth of the room, `lost` are lost by all.

        Where there are more names than places, one vote at least, so that no two of them are tied.
        """
        ballot = self.ballot(case)
        names = [name.person.key for name in names_of(ballot)]
        less = max(ballot.present // 8, int(len(names) > case.places))
        votes = {key: max(ballot.present - place * less - lost, 0) for place, key in enumerate(names)}
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
        if not self.by_hand:
            issue_minutes(ballot=Ballot.objects.get(pk=ballot.pk), by=head, at=self.at)

    def close(self, case: Case) -> State:
        """The papers that could not be written before, and the close of the open step."""
        self.papers(case)
        return self.do(case, Closed())

    def up_to(self, case: Case, step: str, lost: int = 0) -> None:
        """Meetings held, counted and closed until a step is open."""
        while (state := state_of(newest(case))).step != step and state.now is not None:
            self.hold(case)
            self.vote(case, lost=lost)
            self.close(case)

    def approved(self, case: Case, keys: tuple[str, ...]) -> None:
        """A whole case to its decision and notices; afterwards one person leaves by the yearly review."""
        self.pooled(case, keys)
        self.up_to(case, "P6")
        self.papers(case)
        self.decide(case)
        place = Place.objects.filter(cycle__pk=int(case.owner.partition(":")[2])).order_by("pk").last()
        remove(
            place=place, document="31-KL/BTV: chuyển công tác", decided_by=DECIDES, by=self.by, at=self.at,
        )  # fmt: skip

    def decide(self, case: Case) -> None:
        """The authority approves everybody in writing; list and notices follow, and the case ends."""
        names = state_of(newest(case)).names
        approver = Account.objects.get(grants__role=Role.APPROVER, grants__entry_to__isnull=True)
        decide_in_writing(case=case, seen=newest(case).number, event=Decided(names, {}, ""), by=approver, at=self.at)
        self.close(case)

    def to_decide(self, case: Case, keys: tuple[str, ...]) -> None:
        """Everything is voted; the approving authority has the list before it."""
        self.pooled(case, keys)
        self.up_to(case, "P6")
        self.papers(case)

    def counting(self, case: Case, keys: tuple[str, ...]) -> None:
        """The papers of the key cadres are in the box; the counting team has not begun."""
        self.pooled(case, keys)
        self.up_to(case, "P4")
        self.hold(case)
        self.ballot(case)

    def to_close(self, case: Case, keys: tuple[str, ...]) -> None:
        """The last meeting has voted and its count is taken over: its chair can close it."""
        self.pooled(case, keys)
        self.up_to(case, "P5")
        self.hold(case)
        self.vote(case)
        self.papers(case)

    def stopped(self, case: Case, keys: tuple[str, ...]) -> None:
        """A case that its authority stopped half way."""
        self.pooled(case, keys)
        self.do(case, Stopped("18-KL/BTV: dừng do sắp xếp lại tổ chức bộ máy"))

    def members(self, body: str, many: int, after: int = 0) -> tuple[str, ...]:
        """Members of a committee who are on no standing committee, in the order of their numbers."""
        seats = Seat.objects.filter(body__code=body, role="member", last="", entry_to__isnull=True)
        return tuple(seats.order_by("person__key").values_list("person__key", flat=True)[after : after + many])

    def fit(self, body: str) -> tuple[str, ...]:
        """Members of a committee whom the planning standard of a member of the Central Committee keeps off no list."""
        keys = self.members(body, 60)
        asked = grounds(Request(title=MEMBER, on=self.clock.date(), purpose="planning"))
        people = dict(Person.objects.filter(key__in=keys).values_list("pk", "key"))
        rows = screen(asked, sorted(people)).rows
        return tuple(sorted(people[row.person] for row in rows if row.answer is not Answer.NO)[:7])

    def free(self, procedure: str, body: str, purpose: str, places: int, term: str, many: int) -> Case | None:
        """A case that belongs to no plan, with members of the committee on its list and its first step closed."""
        there, keys = Body.objects.filter(code=body).first(), self.members(body, many)
        if there is None or len(keys) < many:
            return None
        case = open_case(
            procedure=procedure, body=there, purpose=purpose, places=places, term=term, by=self.by, at=self.at
        )  # fmt: skip
        self.pooled(case, keys)
        return case

    def outside(self) -> bool:
        """Somebody of one department in the plan of another: no ballot; their own department is told, and disagreed."""
        if len(self.pools) < 2:
            return False
        (body, _), (_, keys) = self.pools[0], self.pools[-1]
        purpose = "Bổ sung quy hoạch giám đốc sở: nguồn ở nơi khác"
        said = {"purpose": purpose, "places": 1, "outside": True, "by": self.by, "at": self.at}
        case = open_cycle(body=body, title=TITLE, term=TERM, **said)
        self.published(case)
        self.do(case, Listed(keys[-1:]))
        self.do(case, Filed("home_opinions", "25-CV/SV: đề nghị để công tác tại sở thêm một năm"))
        self.close(case)
        self.close(case)
        self.decide(case)
        return True

    def targets(self) -> None:
        """What the standing committee of the province wants in every plan, by a resolution of its own."""
        day = dt.date(self.clock.year, 1, 5)
        said = {"document": f"12-NQ/TU, {day:%d/%m/%Y}", "decided_by": DECIDES, "since": day, "by": self.by}
        for kind, hundredths, age in TARGETS:
            set_target(body=Body.objects.get(code="LG"), kind=kind, hundredths=hundredths, young_below=age,
                       at=self.at, **said)  # fmt: skip

    def begun(self) -> int:
        """A plan of each running term, published and waiting for its list."""
        for (body, _), term in zip(self.pools[1:], TERMS, strict=False):
            purpose = f"Quy hoạch giám đốc sở nhiệm kỳ {term.replace('-', '–')}"
            said = {"purpose": purpose, "places": 3, "by": self.by, "at": self.at}
            self.published(open_cycle(body=body, title=TITLE, term=term, **said))
        return min(len(self.pools) - 1, len(TERMS))

    def congress(self) -> bool:
        """Congress personnel of a commune between its third and its fourth vote."""
        case = self.free("congress_personnel", COMMUNES[0], "Nhân sự ban chấp hành khóa mới", 6, "2030-2035", 6)
        if case is None:
            return False
        self.up_to(case, "G4")
        return True

    def election(self) -> bool:
        """An election whose conference is called for the first day that its notice allows."""
        case = self.free("party_election", COMMUNES[1], "Bầu bổ sung ủy viên ban thường vụ", 3, "2025-2030", 4)
        if case is None:
            return False
        plan, state, at = plan_of(case), state_of(newest(case)), self.at
        today = timezone.localdate(at)
        first = earliest(plan, plan.step(state.step), facts_for(case, plan, state, today), today)
        call_meeting(case=case, seen=newest(case).number, meets=first, place="Hội trường xã", by=self.by, at=at)
        return True

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
        self.close(case)
        sitting = self.hold(case).now.sitting
        self.vote(case, lost=sitting.voting // 2 + 1)
        self.ballot(case)
