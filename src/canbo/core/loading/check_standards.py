"""Checks of standards and worked examples: clauses that cover them, limits that resolve on every day of change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from canbo.core.clauses import Standard, fact_uses
from canbo.core.errors import NotInForce, Spot, UnknownName
from canbo.core.loading.draft import Draft
from canbo.core.pack import Pack
from canbo.core.resolving import Unresolved, ranks_of_code
from canbo.core.rules import Case, CaseFact, Rules, StandardVersion, WrittenStandard
from canbo.core.written import ClauseVersion, RelatedTitles, WrittenClause, sources


def check_standards(draft: Draft, rules: Rules) -> None:
    """Titles and clauses exist, and every clause covers the time for which a standard lists it."""
    for standard in rules.standards.values():
        if standard.title not in rules.titles and ("title", standard.title) not in draft.broken:
            draft.book.note_unknown(standard.spot, "chức danh", "title", standard.title, rules.titles)
        for version in standard.versions:
            for code in version.clauses:
                _listed(draft, rules, standard, version, code)


def _listed(draft: Draft, rules: Rules, standard: WrittenStandard, version: StandardVersion, code: str) -> None:
    clause = rules.clauses.get(code)
    if clause is None:
        if ("clause", code) not in draft.broken:
            draft.book.note_unknown(version.spot, "điều khoản", "clause", code, rules.clauses)
        return
    if ("clause", code) in draft.broken:
        return
    for day in uncovered(clause, version.since, version.until):
        draft.book.note(
            version.spot,
            f"điều khoản {code} không có phiên bản nào cho ngày {day}, trong khi tiêu chuẩn {standard.title} cần",
            f"clause {code} has no version for {day}, while the standard of {standard.title} lists it",
        )
    for each in _during(clause, version):
        _related_exist(draft, rules, standard, version, each)


def _related_exist(
    draft: Draft, rules: Rules, standard: WrittenStandard, version: StandardVersion, clause: ClauseVersion
) -> None:
    """A clause about posts directly below needs a title whose posts below are listed."""
    title = rules.titles.get(standard.title)
    for source, _ in sources(clause):
        if title is not None and source == RelatedTitles("directly_below") and not title.below:
            draft.book.note(
                version.spot,
                f"chức danh {title.code} chưa khai chức danh liền dưới (below)",
                f"title {title.code} names no titles directly below (below)",
            )


def _during(clause: WrittenClause, version: StandardVersion) -> Iterator[ClauseVersion]:
    for each in clause.versions:
        if (version.until is None or each.since < version.until) and (each.until is None or each.until > version.since):
            yield each


def uncovered(clause: WrittenClause, since: dt.date, until: dt.date | None) -> list[dt.date]:
    """The first day of each stretch, within a time, that no version of a clause covers."""
    found: list[dt.date] = []
    day = since
    for version in clause.versions:
        if version.until is not None and version.until <= day:
            continue
        if until is not None and version.since >= until:
            break
        if version.since > day:
            found.append(day)
        if version.until is None:
            return found
        day = version.until
    if until is None or day < until:
        found.append(day)
    return found


def check_resolves(draft: Draft, pack: Pack) -> None:
    """Every standard resolves to whole numbers on each day on which something of it changes."""
    for (title, purpose), standard in pack.standards.items():
        for day in pack.changes(title, purpose):
            last = standard.versions[-1].until
            if last is None or day < last:
                _resolved(draft, pack, title, purpose, day, _spot_on(standard, day))


def _spot_on(standard: WrittenStandard, day: dt.date) -> Spot:
    return next((each.spot for each in reversed(standard.versions) if each.since <= day), standard.spot)


def _resolved(
    draft: Draft, pack: Pack, title: str, purpose: str, day: dt.date, spot: Spot, place: str = ""
) -> Standard | None:
    try:
        return pack.standard(title, purpose, day, place=place)
    except (Unresolved, NotInForce, UnknownName) as fault:
        draft.book.note(spot, fault.says.vi, fault.says.en)
        return None


def check_cases(draft: Draft, pack: Pack, cases: list[Case]) -> None:
    """Examples ask for standards that exist, and give facts and clauses that these standards have."""
    found: dict[tuple[str, str, dt.date, str], Standard | None] = {}
    for case in cases:
        asked = (case.title, case.purpose, case.on, case.place)
        if asked not in found or found[asked] is None:
            found[asked] = _resolved(draft, pack, case.title, case.purpose, case.on, case.spot, case.place)
        standard = found[asked]
        if standard is None:
            continue
        codes = {clause.code: None for clause in standard.clauses}
        for code in case.clauses:
            if code not in codes:
                draft.book.note_unknown(
                    case.spot, f"điều khoản của {case.title}", f"clause of {case.title}", code, codes
                )
        for fact in case.facts:
            _case_fact(draft, pack, standard, fact)


def _case_fact(draft: Draft, pack: Pack, standard: Standard, fact: CaseFact) -> None:
    keys = case_keys(standard, fact.key)
    if len(keys) != 1:
        known = [use.key for clause in standard.clauses for use in fact_uses(clause.test)]
        if keys:
            draft.book.note(
                fact.spot,
                f"dữ kiện {fact.key} có nhiều cách dùng: {'; '.join(keys)}",
                f"fact {fact.key} is used in several ways: {'; '.join(keys)}",
            )
        else:
            draft.book.note_unknown(fact.spot, "dữ kiện của tiêu chuẩn", "fact of the standard", fact.key, known)
    if fact.code and case_rank(pack, fact) is None:
        codes = [code for codes in pack.lists.values() for code in codes.codes]
        draft.book.note_unknown(fact.spot, "mã (hoặc thiếu of)", "code (or of is missing)", fact.code, codes)


def case_keys(standard: Standard, key: str) -> list[str]:
    """The keys of facts of a standard that a case means: the full key, or a bare name used in one way only."""
    uses = {use.key: use.name for clause in standard.clauses for use in fact_uses(clause.test)}
    if key in uses:
        return [key]
    return [full for full, name in uses.items() if name == key]


def case_rank(pack: Pack, fact: CaseFact) -> int | None:
    """The rank of a code given in a case: of its list, of the fact's scale, or of the only list that has it."""
    name = fact.of or pack.fact_scales.get(fact.key.partition("(")[0], "")
    if not name:
        _, found, rest = fact.key.partition("scale=")
        name = rest.rstrip(")").partition(",")[0] if found else ""
    if name == "title-ranks":
        title = pack.titles.get(fact.code)
        return title.rank if title else None
    if name:
        codes = pack.lists.get(name)
        code = codes.codes.get(fact.code) if codes else None
        return code.rank if code else None
    ranks = ranks_of_code(pack.rules, fact.code)
    return ranks.popitem()[1] if len(ranks) == 1 else None
