"""Checks between instruments, and between dated rows and the instruments that they cite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from canbo.core.errors import Spot
from canbo.core.law import Citation, Instrument
from canbo.core.loading.draft import NO_KEY, Draft
from canbo.core.loading.tree import NEVER
from canbo.core.rules import Rules

KINDS_LIST, AUTHORITIES, LEVELS = "instrument-kinds", "managing-authorities", "levels"


def check_instruments(draft: Draft, rules: Rules) -> None:
    """Replaced instruments exist and have ended on the day of their replacement; kinds are in their list."""
    known = {str(key): key for key in rules.instruments}
    for key, instrument in rules.instruments.items():
        spot = rules.spots.get(key, Spot(instrument.file, 1))
        _in_list(draft, rules, KINDS_LIST, instrument.kind, spot, "loại văn bản", "kind of instrument")
        if instrument.until is not None and instrument.until <= instrument.since:
            draft.book.note(spot, f"{key}: hết hiệu lực trước khi có hiệu lực", f"{key}: ends before it begins")
        _amended(draft, rules, instrument, spot)
        for each in instrument.replaces:
            replaced = rules.instruments.get(each)
            if replaced is None:
                if each != NO_KEY:
                    draft.book.note_unknown(spot, "văn bản được thay thế", "replaced instrument", str(each), known)
            elif replaced.until != instrument.since and NEVER not in (replaced.since, instrument.since):
                end = replaced.until or "null"
                draft.book.note(
                    spot,
                    f"{key} thay thế {each} từ {instrument.since}, nhưng {each} ghi until: {end}",
                    f"{key} replaces {each} from {instrument.since}, but {each} has until: {end}",
                )


def _amended(draft: Draft, rules: Rules, instrument: Instrument, spot: Spot) -> None:
    """What an instrument amends stands in the pack and held when the amendment began."""
    for each in instrument.amends:
        amended = rules.instruments.get(each)
        if amended is None:
            if each != NO_KEY:
                known = {str(key): key for key in rules.instruments}
                draft.book.note_unknown(spot, "văn bản được sửa đổi", "amended instrument", str(each), known)
        elif NEVER not in (amended.since, instrument.since) and not amended.in_force(instrument.since):
            draft.book.note(
                spot,
                f"{instrument.key} sửa đổi {each} từ {instrument.since}, khi văn bản ấy không có hiệu lực",
                f"{instrument.key} amends {each} from {instrument.since}, when that is not in force",
            )


def check_citations(draft: Draft, rules: Rules) -> None:
    """Every citation leads to an instrument of the pack whose day of issue is known."""
    known = [str(key) for key in rules.instruments]
    for cites, spot in draft.citations:
        if cites.instrument not in rules.instruments and cites.instrument != NO_KEY:
            draft.book.note_unknown(spot, "văn bản", "instrument", str(cites.instrument), known)
            continue
        found = rules.instruments.get(cites.instrument)
        if found is not None and found.day_known != "day":
            draft.book.note(
                spot,
                f"{cites.instrument}: chưa biết ngày ban hành, chưa làm căn cứ được",
                f"{cites.instrument}: its day of issue is not known, no rule may rest on it",
            )


def check_force(draft: Draft, rules: Rules, *, ends: bool) -> None:
    """No value begins before its instrument does. With `ends`, none outlives it, save those marked as inferred (I)."""
    for what, since, until, cites, spot in _rows(rules):
        instrument = rules.instruments.get(cites.instrument)
        if instrument is None or NEVER in (since, instrument.since):
            continue
        key, last = instrument.key, instrument.until
        if since < instrument.since:
            draft.book.note(
                spot,
                f"{what} từ {since} căn cứ {key}, văn bản đến {instrument.since} mới có hiệu lực",
                f"{what} begins on {since} but {key} is in force only from {instrument.since}",
            )
        if ends and last is not None and (until is None or until > last) and cites.confidence != "I":
            draft.book.note(
                spot,
                f"{what} còn hiệu lực sau khi {key} hết hiệu lực ngày {last}; ghi until hoặc dòng mới (suy luận: I)",
                f"{what} goes on after {key} ended on {last}; give until, or a new row (marked I if inferred)",
            )


def _rows(rules: Rules) -> Iterator[tuple[str, dt.date, dt.date | None, Citation, Spot]]:
    for parameter in rules.parameters.values():
        for value in parameter.values:
            yield parameter.name, value.since, value.until, value.cites, value.spot
    for clause in rules.clauses.values():
        for version in clause.versions:
            yield clause.code, version.since, version.until, version.cites, version.spot
    for decision in rules.decisions.values():
        for row in decision.rows:
            version = row.version
            yield f"{decision.name} {row.code}", version.since, version.until, version.cites, version.spot
    for procedure in rules.procedures.values():
        for held in procedure.versions:
            yield procedure.code, held.since, held.until, held.cites, held.spot
    for standard in rules.standards.values():
        for each in standard.versions:
            yield standard.title, each.since, each.until, each.cites, each.spot
    for kind in rules.ballots.values():
        for ballot in kind.versions:
            yield kind.code, ballot.since, ballot.until, ballot.cites, ballot.spot


def check_lists(draft: Draft, rules: Rules) -> None:
    """A list follows one that there is and ends when this one begins; it does not end before it begins."""
    for codes in rules.lists.values():
        before = rules.lists.get(codes.after)
        if codes.after and before is None and ("list", codes.after) not in draft.broken:
            draft.book.note_unknown(codes.spot, "danh mục", "list", codes.after, rules.lists)
        if codes.since and codes.until and codes.until <= codes.since:
            draft.book.note(
                codes.spot,
                f"danh mục {codes.name} kết thúc trước khi bắt đầu",
                f"list {codes.name} ends before it begins",
            )
        if before and codes.since and before.until not in (None, codes.since):
            draft.book.note(
                codes.spot,
                f"danh mục {before.name} phải kết thúc vào {codes.since}, ngày {codes.name} thay nó",
                f"list {before.name} must end on {codes.since}, when {codes.name} takes its place",
            )


def check_titles(draft: Draft, rules: Rules) -> None:
    """Titles below others and members of groups are in the catalogue; levels and authorities in their lists."""
    for title in rules.titles.values():
        for code in title.below:
            _a_title(draft, rules, code, title.spot)
        if title.managed_by:
            _in_list(draft, rules, AUTHORITIES, title.managed_by, title.spot, "cấp quản lý", "managing authority")
        _in_list(draft, rules, LEVELS, title.level, title.spot, "cấp", "level")
    for name, members in rules.groups.items():
        for code in members:
            _a_title(draft, rules, code, draft.group_spots.get(name, Spot("", 0)))


def _a_title(draft: Draft, rules: Rules, code: str, spot: Spot) -> None:
    if code not in rules.titles:
        draft.book.note_unknown(spot, "chức danh", "title", code, rules.titles)


def _in_list(draft: Draft, rules: Rules, name: str, code: str, spot: Spot, vi: str, en: str) -> None:
    """A code of one of the lists that the pack itself leans on, where the pack has that list."""
    codes = rules.lists.get(name)
    if codes is not None and code and code not in codes.codes:
        draft.book.note_unknown(spot, vi, en, code, codes.codes)
