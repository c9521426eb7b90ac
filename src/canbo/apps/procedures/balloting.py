"""The vote of a step: its ballot opened from the meeting, and its sealed count taken over. Nobody types a result."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from canbo.apps.ballots.actions import OnBallot, Settled, appoint_teller, open_ballot
from canbo.apps.ballots.documents import minutes_owner
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.permissions import why_not_tell
from canbo.apps.ballots.queries import ballots_of, tellers_of
from canbo.apps.papers.queries import document_of
from canbo.apps.people.listing import body_names, main_posts
from canbo.apps.people.models import PersonVersion
from canbo.apps.procedures.actions import happen
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.permissions import why_not_move
from canbo.apps.procedures.queries import facts_for, newest, owner_of, plan_of, rules_of, state_of
from canbo.apps.procedures.turns import in_turn
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.base.walls.asking import everything
from canbo.core.pack import Pack
from canbo.core.procedure_meeting import kind_of, next_round
from canbo.core.procedure_run import why_not
from canbo.core.procedure_state import Balloted, Round, Sitting, Tallied
from canbo.core.procedure_votes import turnout

_PURPOSE = Ballot._meta.get_field("purpose").max_length or 300


def open_vote(*, case: Case, seen: int, by: Account, at: dt.datetime) -> Move:
    """Open the ballot of the next round of the open step, by the rules of the case and the attendance of its meeting.

    The counting team of the ballot before goes on, until others are named. Raises Refusal when the rule or the office
    forbids it.
    """
    plan, state, today = plan_of(case), state_of(newest(case)), timezone.localdate(at)
    facts = facts_for(case, plan, state, today)
    if state.now is not None:
        refuse(why_not_move(by, case, state, plan.step(state.step), Balloted, today))
    refuse(why_not(plan, state, Balloted, facts, today))
    assert state.now is not None
    assert state.now.sitting is not None
    step, sitting = plan.step(state.step), state.now.sitting
    asked, before = next_round(plan, step, state), _before(case, sitting)
    last = ballots_of(owner_of(case)).last()
    team = tellers_of(last) if last else []
    with (
        in_turn(case),
        everything(),
        transaction.atomic(),
    ):  # names and posts are printed for whoever votes, not for who opens it
        ballot = open_ballot(
            kind=kind_of(step, asked),
            body=case.body,
            purpose=f"{case.purpose} – {step.name.vi}"[:_PURPOSE],
            held=sitting.meets,
            names=on_ballot(asked.names, sitting.meets, rules_of(case)),
            summoned=sitting.called_to_vote,
            seats=asked.places,
            owner=owner_of(case),
            settled=_settled(case, sitting, asked, before),
            by=by,
            at=at,
        )
        for each in team:
            if why_not_tell(each.account, ballot) is None:
                role = Teller.Role(each.role)
                appoint_teller(ballot=ballot, account=each.account, role=role, side=each.side, by=by, at=at)
        return happen(case=case, seen=seen, event=Balloted(ballot.pk), by=by, at=at)


def take_result(*, case: Case, seen: int, by: Account, at: dt.datetime) -> Move:
    """Take over the sealed count of the open round, and its minutes. Raises Refusal before the closing."""
    state = state_of(newest(case))
    sitting = state.now.sitting if state.now else None
    number = (sitting.rounds[-1].ballot if sitting and sitting.rounds else None) or 0
    ballot = Ballot.objects.filter(pk=number).select_related("closing").first()
    digest = ballot.closing.digest if ballot is not None and hasattr(ballot, "closing") else ""
    return happen(case=case, seen=seen, event=Tallied(number, digest, _minutes(ballot)), by=by, at=at)


def _minutes(ballot: Ballot | None) -> str:
    document = document_of(minutes_owner(ballot)) if ballot is not None else None
    return f"{document.symbol}, {document.dated:%d/%m/%Y}" if document is not None else ""


def _before(case: Case, sitting: Sitting) -> Ballot | None:
    """The ballot of this meeting that was opened last."""
    last = sitting.rounds[-1].ballot if sitting.rounds else None
    return ballots_of(owner_of(case)).filter(pk=last).first() if last else None


def _settled(case: Case, sitting: Sitting, asked: Round, before: Ballot | None) -> Settled:
    numbers = turnout(sitting)
    return Settled(
        pack=case.pack,
        under=case.opened,
        present=numbers.present,
        roll=numbers.roll or 0,
        members=numbers.members or 0,
        round=asked.why,
        after=before if asked.why != "first" else None,
    )


def on_ballot(keys: Sequence[str], day: dt.date, pack: Pack) -> list[OnBallot]:
    """The names as printed, each with year of birth, post and unit, so that nobody is taken for somebody else."""
    versions = PersonVersion.objects.filter(person__key__in=keys, entry_to__isnull=True).select_related("person")
    people = {each.person.key: each for each in versions}
    posts = main_posts([each.person_id for each in people.values()], day)
    units = body_names({post.body_id for post in posts.values()}, day)
    found = []
    for key in keys:
        who, post = people[key], posts.get(people[key].person_id)
        words = [f"sinh năm {who.born[:4]}"] if who.born else []
        if post is not None:
            title = pack.titles[post.title].name.vi if post.title in pack.titles else post.title
            words.append(f"{title}, {units.get(post.body_id, '')}".rstrip(", "))
        exact = who.born_lo if who.born_lo == who.born_hi else None
        found.append(OnBallot(who.name, ("; ".join(words) or key)[:260], exact, who.person))
    return _told_apart(found, keys)


def _told_apart(found: list[OnBallot], keys: Sequence[str]) -> list[OnBallot]:
    """Two of one name, year and post are told apart by their staff numbers."""
    alike = Counter((each.name, each.detail) for each in found)
    return [
        replace(each, detail=f"{each.detail}; {key}") if alike[each.name, each.detail] > 1 else each
        for each, key in zip(found, keys, strict=True)
    ]
