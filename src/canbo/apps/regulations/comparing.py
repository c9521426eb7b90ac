"""Two days of the law side by side: what a title is asked for on each, and everything that changed in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from canbo.apps.regulations.wording import say_plain, say_sentence, say_value
from canbo.core.clauses import AtLeast, Clause, Compare, Known, Limit, Not, Standard, Test, Unless
from canbo.core.errors import Spot
from canbo.core.law import Citation, Instrument
from canbo.core.pack import Pack
from canbo.core.written import ClauseVersion
from canbo.lib.text import Text


class Dated(Protocol):
    """Something that holds from `since` until `until` under a citation."""

    @property
    def since(self) -> dt.date:
        """The first day."""

    @property
    def until(self) -> dt.date | None:
        """The first day on which it no longer holds."""

    @property
    def cites(self) -> Citation:
        """Where it stands."""


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Side:
    """What was said on one of the two days, and where it stood; `excepts` names who may excuse from it."""

    says: Text
    cites: Citation
    excepts: Text | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing on both days: None where it did not hold. `limits` are the numbers in it that differ."""

    code: str
    name: Text
    before: Side | None
    after: Side | None
    limits: tuple[Moved, ...] = ()

    @property
    def excepts_moved(self) -> bool:
        """True when another body may excuse from it, or one may where none could."""
        return self.before is not None and self.after is not None and self.before.excepts != self.after.excepts

    @property
    def reckoned_anew(self) -> bool:
        """True when both days use the same words and numbers, and what is asked of a dossier is another."""
        return self.recited and not self.excepts_moved

    @property
    def recited(self) -> bool:
        """True when both days say the same under another citation."""
        return (
            self.before is not None
            and self.after is not None
            and not self.limits
            and (self.before.says == self.after.says)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Two days of one standard; `same` are the clauses that stayed as they were."""

    added: tuple[Moved, ...]
    removed: tuple[Moved, ...]
    changed: tuple[Moved, ...]
    recited: tuple[Moved, ...]
    same: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """True when a person is asked for the same on both days."""
        return not (self.added or self.removed or self.changed)


def compare_standards(pack: Pack, before: Standard, after: Standard) -> Difference:
    """What a title is asked for, clause by clause: added, removed, changed, or said by another instrument."""
    old, new = ({clause.code: clause for clause in each.clauses} for each in (before, after))
    both = [(old[code], new[code]) for code in old if code in new]
    moved = [(a, b, _moved(pack, a, b)) for a, b in both if a != b]
    changed = [each for a, b, each in moved if _bare(a) != _bare(b)]
    return Difference(
        added=tuple(Moved(c.code, c.says, None, _side(c)) for code, c in new.items() if code not in old),
        removed=tuple(Moved(c.code, c.says, _side(c), None) for code, c in old.items() if code not in new),
        changed=tuple(changed),
        recited=tuple(each for _, _, each in moved if each not in changed),
        same=tuple(a.code for a, b in both if a == b),
    )


def _side(clause: Clause) -> Side:
    return Side(clause.says, clause.cites, clause.excepted_by)


def _moved(pack: Pack, before: Clause, after: Clause) -> Moved:
    old, new = _limits(before), _limits(after)
    limits = [
        Moved(
            name,
            pack.parameters[name].meaning,
            _limit_side(pack, name, old.get(name)),
            _limit_side(pack, name, new.get(name)),
        )
        for name in dict.fromkeys([*old, *new])
        if (old[name].value if name in old else None) != (new[name].value if name in new else None)
    ]
    return Moved(after.code, after.says, _side(before), _side(after), tuple(limits))


def _limit_side(pack: Pack, name: str, limit: Limit | None) -> Side | None:
    if limit is None or limit.cites is None:
        return None
    return Side(say_plain(pack, pack.parameters[name], limit.value), limit.cites)


def _limits(clause: Clause) -> dict[str, Limit]:
    return {leaf.limit.parameter: leaf.limit for leaf in _leaves(clause.test) if leaf.limit.parameter}


def _leaves(test: Test) -> Iterator[Compare]:
    if isinstance(test, Compare):
        yield test
    elif isinstance(test, Not):
        yield from _leaves(test.part)
    elif isinstance(test, Unless):
        yield from _leaves(test.when)
        yield from _leaves(test.then)
    elif not isinstance(test, Known):
        for part in test.parts:
            yield from _leaves(part)


def _bare(clause: Clause) -> tuple[object, ...]:
    """What a clause asks for, whoever says it."""
    return clause.kind, clause.says, clause.excepted_by, _without_source(clause.test)


def _without_source(test: Test) -> object:
    if isinstance(test, Compare):
        return "compare", test.fact, test.op, test.limit.value
    if isinstance(test, Known):
        return "known", test.fact
    if isinstance(test, Not):
        return "not", _without_source(test.part)
    if isinstance(test, Unless):
        return "unless", _without_source(test.when), _without_source(test.then)
    n = test.n if isinstance(test, AtLeast) else 0
    return type(test).__name__, n, tuple(_without_source(part) for part in test.parts)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything between two days: instruments that began and ended, numbers, clauses and standards that moved."""

    began: tuple[Instrument, ...]
    ended: tuple[Instrument, ...]
    numbers: tuple[Moved, ...]
    clauses: tuple[Moved, ...]
    titles: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """True when the two days have the same law."""
        return not (self.began or self.ended or self.numbers or self.clauses or self.titles)


def overview(pack: Pack, a: dt.date, b: dt.date) -> Overview:
    """What changed between two days for everybody. `titles` are those with a standard that changed in between."""
    every = sorted(pack.instruments.values(), key=lambda each: (each.since, each.key))
    return Overview(
        began=tuple(each for each in every if a < each.since <= b),
        ended=tuple(each for each in every if each.until is not None and a < each.until <= b),
        numbers=_numbers(pack, a, b),
        clauses=_versions(pack, a, b),
        titles=tuple(
            dict.fromkeys(title for title, purpose in sorted(pack.standards) if _touched(pack, title, purpose, a, b))
        ),
    )


def _touched(pack: Pack, title: str, purpose: str, a: dt.date, b: dt.date) -> bool:
    return any(a < day <= b for day in pack.changes(title, purpose))


def _numbers(pack: Pack, a: dt.date, b: dt.date) -> tuple[Moved, ...]:
    found = []
    for name, parameter in sorted(pack.parameters.items()):
        sides = _sides(parameter.values, a, b, partial(say_value, pack, parameter))
        old, new = _on(parameter.values, a), _on(parameter.values, b)
        if (old and old.value) != (new and new.value) or (old is None) != (new is None):
            found.append(Moved(name, parameter.meaning, *sides))
    return tuple(found)


def _versions(pack: Pack, a: dt.date, b: dt.date) -> tuple[Moved, ...]:
    """Clauses whose text or test was written anew; those that only got another number are among the numbers."""
    found = []
    for code, clause in sorted(pack.clauses.items()):
        old, new = _on(clause.versions, a), _on(clause.versions, b)
        before, after = _sides(clause.versions, a, b, partial(say_sentence, pack, code))
        shown = after or before
        if shown is not None and _asked(old) != _asked(new):
            found.append(Moved(code, shown.says, before, after))
    return tuple(found)


def _asked(version: ClauseVersion | None) -> object:
    """What a version asks for, wherever it is written."""
    return version and (version.says, _unspotted(version.test), _unspotted(version.names), version.excepted_by)


def _unspotted(part: Any) -> object:
    if isinstance(part, Spot):
        return None
    if is_dataclass(part):
        return type(part).__name__, tuple(_unspotted(getattr(part, each.name)) for each in fields(part))
    if isinstance(part, Mapping):
        return tuple((key, _unspotted(part[key])) for key in sorted(part))
    return tuple(map(_unspotted, part)) if isinstance(part, tuple) else part


def _sides(rows: Iterable[Row], a: dt.date, b: dt.date, say: Callable[[Row], Text]) -> tuple[Side | None, Side | None]:
    every = list(rows)
    before, after = _on(every, a), _on(every, b)
    return _as_side(before, say), _as_side(after, say)


def _as_side(row: Row | None, say: Callable[[Row], Text]) -> Side | None:
    if row is None:
        return None
    return Side(say(row), row.cites, row.excepted_by if isinstance(row, ClauseVersion) else None)


def _on(rows: Iterable[Row], day: dt.date) -> Row | None:
    return next((row for row in rows if row.since <= day and (row.until is None or day < row.until)), None)


def titles_by_level(pack: Pack, titles: Iterable[str]) -> Mapping[str, list[str]]:
    """Titles under their levels, highest first."""
    found: dict[str, list[str]] = {}
    for code in sorted(titles, key=lambda each: -pack.titles[each].rank):
        found.setdefault(pack.titles[code].level, []).append(code)
    return found
