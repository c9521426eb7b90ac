"""What a list of people may be narrowed by beside its plain filters: the facts that standards ask for.

Nothing is named here one by one. A fact without arguments is offered as it is declared; one with arguments as a
standard in force asks for it, and, where its argument is a list of codes, for each code of that list too. A new fact,
or a new clause, is a new filter.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from canbo.apps.regulations.wording import PURPOSES
from canbo.base.packs.registry import FACTS
from canbo.core.clauses import fact_uses
from canbo.core.errors import NotInForce
from canbo.core.facts import Argument, FactDef, FactUse
from canbo.core.pack import TITLE_RANKS, Pack
from canbo.core.rules import Code, Title
from canbo.lib.text import Text

#: The code lists of an argument that names codes, where a list of people may ask for one of them alone.
LISTED = {
    "titles": (TITLE_RANKS,), "places": ("provinces-34", "provinces-63"), "forms": ("reward-forms",),
    "authorities": ("managing-authorities",), "categories": ("person-categories",), "levels": ("levels",),
    "committees": ("committees",),
}  # fmt: skip
#: A standard that asks: the title and what for.
Asker = tuple[str, str]
#: Arguments that narrow nothing for a reader: the scale follows from the kind, the rest is one of a kind.
_UNSAID = frozenset({"scale", "terms", "majority"})
#: Units in which nobody counts: the number of a month stands for its name.
_NO_COUNT = frozenset({"month_number"})
#: So many codes are named; of more the standard that asks for them is.
_NAMED = 3
#: The longest arguments that stand in an address as they are.
_SHORT = 60


@dataclass(frozen=True)
class Measure:
    """A fact with its arguments as a list may ask for it.

    `token` names the arguments in an address; `about` says them, None where there are none; `asked` tells whether a
    standard asks for exactly this.
    """

    use: FactUse
    token: str
    about: Text | None
    asked: bool

    @property
    def fact(self) -> FactDef:
        """The fact as it is declared."""
        return FACTS[self.use.name]

    @property
    def says(self) -> Text:
        """The fact with what it is asked for."""
        fact = self.fact.says
        return Text(f"{fact.vi} – {self.about.vi}", f"{fact.en} – {self.about.en}") if self.about else fact

    @property
    def scale(self) -> str:
        """The code list that the fact is told in, "" for what is no code."""
        return str(dict(self.use.args).get("scale") or self.fact.scale)


@functools.lru_cache(maxsize=4)
def offered(pack: Pack, day: dt.date) -> Mapping[str, Mapping[str, Measure]]:
    """Every measure of a day: by fact, in the order in which these are declared, and by token; asked for ones first."""
    asked = _asked_for(pack, day)
    found: dict[str, dict[str, Measure]] = {}
    for name, fact in FACTS.items():
        if fact.unit in _NO_COUNT:
            continue
        uses = asked.get(name, {})
        known = {each.token: each for each in (_measure(use, pack, asker) for use, asker in uses.items())}
        for use in _singly(fact, pack):
            each = _measure(use, pack, None, asked=name in asked and not uses)
            known.setdefault(each.token, each)
        if known:
            found[name] = known
    return found


def _asked_for(pack: Pack, day: dt.date) -> dict[str, dict[FactUse, Asker]]:
    """What the standards of a day ask for, by fact, with the highest that asks; a fact asked about the place of
    a post, which no list has, stands without any."""
    found: dict[str, dict[FactUse, Asker]] = {}
    for title, purpose in sorted(pack.standards, key=lambda each: (-pack.titles[each[0]].rank, each)):
        with suppress(NotInForce):
            for clause in pack.standard(title, purpose, day).clauses:
                for use in fact_uses(clause.test):
                    uses = found.setdefault(use.name, {})
                    if use.answerable:
                        uses.setdefault(use, (title, purpose))
    return found


def _singly(fact: FactDef, pack: Pack) -> Iterator[FactUse]:
    """A fact for each code that its one argument may name; as it is, where it has none."""
    if not fact.params:
        yield FactUse(fact.name)
    if len(fact.params) == 1:
        (name,) = fact.params
        for codes in _codes(name, pack):
            yield FactUse(fact.name, ((name, codes),))


def _codes(argument: str, pack: Pack) -> Iterator[tuple[str, ...]]:
    """The codes that may be named alone; a merged place stands for its parts too."""
    for listed in LISTED.get(argument, ()):
        if listed == TITLE_RANKS:
            yield from ((code,) for code in pack.titles)
        else:
            yield from ((each.code, *each.parts) for each in pack.lists[listed].codes.values())


def _measure(use: FactUse, pack: Pack, asker: Asker | None, *, asked: bool = True) -> Measure:
    told = use.key.removeprefix(use.name).strip("()")
    token = told if len(told) <= _SHORT else hashlib.sha256(told.encode()).hexdigest()[:12]
    said = [each for name, value in use.args if name not in _UNSAID for each in _said(name, value, pack, asker)]
    about = Text(", ".join(each.vi for each in said), ", ".join(each.en for each in said)) if said else None
    return Measure(use, token, about, asked)


def _said(name: str, value: Argument, pack: Pack, asker: Asker | None) -> Iterator[Text]:
    """An argument in words."""
    if isinstance(value, int):
        yield _number(name, value)
        return
    codes = value if isinstance(value, tuple) else (value,)
    if len(codes) > _NAMED and asker:
        yield _as_asked(asker, pack)
        return
    for code in codes[:1] if name == "places" else codes:
        yield _called(name, str(code), pack)


def _as_asked(of: Asker, pack: Pack) -> Text:
    title, purpose = pack.titles[of[0]].name, PURPOSES[of[1]]
    return Text(f"như tiêu chuẩn {purpose.vi} {title.vi}", f"as asked for {purpose.en}: {title.en}")


def _number(name: str, value: int) -> Text:
    if name == "month":
        return Text(f"tháng {value % 12 + 1}/{value // 12}", f"month {value % 12 + 1}/{value // 12}")
    vi, en = ("năm", "years") if name == "years" else ("tháng", "months")
    return Text(f"{value} {vi}", f"{value} {en}")


def _called(name: str, code: str, pack: Pack) -> Text:
    """A code in words: of the argument's own lists, else of the first list that knows it."""
    if code in pack.titles:
        return pack.titles[code].name
    lists = [*(pack.lists[each] for each in LISTED.get(name, ()) if each in pack.lists), *pack.lists.values()]
    found = next((each for each in lists if code in each.codes), None)
    if found is None:
        return Text(code, code)
    says, newer = found.codes[code].name, next((each for each in pack.lists.values() if each.after == found.name), None)
    if newer is None or newer.since is None:
        return says
    return Text(f"{says.vi} (trước {newer.since:%d/%m/%Y})", f"{says.en} (before {newer.since:%d/%m/%Y})")


def levels_of(scale: str, pack: Pack) -> Mapping[str, Code | Title]:
    """The codes of a scale by code, lowest first; those without a rank are none of it."""
    if scale == TITLE_RANKS:
        return dict(sorted(pack.titles.items(), key=lambda each: each[1].rank))
    ranked = {code: each for code, each in pack.lists[scale].codes.items() if each.rank is not None}
    return dict(sorted(ranked.items(), key=lambda each: each[1].rank or 0))
