"""Search over the whole law: instruments, articles, clauses, numbers and titles; tones and case do not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from canbo.apps.regulations.wording import say_sentence
from canbo.core.law import InstrumentKey
from canbo.core.pack import Pack
from canbo.lib.text import Text, fold

#: What can be found, in the order shown.
KINDS = {
    "instrument": Text("Văn bản", "Instruments"),
    "article": Text("Điều", "Articles"),
    "clause": Text("Tiêu chí, điều kiện", "Clauses"),
    "parameter": Text("Con số", "Numbers"),
    "decision": Text("Bảng quyết định", "Decision tables"),
    "conflict": Text("Chỗ hai quy định khác nhau", "Where two rules differ"),
    "list": Text("Danh mục mã", "Code lists"),
    "title": Text("Chức danh", "Titles"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `code` and, of an instrument or article, `key` lead to its page; `words` is what is searched."""

    kind: str
    code: str
    name: Text
    key: InstrumentKey | None = None
    words: str = ""


@lru_cache(maxsize=4)
def _everything(pack: Pack) -> tuple[Hit, ...]:
    return tuple(_hits(pack))


def _hits(pack: Pack) -> Iterator[Hit]:
    for key, i in sorted(pack.instruments.items(), key=lambda pair: pair[1].since, reverse=True):
        called = (i.title.vi, i.title.en, i.issuer.vi, i.issuer.en)
        yield Hit("instrument", key.number, i.title, key, _words(key.number, f"{key.issued:%d/%m/%Y}", *called))
        for a in i.articles:
            yield Hit(
                "article",
                a.number,
                a.about,
                key,
                _words(key.number, f"điều {a.number}", a.about.vi, a.about.en, a.note),
            )
    for code, clause in sorted(pack.clauses.items()):
        said = tuple(word for v in clause.versions for word in (v.says.vi, v.says.en))
        yield Hit("clause", code, say_sentence(pack, code, clause.versions[-1]), None, _words(code, *said))
    for name, parameter in sorted(pack.parameters.items()):
        yield Hit("parameter", name, parameter.meaning, None, _words(name, parameter.meaning.vi, parameter.meaning.en))
    for name, decision in sorted(pack.rules.decisions.items()):
        said = tuple(word for row in decision.rows for word in (row.version.says.vi, row.version.says.en))
        yield Hit("decision", name, decision.says, None, _words(name, decision.says.vi, decision.says.en, *said))
    for code, conflict in sorted(pack.rules.conflicts.items()):
        said = tuple(word for option in conflict.options for word in (option.says.vi, option.says.en))
        yield Hit("conflict", code, conflict.says, None, _words(code, conflict.says.vi, conflict.says.en, *said))
    for name, codes in sorted(pack.lists.items()):
        named = codes.title or Text(name, name)
        inside = tuple(word for code in codes.codes.values() for word in (code.code, code.name.vi, code.name.en))
        yield Hit("list", name, named, None, _words(name, named.vi, named.en, *inside))
    for code, title in sorted(pack.titles.items(), key=lambda pair: (-pair[1].rank, pair[0])):
        yield Hit("title", code, title.name, None, _words(code, title.name.vi, title.name.en))


def _words(*said: str) -> str:
    return " | ".join(map(fold, said))


def find(pack: Pack, text: str) -> dict[str, list[Hit]]:
    """What holds every word of the search, by kind; nothing for an empty search."""
    words = fold(text).split()
    found: dict[str, list[Hit]] = {}
    if words:
        for hit in _everything(pack):
            if all(word in hit.words for word in words):
                found.setdefault(hit.kind, []).append(hit)
    return {kind: found[kind] for kind in KINDS if kind in found}
