"""Verdicts as sentences, in both languages: what was seen, what is required, what is missing and who supplies it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.clauses import AllOf, AnyOf, AtLeast, Compare, Known, Limit, Not, Unless
from canbo.core.facts import FactDef, FactUse, Value
from canbo.core.rules import CodeList, Title
from canbo.core.verdicts import Answer, ClauseVerdict, Reason, Verdict
from canbo.lib.text import Text

Facts = Mapping[str, FactDef]
Lists = Mapping[str, CodeList]
NO_TITLES: Mapping[str, Title] = {}

#: The sign and the word of each answer; the sign says it without colour.
ANSWERS = {
    Answer.YES: Text("✓ Đạt", "✓ Met"),
    Answer.NO: Text("✗ Không đạt", "✗ Not met"),
    Answer.UNKNOWN: Text("? Chưa đủ dữ liệu", "? Not enough data"),
    Answer.EXCEPTED: Text("◇ Trường hợp đặc biệt", "◇ Exception"),
}
#: What one of a unit is called: Vietnamese, English for one, English for several.
UNITS = {
    "month": ("tháng", "month", "months"),
    "year": ("năm", "year", "years"),
    "term": ("nhiệm kỳ", "term", "terms"),
    "day": ("ngày", "day", "days"),
    "working_day": ("ngày làm việc", "working day", "working days"),
    "person": ("người", "person", "people"),
    "paper": ("giấy tờ", "paper", "papers"),
    "percent": ("%", "%", "%"),
    "point": ("điểm", "point", "points"),
    "money": ("đồng", "đồng", "đồng"),
    "rating": ("lần xếp loại", "rating", "ratings"),
    "title": ("chức danh", "title", "titles"),
    "product": ("sản phẩm", "product", "products"),
    "reward": ("hình thức khen thưởng", "reward", "rewards"),
}
#: How a relation reads before a number, and before a rank.
NUMBERS = {
    ">=": ("từ đủ", "at least"),
    ">": ("trên", "more than"),
    "<=": ("không quá", "at most"),
    "<": ("dưới", "less than"),
    "==": ("đúng", "exactly"),
    "!=": ("khác", "other than"),
}
RANKS = {
    ">=": ("{} trở lên", "{} or higher"),
    ">": ("cao hơn {}", "higher than {}"),
    "<=": ("không cao hơn {}", "{} or lower"),
    "<": ("thấp hơn {}", "lower than {}"),
    "==": ("{}", "{}"),
    "!=": ("khác {}", "other than {}"),
}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
#: So many names are written out; of longer lists the number says enough.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: how deep it stands, its answer, its sentence; `use` on lines about one fact."""

    depth: int
    answer: Answer
    text: Text
    use: FactUse | None = None
    value: Value | None = None


def say_answer(answer: Answer) -> Text:
    """The answer with its sign."""
    return ANSWERS[answer]


def say_verdict(verdict: Verdict, facts: Facts, lists: Lists, titles: Mapping[str, Title] = NO_TITLES) -> list[Text]:
    """A whole verdict as indented lines: the answer, then each clause with its source and its reasons."""
    said = [say_answer(verdict.answer)]
    for each in verdict.clauses:
        said.append(say_clause(each))
        for line in say_reason(each.reason, facts, lists, titles):
            indent, sign = "    " * (line.depth + 1), say_answer(line.answer).vi[0]
            said.append(Text(f"{indent}{sign} {line.text.vi}", f"{indent}{sign} {line.text.en}"))
    return said


def say_clause(found: ClauseVerdict) -> Text:
    """One clause: its answer, code and words, and where it stands."""
    clause, sign = found.clause, say_answer(found.answer).vi[0]
    cites = clause.cites
    mark = f" [{cites.confidence}]" if cites.uncertain else ""
    number = cites.instrument.number
    vi = f"{number}, Điều {cites.article}" if cites.article[:1].isdigit() else f"{number} {cites.article}".strip()
    en = f"{number}, art. {cites.article}" if cites.article[:1].isdigit() else f"{number} {cites.article}".strip()
    return Text(
        f"{sign} {clause.code}: {clause.says.vi} ({vi}){mark}", f"{sign} {clause.code}: {clause.says.en} ({en}){mark}"
    )


def say_reason(reason: Reason, facts: Facts, lists: Lists, titles: Mapping[str, Title] = NO_TITLES) -> list[Line]:
    """The reasons of a clause as lines in order of reading, branches before their parts."""
    return _Teller(facts, lists, titles).lines(reason, 0)


def say_missing(use: FactUse, facts: Facts, lists: Lists, titles: Mapping[str, Title] = NO_TITLES) -> Text:
    """A fact that is missing and who can supply it."""
    teller = _Teller(facts, lists, titles)
    name, absent = teller.name(use), teller.absent(use)
    return Text(f"{name.vi}: {absent.vi}", f"{name.en}: {absent.en}")


@dataclass(frozen=True)
class _Teller:
    facts: Facts
    lists: Lists
    titles: Mapping[str, Title]

    def lines(self, reason: Reason, depth: int) -> list[Line]:
        test = reason.test
        if isinstance(test, (Compare, Known)):
            return [self.leaf(reason, depth, test, negated=False)]
        if isinstance(test, Not):
            return self.negation(reason, depth)
        head = Line(depth, reason.answer, _branch(test))
        return [head, *(line for part in reason.parts for line in self.lines(part, depth + 1))]

    def negation(self, reason: Reason, depth: int) -> list[Line]:
        """A negated fact is said the other way round; a negated branch as a case that must not be given."""
        part = reason.parts[0]
        if isinstance(part.test, (Compare, Known)):
            line = self.leaf(part, depth, part.test, negated=True)
            return [Line(depth, reason.answer, line.text, line.use, line.value)]
        head = Line(depth, reason.answer, Text("Không thuộc trường hợp sau:", "The following is not the case:"))
        return [head, *self.lines(part, depth + 1)]

    def leaf(self, reason: Reason, depth: int, test: Compare | Known, *, negated: bool) -> Line:
        use = test.fact
        name, seen = self.name(use), self.seen(use, reason.value)
        if isinstance(test, Known):
            seen = self.on_file(use, reason.value)
            needed = Text("yêu cầu không có", "required: none") if negated else None
        else:
            needed = self.needed(use, _OPPOSITE[test.op] if negated else test.op, test.limit)
        vi, en = f"{name.vi}: {seen.vi}", f"{name.en}: {seen.en}"
        if needed is not None:
            vi, en = f"{vi} ({needed.vi})", f"{en} ({needed.en})"
        return Line(depth, reason.answer, Text(vi, en), use, reason.value)

    def name(self, use: FactUse) -> Text:
        """The fact's name, with what it is asked for where that can be named in a few words."""
        known = self.facts.get(use.name)
        says = known.says if known else Text(use.name, use.name)
        named = [self.argument(code) for arg, value in use.args if arg != "scale" for code in _codes(value)]
        found = [each for each in named if each is not None]
        if not found or len(found) != len(named):
            return says
        if len(found) > _NAMED:
            found = [*found[:_NAMED], Text("…", "…")]
        vi, en = ", ".join(each.vi for each in found), ", ".join(each.en for each in found)
        return Text(f"{says.vi} – {vi}", f"{says.en} – {en}")

    def argument(self, code: str) -> Text | None:
        """The name of a code of a title or a list."""
        if code in self.titles:
            return self.titles[code].name
        return next((codes.codes[code].name for codes in self.lists.values() if code in codes.codes), None)

    def absent(self, use: FactUse) -> Text:
        """Nothing is known of it, and who can say."""
        known = self.facts.get(use.name)
        if not use.answerable:
            return Text("chưa xác định được phạm vi đối chiếu", "nothing was named to compare with")
        if known is None:
            return Text("chưa có dữ liệu", "no data")
        who = known.supplied_by
        return Text(f"chưa có dữ liệu — do {who.vi} cung cấp", f"no data yet — to be supplied by {who.en}")

    def on_file(self, use: FactUse, value: Value | None) -> Text:
        """Whether anything is known."""
        return self.absent(use) if value is None else Text("đã có trong hồ sơ", "on file")

    def seen(self, use: FactUse, value: Value | None) -> Text:
        """The value as seen."""
        known = self.facts.get(use.name)
        if value is None:
            return self.absent(use)
        if known is not None and known.kind == "flag":
            return _flag(value)
        if known is not None and known.kind == "code":
            return self.rank_seen(use, value)
        unit = known.unit if known else ""
        if value.exact:
            return counted(value.lo, unit)
        return _between(value, unit)

    def rank_seen(self, use: FactUse, value: Value) -> Text:
        low, high = self.rank_name(use, value.lo), self.rank_name(use, value.hi)
        if value.exact:
            return low
        return Text(
            f"từ {low.vi} đến {high.vi}, tùy kết quả xác minh", f"{low.en} to {high.en}, depending on verification"
        )

    def rank_name(self, use: FactUse, rank: int | Fraction) -> Text:
        """The name of a rank on the fact's scale; 0 below every rank means that there is none."""
        known = self.facts.get(use.name)
        scale = str(dict(use.args).get("scale") or (known.scale if known else ""))
        if scale == "title-ranks":
            names = [title.name for title in self.titles.values() if title.rank == rank][:_NAMED]
            if names:
                return Text(" / ".join(name.vi for name in names), " / ".join(name.en for name in names))
        codes = self.lists.get(scale)
        found = codes.name_of_rank(int(rank)) if codes else None
        if found is None and rank == 0:
            return Text("không có", "none")
        return found or Text(f"bậc {rank}", f"rank {rank}")

    def needed(self, use: FactUse, op: str, limit: Limit) -> Text:
        """What is required, with the mark of an uncertain value."""
        known = self.facts.get(use.name)
        kind = known.kind if known else ""
        if kind == "flag":
            wanted = (op in (">=", "==", ">")) == (limit.value >= 1 or op == ">")
            return Text("yêu cầu: có", "required: yes") if wanted else Text("yêu cầu: không", "required: no")
        if kind == "code":
            rank, (vi, en) = self.rank_name(use, limit.value), RANKS[op]
            said = Text(vi.format(rank.vi), en.format(rank.en))
        elif limit.value == 0 and op in ("==", "<="):
            said = Text("không có", "none")
        else:
            number, (vi, en) = counted(limit.value, known.unit if known else ""), NUMBERS[op]
            said = Text(f"{vi} {number.vi}", f"{en} {number.en}")
        mark = f"; độ tin cậy {limit.cites.confidence}" if limit.cites and limit.cites.uncertain else ""
        mark_en = f"; confidence {limit.cites.confidence}" if limit.cites and limit.cites.uncertain else ""
        return Text(f"yêu cầu {said.vi}{mark}", f"required: {said.en}{mark_en}")


def _codes(value: object) -> tuple[str, ...]:
    """The codes of an argument; numbers need no name."""
    values = value if isinstance(value, tuple) else (value,)
    return tuple(each for each in values if isinstance(each, str))


def _flag(value: Value) -> Text:
    if not value.exact:
        return Text("chưa xác định được có hay không", "not settled whether yes or no")
    return Text("có", "yes") if value.lo else Text("không", "no")


def counted(number: int | Fraction, unit: str) -> Text:
    """A number with its unit: 24 tháng, 24 months; a date (an ordinal) as a day; money with points at the thousands."""
    if unit == "date":
        day = f"{dt.date.fromordinal(int(number)):%d/%m/%Y}"
        return Text(day, day)
    vi, one, many = UNITS.get(unit, (unit, unit, unit))
    en = one if number == 1 else many
    if unit == "money":
        return Text(f"{int(number):,} {vi}".replace(",", "."), f"{int(number):,} {en}")
    return Text(f"{number} {vi}".strip(), f"{number} {en}".strip())


def _between(value: Value, unit: str) -> Text:
    """An interval; in months or years it is the exact date that is missing."""
    vi, _, en = UNITS.get(unit, (unit, unit, unit))
    dated = unit in ("month", "year")
    why_vi, why_en = (
        (", tùy ngày chính xác", ", depending on the exact date")
        if dated
        else (", tùy kết quả xác minh", ", to be settled")
    )
    return Text(
        f"từ {value.lo} đến {value.hi} {vi}".rstrip() + why_vi, f"{value.lo} to {value.hi} {en}".rstrip() + why_en
    )


def _branch(test: AllOf | AnyOf | AtLeast | Unless) -> Text:
    if isinstance(test, AllOf):
        return Text("Đạt tất cả các điều kiện sau:", "All of the following:")
    if isinstance(test, AtLeast):
        return Text(
            f"Đạt ít nhất {test.n} trong {len(test.parts)} điều kiện sau:",
            f"At least {test.n} of the following {len(test.parts)}:",
        )
    if isinstance(test, Unless):
        return Text(
            "Trừ trường hợp thứ nhất dưới đây, phải đạt điều kiện thứ hai:",
            "Except in the first case below, the second condition must be met:",
        )
    return Text("Đạt một trong các điều kiện sau:", "One of the following:")
