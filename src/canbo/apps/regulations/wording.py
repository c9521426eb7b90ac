"""The law in words for a reader: values with their unit, tests of clauses line by line, what would settle a doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import cast

from canbo.core.facts import FactDef
from canbo.core.law import CERTAIN, Citation, InstrumentKey
from canbo.core.pack import DatedValue, Pack
from canbo.core.rules import Parameter, Plain, Title
from canbo.core.tables import WrittenRow
from canbo.core.wording import UNITS, counted
from canbo.core.written import (
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
    WrittenCompare,
    WrittenHolds,
    WrittenKnown,
    WrittenMany,
    WrittenNot,
    WrittenTest,
    WrittenUse,
)
from canbo.lib.text import Text, share_text

#: How far the pack models an article, in the order of the legend.
COVERAGE = {
    "modelled": Text("đã đưa vào máy", "modelled"),
    "partly": Text("đưa vào một phần", "partly modelled"),
    "not": Text("chưa đưa vào", "not modelled"),
    "not_applicable": Text("không phải quy tắc để máy xét", "nothing to model"),
}
KINDS = {
    "standard": Text("tiêu chuẩn", "standard"),
    "condition": Text("điều kiện", "condition"),
    "bar": Text("trường hợp không được xem xét", "bar"),
}
PURPOSES = {
    "appointment": Text("bổ nhiệm, giới thiệu ứng cử", "appointment"),
    "planning": Text("quy hoạch", "planning"),
    "reappointment": Text("bổ nhiệm lại", "reappointment"),
    "rotation": Text("luân chuyển", "rotation"),
    "training": Text("cử đào tạo trung cấp lý luận chính trị, tập trung", "training in political theory, full time"),
    "training_part_time": Text(
        "cử đào tạo trung cấp lý luận chính trị, không tập trung", "training in political theory, part time"
    ),
}
#: Matters that a procedure may be about, beside the purposes of standards.
MATTERS = {
    "congress": Text("nhân sự đại hội", "personnel of a congress"),
    "election": Text("bầu cử trong Đảng", "Party elections"),
    "evaluation": Text("đánh giá, xếp loại", "evaluation"),
    "confidence": Text("lấy phiếu tín nhiệm", "confidence polls"),
    "dismissal": Text("thôi giữ chức vụ, từ chức, miễn nhiệm", "ceasing, resignation, dismissal"),
}
_ISSUED = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
NO_FIGURE = Text("không có con số", "no figure")
#: How a value outside CERTAIN is known, and what would settle it.
SETTLED_BY = {
    "R": Text(
        "Mới biết qua tóm tắt hoặc báo chí. Cần đọc nguyên văn {where}.",
        "Known from a summary or the press. The text of {where} would settle it.",
    ),
    "L": Text(
        "Suy từ văn bản thi hành ở địa phương. Cần nguyên văn {where} hoặc hướng dẫn của Trung ương.",
        "Taken from a local implementing document. The text of {where}, or central guidance, would settle it.",
    ),
    "C": Text(
        "Thấy ở biểu mẫu hoặc danh mục của phần mềm. Cần văn bản ban hành biểu mẫu: {where}.",
        "Seen in a form or a code list. The document that issues the form would settle it: {where}.",
    ),
    "I": Text(
        "Do người soạn gói suy luận. Cần nguyên văn {where} hoặc trả lời của cơ quan ban hành.",
        "Inferred by those who wrote the pack. The text of {where}, or an answer of the issuer, would settle it.",
    ),
    "BG": Text(
        "Theo hiểu biết chung, chưa có nguồn. Cần nguyên văn {where}.",
        "General background without a source. The text of {where} would settle it.",
    ),
}
_MANY = {
    "all": Text("Phải có tất cả:", "All of the following:"),
    "any": Text("Phải có ít nhất một:", "At least one of the following:"),
}
_NUMBER = {
    ">=": Text("từ đủ {x}", "at least {x}"),
    ">": Text("trên {x}", "more than {x}"),
    "<=": Text("không quá {x}", "at most {x}"),
    "<": Text("dưới {x}", "less than {x}"),
    "==": Text("đúng bằng {x}", "exactly {x}"),
    "!=": Text("khác {x}", "other than {x}"),
}
_RANK = {
    ">=": Text("{x} trở lên", "{x} or higher"),
    ">": Text("cao hơn {x}", "higher than {x}"),
    "<=": Text("{x} trở xuống", "{x} or lower"),
    "<": Text("thấp hơn {x}", "lower than {x}"),
    "==": Text("{x}", "{x}"),
    "!=": Text("khác {x}", "other than {x}"),
}
_TITLES = {
    "equal": Text("chức danh tương đương", "equal titles"),
    "equal_or_higher": Text("chức danh tương đương hoặc cao hơn", "equal or higher titles"),
    "higher": Text("chức danh cao hơn", "higher titles"),
    "directly_below": Text("chức danh trực tiếp bên dưới", "titles directly below"),
}
_BY = {
    "level": Text("(tùy cấp)", "(depending on the level)"),
    "group": Text("(tùy nhóm chức danh)", "(depending on the group of titles)"),
    "managed_by": Text("(tùy cấp quản lý)", "(depending on the managing authority)"),
    "title": Text("(tùy chức danh)", "(depending on the title)"),
}
#: So many names are written out; of longer lists the number says enough.
_NAMED = 4
#: A number of a month is counted from the year 0; anything as large as this is one.
_A_MONTH = 1900 * 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a test: how deep it stands, its words, and the parameters that it takes its limits from."""

    depth: int
    says: Text
    parameters: tuple[str, ...] = ()


def settled_by(cites: Citation) -> Text | None:
    """What would settle a value that nobody has read in its instrument; None when it is certain."""
    if cites.confidence in CERTAIN:
        return None
    key = cites.instrument
    article = cites.article
    vi = f"điều {article} của {key.number}" if article[:1].isdigit() else f"{key.number} ({article or 'điều chưa rõ'})"
    en = f"article {article} of {key.number}" if article[:1].isdigit() else f"{key.number} ({article or 'article'})"
    said = SETTLED_BY.get(cites.confidence, SETTLED_BY["I"])
    return Text(said.vi.format(where=vi), said.en.format(where=en))


def say_issued(key: InstrumentKey, day_known: str) -> str:
    """The day of issue as far as it is known: 08/10/2025, 12/2013 or 2025."""
    return f"{key.issued:{_ISSUED[day_known]}}"


def say_value(pack: Pack, parameter: Parameter, dated: DatedValue) -> Text:
    """A dated value on one line, with its unit; a table only says how many rows it has."""
    value = dated.value
    if value is None:
        return NO_FIGURE
    if isinstance(value, Mapping):
        parts = [(say_key(pack, parameter.by, key), say_plain(pack, parameter, each)) for key, each in value.items()]
        return joined((Text(f"{key.vi}: {said.vi}", f"{key.en}: {said.en}") for key, said in parts), "; ")
    return say_plain(pack, parameter, value)


def say_plain(pack: Pack, parameter: Parameter, value: Plain) -> Text:
    """One number of the law with its unit."""
    if isinstance(value, tuple):
        return Text(f"bảng {len(value)} dòng", f"a table of {len(value)} rows")
    if isinstance(value, Fraction):
        return _same(share_text(value))
    if parameter.unit == "flag":
        return Text("có", "yes") if value else Text("không", "no")
    if parameter.unit == "month_number":
        return _same(say_month(value))
    if parameter.of in pack.lists:
        return pack.lists[parameter.of].name_of_rank(value) or _same(str(value))
    return say_number(value, parameter.unit)


def say_expected(pack: Pack, parameter: Parameter, value: object) -> Text:
    """What an example says that a number must be, or was found to be; None: no figure."""
    return NO_FIGURE if value is None else say_plain(pack, parameter, cast(Plain, value))


def say_number(value: int, unit: str) -> Text:
    """A count with its unit: 24 tháng, 24 months."""
    return counted(value, unit if unit in UNITS or unit == "date" else "")


def say_month(number: int) -> str:
    """The month of a month number: 24309 is 10/2025."""
    return f"{number % 12 + 1:02}/{number // 12}"


def say_bound(bound: int | str | None) -> str:
    """One end of a condition of a table: a month, a code, or nothing."""
    if bound is None:
        return ""
    return say_month(bound) if isinstance(bound, int) and bound >= _A_MONTH else str(bound)


def say_key(pack: Pack, by: str, key: str) -> Text:
    """The key of a keyed value: a level, a group of titles, an authority or a title."""
    if by == "title" and key in pack.titles:
        return pack.titles[key].name
    found = pack.lists.get({"level": "levels", "managed_by": "managing-authorities"}.get(by, ""))
    return found.codes[key].name if found and key in found.codes else _same(key)


def joined(texts: Iterable[Text], by: str) -> Text:
    """Some texts as one; a dash when there are none."""
    every = list(texts)
    return Text(by.join(each.vi for each in every) or "–", by.join(each.en for each in every) or "–")


def say_sentence(pack: Pack, code: str, version: ClauseVersion) -> Text:
    """The sentence of a clause with its numbers as the parameters have them while it holds.

    A number that depends on the title is given where every title that is asked for the clause has the same one.
    """
    teller = _Teller(pack, version, {}, titles_asked(pack).get(code, ()))
    values = {name: teller.source(source, "") for name, source in version.names.items()}
    vi = version.says.vi.format(**{name: each.vi for name, each in values.items()})
    return Text(vi, version.says.en.format(**{name: each.en for name, each in values.items()}))


def say_row(pack: Pack, row: WrittenRow) -> Text:
    """The sentence of a row of a decision table, with its numbers as the parameters have them while it holds."""
    teller = _Teller(pack, row.version, {}, ())
    values = {name: teller.source(source, "") for name, source in row.version.names.items()}
    vi = row.version.says.vi.format(**{name: each.vi for name, each in values.items()})
    return Text(vi, row.version.says.en.format(**{name: each.en for name, each in values.items()}))


@lru_cache(maxsize=4)
def titles_asked(pack: Pack) -> Mapping[str, tuple[Title, ...]]:
    """The titles whose standards list each clause at some time."""
    found: dict[str, dict[str, Title]] = {}
    for (title, _), standard in pack.standards.items():
        for version in standard.versions:
            for code in version.clauses:
                found.setdefault(code, {})[title] = pack.titles[title]
    return {code: tuple(titles.values()) for code, titles in found.items()}


def say_test(pack: Pack, version: ClauseVersion, facts: Mapping[str, FactDef]) -> list[Line]:
    """The test of a clause's version as indented lines, branches before their parts."""
    return _Teller(pack, version, facts).lines(version.test, 0)


def parameters_of(source: Source, version: ClauseVersion) -> tuple[str, ...]:
    """The parameters that a source draws on."""
    if isinstance(source, ParameterValue):
        return (source.name,)
    if isinstance(source, Named):
        return parameters_of(version.names[source.name], version)
    if isinstance(source, Joined):
        return tuple(name for part in source.parts for name in parameters_of(part, version))
    return ()


@dataclass(frozen=True)
class _Teller:
    pack: Pack
    version: ClauseVersion
    facts: Mapping[str, FactDef]
    #: In a sentence: the titles that are asked for the clause. None in a test, where every value is listed.
    titles: tuple[Title, ...] | None = None

    def lines(self, test: WrittenTest, depth: int) -> list[Line]:
        if isinstance(test, WrittenCompare | WrittenHolds | WrittenKnown):
            return [self.leaf(test, depth, negated=False)]
        if isinstance(test, WrittenNot):
            if isinstance(test.part, WrittenCompare | WrittenHolds | WrittenKnown):
                return [self.leaf(test.part, depth, negated=True)]
            head = Text("Không thuộc trường hợp sau:", "The following must not be the case:")
            return [Line(depth, head), *self.lines(test.part, depth + 1)]
        if isinstance(test, WrittenMany):
            return [Line(depth, self.many(test)), *(x for part in test.parts for x in self.lines(part, depth + 1))]
        return [
            Line(depth, Text("Không xét nữa nếu:", "Nothing more is asked if:")),
            *self.lines(test.when, depth + 1),
            Line(depth, Text("Nếu không thì:", "Otherwise:")),
            *self.lines(test.then, depth + 1),
        ]

    def many(self, test: WrittenMany) -> Text:
        if test.need in _MANY:
            return _MANY[test.need]
        return Text(
            f"Phải có ít nhất {test.n} trong {len(test.parts)} điều sau:",
            f"At least {test.n} of the following {len(test.parts)}:",
        )

    def leaf(self, test: WrittenCompare | WrittenHolds | WrittenKnown, depth: int, *, negated: bool) -> Line:
        name = self.use(test.fact)
        drawn = [source for _, source in test.fact.args]
        if isinstance(test, WrittenCompare):
            said = self.needed(test)
            drawn.append(test.than)
        elif isinstance(test, WrittenKnown):
            said = Text("đã có trong hồ sơ", "stands on file")
        else:
            said = Text("có", "yes")
        if negated:
            said = (
                Text("không", "no") if isinstance(test, WrittenHolds) else Text(f"không: {said.vi}", f"not: {said.en}")
            )
        used = dict.fromkeys(name for source in drawn for name in parameters_of(source, self.version))
        return Line(depth, Text(f"{name.vi}: {said.vi}", f"{name.en}: {said.en}"), tuple(used))

    def needed(self, test: WrittenCompare) -> Text:
        fact = self.facts.get(test.fact.name)
        kind, unit, scale = (fact.kind, fact.unit, fact.scale) if fact else ("", "", "")
        scale = str(next((s.value for n, s in test.fact.args if n == "scale" and isinstance(s, Literal)), scale))
        than = self.source(test.than, scale, unit)
        shape = (_RANK if kind == "code" else _NUMBER)[test.op]
        return Text(shape.vi.format(x=than.vi), shape.en.format(x=than.en))

    def use(self, use: WrittenUse) -> Text:
        """A fact with what it is asked for."""
        fact = self.facts.get(use.name)
        says = fact.says if fact else _same(use.name)
        asked = [self.source(source, "", "given") for name, source in use.args if name != "scale"]
        if not asked:
            return says
        said = joined(asked, ", ")
        return Text(f"{says.vi} – {said.vi}", f"{says.en} – {said.en}")

    def source(self, source: Source, scale: str, unit: str = "") -> Text:
        """A source in words; a parameter by the values that it has while the version holds."""
        if isinstance(source, Named):
            return self.source(self.version.names[source.name], scale, unit)
        if isinstance(source, ParameterValue):
            return self.parameter(source.name, with_unit=bool(unit))
        if isinstance(source, Literal):
            return self.literal(source.value, unit)
        if isinstance(source, CodeRank):
            return self.code(source.code, source.of or scale)
        if isinstance(source, Joined):
            return self.several(source)
        return self.codes(source)

    def literal(self, value: int | str, unit: str) -> Text:
        return say_number(value, unit) if isinstance(value, int) else self.code(value, "")

    def several(self, source: Joined) -> Text:
        parts = [self.source(part, "") for part in source.parts]
        if len(parts) > _NAMED:
            rest = len(parts) - _NAMED
            parts = [*parts[:_NAMED], Text(f"và {rest} mục nữa", f"and {rest} more")]
        return joined(parts, ", ")

    def codes(self, source: GroupTitles | ScreenedTitle | RelatedTitles | ListCodes | UnitPlaces | TermSpans) -> Text:
        if isinstance(source, GroupTitles):
            names = [self.code(code, "") for code in self.pack.groups.get(source.name, ())]
            rest = len(names) - _NAMED
            return joined(
                names[:_NAMED] + ([Text(f"và {rest} chức danh nữa", f"and {rest} more")] if rest > 0 else []), ", "
            )
        if isinstance(source, ScreenedTitle):
            return Text("chức danh đang xét", "the title in question")
        if isinstance(source, RelatedTitles):
            return _TITLES[source.relation]
        if isinstance(source, ListCodes):
            return Text(f"mọi mã của danh mục {source.name}", f"every code of the list {source.name}")
        if isinstance(source, TermSpans):
            return Text(f"các nhiệm kỳ đã xong ({source.kind})", f"finished terms ({source.kind})")
        return Text("nơi đặt chức vụ", "the place of the post")

    def code(self, code: str, scale: str) -> Text:
        """The name of a code, in its list where that is known."""
        if code in self.pack.titles:
            return self.pack.titles[code].name
        lists = [self.pack.lists[scale]] if scale in self.pack.lists else self.pack.lists.values()
        return next((each.codes[code].name for each in lists if code in each.codes), _same(code))

    def parameter(self, name: str, *, with_unit: bool) -> Text:
        parameter = self.pack.parameters[name]
        said: dict[Text, None] = {}
        for dated in parameter.values:
            if _meets(dated.since, dated.until, self.version.since, self.version.until):
                said[self.valued(parameter, dated, with_unit=with_unit)] = None
        return joined(said, " → ")

    def valued(self, parameter: Parameter, dated: DatedValue, *, with_unit: bool) -> Text:
        """In a sentence the unit stands in the sentence itself."""
        if isinstance(dated.value, Mapping):
            return self.keyed(parameter, dated.value, dated)
        if isinstance(dated.value, int) and parameter.unit in UNITS and not with_unit:
            return _same(str(dated.value))
        return say_value(self.pack, parameter, dated)

    def keyed(self, parameter: Parameter, values: Mapping[str, Plain], dated: DatedValue) -> Text:
        if self.titles is None:
            said = say_value(self.pack, parameter, dated)
            return Text(f"({said.vi})", f"({said.en})")
        keys = {str(getattr(each, "code" if parameter.by == "title" else parameter.by)) for each in self.titles}
        found = {values[key] for key in keys if key in values}
        if len(found) != 1:
            return _BY[parameter.by]
        said = say_plain(self.pack, parameter, next(iter(found)))
        return said if parameter.unit not in UNITS else _same(str(next(iter(found))))


def _meets(since: dt.date, until: dt.date | None, other: dt.date, end: dt.date | None) -> bool:
    return (end is None or since < end) and (until is None or other < until)


def _same(text: str) -> Text:
    return Text(text, text)
