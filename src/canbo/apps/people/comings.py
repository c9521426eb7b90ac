"""Who comes and who goes: retirements ahead by year, and turnover of the years behind."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
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
    """One year: who took up a first post, who left the last one, and who held one on its first day."""

    year: int
    came: int
    left: int
    stood: int


#: Figures kept: of a few readers, each for some bodies and days.
_ahead: Kept[tuple[list[Year], int]] = Kept(64)
_behind: Kept[list[Turnover]] = Kept(64)


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
    """Who came and went in each of the past years, of these people as the register has them now. Kept likewise."""
    return _behind.answer((*_whose(people), day), lambda: _turnover(people, day))


def _turnover(people: QuerySet[PersonVersion], day: dt.date) -> list[Turnover]:
    spans = [(first, last) for _, first, last in _spans(people)]
    came, left = Counter(first for first, _ in spans), Counter(last for _, last in spans if last)
    return [
        Turnover(year, came[year], left[year], sum(1 for first, last in spans if first < year <= (last or year)))
        for year in range(day.year - BACK + 1, day.year + 1)
    ]


def moved_in(people: QuerySet[PersonVersion], kind: str, year: int) -> list[int]:
    """The people behind one of those figures: `kind` came, left or stood."""
    tests = {
        "came": lambda first, last: first == year,
        "left": lambda first, last: last == year,
        "stood": lambda first, last: first < year <= (last or year),
    }
    return [person for person, first, last in _spans(people) if tests[kind](first, last)]


def _whose(people: QuerySet[PersonVersion]) -> tuple[Hashable, ...]:
    """What tells these people from others."""
    return people.order_by().values("person_id").query.sql_with_params()


def _spans(people: QuerySet[PersonVersion]) -> list[tuple[int, int, int | None]]:
    """Each person, the year of the first post and, for who has left, of the last day in the last one."""
    held = Holding.objects.filter(person__in=people.order_by().values("person_id"), entry_to__isnull=True).order_by()
    rows = held.values_list("person_id").annotate(
        first=Min("since_lo"), last=Max("last_lo"), lasting=Count("pk", filter=Q(last_lo__isnull=True))
    )
    return [
        (person, _year_of(first), None if lasting else (day_of(last) - dt.timedelta(days=1)).year)
        for person, first, last, lasting in rows
    ]


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
