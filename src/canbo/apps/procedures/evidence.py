"""What a case of a procedure rests on, for the bundle that an inspector checks offline: every move, count and paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from canbo.apps.ballots.models import Closing
from canbo.apps.ballots.queries import ballots_of
from canbo.apps.papers.models import Document
from canbo.apps.papers.queries import forms_of
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import owner_of
from canbo.base.record.evidence import Evidence, offers
from canbo.base.record.models import Entry
from canbo.base.walls.asking import everything
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text
from canbo.shell.fields import read_count


def case_evidence(wanted: str) -> Evidence:
    """The evidence of a case, named by its number. Raises Refusal when there is no such case.

    It holds what the case was told and decided, its sealed counts (those too that no rule announces) and its papers.
    """
    number = read_count(wanted)
    with everything():
        case = Case.objects.select_related("pack").filter(pk=number).first() if number is not None else None
        if case is None:
            says = Text("Không có vụ việc {wanted}.", "There is no case {wanted}.")
            raise Refusal("procedures.no_case", says.filled(wanted=wanted), status=404)
        moves = list(case.moves.order_by("number").select_related("entry__by"))
        owner = owner_of(case)
        found = ballots_of(owner).values("pk")
        counts = list(Closing.objects.filter(ballot__in=found).order_by("ballot_id").select_related("entry__by"))
        owners = [f"{owner}:", *(f"ballots:{each.ballot_id}:" for each in counts)]
        papers = [each for begins in owners for each in _papers(begins)]
        *before, last = [each.entry for each in moves]
        beside = [*(each.entry for each in counts), *(each.entry for each in papers)]
        return Evidence(last, _files(case, moves, counts, papers), _once([*before, *beside]))


def _papers(begins: str) -> Sequence[Document]:
    found = Document.objects.filter(owner__startswith=begins).order_by("pk")
    return list(found.select_related("entry__by", "pdf", "docx", "body"))


def _once(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Each of some entries once, the earliest first."""
    found = {each.seq: each for each in entries}
    return [found[seq] for seq in sorted(found)]


def _files(
    case: Case, moves: Sequence[Move], counts: Sequence[Closing], papers: Sequence[Document]
) -> dict[str, bytes]:
    opening = json.loads(moves[0].entry.payload or "{}")
    told = {
        "number": case.pk,
        "case": {key: opening[key] for key in opening.keys() - {"state", "on_behalf_of", "delegation", "proposal"}},
        "moves": [
            {"event": json.loads(each.event), "state": json.loads(each.state), "entry": each.entry_id} for each in moves
        ],
        "counts": [_count(each) for each in counts],
        "papers": [_paper(each) for each in papers],
    }
    kept = [*forms_of(papers), *(file for each in papers for file in (each.pdf, each.docx))]
    files = {f"papers/{each.digest}": bytes(each.content) for each in kept}
    printed = {f"{each.symbol} {kind}": kept for each in papers for kind, kept in (("pdf", each.pdf_id),
               ("docx", each.docx_id))}  # fmt: skip
    return {
        **files,
        "decision.json": canonical_json(told).encode(),
        "documents.json": canonical_json(printed).encode(),
        "pack.json": canonical_json(json.loads(case.pack.files)).encode(),
    }


def _count(closing: Closing) -> dict[str, Any]:
    return {
        "ballot": closing.ballot_id, "result": closing.result, "papers": closing.papers, "salt": closing.salt,
        "entry": closing.entry_id,
    }  # fmt: skip


def _paper(document: Document) -> dict[str, Any]:
    said = json.loads(document.entry.payload or "{}")
    return {
        "owner": document.owner, "body": document.body.code, "form": document.form, "series": document.series,
        "dated": document.dated.isoformat(), "number": document.number, "pdf": document.pdf_id,
        "docx": document.docx_id, "beside": said.get("beside", []), "entry": document.entry_id,
    }  # fmt: skip


offers("case", case_evidence)
