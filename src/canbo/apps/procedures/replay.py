"""A case played again: the same events under the same rules give the same states, and the same papers byte for byte.

The papers are not printed from what was kept of them. Their values are gathered anew, from the replayed state, the
archived rules, the sealed counts and the dossiers as these were recorded then; only then are bytes compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from canbo.apps.ballots.documents import minutes_values
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.queries import ballots_of
from canbo.apps.papers.kept_forms import printer_now
from canbo.apps.papers.models import Document
from canbo.apps.papers.queries import form_kept, prints_the_same
from canbo.apps.papers.rendering import printed
from canbo.apps.procedures.actions_papers import matter_of
from canbo.apps.procedures.documents import KINDS
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import facts_for, owner_of, plan_of
from canbo.base.record.then import as_recorded
from canbo.base.walls.asking import everything
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import Decided, Filed, Listed, Notified, State, event_read, written
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text

#: What a form adds to the values by itself.
_ADDED = ("symbol", "form_digest")
SAME = Text("Trùng từng byte.", "The same, byte for byte.")
NO_FORM = Text(
    "Nội dung trùng; mẫu in khi đó không được lưu, nên không so được từng byte.",
    "The content is the same; the form of then was not kept, so its bytes cannot be compared.",
)
OTHER_PRINTER = Text(
    "Nội dung và mẫu in trùng; chương trình in đã đổi từ đó ({which}), nên tệp in ra khác.",
    "Content and form are the same; what prints has changed since ({which}), and so the file differs.",
)
OTHER_BYTES = Text("Nội dung trùng, tệp in ra khác.", "The content is the same; the printed file differs.")
OTHER_CONTENT = Text("Nội dung khác ở: {where}.", "The content differs in: {where}.")
KEPT_PRINTS = Text(
    " Nội dung đã lưu in lại trên mẫu khi đó vẫn trùng từng byte.",
    " What was kept still prints on the form of then to the same bytes.",
)
NOT_GATHERED = Text("Quy trình không tự lập giấy tờ này.", "No procedure writes this paper by itself.")


@dataclass(frozen=True)
class Again:
    """A paper written again. `same`: byte for byte; None where its bytes cannot be compared and its content is so."""

    document: Document
    same: bool | None
    says: Text


@dataclass(frozen=True)
class Replay:
    """A case played again: how many moves, which states differ from those stored, and every paper written again."""

    moves: int
    faults: list[str]
    papers: list[Again]

    @property
    def same(self) -> bool:
        """True when every state and every paper that can be compared is the same."""
        return not self.faults and all(each.same is not False for each in self.papers)


def replayed(case: Case) -> list[str]:
    """Every stored state of a case that its events, played again under its rules, do not give; empty when all agree.

    What was so outside the case is read as it was recorded before each event: who was barred, whether a condition held,
    who was related to whom. A sealed ballot says for ever what it said.
    """
    return [str(move) for move, state in _played(case) if canonical_json(written(state)) != move.state]


def replay(case: Case) -> Replay:
    """A case and all its papers again."""
    played = list(_played(case))
    faults = [str(move) for move, state in played if canonical_json(written(state)) != move.state]
    return Replay(len(played), faults, [_again(case, each, played) for each in _papers(case)])


def _played(case: Case) -> Iterator[tuple[Move, State]]:
    """Every move with the state that its event gives; a refused one changes nothing, and differs from what is kept."""
    plan, state = plan_of(case), opened(plan_of(case), case.places, case.opened)
    for move in case.moves.order_by("number").select_related("entry"):
        if move.number:
            with suppress(Refusal):
                state = _after(case, plan, state, move)
        yield move, state


def _after(case: Case, plan: Plan, state: State, move: Move) -> State:
    event, day = event_read(json.loads(move.event)), timezone.localdate(move.entry.at)
    listed = event.names if isinstance(event, Listed) else ()
    with as_recorded(move.entry_id - 1):
        facts = facts_for(case, plan, state, day, listed)
    members = len(event.summoned) if isinstance(event, Notified) else facts.members
    return advance(plan, state, event, replace(facts, members=members), day)


def _papers(case: Case) -> list[Document]:
    """The papers of a case and the minutes of its ballots, in the order in which they were issued."""
    owners = [f"{owner_of(case)}:", *(f"ballots:{number}:" for number in _ballots(case))]
    found = [each for begins in owners for each in Document.objects.filter(owner__startswith=begins)
             .select_related("entry__by", "body")]  # fmt: skip
    return sorted(found, key=lambda each: each.entry_id)


def _ballots(case: Case) -> list[int]:
    return list(ballots_of(owner_of(case)).values_list("pk", flat=True))


def _again(case: Case, document: Document, played: list[tuple[Move, State]]) -> Again:
    kept = json.loads(document.values)
    with everything(), as_recorded(document.entry_id - 1):
        values = _values(case, document, played)
    if values is None:
        return Again(document, False, NOT_GATHERED)
    gathered = json.loads(canonical_json(values)) | {name: kept[name] for name in _ADDED}
    if gathered != kept:
        return Again(document, False, _of_other_content(document, _different(gathered, kept)))
    return _printed_again(document, gathered)


def _of_other_content(document: Document, where: list[str]) -> Text:
    """What differs, and whether the kept file is at least what its kept content prints."""
    says = OTHER_CONTENT.filled(where=", ".join(where))
    if not prints_the_same(document):
        return says
    return Text(says.vi + KEPT_PRINTS.vi, says.en + KEPT_PRINTS.en)


def _printed_again(document: Document, values: Mapping[str, Any]) -> Again:
    """The same content on the form of then; where other programs print now, their bytes prove nothing."""
    form = form_kept(document)
    if form is None:
        return Again(document, None, NO_FORM)
    digests = [hashlib.sha256(each).hexdigest() for each in printed(form, values, document.entry.at)]
    if digests == [document.pdf_id, document.docx_id]:
        return Again(document, True, SAME)
    changed = _different(printer_now(), form.printer)
    if changed:
        return Again(document, None, OTHER_PRINTER.filled(which=", ".join(changed)))
    return Again(document, False, OTHER_BYTES)


def _different(gathered: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in gathered.keys() | kept.keys() if gathered.get(name) != kept.get(name))


def _values(case: Case, document: Document, played: list[tuple[Move, State]]) -> Mapping[str, Any] | None:
    """What a paper says, gathered from what was so when it was issued."""
    if document.owner.startswith("ballots:"):
        return minutes_values(Ballot.objects.get(pk=int(document.owner.split(":")[1])))
    _, _, _, paper, *copy = document.owner.split(":", 4)
    state = [each for move, each in played if move.entry_id < document.entry_id][-1]
    event = next(event_read(json.loads(move.event)) for move, _ in played if move.entry_id > document.entry_id)
    it = matter_of(case, state, document.body, document.entry.by, document.entry.at)
    if isinstance(event, Decided):
        it = replace(it, approved=event.names)
    if isinstance(event, Filed):
        it = replace(it, where=event.where)
    return KINDS[paper].values(it).get("".join(copy)) if paper in KINDS else None
