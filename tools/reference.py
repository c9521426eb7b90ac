"""`make docs`: docs/reference, written from the code and the rule pack, never edited by hand."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class

from canbo.apps.people.dictionary import dictionary
from canbo.apps.people.facts import FACTS as FACTS_OF_PEOPLE
from canbo.core.case_kinds import KINDS, Homes, homes
from canbo.core.coverage import citations, coverage
from canbo.core.facts import FactDef
from canbo.core.law import CONFIDENCE, Citation, InstrumentKey
from canbo.core.loading import load_pack
from canbo.core.pack import Pack
from canbo.core.procedure import END, Share
from canbo.core.tables import Written, WrittenDecision
from canbo.core.tally_kinds import Cell, Kind
from canbo.core.tally_words import base_text
from canbo.core.written import ClauseVersion

FOLDER = Path("docs/reference")
POLICY = Path("policy/vn")
FACTS = {fact.name: fact for fact in FACTS_OF_PEOPLE}
MADE = "Made by `make docs`; do not edit."


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"


def _meaning(fact: FactDef) -> str:
    """The first paragraph of the select's docstring; the words of the fact where it has none."""
    said = (fact.select.__doc__ or "").strip().split("\n\n")[0]
    return said or fact.says.en


def facts() -> Iterator[str]:
    """Every fact that a clause may ask for."""
    yield from ("# Facts", "", MADE, "")
    yield f"{len(FACTS)} facts; `drift` is what one month changes. How to add one: [recipe](../how-to/add-a-fact.md)."
    yield ""
    rows = []
    for name, fact in sorted(FACTS.items()):
        asks = ", ".join(f"{param}: {kind}" for param, kind in fact.params.items())
        unit = fact.scale or fact.unit
        rows.append(
            (f"`{name}`", asks, fact.kind, unit, f"{fact.drift:+d}" if fact.drift else "", _meaning(fact), fact.says.vi)
        )
    yield from _table(("fact", "asks for", "kind", "unit or scale", "drift", "meaning", "on screen"), rows)


def fields() -> Iterator[str]:
    """Every field of a dossier."""
    yield from ("# Fields of a dossier", "", MADE, "")
    yield "Where each field stands that the forms and the rules ask for; `restricted` opens with a reason."
    yield ""
    rows = [
        (str(each.n), each.name.vi, each.name.en, each.section, each.privacy,
         ", ".join(f"`{place}`" for place in each.held), ", ".join(each.rules))
        for each in dictionary()
    ]  # fmt: skip
    yield from _table(("no.", "field", "in English", "section", "privacy", "stands in", "used by"), rows)


def _cited(cites: Citation) -> str:
    mark = f" [{cites.confidence}]" if cites.uncertain else ""
    return f"{cites.instrument.number} ({cites.instrument.issued:%d/%m/%Y}), {cites.article}{mark}"


def _range(version: ClauseVersion) -> str:
    return f"{version.since:%d/%m/%Y} – {f'{version.until:%d/%m/%Y}' if version.until else ''}"


def clauses(pack: Pack) -> Iterator[str]:
    """Every clause with its versions and sources."""
    yield from ("# Clauses", "", MADE, "")
    yield f"{len(pack.clauses)} clauses of the rule pack. A source with a letter in brackets is uncertain."
    yield ""
    rows = []
    for code, clause in sorted(pack.clauses.items()):
        for version in clause.versions:
            rows.append(
                (f"`{code}`", clause.kind, _range(version), version.says.vi, version.says.en, _cited(version.cites))
            )
    yield from _table(("clause", "kind", "in force", "tiếng Việt", "English", "source"), rows)


def ballots(pack: Pack) -> Iterator[str]:
    """Every kind of ballot as it stands from the beginning of each version."""
    yield from ("# Ballots", "", MADE, "")
    yield f"{len(pack.ballots)} kinds of ballot. A value with a letter in brackets is uncertain."
    yield ""
    rows = []
    for code, written in sorted(pack.ballots.items()):
        for version in written.versions:
            kind = pack.ballot(code, version.since)
            since = f"{version.since:%d/%m/%Y}"
            rows.append((f"`{code}`", written.name.vi, since, *_rule(pack, kind), _cited(version.cites)))
    heads = (
        "kind",
        "tiếng Việt",
        "since",
        "marks",
        "most names",
        "base",
        "passes",
        "below",
        "ties",
        "announced",
        "source",
    )
    yield from _table(heads, rows)


def _rule(pack: Pack, kind: Kind) -> tuple[str, ...]:
    def marked(cell: Cell | None, says: str = "") -> str:
        if cell is None:
            return ""
        return (says or str(cell.value)) + (f" [{cell.cites.confidence}]" if cell.uncertain else "")

    base = base_text(pack, kind)
    shares = [(kind.share, None)] if kind.share else [(band.share, band.outcome) for band in kind.bands]
    limits = "; ".join(
        f"{'at least' if share.reached.value else 'more than'} {share.of.value}"
        + (f": {outcome.value}" if outcome else "")
        for share, outcome in shares
    )
    options = ", ".join(option.code for option in kind.options)
    return (
        f"{kind.marking}: {options}",
        marked(kind.most),
        marked(kind.base, base.en if base else ""),
        limits or kind.decides,
        marked(kind.below),
        marked(kind.ties),
        marked(kind.announced),
    )


def _given(pack: Pack, decision: WrittenDecision) -> str:
    told = []
    for each in decision.inputs.values():
        what = {"code": f"code of {each.of}", "number": each.unit or "number"}.get(each.kind, each.kind)
        told.append(f"`{each.name}` ({what}): {each.says.en}")
    return "; ".join(told)


def decided(pack: Pack) -> Iterator[str]:
    """Every decision table with what it is given and its rows; the conflicts of rules."""
    rules = pack.rules
    yield from ("# Decision tables", "", MADE, "")
    yield (
        f"{len(rules.decisions)} tables, {len(rules.decision_cases)} worked examples. Rows are read from the top; the "
        "first that holds decides; what is unknown leaves every row open that it may mean. Shares are exact fractions. "
        "A source with a letter in brackets is uncertain."
    )
    for name, decision in sorted(rules.decisions.items()):
        yield from ("", f"## {name}", "", f"{decision.says.en} / {decision.says.vi}.", "")
        yield from (f"Given: {_given(pack, decision)}.", "")
        rows = [
            (row.code, _range(row.version), row.version.says.en, row.version.says.vi, ", ".join(row.gives)
             + (f" (conflict {row.conflict})" if row.conflict else ""), _cited(row.version.cites))
            for row in decision.rows
        ]  # fmt: skip
        yield from _table(("row", "in force", "English", "tiếng Việt", "gives", "source"), rows)
    yield from ("", "## Where two rules differ", "")
    rows = [
        (f"`{code}`", each.says.en, "; ".join(f"{o.code}: {o.says.en} ({_cited(o.cites)})" for o in each.options),
         each.suggests, each.settled_by.en)
        for code, each in sorted(rules.conflicts.items())
    ]  # fmt: skip
    heads = ("conflict", "case", "the rules", "only suggested", "what would settle it")
    yield from _table(heads, rows)


def crossed(pack: Pack) -> Iterator[str]:
    """What stands in the pack for each row of the tables of the digests."""
    yield from ("# From the digests to the pack", "", MADE, "")
    yield "A name that does not stand in the pack is refused, and so is a row without anything and without a reason."
    for crosswalk in pack.rules.crosswalks.values():
        yield from ("", f"## {crosswalk.says.en}", "")
        rows = [
            (row.row, row.about.en, ", ".join(f"{kind} `{name}`" for kind, name in row.by), row.note)
            for row in crosswalk.rows
        ]
        yield from _table(("row", "about", "in the pack", "note"), rows)


#: The table of a digest that a row of a crosswalk belongs to: "DT-5 dòng 1" and "DT-5 quý" to DT-5, "DT1-5b" to DT-1.
_TABLE = re.compile(r"DT-?(\d+)")
_TABLED = ("evaluation-confidence", "planning-appointment", "standards-control")


def tables_of(pack: Pack, crosswalk: str) -> dict[str, list[Written]]:
    """The rows of a crosswalk by the table of the digest that they belong to, in the order written."""
    found: dict[str, list[Written]] = {}
    for row in pack.rules.crosswalks[crosswalk].rows:
        number = _TABLE.match(row.row)
        found.setdefault(f"DT-{number[1]}" if number else row.row, []).append(row)
    return found


def tabled(pack: Pack) -> Iterator[str]:
    """Where each table of the digests lives, and how many examples of each kind show it."""
    yield from ("# The tables of the digests, and what shows them", "", MADE, "")
    yield "An example is at the edge when its day is that of a change or the day before, or a value stands at a limit."
    yield "It is unknown when more than one outcome stays open, and in conflict when two rules answer differently."
    for name in _TABLED:
        crosswalk = pack.rules.crosswalks[name]
        yield from ("", f"## {crosswalk.says.en}", "")
        rows = [
            (home.row, _lives(home), *(str(home.kinds[kind] or "") for kind in KINDS))
            for home in homes(pack, tables_of(pack, name))
        ]
        yield from _table(("table", "lives in", "ordinary", "edge", "unknown", "conflict"), rows)


def _lives(home: Homes) -> str:
    kinds = dict.fromkeys(kind for kind, _ in home.by if kind != "instrument")
    named = {kind: [f"`{name}`" for each, name in home.by if each == kind] for kind in kinds}
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in named.items()) or "instruments and their days"


def procedures(pack: Pack) -> Iterator[str]:
    """Every procedure with its versions: the diagram and the steps, drawn from the data."""
    yield from ("# Procedures", "", MADE, "", "A cell marked open is told by no source; a neutral default stands in.")
    for procedure in pack.rules.procedures.values():
        for version in procedure.versions:
            yield from ("", f"## {procedure.name.en} from {version.since:%d/%m/%Y} ({procedure.name.vi})", "")
            yield from (_cited(version.cites), "", "```mermaid", "flowchart LR")
            for step in version.steps:
                leads = "done([decided])" if step.next == END else step.next
                yield f'  {step.code}["{step.code} {step.name.en}"] --> {leads}'
                if step.nobody in {each.code for each in version.steps}:
                    yield f"  {step.code} -. nobody passes .-> {step.nobody}"
            yield from ("```", "")
            rows = [
                (step.code, step.name.en, step.closed_by, step.summons, _of(step.quorum), step.ballot,
                 _of(step.threshold), step.nobody or "", ", ".join((*step.before, *step.papers)), ", ".join(step.open),
                 _cited(step.cites))
                for step in version.steps
            ]  # fmt: skip
            heads = ("step", "name", "closed by", "summoned", "quorum", "ballot", "passed with", "nobody", "papers",
                     "open", "source")  # fmt: skip
            yield from _table(heads, rows)


def _of(share: Share | None) -> str:
    return f"`{share.over}` of `{share.of}`" if share else ""


_COVERAGE = ("modelled", "partly", "not", "not_applicable")
_MARKS = {
    "P": "text of the instrument seen", "S": "press or legal portal", "R": "summary or recollection",
    "L": "local implementing document", "C": "form or code list", "I": "inferred", "BG": "background only",
}  # fmt: skip


def covered(pack: Pack) -> Iterator[str]:
    """Per instrument: its articles modelled, partly and not with the reasons, and how well its values are known."""
    told = coverage(pack)
    marks: dict[InstrumentKey, Counter[str]] = {}
    for _, cites in citations(pack):
        marks.setdefault(cites.instrument, Counter())[cites.confidence] += 1
    articles = Counter(article.coverage for each in told.instruments for article in each.articles)
    yield from ("# Coverage", "", MADE, "")
    counts = ", ".join(f"{articles[code]} {code.replace('_', ' ')}" for code in _COVERAGE)
    yield f"{len(told.instruments)} instruments, {sum(articles.values())} articles listed: {counts}."
    yield from ("", "How well the dated values and versions are known; all but P and S carry their mark on screen:", "")
    rows = [(mark, _MARKS[mark], str(number)) for mark, number in told.by_confidence.items()]
    yield from _table(("mark", "known from", "values"), rows)
    yield from ("", "## Instruments", "")
    rows = []
    for each in told.instruments:
        known = ", ".join(f"{mark} {marks[each.key][mark]}" for mark in CONFIDENCE if marks.get(each.key, {}).get(mark))
        counted = (str(each.counts.get(code, "")) for code in _COVERAGE)
        until = f"{each.instrument.until:%d/%m/%Y}" if each.instrument.until else ""
        rows.append((str(each.key), each.instrument.title.en, until, *counted, str(len(each.cited_by) or ""), known))
    heads = (
        "instrument",
        "subject",
        "ended",
        "modelled",
        "partly",
        "not",
        "nothing to model",
        "cited by",
        "its values",
    )
    yield from _table(heads, rows)
    yield from ("", "## Articles not or partly modelled, and why", "")
    rows = [
        (str(each.key), article.number, article.about.en, article.coverage, article.article.note)
        for each in told.instruments
        for article in each.articles
        if article.coverage in ("partly", "not")
    ]
    yield from _table(("instrument", "article", "about", "coverage", "reason"), rows)
    loose = [(str(each.key), ", ".join(f"`{name}`" for name in each.loose)) for each in told.instruments if each.loose]
    if loose:
        yield from ("", "## Cited without an article that the instrument lists", "")
        yield from _table(("instrument", "cited by"), loose)


def commands() -> Iterator[str]:
    """Our own commands, not Django's."""
    yield from ("# Commands", "", MADE, "", "Each is called `canbo NAME`; `canbo NAME --help` says more.", "")
    ours = {name: app for name, app in get_commands().items() if str(app).startswith("canbo.")}
    rows = [(f"`{name}`", load_command_class(app, name).help) for name, app in sorted(ours.items())]
    yield from _table(("command", "what it does"), rows)


def main() -> int:
    """Write the pages; with --check only compare them, and return 1 when one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
    django.setup()
    files = {str(file.relative_to(POLICY)): file.read_text("utf-8") for file in sorted(POLICY.rglob("*.yaml"))}
    pack = load_pack(files, FACTS)
    made = {
        "facts": facts(),
        "dossier": fields(),
        "clauses": clauses(pack),
        "ballots": ballots(pack),
        "procedures": procedures(pack),
        "coverage": covered(pack),
        "commands": commands(),
        "decisions": decided(pack),
        "digests": crossed(pack),
        "tables": tabled(pack),
    }
    stale = []
    for name, lines in made.items():
        file, text = FOLDER / f"{name}.md", "\n".join(lines) + "\n"
        if check and (not file.exists() or file.read_text("utf-8") != text):
            stale.append(str(file))
        if not check:
            FOLDER.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}. Run `make docs`.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
