"""Corrections asked for: somebody proposes a change with its proof, another person decides; and questions to schools.

The old value always stays: a confirmed proposal closes the row and writes it again with the proving paper.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from canbo.apps.people import files
from canbo.apps.people.actions import with_keys
from canbo.apps.people.deciding import DECISION, why_not_decided
from canbo.apps.people.models import (
    Certificate,
    Degree,
    Detail,
    Discipline,
    Extension,
    Holding,
    OfPerson,
    Paper,
    Person,
    PersonVersion,
    Planned,
    PrivateDetail,
    Product,
    Proposal,
    Rating,
    Relative,
    Reward,
    Seat,
    Theory,
    Verification,
)
from canbo.apps.people.permissions import why_not_decide, why_not_propose, why_not_write
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied, said, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

#: What may be proposed about who a person is.
PERSON_FIELDS = (
    *("name", "other_name", "sex", "born", "birthplace_text", "hometown_text", "schooling", "id_number"),
    *("recruited", "party_admitted", "party_official", "left", "left_why", "left_by"),
)
#: What may be proposed about a row of each table; the rows of sealed tables by whom they are open to.
ROWS: dict[str, tuple[type[OfPerson], tuple[str, ...]]] = {
    "Degree": (Degree, ("grade", "field_text", "school", "on")),
    "Theory": (Theory, ("grade", "on")),
    "Certificate": (Certificate, ("grade", "on")),
    "Holding": (Holding, ("title", "words", "since", "last", "decision")),
    "Seat": (Seat, ("role", "since", "last")),
    "Rating": (Rating, ("grade",)),
    "Planned": (Planned, ("since", "last", "decision")),
    "Reward": (Reward, ("form", "on", "words")),
    "Product": (Product, ("on", "words")),
    "Extension": (Extension, ("last", "decision")),
    "Discipline": (Discipline, ("form", "reason", "on", "last")),
    "Relative": (Relative, ("name", "born_year", "work")),
}
#: Of these, numbers.
NUMBERS = frozenset({"born_year"})
DETAILS: dict[str, type[Detail] | type[PrivateDetail]] = {"Detail": Detail, "PrivateDetail": PrivateDetail}


def propose(
    *,
    person: Person,
    table: str,
    row: int | None,
    field: str,
    after: str,
    reason: str,
    paper_kind: str,
    file: bytes,
    by: Account,
    at: dt.datetime,
) -> Proposal:
    """Ask for a change of one field; the proof is kept as a paper that nobody has confirmed yet.

    `table` is PersonVersion or one of ROWS with the number of the open `row`; or Detail or PrivateDetail with no row
    and the kind as `field`. Raises Refusal when `by` may not, the field is none of these, nothing would change, or the
    file cannot be taken.
    """
    refuse(why_not_propose(by, person, timezone.localdate(at)))
    before = _value(person, table, row, field)
    after = nfc(after)
    if before == after:
        raise _refusal("same", "Giá trị đề nghị trùng với hồ sơ.", "The dossier says that already.")
    digest = files.keep(file)
    payload = {"key": person.key, "table": table, "field": field, "proof": digest}
    with acting("people.propose", by=by, at=at, payload=payload) as entry:
        paper = written(Paper, entry, person=person, kind=paper_kind, digest=digest, confirmed=None)
        return written(
            Proposal, entry, person=person, proposed_by=by, proposed=timezone.localdate(at), table=table, row=row,
            field=field, before=before, after=after, reason=reason, paper=paper,
        )  # fmt: skip


def decide(*, proposal: Proposal, accepted: bool, answer: str, by: Account, at: dt.datetime) -> Proposal:
    """Confirm or reject a proposal, with the reason. Confirmed: the paper stands, the row is corrected with it.

    Raises Refusal when `by` may not or proposed it, no reason is given, or the row has changed since.
    """
    refuse(why_not_decide(by, proposal, timezone.localdate(at)))
    if not answer.strip():
        raise _refusal("no-answer", "Phải nêu lý do của quyết định.", "The decision needs its reason.")
    action = "people.confirm_proposal" if accepted else "people.reject_proposal"
    payload = {"key": proposal.person.key, "proposal": proposal.pk, "answer": nfc(answer)}
    with acting(action, by=by, at=at, payload=payload) as entry:
        closed(proposal, entry)
        if accepted:
            _corrected(proposal, entry)
        return copied(
            proposal, entry, decided_by_id=by.pk, decided=timezone.localdate(at), accepted=accepted, answer=answer
        )


def ask_about_degree(*, degree: Degree, asked_of: str, letter: str, by: Account, at: dt.datetime) -> Verification:
    """Enter that the school or authority was asked whether a degree is genuine.

    Raises Refusal when `by` may not, the degree was corrected since, or a question about it is open.
    """
    refuse(why_not_write(by, degree.person, timezone.localdate(at)))
    if degree.entry_to_id is not None:
        raise _refusal("degree-gone", "Văn bằng này đã được sửa; chọn lại.", "The degree was corrected; choose anew.")
    payload = {"key": degree.person.key, "degree": degree.pk, "letter": letter, "asked_of": asked_of}
    with acting("people.ask_about_degree", by=by, at=at, payload=payload) as entry:
        return written(
            Verification, entry, person=degree.person, degree=degree, asked_of=asked_of, letter=letter,
            asked=timezone.localdate(at),
        )  # fmt: skip


def answer_about_degree(
    *, verification: Verification, genuine: bool, answer: str, by: Account, at: dt.datetime
) -> Verification:
    """Enter the answer; the degree says from now on whether it was found genuine.

    Raises Refusal when `by` may not, the question was answered, or the degree was corrected after it was asked about.
    """
    refuse(why_not_write(by, verification.person, timezone.localdate(at)))
    if verification.answered is not None:
        raise _refusal("answered", "Yêu cầu này đã có trả lời.", "This question has its answer.")
    payload = {"key": verification.person.key, "verification": verification.pk, "genuine": genuine, "answer": answer}
    with acting("people.answer_about_degree", by=by, at=at, payload=payload) as entry:
        closed(verification, entry)
        closed(verification.degree, entry)
        copied(verification.degree, entry, verified=genuine)
        return copied(verification, entry, answered=timezone.localdate(at), genuine=genuine, answer=answer)


def _corrected(proposal: Proposal, entry: Entry) -> None:
    """Write what a proposal asks for, proved by its paper, which counts as seen."""
    closed(proposal.paper, entry)
    paper = copied(proposal.paper, entry, confirmed=True)
    model = DETAILS.get(proposal.table)
    if model is not None:
        _detail(model, proposal, paper, entry)
        return
    row = _row(proposal.person, proposal.table, proposal.row)
    value: str | int | None = proposal.after
    if proposal.field in NUMBERS:
        value = int(proposal.after) if proposal.after else None
    changes: dict[str, Any] = {proposal.field: value}
    if proposal.table == "PersonVersion":
        changes = with_keys(changes)
    if not DECISION.isdisjoint(changes):
        refuse(why_not_decided(type(row), {**said(row), **changes}, proposal.person))
    closed(row, entry)
    copied(row, entry, paper_id=paper.pk, **changes)


def _detail(model: type[Detail] | type[PrivateDetail], proposal: Proposal, paper: Paper, entry: Entry) -> None:
    standing = model._default_manager.filter(person=proposal.person, kind=proposal.field, entry_to__isnull=True).first()
    if (standing.value if standing else "") != proposal.before:
        raise _changed()
    if standing:
        closed(standing, entry)
    if proposal.after:
        written(model, entry, person=proposal.person, kind=proposal.field, value=proposal.after, paper=paper)


def _value(person: Person, table: str, row: int | None, field: str) -> str:
    """What the dossier says now in a field that may be proposed for. Raises Refusal for any other."""
    if model := DETAILS.get(table):
        found = model._default_manager.filter(person=person, kind=field, entry_to__isnull=True).first()
        return found.value if found else ""
    if field not in (PERSON_FIELDS if table == "PersonVersion" else ROWS[table][1] if table in ROWS else ()):
        raise _refusal("field", "Không đề nghị sửa được mục này.", "No change of this field can be proposed.")
    return as_text(getattr(_row(person, table, row), field))


def as_text(value: object) -> str:
    """A value of a row as a proposal writes it."""
    return "" if value is None else str(value)


def _row(person: Person, table: str, row: int | None) -> OfPerson:
    model: type[OfPerson] = PersonVersion if table == "PersonVersion" else ROWS[table][0]
    found = model._default_manager.filter(person=person, pk=row, entry_to__isnull=True).first()
    if found is None:
        raise _changed()
    return found


def _changed() -> Refusal:
    return Refusal(
        "people.proposal_stale",
        Text("Mục này đã thay đổi sau khi có đề nghị.", "The field changed after the proposal."),
        Text("Từ chối đề nghị này và đề nghị lại.", "Reject this proposal and propose anew."),
    )


def _refusal(code: str, vi: str, en: str) -> Refusal:
    return Refusal(f"people.{code}", Text(vi, en), status=422)
