"""Writing the papers of a case: each is numbered, printed, kept, and filed in its step, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from canbo.apps.ballots.visibility import may_see_result
from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.papers.actions import issue
from canbo.apps.papers.letterhead import letterhead
from canbo.apps.papers.models import Document
from canbo.apps.procedures.actions import happen
from canbo.apps.procedures.authors import author_of
from canbo.apps.procedures.composing import Matter, Values
from canbo.apps.procedures.documents import DECISION, KINDS
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.papers import owner_of_paper, why_not_write
from canbo.apps.procedures.permissions import approving_bodies, why_not_move
from canbo.apps.procedures.queries import newest, plan_of, rules_of, state_of
from canbo.apps.procedures.turns import in_turn
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.core.procedure_state import Decided, Filed, State
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

#: What the decision stands for where a step asks for it by another name.
_SAME = ("ratification", "resolution")


def write_paper(*, case: Case, paper: str, seen: int, by: Account, at: dt.datetime, where: str = "") -> Document:
    """Write a paper of the open step, number and keep it, and file it; `where` a public one is made public.

    Where one paper goes to several, each gets its own copy and number; the first is given back. Raises Refusal when the
    case cannot write it, when it is filed already, or when the step is not this account's.
    """
    state, plan = state_of(newest(case)), plan_of(case)
    refuse(why_not_write(plan, state, paper) or _why_not_public(plan.public, paper, where))
    author = author_of(case, state, paper, timezone.localdate(at))
    matter = replace(matter_of(case, state, author, by, at), where=nfc(where.strip()))
    refuse(why_not_move(by, case, state, matter.step, Filed, matter.day))
    with in_turn(case), transaction.atomic():
        made = _issued(matter, paper, by, at)
        refuse(None if made else _NOWHERE)
        filed = Filed(paper, _numbers(made), matter.where if paper in plan.public else "")
        happen(case=case, seen=seen, event=filed, by=by, at=at)
    return made[0]


_NOWHERE = Refusal(
    "procedures.nowhere",
    Text("Hồ sơ chưa ghi nơi công tác của những người này.", "The dossiers do not tell where these people work."),
    Text("Bổ sung chức vụ, đơn vị vào hồ sơ.", "Enter their post and body."),
    status=422,
)


def _why_not_public(public: frozenset[str], paper: str, where: str) -> Refusal | None:
    if paper not in public or where.strip():
        return None
    says = Text("Ghi nơi công khai văn bản này.", "Say where this paper is made public.")
    return Refusal("procedures.where", says, status=422)


def decide_in_writing(*, case: Case, seen: int, event: Decided, by: Account, at: dt.datetime) -> Move:
    """Enter the decision of the approving authority and write it: its number is that of the paper.

    Raises Refusal when the decision is not this account's, or does not answer for every name.
    """
    state, today = state_of(newest(case)), timezone.localdate(at)
    plan = plan_of(case)
    refuse(why_not_move(by, case, state, plan.step(state.step), Decided, today))
    with in_turn(case), transaction.atomic():
        matter = replace(matter_of(case, state, _author(case, by, today), by, at), approved=event.names)
        words = _numbers(_issued(matter, DECISION, by, at))
        move = happen(case=case, seen=seen, event=Decided(event.names, event.refused, words), by=by, at=at)
        for paper in _SAME:
            if paper in matter.step.papers:
                move = happen(case=case, seen=move.number, event=Filed(paper, words), by=by, at=at)
    return move


def matter_of(case: Case, state: State, author: Body, by: Account, at: dt.datetime) -> Matter:
    """What a paper of a case is written from; it tells the counts that its writer may see."""
    day, pack = timezone.localdate(at), rules_of(case)
    return Matter(
        case, plan_of(case), state, pack, day, letterhead(author, day, pack),
        lambda ballot: may_see_result(by, ballot, day), state.now.outcome if state.now else (),
    )  # fmt: skip


def _issued(it: Matter, paper: str, by: Account, at: dt.datetime) -> list[Document]:
    kind, place = KINDS[paper], len(it.state.trail)
    return [
        issue(
            owner=owner_of_paper(it.case, place, paper, copy), body=it.head.body, form=kind.form,
            series=it.head.series(kind.series), title=_title(values), dated=it.day, values=values, by=by, at=at,
        )
        for copy, values in kind.values(it).items()
    ]  # fmt: skip


def _title(values: Values) -> str:
    return ": ".join(filter(None, (values["kind"], values["about"])))[:300]


def _numbers(made: Sequence[Document]) -> str:
    """Number and day of a paper, or of its first and last copy."""
    first, last = made[0], made[-1]
    if first is last:
        return f"Số {first.symbol}, {first.dated:%d/%m/%Y}"
    return f"{first.symbol} – {last.symbol}, {first.dated:%d/%m/%Y}"


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
