"""A department with its people and three accounts, and the deeds of a whole case, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from canbo.apps.ballots.actions import appoint_teller, close_ballot, enter_numbers, finish_keying, key_papers
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import ballots_of, kind_of
from canbo.apps.ballots.queries import names_of as names_on
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import Holding
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.procedures.actions import call_meeting, happen, open_case
from canbo.apps.procedures.balloting import open_vote, take_result
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import newest, owner_of, plan_of, state_of
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from canbo.core.procedure_state import Attended, Closed, Event, Filed, Listed, State
from canbo.core.testing_procedures import papers_for

#: The morning on which cases of the tests are opened: regulation 377 is in force.
AT = dt.datetime(2026, 11, 2, 2, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Department:
    """A body with a director (D), three deputies (P1–P3) and two divisions of three (H1, V1, W1, …)."""

    body: Body
    officer: Account
    head: Account
    approver: Account


def a_department(code: str = "so") -> Department:
    """The department, its people with staff numbers after its code, and accounts that officer, head and approve."""
    top = a_body(f"{code}-tinh", kind="locality")
    body = a_body(code, parent=top)
    for key in ("D", "P1", "P2", "P3"):
        title = "department_director" if key == "D" else "department_deputy_director"
        a_row(Holding, a_person(f"{code}-{key}", f"Lãnh Đạo {key}", body=body), title=title, since="2021-02", body=body)
    for number in (1, 2):
        division = a_body(f"{code}-{number}", parent=body)
        for place, kind in enumerate("HVW"):
            person = a_person(f"{code}-{kind}{number}", f"Người {kind} {number}", body=division)
            title = "division_deputy_head" if place else "division_head"
            a_row(Holding, person, title=title, since="2021-02", body=division)
    made = {}
    for name, role, over in (("cbtc", Role.OFFICER, top), ("truong", Role.HEAD, body), ("duyet", Role.APPROVER, top)):
        made[name] = an_account(f"{code}-{name}")
        Grant.objects.create(
            account=made[name],
            role=role,
            body_code=over.code,
            since=dt.date(2020, 1, 1),
            decision="1-QĐ",
            entry_from=an_entry(),
        )
    return Department(body, made["cbtc"], made["truong"], made["duyet"])


def a_case(where: Department, *, places: int = 2, owner: str = "", at: dt.datetime = AT) -> Case:
    """A case of planning directors in the department, just opened; what it is for is published."""
    case = open_case(
        procedure="planning", body=where.body, purpose="Quy hoạch giám đốc sở", places=places,
        title="department_director", term="2030-2035", owner=owner, by=where.officer, at=at,
    )  # fmt: skip
    publish(case, where.officer, at)
    return case


def publish(case: Case, by: Account, at: dt.datetime = AT) -> None:
    """What must be there before anybody is named, or before a meeting is called."""
    file_papers(case, plan_of(case).step(state_of(newest(case)).step).before, by, at)


def do(case: Case, event: Event, by: Account, at: dt.datetime = AT) -> Move:
    """An event at the newest move."""
    return happen(case=case, seen=newest(case).number, event=event, by=by, at=at)


def file_all(case: Case, by: Account, at: dt.datetime = AT) -> None:
    """Every paper of the open step."""
    step = plan_of(case).step(state_of(newest(case)).step)
    file_papers(case, (*step.before, *step.papers), by, at)


def file_papers(case: Case, papers: tuple[str, ...], by: Account, at: dt.datetime = AT) -> None:
    """Some papers of the open step; what is public hangs at the office."""
    public = plan_of(case).public
    for paper in papers:
        do(case, Filed(paper, f"Số 1, {at:%d/%m/%Y}", "Trụ sở" if paper in public else ""), by, at)


def list_names(case: Case, where: Department, names: tuple[str, ...], at: dt.datetime = AT) -> State:
    """The first step from its publication and list to its close."""
    publish(case, where.officer, at)
    do(case, Listed(names), where.officer, at)
    file_all(case, where.officer, at)
    return state_of(do(case, Closed(), where.officer, at))


def hold(case: Case, where: Department, *, absent: tuple[str, ...] = (), at: dt.datetime = AT) -> State:
    """A meeting from its papers to attendance, on the day it is called."""
    file_all(case, where.officer, at)
    number = newest(case).number
    call_meeting(case=case, seen=number, meets=at.date(), place="Phòng họp 1", by=where.officer, at=at)
    now = state_of(newest(case)).now
    assert now is not None
    assert now.sitting is not None
    came = tuple(key for key in now.sitting.summoned if key not in absent)
    return state_of(do(case, Attended(came), where.officer, at))


def meet(
    case: Case, where: Department, votes: dict[str, int], *, absent: tuple[str, ...] = (), at: dt.datetime = AT
) -> State:
    """A meeting from its papers to the count, on the day it is called; not closed."""
    hold(case, where, absent=absent, at=at)
    return vote(case, where, votes, at=at)


def vote(case: Case, where: Department, votes: dict[str, int], *, at: dt.datetime = AT) -> State:
    """The next ballot of the open step: opened, counted by two tellers, closed by a third, taken over."""
    open_vote(case=case, seen=newest(case).number, by=where.officer, at=at)
    count_and_close(the_ballot(case), votes, by=where.officer, at=at)
    return state_of(take_result(case=case, seen=newest(case).number, by=where.officer, at=at))


def the_ballot(case: Case) -> Ballot:
    """The ballot that was opened last for a case."""
    found = ballots_of(owner_of(case)).last()
    assert found is not None
    return found


def count_and_close(ballot: Ballot, votes: dict[str, int], *, by: Account, at: dt.datetime = AT) -> None:
    """Every voter present gives a paper; the names get these votes, keyed twice by a team of the house."""
    keys = [name.person.key for name in names_on(ballot) if name.person]
    papers = dict(enumerate(papers_for(kind_of(ballot), keys, votes, ballot.present or 0), 1))
    team = [an_account(f"kp-{name}") for name in ("truong", "mot", "hai")]
    for account, side in zip(team, (None, 1, 2), strict=True):
        role = Teller.Role.MEMBER if side else Teller.Role.HEAD
        appoint_teller(ballot=ballot, account=account, role=role, side=side, by=by, at=at)
    there = len(papers)
    enter_numbers(ballot=ballot, printed=there, issued=there, spoilt=0, unused=0, returned=there, by=team[0], at=at)
    for account in team[1:]:
        key_papers(ballot=ballot, papers=papers, by=account)
        finish_keying(ballot=ballot, by=account, at=at)
    close_ballot(ballot=ballot, by=team[0], at=at)
