"""Who comes and who goes: retirements ahead by year, and turnover of the years behind."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from canbo.apps.people.models import Extension, Holding, PersonVersion
from canbo.base.record.kept import Kept
from canbo.core.calendar import day_of
from canbo.core.pack import Pack
from canbo.core.rules import Table

#: Years looked ahead and back.
AHEAD, BACK = 10, 10


@dataclass(frozen=True)
class Year:
    """Men and women of whom something happens in a year."""

    year: int
    men: int
    women: int


@dataclass(frozen=True)
class Turnover:
    """One year: who took up a first post, who left, and who held one on its first day; who left by reason (codes of
    leaving-kinds, "" where the dossier gives none)."""

    year: int
    came: int
    left: int
    stood: int
    why: Mapping[str, int]


@dataclass(frozen=True)
class Span:
    """Somebody's service: the years of its first and last day (None while it lasts), why it ended, the body kept."""

    person: int
    first: int
    last: int | None
    why: str
    body: int | None


#: Figures kept: of a few readers, each for some bodies and days.
_ahead: Kept[tuple[list[Year], int]] = Kept(64)
_spans_of: Kept[list[Span]] = Kept(4)


def retirements(people: QuerySet[PersonVersion], pack: Pack, day: dt.date) -> tuple[list[Year], int]:
    """Who reaches the retirement month in each of the coming years, and of how many it is not known.

    The month follows from sex and month of birth by the parameter `retirement_age`; a decision to work longer puts its
    last month in the place of it. A birth known only to the year counts as unknown where its months differ. Kept until
    the record moves on.
    """
    return _ahead.answer((*_whose(people), pack.digest, day), lambda: _retirements(people, pack, day))


def _retirements(people: QuerySet[PersonVersion], pack: Pack, day: dt.date) -> tuple[list[Year], int]:
    men: Counter[int] = Counter()
    women: Counter[int] = Counter()
    unknown = 0
    for number, sex, year in _years(people, pack, day):
        if year is None:
            unknown += number
        elif day.year <= year < day.year + AHEAD:
            (women if sex == "F" else men)[year] += number
    return [Year(year, men[year], women[year]) for year in range(day.year, day.year + AHEAD)], unknown


def retiring_in(people: QuerySet[PersonVersion], pack: Pack, day: dt.date, year: int) -> list[int]:
    """The people behind one of those figures."""
    extended = _extended(people)
    year_of = _Years(_table(pack, day))
    rows = people.order_by().values_list("person_id", "sex", "born_lo", "born_hi")
    return [
        person
        for person, sex, low, high in rows
        if (extended[person] if person in extended else year_of(sex, low, high)) == year
    ]


def turnover(people: QuerySet[PersonVersion], day: dt.date) -> list[Turnover]:
    """Who came and went in each of the past years, of these people as the register has them now."""
    came: Counter[int] = Counter()
    why: Counter[tuple[int, str]] = Counter()
    steps: Counter[int] = Counter()  # in service on 1 January of a year: who came before it, less who left before it
    for span in spans(people):
        came[span.first] += 1
        steps[span.first + 1] += 1
        if span.last is not None:
            why[span.last, span.why] += 1
            steps[max(span.first, span.last) + 1] -= 1
    found, stood = [], 0
    for year in range(min(steps, default=day.year), day.year + 1):
        stood += steps[year]
        reasons = {reason: number for (gone, reason), number in sorted(why.items()) if gone == year}
        found.append(Turnover(year, came[year], sum(reasons.values()), stood, reasons))
    return ([Turnover(day.year - back, 0, 0, 0, {}) for back in range(BACK, 0, -1)] + found)[-BACK:]


def left_by_body(people: QuerySet[PersonVersion], day: dt.date) -> Mapping[str, Mapping[int, int]]:
    """Who left in those years, by reason and by the body that keeps the dossier (by number), not rolled up."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for span in spans(people):
        if span.body and _lately(span, day):
            found[span.why][span.body] += 1
    return found


def moved_in(people: QuerySet[PersonVersion], kind: str, year: int, why: str | None = None) -> list[int]:
    """The people behind one of those figures: `kind` came, left (for a reason, or for any) or stood."""
    tests: dict[str, Callable[[Span], bool]] = {
        "came": lambda span: span.first == year,
        "left": lambda span: span.last == year and why in (None, span.why),
        "stood": lambda span: span.first < year <= (span.last or year),
    }
    return [span.person for span in spans(people) if tests[kind](span)]


def left_lately(people: QuerySet[PersonVersion], day: dt.date, why: str | None = None) -> list[int]:
    """The people who left in the years behind a day, for a reason or for any."""
    return [span.person for span in spans(people) if _lately(span, day) and why in (None, span.why)]


def _lately(span: Span, day: dt.date) -> bool:
    return span.last is not None and day.year - BACK < span.last <= day.year


def _whose(people: QuerySet[PersonVersion]) -> tuple[Hashable, ...]:
    """What tells these people from others."""
    return people.order_by().values("person_id").query.sql_with_params()


def spans(people: QuerySet[PersonVersion]) -> list[Span]:
    """The service of each person who ever held a post: it ends as the dossier says, else with the last post. Kept."""
    return _spans_of.answer(_whose(people), lambda: _spans(people))


def _spans(people: QuerySet[PersonVersion]) -> list[Span]:
    held = Holding.objects.filter(person__in=people.order_by().values("person_id"), entry_to__isnull=True).order_by()
    rows = held.values_list("person_id").annotate(
        first=Min("since_lo"), last=Max("last_lo"), lasting=Count("pk", filter=Q(last_lo__isnull=True))
    )
    told = people.order_by().values_list("person_id", "left_lo", "left_why", "body_id")
    known = {person: (left, why, body) for person, left, why, body in told}
    found = []
    for person, first, last, lasting in rows:
        left, why, body = known[person]
        end = left if left is not None else None if lasting else last
        found.append(Span(person, _year_of(first), _year_before(end) if end is not None else None, why, body))
    return found


def _year_before(value: int) -> int:
    """The year of the day before that of a stamp."""
    return (day_of(value) - dt.timedelta(days=1)).year


def _year_of(value: int) -> int:
    """The year of a stamp."""
    return (value >> 6) // 12


def _years(people: QuerySet[PersonVersion], pack: Pack, day: dt.date) -> Iterable[tuple[int, str, int | None]]:
    """How many people of a sex retire in which year (None: not known)."""
    extended = _extended(people)
    year_of = _Years(_table(pack, day))
    grouped = people.order_by().exclude(person__in=list(extended)).values_list("sex", "born_lo", "born_hi")
    for sex, low, high, number in grouped.annotate(number=Count("pk")):
        yield number, sex, year_of(sex, low, high)
    sexes = dict(people.order_by().filter(person__in=list(extended)).values_list("person_id", "sex"))
    for person, sex in sexes.items():
        yield 1, sex, extended[person]


def _extended(people: QuerySet[PersonVersion]) -> Mapping[int, int]:
    """The year until which a decision lets somebody work: the latest of several."""
    rows = Extension.objects.filter(entry_to__isnull=True, person__in=people.order_by().values("person_id"))
    found: dict[int, int] = defaultdict(int)
    for person, last in rows.values_list("person_id", "last"):
        found[person] = max(found[person], int(last[:4]))
    return found


def _table(pack: Pack, day: dt.date) -> Table:
    value = pack.parameter("retirement_age", day).value
    assert isinstance(value, tuple)
    return value


class _Years:
    """The year of retirement after a table of the law; each sex and month of birth is looked up once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[tuple[str, int], int | None] = {}

    def __call__(self, sex: str, low: int | None, high: int | None) -> int | None:
        """None when birth or sex leave it open or no row of the table speaks of them."""
        if low is None or high is None or not sex:
            return None
        first, last = self._of(sex, low >> 6), self._of(sex, high >> 6)
        return first if first == last else None

    def _of(self, sex: str, month: int) -> int | None:
        key = (sex, month)
        if key not in self._known:
            self._known[key] = _reached(self._table, sex, month)
        return self._known[key]


def _reached(table: Table, sex: str, born: int) -> int | None:
    for conditions, months in table:
        if all(_holds(condition, sex, born) for condition in conditions):
            return (born + months) // 12
    return None


def _holds(condition: tuple[int, int | str | None, int | str | None], sex: str, born: int) -> bool:
    """Whether a row of the table is about somebody: column 0 is the sex, column 1 the month of birth."""
    column, low, high = condition
    if column == 0:
        return sex == low
    return (low is None or int(low) <= born) and (high is None or born <= int(high))


def day_of_year(year: int, today: dt.date) -> dt.date:
    """The day for which a year stands: its last one, or today in the running year."""
    return min(dt.date(year, 12, 31), today)
