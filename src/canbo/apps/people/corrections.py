"""Corrections: somebody proposes a change, a new row or the withdrawal of one with its proof, another person decides.

Nothing is lost: a confirmed change closes the row and writes it again with the proving paper, a withdrawn row stays on
the record with the proposal that says who asked, who confirmed, when and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from canbo.apps.people import files
from canbo.apps.people.actions import with_keys
from canbo.apps.people.corrigible import DETAILS, NUMBERS, PERSON_FIELDS, ROWS
from canbo.apps.people.deciding import DECISION, why_not_decided
from canbo.apps.people.models import Detail, OfPerson, Paper, Person, PersonVersion, PrivateDetail, Proposal
from canbo.apps.people.permissions import why_not_decide, why_not_propose
from canbo.apps.people.rows_asked import (
    new_row,
    read,
    saying,
    told,
    try_row,
    why_not_added,
    why_not_touched,
    why_not_withdrawn,
    withdrawn,
)
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied, said, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc


def propose(
    *,
    person: Person,
    table: str,
    row: int | None,
    field: str,
    after: str,
    reason: str,
    paper: Mapping[str, str],
    file: bytes,
    by: Account,
    at: dt.datetime,
) -> Proposal:
    """Ask for a change of one field; the proof (`paper`: kind, number, issuer, issued) is kept, not confirmed yet.

    `table` is PersonVersion or one of ROWS with the number of the open `row`; or Detail or PrivateDetail with no row
    and the kind as `field`. Raises Refusal when `by` may not, the field is none of these, nothing would change, or the
    file cannot be taken.
    """
    refuse(why_not_propose(by, person, timezone.localdate(at)))
    before, after = _value(person, table, row, field), nfc(after)
    if before == after:
        raise _refusal("same", "Giá trị đề nghị trùng với hồ sơ.", "The dossier says that already.")
    if row is not None:
        refuse(why_not_touched(_row(person, table, row)))
    what = {"table": table, "row": row, "field": field, "before": before, "after": after}
    return _asked(person, what, _Proof(reason, paper, file), by, at)


def propose_row(
    *,
    person: Person,
    table: str,
    values: Mapping[str, Any],
    reason: str,
    paper: Mapping[str, str],
    file: bytes,
    by: Account,
    at: dt.datetime,
) -> Proposal:
    """Ask for a new row of one of NEW_ROWS: `values` by column, a body by its code; the proof is kept as a paper.

    Raises Refusal when `by` may not, the dossier has just this row, the register could not take it (tried at once, and
    taken back), or the file cannot be taken.
    """
    refuse(why_not_propose(by, person, timezone.localdate(at)))
    after = told({name: nfc(each) if isinstance(each, str) else each for name, each in values.items()})
    refuse(why_not_added(person, table, read(after)))
    what = {"deed": Proposal.Deed.ADD, "table": table, "after": after}
    return _asked(person, what, _Proof(reason, paper, file), by, at)


def propose_withdrawal(
    *,
    person: Person,
    table: str,
    row: int,
    reason: str,
    paper: Mapping[str, str],
    file: bytes,
    by: Account,
    at: dt.datetime,
) -> Proposal:
    """Ask that an open row (its number in one of NEW_ROWS) be withdrawn as wrong; of PersonVersion, the leaving.

    Raises Refusal when `by` may not, the row is gone, something stands on it, or the file cannot be taken.
    """
    refuse(why_not_propose(by, person, timezone.localdate(at)))
    standing = _row(person, table, row)
    refuse(why_not_withdrawn(standing))
    what = {"deed": Proposal.Deed.WITHDRAW, "table": table, "row": row, "before": told(saying(standing))}
    return _asked(person, what, _Proof(reason, paper, file), by, at)


class _Proof(NamedTuple):
    """Why something is asked for, and the paper that proves it: its kind; number, issuer and day where told."""

    reason: str
    paper: Mapping[str, str]
    file: bytes


def _asked(person: Person, what: Mapping[str, Any], proof: _Proof, by: Account, at: dt.datetime) -> Proposal:
    """Enter a proposal; its proof is a paper that nobody has confirmed. Refused while the same waits already."""
    waiting = Proposal.objects.filter(person=person, entry_to__isnull=True, decided__isnull=True, **what)
    if waiting.exists():
        raise _refusal("waits", "Đề nghị y như vậy đang chờ xác nhận.", "Just this has been asked for and waits.")
    digest = files.keep(proof.file)
    payload = {"key": person.key, "proof": digest, **{name: what.get(name, "") for name in ("table", "field", "deed")}}
    with acting("people.propose", by=by, at=at, payload=payload) as entry:
        paper = written(Paper, entry, person=person, **proof.paper, digest=digest, confirmed=None)
        if what.get("deed") == Proposal.Deed.ADD:
            try_row(person, what["table"], read(what["after"]), paper, entry)
        return written(
            Proposal, entry, person=person, proposed_by=by, proposed=timezone.localdate(at), reason=proof.reason,
            paper=paper, **what,
        )  # fmt: skip


def decide(*, proposal: Proposal, accepted: bool, answer: str, by: Account, at: dt.datetime) -> Proposal:
    """Confirm or reject a proposal, with the reason. Confirmed: the paper stands, the row is corrected with it.

    Raises Refusal when `by` may not or proposed it, no reason is given, or the row has changed since.
    """
    refuse(why_not_decide(by, proposal, timezone.localdate(at)))
    if not answer.strip():
        raise _refusal("no-answer", "Phải nêu lý do của quyết định.", "The decision needs its reason.")
    action = "people.confirm_proposal" if accepted else "people.reject_proposal"
    payload = {"key": proposal.person.key, "proposal": proposal.pk}
    with acting(action, by=by, at=at, payload=payload) as entry:
        closed(proposal, entry)
        if accepted:
            _corrected(proposal, entry)
        return copied(
            proposal, entry, decided_by_id=by.pk, decided=timezone.localdate(at), accepted=accepted, answer=answer
        )


def _corrected(proposal: Proposal, entry: Entry) -> None:
    """Write what a proposal asks for, proved by its paper, which counts as seen."""
    closed(proposal.paper, entry)
    paper = copied(proposal.paper, entry, confirmed=True)
    if proposal.deed == Proposal.Deed.ADD:
        values = read(proposal.after)
        refuse(why_not_added(proposal.person, proposal.table, values))
        new_row(proposal.person, proposal.table, values, paper, entry)
    elif proposal.deed == Proposal.Deed.WITHDRAW:
        row = _row(proposal.person, proposal.table, proposal.row)
        refuse(why_not_withdrawn(row))
        withdrawn(row, entry)
    elif model := DETAILS.get(proposal.table):
        _detail(model, proposal, paper, entry)
    else:
        _changed_row(proposal, paper, entry)


def _changed_row(proposal: Proposal, paper: Paper, entry: Entry) -> None:
    row = _row(proposal.person, proposal.table, proposal.row)
    refuse(why_not_touched(row))
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
        raise _stale()
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
    if table != "PersonVersion" and table not in ROWS:
        raise _refusal("field", "Không đề nghị sửa được mục này.", "No change of this field can be proposed.")
    model: type[OfPerson] = PersonVersion if table == "PersonVersion" else ROWS[table][0]
    found = model._default_manager.filter(person=person, pk=row, entry_to__isnull=True).first()
    if found is None:
        raise _stale()
    return found


def _stale() -> Refusal:
    return Refusal(
        "people.proposal_stale",
        Text("Mục này đã thay đổi sau khi có đề nghị.", "The field changed after the proposal."),
        Text("Từ chối đề nghị này và đề nghị lại.", "Reject this proposal and propose anew."),
    )


def _refusal(code: str, vi: str, en: str) -> Refusal:
    return Refusal(f"people.{code}", Text(vi, en), status=422)
