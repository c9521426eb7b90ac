"""Service: posts held, seats on committees, yearly ratings, planning."""

from __future__ import annotations

import datetime as dt
from random import Random

from tools.world.careers import YEAR, Step
from tools.world.catalogue import WORDS, code_of, words_of
from tools.world.life import Life, written
from tools.world.names import wheel
from tools.world.places import ELSEWHERE, NEW_PLACE, OLD_PLACE
from tools.world.rows import HoldingRow, PaperRow, PlannedRow, RatingRow, SeatRow
from tools.world.timeline import JOINED, MOMENTS, REFORMED, TODAY, iso
from tools.world.titles import KINDS, LEADERS, NEXT, TOP
from tools.world.tree import Unit


def _day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


#: What is held at the same time as the main post: title → further title.
_CONCURRENT = {
    "provincial_peoples_committee_chair": "provincial_deputy_secretary",
    "commune_secretary": "commune_peoples_council_chair",
    "commune_peoples_committee_chair": "commune_deputy_secretary",
}
#: Terms of committees in the province: kind, term, congress, last day, titles whose holders sit, share of them.
_TERMS = (
    (
        "province",
        "2020-2025",
        _day("2020-10-18"),
        _day("2025-10-01"),
        ("provincial_", "department_director", "district_secretary"),
        0.9,
    ),
    ("province", "2025-2030", _day("2025-10-02"), None, ("provincial_", "department_director"), 0.88),
    ("district", "2020-2025", _day("2020-08-05"), REFORMED - 1, ("district_",), 0.62),
    ("commune", "2020-2025", _day("2020-06-10"), REFORMED - 1, ("commune_",), 0.8),
    ("commune", "2025-2030", _day("2025-08-12"), None, ("commune_",), 0.82),
)
_ROLES = {"secretary": "secretary", "deputy_secretary": "deputy_secretary"}
_STANDING = frozenset(
    {
        "provincial_peoples_committee_chair",
        "provincial_peoples_council_chair",
        "provincial_party_board_head",
        "provincial_front_chair",
        "district_peoples_committee_chair",
        "commune_peoples_committee_chair",
        "commune_peoples_council_vice_chair",
    }
)
#: Sessions of the Central Committee of which the provincial secretary is a member.
_CENTRAL = (("XIII", _day("2021-01-30"), _day("2026-01-22")), ("XIV", _day("2026-01-23"), None))
#: The first of the twelve years of ratings that the registers hold. Public employees were rated under articles 41 and 42
#: of the Law on public employees 58/2010/QH12 (from 01/01/2012), cadres and civil servants under law 22/2008/QH12; from
#: 01/08/2015 all of them under decree 56/2015/NĐ-CP, then 90/2020/NĐ-CP.
RATED_SINCE = 2014
_GRADES = {
    "strong": wheel({"excellent": 34, "good": 63, "done": 3}),
    "usual": wheel({"excellent": 13, "good": 72, "done": 14.4, "not_done": 0.6}),
    "weak": wheel({"good": 42, "done": 52, "not_done": 6}),
}


def serve(life: Life) -> None:
    """Write holdings, seats, ratings and plans."""
    _holdings(life)
    _seats(life)
    _ratings(life)
    _planned(life)


def _edges(rng: Random, life: Life) -> list[str]:
    """The first days of the steps as written: old ones often only to the month; some careers have a gap."""
    texts = []
    for number, step in enumerate(life.steps):
        if number and step.since < life.until - 12 * YEAR and rng.random() < 0.3:
            texts.append(iso(step.since)[:7])
        else:
            texts.append(iso(step.since))
    return texts


def _last(text: str) -> str:
    """The last day (or month) before a beginning as written."""
    if len(text) == 7:
        year, month = divmod(int(text[:4]) * 12 + int(text[5:]) - 2, 12)
        return f"{year}-{month + 1:02}"
    return iso(_day(text) - 1)


def _end(life: Life, number: int, edges: list[str]) -> str:
    """The last day of a step as written: the eve of the next one, or of the day on which somebody left."""
    last = life.steps[number].last
    return "" if last is None else _last(edges[number + 1]) if number + 1 < len(edges) else iso(last)


def _holdings(life: Life) -> None:
    rng = life.rng
    edges = _edges(rng, life)
    gap = (
        rng.randrange(len(life.steps) - 1) if len(life.steps) > 1 and rng.random() < 0.012 and not life.example else -1
    )
    for number, step in enumerate(life.steps):
        last = _end(life, number, edges)
        if number == gap and step.last is not None and step.last - step.since > 900:
            last = iso(step.last - rng.randrange(120, 500))
        unit, post_code = step.unit, step.post.code if step.post else ""
        place = rng.choice(ELSEWHERE)[0] if unit is None else NEW_PLACE if step.since >= REFORMED else OLD_PLACE
        decision = f"{rng.randrange(20, 4900)}/QĐ" if step.title in LEADERS else ""
        title = code_of(step.title, unit, post_code, life.number)
        row = HoldingRow(
            edges[number],
            last,
            unit.code if unit else "",
            post_code,
            title,
            words_of(step.title, unit, WORDS.get(title, KINDS[step.title].words))[:250],
            place,
            False,
            decision,
            step.brought_in,
        )
        ended = _day(last) if len(last) == 10 else step.last
        _hold(life, row, step, ended)
        further = _CONCURRENT.get(step.title)
        if further and unit:
            also = row._replace(
                title=further,
                post_code="",
                concurrent=True,
                words=f"{KINDS[step.title].words} kiêm nhiệm",
                brought_in=False,
            )
            _hold(life, also, step, ended)


def _hold(life: Life, row: HoldingRow, step: Step, last: int | None) -> None:
    """A spell in a post, cut in two where the merger of districts carried it into another body."""
    for code, since, until in _carried(step.unit, step.since, last):
        here = row._replace(body=code)
        if since > step.since:
            here = here._replace(since=iso(since), began=row.since)
        if until != last:
            here = here._replace(last=iso(until or 0))
        life.spell("Holding", here, since, until)


def _carried(unit: Unit | None, since: int, last: int | None) -> list[tuple[str, int, int | None]]:
    """Under which bodies a spell in a unit stands on the register, each with its first and last day."""
    if unit is None or not unit.joined or last is not None and last < JOINED:
        return [(unit.code if unit else "", since, last)]
    later = [(unit.joined, max(since, JOINED), last)]
    return later if since >= JOINED else [(unit.code, since, JOINED - 1), *later]


def _seats(life: Life) -> None:
    rng = life.rng
    if not life.leads or life.slot.category == "public_employee":
        return
    for committee, term, congress, last, titles, share in _TERMS:
        sitting = [
            s
            for s in life.steps
            if s.unit and s.title in LEADERS and s.title.startswith(titles) and (s.last or TODAY) > congress
        ]
        sitting = [s for s in sitting if last is None or s.since < last]
        if not sitting or rng.random() >= (1.0 if "secretary" in sitting[0].title else share):
            continue
        first, final = sitting[0], sitting[-1]
        since = max(congress, first.since)
        end = last if last is not None or final.last is None else final.last
        if end is not None and final.last is not None:
            end = min(end, final.last)
        if end is not None and end <= since or since > TODAY:
            continue
        word = final.title.split("_", 1)[1]
        role = _ROLES.get(word, "standing" if final.title in _STANDING else "member")
        body = "LG.TU" if committee == "province" else _committee_of(final.unit.top if final.unit else "", committee)
        row = SeatRow(iso(since), iso(end) if end else "", body, committee, role, False, term)
        if committee == "district" and final.unit and final.unit.joined:
            into = _committee_of(final.unit.joined.rsplit(".", 1)[0], committee)
            if since < JOINED <= (end or TODAY):
                life.spell("Seat", row._replace(last=iso(JOINED - 1)), since, JOINED - 1)
                row, since = row._replace(since=iso(JOINED)), JOINED
            row = row._replace(body=into) if since >= JOINED else row
        life.spell("Seat", row, since, end)
    if life.slot.title == "provincial_secretary":
        for term, since, end in _CENTRAL:
            life.spell(
                "Seat", SeatRow(iso(since), iso(end) if end else "", "TW", "central", "member", False, term), since, end
            )


def _committee_of(top: str, committee: str) -> str:
    return f"{top}.HU" if committee == "district" else f"{top}.DU"


def _ratings(life: Life) -> None:
    """Every full year of service since 2014: public employees were rated then as civil servants were."""
    rng, begin = life.rng, dt.date.fromordinal(life.start).year + 1
    draw = rng.random()
    grades = _GRADES[
        "strong" if life.example or draw < (0.45 if life.leads else 0.18) else "weak" if draw > 0.975 else "usual"
    ]
    years = list(range(max(RATED_SINCE, begin), min(2026, dt.date.fromordinal(life.until + 1).year)))
    missing = rng.choice(years) if years and rng.random() < 0.03 and not life.example else 0
    for year in years:
        if year != missing:
            life.put("Rating", RatingRow(year, "government", grades.draw(rng)), _day(f"{year + 1}-01-12"))
    life.unrated = bool(missing)


def _planned(life: Life) -> None:
    if life.left:
        return
    rng, title = life.rng, life.slot.title
    aims = [code_of(aim) for aim in NEXT.get(title, ())]
    if title in TOP or title == "commune_secretary":
        aims.append(
            "provincial_standing_member" if title in TOP and rng.random() < 0.5 else "provincial_committee_member"
        )
    chance = 0.62 if life.leads else 0.09
    left = (62 if life.sex == "M" else 58) - (TODAY - life.born) / YEAR
    for number, aim in enumerate(dict.fromkeys(aims)):
        if left < 4.5 or rng.random() >= chance / (1 + 0.6 * number) and not life.example:
            continue
        since = _day("2024-11-20") + (rng.randrange(0, 400) if not life.example else 0)
        if since <= life.start + 700:
            continue
        number_of = f"{rng.randrange(100, 2400)}-QĐ/TU"
        life.spell("Planned", PlannedRow(iso(since), "", aim, "2025-2030", number_of), since, None)
        if life.leads and rng.random() < 0.35:
            life.paper(PaperRow("planning_decision", number_of, "Ban Thường vụ Tỉnh ủy", iso(since)), since)
    _planned_before(life)


def _planned_before(life: Life) -> None:
    """The plan of the term before: its end came with the congress of October 2025."""
    rng = life.rng
    since, end = _day("2021-12-01") + rng.randrange(300), MOMENTS[4].day.toordinal() - 1
    then = life.title_on(since)
    if not life.leads or then is None or rng.random() >= 0.5:
        return
    for aim in NEXT.get(then.title, ())[:1]:
        row = PlannedRow(
            written(rng, since, month=0.1), iso(end), code_of(aim), "2020-2025", f"{rng.randrange(100, 2400)}-QĐ/TU"
        )
        life.spell("Planned", row, since, end)
