"""Readers of procedures/: procedures with their dated versions, and the circles of people that they summon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from canbo.core.errors import Spot
from canbo.core.loading.draft import Draft, Span, spans
from canbo.core.loading.tree import Fields, Node
from canbo.core.procedure import (
    HANDS,
    KINDS,
    LISTS,
    NO_VOTE,
    PLACES,
    RECUSALS,
    Attendees,
    Procedure,
    ProcedureVersion,
    Selector,
    Share,
    Step,
)

ABOUT = ("planning", "congress", "election", "rotation")
#: Cells of a step that the sources can leave open.
CELLS = ("order", "attendees", "quorum", "ballot", "threshold", "below", "notice", "announced", "publication")
_OPTIONAL = (
    "closed_by lists summons notice quorum ballot even threshold nobody recuses before papers advised conditions after "
    "open note"
)


def read_attendees(draft: Draft, node: Node) -> None:
    """A circle of people: {attendees, name, of: [{titles, where} | {roles}], cites}."""
    mark = draft.book.mark()
    fields = node.fields("attendees name of cites", "note")
    made = Attendees(
        code=fields["attendees"].text(),
        name=fields["name"].both(),
        of=tuple(_selector(each) for each in fields["of"].elements()),
        cites=draft.citation(fields["cites"]),
        spot=node.spot,
    )
    if draft.once("attendees", made.code, made.code in draft.attendees, node):
        draft.attendees[made.code] = made
    if not draft.book.sound(mark):
        draft.broken.add(("attendees", made.code))


def _selector(node: Node) -> Selector:
    fields = node.fields("", "titles roles where")
    titles, roles = fields.given("titles"), fields.given("roles")
    if (titles is None) == (roles is None):
        node.note("ghi titles hoặc roles, đúng một trong hai", "give exactly one of titles and roles")
    where = _word(fields, "where", PLACES, "phạm vi", "place", "here")
    return Selector(titles.texts() if titles else (), roles.texts() if roles else (), where)


def read_procedure(draft: Draft, node: Node) -> None:
    """procedures/<code>.yaml: one procedure with its dated versions."""
    mark = draft.book.mark()
    fields = node.fields("procedure name about versions", "note")
    code = fields["procedure"].text()
    versions = [_version(draft, each) for each in fields["versions"].elements()]
    if not versions and fields["versions"].is_list:
        fields["versions"].note("quy trình không có phiên bản nào", "the procedure has no versions")
    made = Procedure(
        code=code,
        name=fields["name"].both(),
        about=fields["about"].one_of(ABOUT, "loại việc", "subject"),
        versions=closed_procedure(draft, code, versions),
        spot=node.spot,
    )
    if draft.once("procedure", code, code in draft.procedures, node):
        draft.procedures[code] = made
    if not draft.book.sound(mark):
        draft.broken.add(("procedure", code))


def closed_procedure(draft: Draft, code: str, versions: list[ProcedureVersion]) -> tuple[ProcedureVersion, ...]:
    """Versions of a procedure with their ends."""
    ends = spans(draft.book, code, [Span(each.since, each.until, each.spot) for each in versions])
    return tuple(replace(each, until=end) for each, end in zip(versions, ends, strict=True))


def _version(draft: Draft, node: Node) -> ProcedureVersion:
    fields = node.fields("since cites steps", "until note")
    until = fields.given("until")
    return ProcedureVersion(
        since=fields["since"].day(),
        until=until.day() if until else None,
        cites=draft.citation(fields["cites"]),
        steps=tuple(_step(draft, each) for each in fields["steps"].elements()),
        spot=Spot(node.file, node.line),
    )


def _step(draft: Draft, node: Node) -> Step:
    fields = node.fields("step kind name acts next cites", _OPTIONAL)
    return Step(
        code=fields["step"].text(),
        kind=fields["kind"].one_of(KINDS, "loại bước", "kind of step"),
        name=fields["name"].both(),
        acts=fields["acts"].both(),
        closed_by=_word(fields, "closed_by", HANDS, "người khóa bước", "hand", "officer"),
        lists=_word(fields, "lists", LISTS, "việc với danh sách", "use of the list", "keeps"),
        summons=fields["summons"].text(),
        notice=fields["notice"].text(),
        quorum=_share(fields.given("quorum")),
        ballot=fields["ballot"].text() or NO_VOTE,
        even=fields["even"].text(),
        threshold=_share(fields.given("threshold")),
        nobody=fields["nobody"].text(),
        recuses=_words(fields, "recuses", RECUSALS, "trường hợp không tham gia", "recusal"),
        before=_texts(fields, "before"),
        papers=_texts(fields, "papers"),
        advised=_texts(fields, "advised"),
        conditions=_texts(fields, "conditions"),
        after=_texts(fields, "after"),
        next=fields["next"].text(),
        open=_words(fields, "open", CELLS, "ô còn để ngỏ", "open cell"),
        cites=draft.citation(fields["cites"]),
        spot=node.spot,
    )


def _share(node: Node | None) -> Share | None:
    if node is None:
        return None
    fields = node.fields("over of")
    return Share(fields["over"].text(), fields["of"].text())


def _word(fields: Fields, name: str, known: Iterable[str], vi: str, en: str, default: str) -> str:
    return fields[name].one_of(known, vi, en) if name in fields else default


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    given = fields.given(name)
    return given.texts() if given else ()


def _words(fields: Fields, name: str, known: Iterable[str], vi: str, en: str) -> tuple[str, ...]:
    given = fields.given(name)
    return tuple(each.one_of(known, vi, en) for each in given.elements()) if given else ()
