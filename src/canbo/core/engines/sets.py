"""The set-wise engine: the same clauses as columns over everybody. Text of the small SQL subset; nothing is run.

Two steps. `compile_facts` makes the fact sheet: one row a person, two columns a fact (`f0_lo`, `f0_hi`, null when
unknown). `compile_clauses` makes the answers over such a sheet: one column a clause (`c0` true, false or null).
Together they are `compile_screen`; apart, a sheet kept as a table answers a changed clause without touching the history
again.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from canbo.core.clauses import AllOf, AnyOf, AtLeast, Compare, Known, Not, Standard, Test, Unless, fact_uses
from canbo.core.engines.fusing import Passes
from canbo.core.engines.sql import Query, Scope
from canbo.core.facts import FactDef, FactUse, Fold

#: The columns of a fact on the sheet, by the key of its use.
Columns = Mapping[str, tuple[str, str]]
#: A test as two conditions: it is yes, it is no. Neither holds when it is unknown; null counts as not holding.
Pair = tuple[str, str]
#: The register with one row for every person.
PEOPLE = "people_person"
#: How many ids a slice has: enough for two cores, and a screen of it fits into half a gigabyte.
SLICE = 560_000
_NEVER, _ALWAYS = "1 = 0", "1 = 1"


def facts_needed(standard: Standard) -> list[FactUse]:
    """The facts that a standard asks for, each once, in the order of reading; those nobody can answer are left out."""
    found: dict[FactUse, None] = {}
    for clause in standard.clauses:
        found.update((use, None) for use in fact_uses(clause.test) if use.answerable)
    return list(found)


def compile_facts(uses: Sequence[FactUse], defs: Mapping[str, FactDef], scope: Scope) -> str:
    """One SELECT with person_id and f0_lo, f0_hi, f1_lo, … for everybody in scope; null means unknown.

    Folds over the same register table become one grouped pass over it. Registers of an attached database (a scope with
    a prefix) are read once each: reading them is what takes the time there.
    """
    aside: dict[str, str] | None = {} if scope.prefix else None
    passes = Passes(scope, aside)
    columns = []
    for number, use in enumerate(uses):
        query = Query(scope, dict(use.args), aside)
        made = defs[use.name].select(query)
        lo, hi = passes.fold(made) if isinstance(made, Fold) else passes.select(made)
        columns += [f"{lo} as f{number}_lo", f"{hi} as f{number}_hi"]
    person, joined = passes.joined(PEOPLE)
    text = f"select {', '.join([f'{person} as person_id', *columns])} from {joined}"
    kept = ", ".join(f"{name} as materialized {rows}" for name, rows in (aside or {}).items())
    return f"with {kept} {text}" if kept else text


def slices(scope: Scope, last: int) -> Iterator[Scope]:
    """The scope of everybody up to the id `last`, in slices of ids: memory then does not grow with the people.

    One slice is the scope itself: nothing is gained by cutting what fits.
    """
    if last <= SLICE:
        yield scope
        return
    for first in range(1, last + 1, SLICE):
        yield replace(scope, between=(first, min(first + SLICE - 1, last)))


def sheet_columns(uses: Sequence[FactUse], alias: str = "s") -> dict[str, tuple[str, str]]:
    """The columns that `compile_facts` gives to each fact, by the key of its use."""
    return {use.key: (f"{alias}.f{number}_lo", f"{alias}.f{number}_hi") for number, use in enumerate(uses)}


def compile_clauses(standard: Standard, columns: Columns, source: str = "sheet") -> str:
    """One SELECT over a fact sheet (alias s): person_id and c0, c1, … in the order of the standard; true,
    false or null (SQLite says 1 and 0)."""
    answers = [f"{answer_column(clause.test, columns)} as c{place}" for place, clause in enumerate(standard.clauses)]
    return f"select {', '.join(['s.person_id as person_id', *answers])} from {source} s"


def compile_screen(standard: Standard, defs: Mapping[str, FactDef], scope: Scope) -> str:
    """Facts and answers in one statement: person_id and c0, c1, … for everybody in scope."""
    uses = facts_needed(standard)
    facts = compile_facts(uses, defs, scope)
    return compile_clauses(standard, sheet_columns(uses), f"({facts})")


def answer_column(test: Test, columns: Columns) -> str:
    """The answer to a test as one expression: true, false or null."""
    yes, no = _pair(test, columns)
    return f"case when {yes} then true when {no} then false end"


def _pair(test: Test, columns: Columns) -> Pair:
    if isinstance(test, Compare):
        return _compared(test, columns)
    if isinstance(test, Known):
        lo, _ = columns.get(test.fact.key, ("", ""))
        return (f"{lo} is not null", f"{lo} is null") if lo else (_NEVER, _ALWAYS)
    if isinstance(test, Not):
        yes, no = _pair(test.part, columns)
        return no, yes
    if isinstance(test, Unless):
        return _any([_pair(test.when, columns), _pair(test.then, columns)])
    pairs = [_pair(part, columns) for part in test.parts]
    if isinstance(test, AllOf):
        return _all(pairs)
    if isinstance(test, AnyOf):
        return _any(pairs)
    return _at_least(test, pairs)


def _compared(test: Compare, columns: Columns) -> Pair:
    """Every value from lo to hi, or none of them, stands in the relation; a null end makes neither hold."""
    if test.fact.key not in columns:
        return _NEVER, _NEVER
    lo, hi = columns[test.fact.key]
    limit = test.limit.value
    apart = f"({hi} < {limit} or {lo} > {limit})"
    same = f"({lo} = {limit} and {hi} = {limit})"
    pairs = {
        ">=": (f"{lo} >= {limit}", f"{hi} < {limit}"),
        ">": (f"{lo} > {limit}", f"{hi} <= {limit}"),
        "<=": (f"{hi} <= {limit}", f"{lo} > {limit}"),
        "<": (f"{hi} < {limit}", f"{lo} >= {limit}"),
        "==": (same, apart),
        "!=": (apart, same),
    }
    return pairs[test.op]


def _joined(word: str, conditions: Iterable[str]) -> str:
    return f"({f' {word} '.join(conditions)})"


def _all(pairs: Sequence[Pair]) -> Pair:
    if not pairs:
        return _ALWAYS, _NEVER
    return _joined("and", [yes for yes, _ in pairs]), _joined("or", [no for _, no in pairs])


def _any(pairs: Sequence[Pair]) -> Pair:
    if not pairs:
        return _NEVER, _ALWAYS
    return _joined("or", [yes for yes, _ in pairs]), _joined("and", [no for _, no in pairs])


def _at_least(test: AtLeast, pairs: Sequence[Pair]) -> Pair:
    """Yes when n parts hold; no when so many do not that n cannot be reached."""
    if not pairs:
        return (_ALWAYS, _NEVER) if test.n <= 0 else (_NEVER, _ALWAYS)
    holding = " + ".join(f"case when {yes} then 1 else 0 end" for yes, _ in pairs)
    failing = " + ".join(f"case when {no} then 1 else 0 end" for _, no in pairs)
    return f"({holding}) >= {test.n}", f"({failing}) > {len(pairs) - test.n}"
