"""A draft of new rules tried on the rules in use: faults with their line, what it changes, which examples turn red."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canbo.apps.regulations.comparing import Difference, compare_standards
from canbo.apps.regulations.wording import joined, say_expected
from canbo.core.casebook import DecisionResult, Example, NumberResult, Result, examples, run
from canbo.core.clauses import Standard
from canbo.core.coverage import InstrumentCoverage, coverage
from canbo.core.errors import Fault, PackError
from canbo.core.pack import Pack
from canbo.core.rules import Title
from canbo.lib.text import Text

#: What a draft may hold, in the order told.
PARTS = {
    "instruments": Text("văn bản", "instruments"),
    "parameters": Text("con số", "numbers"),
    "clauses": Text("tiêu chí, điều kiện", "clauses"),
    "standards": Text("tiêu chuẩn chức danh", "standards"),
    "titles": Text("chức danh", "titles"),
    "lists": Text("danh mục", "code lists"),
    "groups": Text("nhóm chức danh", "groups of titles"),
    "decisions": Text("bảng quyết định", "decision tables"),
    "conflicts": Text("chỗ hai quy định khác nhau", "conflicts of rules"),
    "procedures": Text("quy trình", "procedures"),
    "ballots": Text("loại phiếu", "kinds of ballot"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault of the draft with the line that it stands on."""

    fault: Fault
    line: str


@dataclass(frozen=True, slots=True)
class Red:
    """An example that held before the draft: its result under the draft, None where it can no longer be run."""

    case: Example
    result: Result | None
    new: bool
    differs: Text | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """A standard that the draft changes, from which day, and how it differs on that day."""

    title: Title
    purpose: str
    day: dt.date
    difference: Difference


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a draft adds or changes: its name in the rules, and what people call it, if they do."""

    code: str
    says: Text | None = None

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Checked:
    """What a draft does. With faults there is nothing else: a faulty draft has no meaning yet."""

    faults: Sequence[Placed]
    parts: Sequence[tuple[Text, Sequence[Named], Sequence[Named]]] = ()
    instruments: Sequence[InstrumentCoverage] = ()
    affected: Sequence[Affected] = ()
    red: Sequence[Red] = ()
    cases: int = 0


def check(pack: Pack, files: Mapping[str, str]) -> Checked:
    """Try a draft (files as in a pack) on the rules in use, which stay as they are."""
    try:
        drafted = pack.overlay(files)
    except PackError as fault:
        texts = {**pack.files, **files}
        return Checked([Placed(each, _line(texts.get(each.file, ""), each.line)) for each in fault.faults])
    parts = [(says, *_moved(getattr(pack.rules, name), getattr(drafted.rules, name))) for name, says in PARTS.items()]
    changed = {key for key, each in drafted.instruments.items() if pack.instruments.get(key) != each}
    return Checked(
        faults=(),
        parts=[(says, new, other) for says, new, other in parts if new or other],
        instruments=[each for each in coverage(drafted).instruments if each.key in changed],
        affected=_affected(pack, drafted),
        red=_red(pack, drafted),
        cases=len(examples(drafted)),
    )


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].rstrip() if 0 < number <= len(lines) else ""


def _moved(before: Mapping[object, object], after: Mapping[object, object]) -> tuple[list[Named], list[Named]]:
    """What is new, and what is there already and gets something else to say, each by its name."""
    new = [key for key in after if key not in before]
    return _named(new, after), _named((key for key in after if key in before and before[key] != after[key]), after)


def _named(keys: Iterable[object], among: Mapping[object, object]) -> list[Named]:
    return sorted((Named(_name(key), _called(among[key])) for key in keys), key=str)


def _called(thing: object) -> Text | None:
    """What a thing of the rules is called: the meaning of a number, the title of a document, the words of a table."""
    told = (getattr(thing, name, None) for name in ("meaning", "title", "name", "says"))
    return next((each for each in told if isinstance(each, Text)), None)


def _name(key: object) -> str:
    return " · ".join(key) if isinstance(key, tuple) else str(key)


def _affected(pack: Pack, drafted: Pack) -> list[Affected]:
    """Every standard that says something else on one of the days on which it changes, at the first such day."""
    found = []
    for title, purpose in drafted.standards:
        for day in drafted.changes(title, purpose):
            before, after = _standard(pack, title, purpose, day), _standard(drafted, title, purpose, day)
            if after is not None and before != after:
                nothing = Standard(title, purpose, ())
                told = compare_standards(drafted, before or nothing, after)
                if not told.nothing or told.recited:
                    found.append(Affected(drafted.titles[title], purpose, day, told))
                    break
    return sorted(found, key=lambda each: (-each.title.rank, each.title.code, each.purpose))


def _standard(pack: Pack, title: str, purpose: str, day: dt.date) -> Standard | None:
    try:
        return pack.standard(title, purpose, day)
    except LookupError:  # no such standard, or not on that day
        return None


def _red(pack: Pack, drafted: Pack) -> list[Red]:
    """Examples that held and no longer do, and the draft's own that do not hold."""
    known = set(map(id, examples(pack)))
    found = []
    for case in examples(drafted):
        result = _run(drafted, case)
        new = id(case) not in known
        if (result is None or not result.passed) and (new or _held(pack, case)):
            found.append(Red(case, result, new, _differs(drafted, result)))
    return found


def _differs(pack: Pack, result: Result | None) -> Text | None:
    """How a decision or a number differs from what was expected, in words; a standard tells it clause by clause."""
    if isinstance(result, DecisionResult):
        decision = pack.rules.decisions[result.case.decision]
        names = {code: each.name for code, each in pack.lists[decision.of].codes.items()}
        wanted = joined((names[code] for code in sorted(result.case.gives)), "; ")
        found = joined((names[code] for code in result.decided.gives), "; ")
        return _expected(decision.says, wanted, found)
    if isinstance(result, NumberResult):
        parameter = pack.parameters[result.case.parameter]
        wanted, found = (say_expected(pack, parameter, value) for value in (result.case.value, result.found))
        return _expected(parameter.meaning, wanted, found)
    return None


def _expected(what: Text, wanted: Text, found: Text) -> Text:
    return Text(
        f"{what.vi}: phải là {wanted.vi}, máy tính {found.vi}", f"{what.en}: expected {wanted.en}, found {found.en}"
    )


def _held(pack: Pack, case: Example) -> bool:
    before = _run(pack, case)
    return before is not None and before.passed


def _run(pack: Pack, case: Example) -> Result | None:
    """The result of an example; None where its clause, fact, row or number is asked for no longer."""
    try:
        return run(pack, case)
    except LookupError:
        return None
