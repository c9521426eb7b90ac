"""How far the pack models its governing documents, and how well its values are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from canbo.core.law import CONFIDENCE, Article, Citation, Instrument, InstrumentKey
from canbo.core.pack import Pack
from canbo.core.tally_written import Fixed
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """One article, how far it is modelled, and the clauses and parameters that cite it."""

    article: Article
    cited_by: tuple[str, ...]

    @property
    def number(self) -> str:
        """The article's number."""
        return self.article.number

    @property
    def coverage(self) -> str:
        """modelled, partly, not or not_applicable."""
        return self.article.coverage

    @property
    def about(self) -> Text:
        """What the article is about."""
        return self.article.about


@dataclass(frozen=True, slots=True)
class InstrumentCoverage:
    """One instrument with its articles; `loose` cite it without an article that it lists."""

    instrument: Instrument
    articles: tuple[ArticleCoverage, ...]
    cited_by: tuple[str, ...]
    loose: tuple[str, ...]

    @property
    def key(self) -> InstrumentKey:
        """Number and issue date."""
        return self.instrument.key

    @property
    def counts(self) -> dict[str, int]:
        """How many articles have each coverage."""
        return dict(Counter(each.coverage for each in self.articles))

    @property
    def summary(self) -> str:
        """The counts on one line."""
        counts = ", ".join(f"{coverage} {number}" for coverage, number in sorted(self.counts.items()))
        return f"{counts or '–'}; cited by {len(self.cited_by)}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a pack; `by_confidence` counts its dated values and versions by their mark."""

    instruments: tuple[InstrumentCoverage, ...]
    by_confidence: dict[str, int]


def coverage(pack: Pack) -> Coverage:
    """Article by article, what the pack models of each instrument and what cites it."""
    cited: dict[InstrumentKey, list[tuple[str, str]]] = {}
    for name, cites in citations(pack):
        cited.setdefault(cites.instrument, []).append((cites.article, name))
    counted = Counter(cites.confidence for _, cites in citations(pack))
    return Coverage(
        tuple(_instrument(each, cited.get(key, [])) for key, each in sorted(pack.instruments.items())),
        {mark: counted[mark] for mark in CONFIDENCE if counted[mark]},
    )


def _instrument(instrument: Instrument, cited: Sequence[tuple[str, str]]) -> InstrumentCoverage:
    articles = tuple(
        ArticleCoverage(article, _names(name for at, name in cited if stands_in(at, article.number)))
        for article in instrument.articles
    )
    placed = {at for at, _ in cited if any(stands_in(at, article.number) for article in instrument.articles)}
    loose = _names(name for at, name in cited if at not in placed)
    return InstrumentCoverage(instrument, articles, _names(name for _, name in cited), loose)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def stands_in(cited: str, listed: str) -> bool:
    """Whether what a rule cites belongs to an article that an instrument lists.

    "18(3)" stands in 18(3), in 18 and in 16–23; a citation of 18 as a whole stands in each of 18(1), 18(2) …
    """
    if cited == listed or cited.startswith(f"{listed}(") or listed.startswith(f"{cited}("):
        return True
    first, dash, last = listed.partition("–")
    number = article_number(cited)
    return bool(dash) and all(map(str.isdigit, (first, last, number))) and int(first) <= int(number) <= int(last)


def article_number(article: str) -> str:
    """The article itself: "18(3)" stands in article 18."""
    return article.partition("(")[0].strip()


def citations(pack: Pack) -> Iterator[tuple[str, Citation]]:
    """Every citation of a parameter, a clause, a row of a decision, a standard or a kind of ballot, with its name."""
    for parameter in pack.parameters.values():
        for value in parameter.values:
            yield parameter.name, value.cites
    for clause in pack.clauses.values():
        for version in clause.versions:
            yield clause.code, version.cites
    for decision in pack.rules.decisions.values():
        for row in decision.rows:
            yield decision.name, row.version.cites
    for (title, _), standard in pack.standards.items():
        for each in standard.versions:
            yield title, each.cites
    for code, kind in pack.ballots.items():
        for held in kind.versions:
            yield code, held.cites
            yield from ((code, cell.cites) for cell in held.cells() if isinstance(cell, Fixed))
