"""Reader of clauses: versions, tests, facts with their arguments."""

from __future__ import annotations

import string
from dataclasses import replace

from canbo.core.errors import Spot
from canbo.core.loading.dated import KEYED_BY
from canbo.core.loading.draft import Draft, Span, spans
from canbo.core.loading.tree import Node
from canbo.core.written import (
    RELATIONS,
    TITLE_RELATIONS,
    ClauseVersion,
    CodeRank,
    GroupTitles,
    Joined,
    ListCodes,
    Literal,
    Named,
    ParameterValue,
    RelatedTitles,
    ScreenedTitle,
    Source,
    TermSpans,
    UnitPlaces,
    WrittenClause,
    WrittenCompare,
    WrittenHolds,
    WrittenKnown,
    WrittenMany,
    WrittenNot,
    WrittenTest,
    WrittenUnless,
    WrittenUse,
)
from canbo.lib.text import Text

KINDS = ("standard", "condition", "bar")
TESTS = ("compare", "holds", "known", "all", "any", "not", "at_least", "unless")
SOURCES = ("parameter", "group", "title", "titles", "list", "places", "terms", "code")
#: Holds always. Stands in for a test that could not be read: its fault is noted, so that the clause is never used.
NO_TEST = WrittenMany("all", ())


def read_clause(draft: Draft, node: Node) -> None:
    """clauses/<code>.yaml: one requirement with all its versions."""
    mark = draft.book.mark()
    fields = node.fields("clause kind versions", "note")
    code = fields["clause"].text()
    kind = fields["kind"].one_of(KINDS, "loại điều khoản", "kind of clause")
    versions = [VersionReader(draft, each).read() for each in fields["versions"].elements()]
    if not versions and fields["versions"].is_list:
        fields["versions"].note(f"điều khoản {code} không có phiên bản nào", f"clause {code} has no versions")
    if code and not all(letter.isalnum() or letter in ".-_" for letter in code):
        fields["clause"].note(
            f"mã điều khoản chỉ gồm chữ, số và . - _: “{code}”", f"a clause code is letters, digits and . - _: “{code}”"
        )
    made = WrittenClause(code, kind, closed_clause(draft, code, versions), node.spot)
    if draft.once("clause", code, code in draft.clauses, node):
        draft.clauses[code] = made
    if not draft.book.sound(mark):
        draft.broken.add(("clause", code))


def closed_clause(draft: Draft, code: str, versions: list[ClauseVersion]) -> tuple[ClauseVersion, ...]:
    """Versions of a clause with their ends. A gap is allowed where no standard lists the clause (checked there)."""
    ends = spans(draft.book, code, [Span(each.since, each.until, each.spot) for each in versions], gaps=False)
    return tuple(replace(each, until=end) for each, end in zip(versions, ends, strict=True))


class VersionReader:
    """Reads one version of a clause, or one row of a decision (no test: it holds always), keeping account of the names
    under `with` that it uses. `required` and `optional` are the keys it may have."""

    def __init__(
        self,
        draft: Draft,
        node: Node,
        required: str = "since cites says test",
        optional: str = "until with excepted_by note",
    ) -> None:
        self.draft = draft
        self.node = node
        self.fields = node.fields(required, optional)
        self.name_spots: dict[str, Spot] = {}
        self.names = self.read_names()
        self.used: set[str] = set()

    def read(self) -> ClauseVersion:
        """The version; its faults are noted."""
        fields = self.fields
        until, excepted_by = fields.given("until"), fields.given("excepted_by")
        made = ClauseVersion(
            since=fields["since"].day(),
            until=until.day() if until else None,
            cites=self.draft.citation(fields["cites"]),
            says=self.says(),
            names=self.names,
            excepted_by=excepted_by.both() if excepted_by else None,
            test=self.test(fields["test"]) if "test" in fields else NO_TEST,
            spot=self.node.spot,
            name_spots=self.name_spots,
        )
        self.unused()
        return made

    def read_names(self) -> dict[str, Source]:
        """The names under `with`, each with where its value comes from."""
        given = self.fields.given("with")
        found: dict[str, Source] = {}
        for name, node in given.pairs() if given else ():
            if not name.isidentifier():
                node.note(f"tên “{name}” trong with không hợp lệ", f"“{name}” under with is not a name")
            source = self.source(node, named=False)
            if isinstance(source, Literal) and isinstance(source.value, int) and source.value not in (0, 1):
                _law_number(node, source.value)
            found[name] = source
            self.name_spots[name] = node.spot
        return found

    def says(self) -> Text:
        """The sentence in both languages; its placeholders are names under `with`."""
        says = self.fields["says"].both()
        vi, en = _placeholders(says.vi), _placeholders(says.en)
        if vi is None or en is None:
            self.fields["says"].note("dấu ngoặc { } không khớp", "the braces { } do not match")
            return Text("?", "?")
        if vi != en:
            only = ", ".join(sorted(vi ^ en))
            self.fields["says"].note(
                f"chỗ điền chỉ có trong một ngôn ngữ: {only}", f"placeholders given in one language only: {only}"
            )
        self.used |= vi | en
        for name in sorted((vi | en) - set(self.names)):
            self.draft.book.note_unknown(
                self.fields["says"].spot, "tên trong with", "name under with", name, self.names
            )
        return says

    def unused(self) -> None:
        """Note each name under `with` that nothing uses."""
        given = self.fields.given("with")
        for name in self.names:
            if name not in self.used and given is not None:
                given.note(f"tên “{name}” trong with không được dùng", f"“{name}” under with is not used")

    def test(self, node: Node) -> WrittenTest:
        """One node of a test: a mapping with exactly one known word."""
        pairs = node.pairs()
        if len(pairs) != 1:
            if node.raw is not None:
                node.note(f"một phép thử có đúng một trong: {', '.join(TESTS)}",
                          f"a test has exactly one of: {', '.join(TESTS)}")  # fmt: skip
            return NO_TEST
        word, inner = pairs[0]
        if word == "compare":
            return self.compare(inner)
        if word == "holds":
            return WrittenHolds(self.use(inner))
        if word == "known":
            return WrittenKnown(self.use(inner))
        if word in ("all", "any"):
            return WrittenMany(word, self.tests(inner))
        if word == "not":
            return WrittenNot(self.test(inner))
        if word == "at_least":
            return self.some(inner)
        if word == "unless":
            fields = inner.fields("when then")
            return WrittenUnless(self.test(fields["when"]), self.test(fields["then"]))
        self.draft.book.note_unknown(node.spot, "phép thử", "test", word, TESTS)
        return NO_TEST

    def tests(self, node: Node) -> tuple[WrittenTest, ...]:
        """The parts of a test, in the order written."""
        parts = tuple(self.test(each) for each in node.elements())
        if not parts and node.is_list:
            node.note("danh sách phép thử trống", "the list of tests is empty")
        return parts

    def some(self, node: Node) -> WrittenTest:
        """At least n of some tests."""
        fields = node.fields("n of")
        n, parts = fields["n"].whole(), self.tests(fields["of"])
        if parts and not 1 <= n <= len(parts):
            node.note(f"n = {n} không nằm trong 1..{len(parts)}", f"n = {n} is not within 1..{len(parts)}")
        return WrittenMany("n", parts, n)

    def compare(self, node: Node) -> WrittenTest:
        """A comparison of a fact with a limit."""
        fields = node.fields("fact is than")
        relation = fields["is"].one_of(RELATIONS, "quan hệ so sánh", "relation")
        than = self.source(fields["than"], named=True)
        if isinstance(than, Literal):
            self.literal_limit(fields["than"], than)
        return WrittenCompare(self.use(fields["fact"]), RELATIONS.get(relation, "=="), than, node.spot)

    def literal_limit(self, node: Node, limit: Literal) -> None:
        """Bare limits are 0 and 1; every other number of the law is a dated parameter."""
        if isinstance(limit.value, str):
            self.draft.book.note_unknown(node.spot, "tên trong with", "name under with", limit.value, self.names)
        elif limit.value not in (0, 1):
            _law_number(node, limit.value)

    def use(self, node: Node) -> WrittenUse:
        """A fact: its name, or {name: {argument: value}}."""
        if not node.is_map:
            return WrittenUse(node.text(), (), node.spot)
        pairs = node.pairs()
        if len(pairs) != 1:
            node.note("một dữ kiện có đúng một tên", "a fact has exactly one name")
            return WrittenUse("", (), node.spot)
        name, inner = pairs[0]
        args = tuple((arg, self.source(value, named=True)) for arg, value in inner.pairs())
        return WrittenUse(name, args, node.spot)

    def source(self, node: Node, *, named: bool) -> Source:
        """Where a value comes from; `named` also reads names given under `with`."""
        if node.is_list:
            return self.joined(node, named)
        if node.is_map:
            return self.reference(node)
        text = node.text()
        if named and text in self.names:
            self.used.add(text)
            return Named(text)
        if text.lstrip("-").isdigit() and not getattr(node.raw, "style", None):
            return Literal(int(text))
        return Literal(text)

    def joined(self, node: Node, named: bool) -> Source:
        """Several sources as one list."""
        parts = tuple(self.source(each, named=named) for each in node.elements())
        if not parts:
            node.note("danh sách trống", "the list is empty")
        return Joined(parts)

    def reference(self, node: Node) -> Source:
        """A source written as {word: name}."""
        fields = node.fields("", " ".join(SOURCES) + " by of")
        words = [word for word in SOURCES if word in fields]
        if len(words) != 1:
            node.note(f"cần đúng một trong: {', '.join(SOURCES)}", f"exactly one is needed of: {', '.join(SOURCES)}")
            return Literal(0)
        word, value = words[0], fields[words[0]].text()
        if "by" in fields and word == "parameter":
            return ParameterValue(value, fields["by"].one_of(KEYED_BY, "khóa", "key"))
        if "of" in fields and word == "code":
            return CodeRank(value, fields["of"].text())
        if "by" in fields or "of" in fields:
            node.note("by chỉ đi với parameter, of chỉ đi với code", "by goes with parameter only, of with code only")
        return _REFERENCES.get(word, CodeRank)(value) if word not in _FIXED else self.fixed(word, fields[word], value)

    def fixed(self, word: str, node: Node, value: str) -> Source:
        """References whose value is one of a closed set."""
        options = _FIXED[word]
        if value not in options:
            self.draft.book.note_unknown(node.spot, f"giá trị của {word}", f"value of {word}", value, options)
        if word == "titles":
            return RelatedTitles(value)
        return ScreenedTitle() if word == "title" else UnitPlaces()


_FIXED = {"title": ("self",), "titles": TITLE_RELATIONS, "places": ("unit",)}
_REFERENCES = {
    "parameter": ParameterValue,
    "group": GroupTitles,
    "list": ListCodes,
    "terms": TermSpans,
    "code": CodeRank,
}


def _placeholders(template: str) -> set[str] | None:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return None


def _law_number(node: Node, value: int) -> None:
    node.note(
        f"số {value} của quy định phải là một tham số có ngày hiệu lực và căn cứ",
        f"the number {value} of the law must be a dated parameter with its citation",
    )
