"""How far the pack models its governing documents, and how well its values are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from canbo.core.law import CONFIDENCE, Article, Citation, Instrument, InstrumentKey
from canbo.core.pack import Pack
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
    cited: dict[InstrumentKey, dict[str, list[str]]] = {}
    for name, cites in citations(pack):
        cited.setdefault(cites.instrument, {}).setdefault(article_number(cites.article), []).append(name)
    counted = Counter(cites.confidence for _, cites in citations(pack))
    return Coverage(
        tuple(_instrument(each, cited.get(key, {})) for key, each in sorted(pack.instruments.items())),
        {mark: counted[mark] for mark in CONFIDENCE if counted[mark]},
    )


def _instrument(instrument: Instrument, cited: dict[str, list[str]]) -> InstrumentCoverage:
    listed = {article_number(article.number): article for article in instrument.articles}
    articles = tuple(
        ArticleCoverage(article, tuple(dict.fromkeys(cited.get(number, ())))) for number, article in listed.items()
    )
    everyone = dict.fromkeys(name for names in cited.values() for name in names)
    loose = dict.fromkeys(name for number, names in cited.items() if number not in listed for name in names)
    return InstrumentCoverage(instrument, articles, tuple(everyone), tuple(loose))


def article_number(article: str) -> str:
    """The article itself: "18(3)" stands in article 18."""
    return article.partition("(")[0].strip()


def citations(pack: Pack) -> Iterator[tuple[str, Citation]]:
    """Every citation of a parameter, a clause or a standard, with the name of what cites."""
    for parameter in pack.parameters.values():
        for value in parameter.values:
            yield parameter.name, value.cites
    for clause in pack.clauses.values():
        for version in clause.versions:
            yield clause.code, version.cites
    for (title, _), standard in pack.standards.items():
        for each in standard.versions:
            yield title, each.cites
