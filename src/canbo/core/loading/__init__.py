"""From YAML to Pack: all documents are read, then checked against each other, and all faults are told at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from canbo.core.errors import PackError, Spot
from canbo.core.facts import FactDef
from canbo.core.loading.ballots import check_ballots, read_ballot
from canbo.core.loading.cases import read_cases
from canbo.core.loading.check_clauses import ClauseChecks
from canbo.core.loading.check_decisions import check_decided, check_decisions
from canbo.core.loading.check_law import check_citations, check_force, check_instruments, check_lists, check_titles
from canbo.core.loading.check_procedures import check_procedures
from canbo.core.loading.check_standards import check_cases, check_resolves, check_standards
from canbo.core.loading.clauses import read_clause
from canbo.core.loading.dated import read_parameter, read_standard
from canbo.core.loading.decisions import read_conflict, read_crosswalk, read_decision
from canbo.core.loading.draft import Draft
from canbo.core.loading.merging import merged
from canbo.core.loading.number_cases import check_number_cases
from canbo.core.loading.procedures import read_attendees, read_procedure
from canbo.core.loading.registers import read_instrument, read_list, read_pack, read_titles
from canbo.core.loading.tree import Book, Node, documents
from canbo.core.pack import Pack
from canbo.core.rules import Rules
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.text import Text

__all__ = ["load_pack"]

#: The key that tells what a document is, and its reader, in the order of reading: lists first, parameters name codes.
READERS: dict[str, Callable[[Draft, Node], None]] = {
    "list": read_list,
    "languages": read_pack,
    "instrument": read_instrument,
    "parameter": read_parameter,
    "clause": read_clause,
    "procedure": read_procedure,
    "attendees": read_attendees,
    "titles": read_titles,
    "groups": read_titles,
    "ballot": read_ballot,
    "decision": read_decision,
    "conflict": read_conflict,
    "crosswalk": read_crosswalk,
    "versions": read_standard,
    "cases": read_cases,
}


def load_pack(files: Mapping[str, str], facts: Mapping[str, FactDef] | None = None) -> Pack:
    """A pack from the texts of its files by path. Raises PackError with every fault.

    With `facts`, the names, arguments, kinds and units of facts in clauses are checked too. Paths only name the place
    of a fault and enter the digest; what a document is, its keys tell.
    """
    draft = _read(Book(), files, Rules())
    if not draft.name and not draft.book.faults:
        draft.book.note(Spot("pack.yaml", 1), "thiếu pack.yaml", "pack.yaml is missing")
    rules = merged(Rules(), draft)
    vi, en = draft.title or ("?", "?")
    pack = Pack(draft.name, Text(vi, en), draft.languages, rules, "", dict(files), _scales(facts))
    return _checked(draft, pack, facts, ends=True)


def _extended(pack: Pack, files: Mapping[str, str], facts: Mapping[str, FactDef] | None = None) -> Pack:
    """The pack with drafts on top. Values citing an instrument that the draft ends go on: it need not restate all."""
    draft = _read(Book(), files, pack.rules)
    made = replace(pack, rules=merged(pack.rules, draft), files={**pack.files, **files})
    return _checked(draft, made, facts, ends=False)


def _read(book: Book, files: Mapping[str, str], base: Rules) -> Draft:
    draft = Draft(book, base)
    found: list[tuple[int, Callable[[Draft, Node], None], Node]] = []
    for file in sorted(files):
        for node in documents(book, file, files[file]):
            kind = _kind(node)
            if kind is None:
                node.note("không phải tài liệu của gói quy định", "not a document of a pack")
            else:
                found.append((list(READERS).index(kind), READERS[kind], node))
    for _, reader, node in sorted(found, key=lambda each: each[0]):
        reader(draft, node)
    return draft


def _kind(node: Node) -> str | None:
    keys = [key for key, _ in node.pairs()] if node.is_map else []
    return next((kind for kind in READERS if kind in keys), None)


def _checked(draft: Draft, pack: Pack, facts: Mapping[str, FactDef] | None, *, ends: bool) -> Pack:
    if draft.book.unread:
        raise PackError(draft.book.faults)
    rules = pack.rules
    check_instruments(draft, rules)
    check_citations(draft, rules)
    check_force(draft, rules, ends=ends)
    check_lists(draft, rules)
    check_titles(draft, rules)
    ClauseChecks(draft, rules, facts).run()
    check_standards(draft, rules)
    check_ballots(draft, rules)
    check_decisions(draft, rules)
    check_procedures(draft, rules)
    if not draft.book.faults:  # resolving needs names that lead somewhere
        check_resolves(draft, pack)
        check_cases(draft, pack, draft.cases)
        check_decided(draft, pack, draft.decision_cases)
        check_number_cases(draft, pack)
    if draft.book.faults:
        raise PackError(draft.book.faults)
    return replace(pack, digest=_digest(pack.files), extend=partial(_extended, facts=facts))


def _digest(files: Mapping[str, str]) -> str:
    """SHA-256 over path and text of every file, in composed form and with \\n as the end of lines."""
    plain = {
        unicodedata.normalize("NFC", path): unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        for path, text in files.items()
    }
    return sha256_hex(canonical_json(plain))


def _scales(facts: Mapping[str, FactDef] | None) -> dict[str, str]:
    return {name: fact.scale for name, fact in (facts or {}).items() if fact.scale}
