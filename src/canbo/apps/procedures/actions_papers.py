"""Writing the papers of a case: each is numbered, printed, kept, and filed in its step, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from canbo.apps.ballots.visibility import may_see_result
from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.papers.actions import issue
from canbo.apps.papers.letterhead import letterhead
from canbo.apps.papers.models import Document
from canbo.apps.procedures.actions import happen
from canbo.apps.procedures.documents import KINDS, PAPER_FORM, Matter, decision, notice
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.papers import owner_of_paper, why_not_write
from canbo.apps.procedures.permissions import approving_bodies, why_not_move
from canbo.apps.procedures.queries import names_in, newest, plan_of, rules_of, state_of
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.core.procedure_state import Decided, Filed, State
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: The paper of the decision itself, and what else stands for it where a step asks for it by another name.
DECISION, NOTICES = "decision", "notices"
_SAME = ("ratification", "resolution")


def write_paper(*, case: Case, paper: str, seen: int, by: Account, at: dt.datetime) -> Document:
    """Write a paper of the open step, number and keep it, and file it.

    Raises Refusal when the case cannot write it, when it is filed already, or when the step is not this account's.
    """
    state = state_of(newest(case))
    refuse(why_not_write(plan_of(case), state, paper))
    matter = matter_of(case, state, case.body, by, at)
    refuse(why_not_move(by, case, state, matter.step, Filed, matter.day))
    with transaction.atomic():
        if paper == NOTICES:
            made = _notices(matter, by, at)
            words = f"{made[0].symbol} – {made[-1].symbol}, {matter.day:%d/%m/%Y}"
        else:
            kind = KINDS[paper]
            made = [_issued(matter, paper, kind.series, kind.form, kind.values(matter), by, at)]
            words = _words(made[0])
        happen(case=case, seen=seen, event=Filed(paper, words), by=by, at=at)
    return made[0]


def decide_in_writing(*, case: Case, seen: int, event: Decided, by: Account, at: dt.datetime) -> Move:
    """Enter the decision of the approving authority and write it: its number is that of the paper.

    Raises Refusal when the decision is not this account's, or does not answer for every name.
    """
    state, today = state_of(newest(case)), timezone.localdate(at)
    plan = plan_of(case)
    refuse(why_not_move(by, case, state, plan.step(state.step), Decided, today))
    with transaction.atomic():
        matter = matter_of(case, state, _author(case, by, today), by, at)
        document = _issued(matter, DECISION, "QĐ", PAPER_FORM, decision(matter, event.names), by, at)
        told = Decided(event.names, event.refused, _words(document))
        move = happen(case=case, seen=seen, event=told, by=by, at=at)
        for paper in _SAME:
            if paper in matter.step.papers:
                move = happen(case=case, seen=move.number, event=Filed(paper, _words(document)), by=by, at=at)
    return move


def matter_of(case: Case, state: State, author: Body, by: Account, at: dt.datetime) -> Matter:
    """What a paper of a case is written from; it tells the counts that its writer may see."""
    day = timezone.localdate(at)
    return Matter(
        case, plan_of(case), state, rules_of(case), day, letterhead(author, day),
        lambda ballot: may_see_result(by, ballot, day),
    )  # fmt: skip


def _notices(it: Matter, by: Account, at: dt.datetime) -> list[Document]:
    """One to the unit with every name, one to each person with the own name."""
    assert it.state.now is not None
    approved = it.state.now.outcome
    if not approved:
        raise Refusal(
            "procedures.undecided",
            Text("Chưa có ai được phê duyệt để thông báo.", "Nobody is approved yet of whom to give notice."),
            Text("Ghi quyết định phê duyệt trước.", "Enter the decision first."),
            it.step.cites,
        )
    called = names_in(it.state)
    unit = _issued(it, f"{NOTICES}:unit", "TB", PAPER_FORM, notice(it, it.head.name, approved), by, at)
    return [unit] + [
        _issued(
            it, f"{NOTICES}:{key}", "TB", PAPER_FORM, notice(it, f"Đồng chí {called.get(key, key)}", (key,)), by, at
        )
        for key in approved
    ]


def _issued(
    it: Matter, paper: str, kind: str, form: str, values: Mapping[str, Any], by: Account, at: dt.datetime
) -> Document:
    return issue(
        owner=owner_of_paper(it.case, len(it.state.trail), paper), body=it.head.body, form=form,
        series=it.head.series(kind), title=f"{values['kind']}: {values['about']}"[:300], dated=it.day, values=values,
        by=by, at=at,
    )  # fmt: skip


def _words(document: Document) -> str:
    return f"Số {document.symbol}, {document.dated:%d/%m/%Y}"


def _author(case: Case, by: Account, day: dt.date) -> Body:
    """The body in whose name an account decides: the nearest for which it approves; for a province, its committee."""
    found = approving_bodies(by, case, day)
    body = found[0] if found else case.body
    version = BodyVersion.objects.filter(body=body, entry_to__isnull=True).order_by("-since_lo").first()
    if version is None or version.kind != BodyVersion.Kind.LOCALITY:
        return body
    under = BodyVersion.objects.filter(
        parent=body, kind=BodyVersion.Kind.COMMITTEE, entry_to__isnull=True, last_lo__isnull=True
    ).select_related("body")  # fmt: skip
    committee = under.order_by("body__code").first()
    return committee.body if committee else body
