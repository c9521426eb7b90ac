"""The papers of a case: which it can write by itself, which are kept, and whether they print the same again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.queries import ballots_of
from canbo.apps.ballots.visibility import may_see_result
from canbo.apps.papers.models import Document
from canbo.apps.procedures.documents import DECISION, KINDS, OF_THE_DECISION, WITHOUT_NAMES
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import owner_of
from canbo.apps.procedures.visibility import sees_dossiers
from canbo.base.accounts.models import Account
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_run import under_article
from canbo.core.procedure_state import Sitting, State
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: What a step can have written by one button; the decision is entered and written in one.
WRITABLE = frozenset(KINDS) - {DECISION}


def owner_of_paper(case: Case, place: int, paper: str, copy: str = "") -> str:
    """The key under which a paper of a step (by its place in the trail) is kept; `copy`: to whom that copy goes."""
    return ":".join(filter(None, (owner_of(case), str(place), paper, copy)))


def documents_of(case: Case) -> list[Document]:
    """The papers that a case has written, in the order written."""
    found = Document.objects.filter(owner__startswith=f"{owner_of(case)}:")
    return list(
        found.select_related("pdf", "docx", "entry", "body").defer("pdf__content", "docx__content").order_by("pk")
    )


def may_read_papers(actor: Account, case: Case, at: dt.date) -> bool:
    """Whether an account may open the papers that a case wrote: they tell of dossiers, and of counts not read out."""
    ballots = Ballot.objects.filter(pk__in=ballots_of(owner_of(case)).values("pk")).select_related("body")
    return sees_dossiers(actor, case.body_id, at) and all(may_see_result(actor, ballot, at) for ballot in ballots)


def why_not_write(plan: Plan, state: State, paper: str) -> Refusal | None:
    """Why a case cannot write a paper by itself now: not asked for at this step, filed already, or nobody listed."""
    step = plan.step(state.step) if state.now else None
    if step is None or state.now is None or paper not in (*step.before, *step.papers) or paper not in WRITABLE:
        return Refusal(
            "procedures.no_such_paper",
            Text("Bước này không lập giấy tờ đó.", "This step writes no such paper."), status=404,
        )  # fmt: skip
    if paper in state.now.papers:
        return Refusal("procedures.filed", Text("Giấy tờ này đã có.", "This paper is on file already."))
    return under_article(_why_too_early(step.kind == "meeting", state, paper, step.votes), step)


def _why_too_early(meeting: bool, state: State, paper: str, votes: bool) -> Refusal | None:
    assert state.now is not None
    if not state.names and paper not in WITHOUT_NAMES:
        return Refusal(
            "procedures.empty", Text("Danh sách chưa có ai.", "The list is empty."),
            Text("Đưa người vào danh sách.", "Put names on the list."),
        )  # fmt: skip
    if paper in OF_THE_DECISION and DECISION not in state.now.papers:
        return Refusal(
            "procedures.undecided", Text("Cấp có thẩm quyền chưa quyết định.", "The authority has not decided."),
            Text("Ghi quyết định kèm số, ngày.", "Enter the decision with its number and day."),
        )  # fmt: skip
    if paper in OF_THE_DECISION and not state.now.outcome:
        return Refusal(
            "procedures.nobody_approved", Text("Không có ai được phê duyệt.", "Nobody is approved."),
            Text("Ghi số, ngày giấy tờ lập bên ngoài.", "File the number of one written by hand."),
        )  # fmt: skip
    counted = _counted(state.now.sitting, votes=votes)
    if meeting and not counted and paper in ("minutes", "proposal"):
        return Refusal(
            "procedures.not-counted", Text("Hội nghị chưa có kết quả phiếu.", "The votes are not counted."),
            Text("Kiểm phiếu, ghi kết quả rồi lập.", "Count, take the result over, then write it."),
        )  # fmt: skip
    return None


def _counted(sitting: Sitting | None, *, votes: bool) -> bool:
    """Whether a meeting was held and, where it votes, every round of it counted."""
    if sitting is None or sitting.present is None:
        return False
    return not votes or (bool(sitting.rounds) and all(each.done for each in sitting.rounds))


def writable(plan: Plan, state: State) -> Mapping[str, Refusal | None]:
    """The papers of the open step that the case can write, each with why not now."""
    step = plan.step(state.step) if state.now else None
    filed = state.now.papers if state.now else {}
    asked = [*step.before, *step.papers] if step else []
    return {each: why_not_write(plan, state, each) for each in asked if each in WRITABLE and each not in filed}
