"""Reader of kinds of ballot, and the checks that every value of theirs leads somewhere on every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from canbo.core.errors import NotInForce, UnknownName
from canbo.core.loading.draft import Draft, Span, spans
from canbo.core.loading.tree import Fields, Node
from canbo.core.rules import Rules
from canbo.core.tally_kinds import BELOW, DECIDES, MARKINGS, OF_A_NAME, TIES, Option
from canbo.core.tally_resolving import change_days, kind_on
from canbo.core.tally_written import (
    Fixed,
    FromParameter,
    KindVersion,
    WrittenBand,
    WrittenCell,
    WrittenKind,
    WrittenShare,
)

#: The lists whose codes a kind names.
BASES, FAULTS, OUTCOMES = "vote-bases", "ballot-faults", "poll-outcomes"


def read_ballot(draft: Draft, node: Node) -> None:
    """ballots/<code>.yaml: one kind of ballot with its dated versions."""
    mark = draft.book.mark()
    fields = node.fields("ballot name heading marking options counts versions", "note")
    code = fields["ballot"].text()
    options = tuple(_option(each) for each in fields["options"].elements())
    if not 1 <= len(options) <= 3 and fields["options"].is_list:
        fields["options"].note("phiếu có từ một đến ba ô", "a ballot has one to three options")
    counts = fields["counts"].one_of([option.code for option in options], "ô được tính", "counted option")
    versions = [_Version(draft, each).read() for each in fields["versions"].elements()]
    if not versions and fields["versions"].is_list:
        fields["versions"].note("loại phiếu không có phiên bản nào", "the ballot has no versions")
    ends = spans(draft.book, code, [Span(each.since, each.until, each.spot) for each in versions])
    made = WrittenKind(
        code=code,
        name=fields["name"].both(),
        heading=fields["heading"].both(),
        marking=fields["marking"].one_of(MARKINGS, "cách đánh dấu", "way of marking"),
        options=options,
        counts=counts,
        versions=tuple(replace(each, until=end) for each, end in zip(versions, ends, strict=True)),
        spot=node.spot,
    )
    if draft.once("ballot", code, code in draft.ballots, node):
        draft.ballots[code] = made
    if not draft.book.sound(mark):
        draft.broken.add(("ballot", code))


def _option(node: Node) -> Option:
    fields = node.fields("code name")
    return Option(fields["code"].text(), fields["name"].both())


class _Version:
    """Reads one dated version."""

    def __init__(self, draft: Draft, node: Node) -> None:
        self.draft, self.node = draft, node
        self.fields = node.fields(
            "since cites papers decides announced", "until most alone base share exact below keeps ties bands note"
        )

    def read(self) -> KindVersion:
        fields, until = self.fields, self.fields.given("until")
        decides = fields["decides"].one_of(DECIDES, "cách quyết định", "way of deciding")
        bands, share = fields.given("bands"), fields.given("share")
        self.needs(decides)
        return KindVersion(
            since=fields["since"].day(),
            until=until.day() if until else None,
            cites=self.draft.citation(fields["cites"]),
            most=self.cell("most", None),
            papers=self.codes("papers", self.known(FAULTS)),
            alone=self.codes("alone", OF_A_NAME),
            decides=decides,
            base=self.cell("base", self.known(BASES)),
            share=self.share(share.fields("of", "reached")) if share else None,
            exact=self.cell("exact", None),
            below=self.cell("below", BELOW),
            keeps=self.cell("keeps", None),
            ties=self.cell("ties", TIES),
            announced=self.value(fields["announced"], None),
            bands=tuple(self.band(each) for each in bands.elements()) if bands else (),
            spot=self.node.spot,
        )

    def needs(self, decides: str) -> None:
        """What a way of deciding cannot do without."""
        for name in {
            "each": ("base", "share"),
            "seats": ("base", "share", "below", "ties"),
            "bands": ("base", "bands"),
        }.get(decides, ()):
            if name not in self.fields:
                self.node.note(f"decides: {decides} cần mục “{name}”", f"decides: {decides} needs the key “{name}”")

    def known(self, name: str) -> Sequence[str]:
        codes = self.draft.code_list(name)
        return list(codes.codes) if codes else ()

    def codes(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        given = self.fields.given(name)
        return tuple(each.one_of(known, "lỗi phiếu", "ballot fault") for each in given.elements()) if given else ()

    def share(self, fields: Fields) -> WrittenShare:
        """A limit; without `reached` it must be passed, as its share says."""
        of = self.value(fields["of"], None)
        reached = fields.given("reached")
        if reached is not None:
            return WrittenShare(of, self.value(reached, None))
        cites = of.cites if isinstance(of, Fixed) else self.draft.citation(self.fields["cites"])
        return WrittenShare(of, Fixed(False, cites, of.spot))

    def band(self, node: Node) -> WrittenBand:
        fields = node.fields("of outcome", "reached")
        return WrittenBand(self.share(fields), self.value(fields["outcome"], self.known(OUTCOMES)))

    def cell(self, name: str, known: Sequence[str] | None) -> WrittenCell | None:
        given = self.fields.given(name)
        return None if given is None else self.value(given, known)

    def value(self, node: Node, known: Sequence[str] | None) -> WrittenCell:
        """{parameter: name, otherwise: {is, cites}} or {is: value, cites}."""
        if any(key == "parameter" for key, _ in node.pairs()):
            fields = node.fields("parameter", "otherwise")
            otherwise = fields.given("otherwise")
            return FromParameter(
                fields["parameter"].text(), self.fixed(otherwise, known) if otherwise else None, node.spot
            )
        return self.fixed(node, known)

    def fixed(self, node: Node, known: Sequence[str] | None) -> Fixed:
        fields = node.fields("is cites")
        given = fields["is"]
        value: str | bool = given.one_of(known, "mã", "code") if known is not None else given.text()
        if known is None and value in ("true", "false"):
            value = value == "true"
        elif known is None and value != "seats" and given.raw is not None:
            given.note("phải là true, false, seats hoặc {parameter: …}", "must be true, false, seats or {parameter: …}")
        return Fixed(value, self.draft.citation(fields["cites"]), node.spot)


def check_ballots(draft: Draft, rules: Rules) -> None:
    """Every parameter behind a kind exists and says a value on every day of the kind."""
    for kind in rules.ballots.values():
        if ("ballot", kind.code) in draft.broken:
            continue
        for version in kind.versions:
            names = [cell for cell in version.cells() if isinstance(cell, FromParameter)]
            unknown = [cell for cell in names if cell.name not in rules.parameters]
            for cell in unknown:
                draft.book.note_unknown(cell.spot, "tham số", "parameter", cell.name, rules.parameters)
            if unknown or any(("parameter", cell.name) in draft.broken for cell in names):
                continue
            for day in change_days(rules, version):
                try:
                    kind_on(rules, kind.code, day)
                except (NotInForce, UnknownName) as fault:
                    draft.book.note(version.spot, f"{kind.code}: {fault.says.vi}", f"{kind.code}: {fault.says.en}")
                    break
