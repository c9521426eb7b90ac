"""Who comes and who goes: retirements ahead by year, and turnover of the years behind."""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.people.models import TELLING_REASONS, Extension, Holding, PersonVersion
from canbo.apps.people.reports import only_of, some_of
from canbo.base.record.tallies import Counts, Tallies
from canbo.base.record.then import stands
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


#: Counts kept: of a few readers, each for some bodies and days.
_ahead = Tallies(64, dict.fromkeys((PersonVersion, Holding, Extension), "person_id"))
_behind = Tallies(64, dict.fromkeys((PersonVersion, Holding), "person_id"))
#: Stamps of a year; and how far beyond the first day of January a stamp of the day after the last one lies.
_YEAR, _NEXT = 12 * 64, 3
#: The bits of a stamp below its month.
_MONTH = 6


def retirements(people: QuerySet[PersonVersion], pack: Pack, day: dt.date) -> tuple[list[Year], int]:
    """Who reaches the retirement month in each of the coming years, and of how many it is not known.

    The month follows from sex and month of birth by the parameter `retirement_age`; a decision to work longer puts its
    last month in the place of it. A birth known only to the year counts as unknown where its months differ. Carried
    forward by whom the entries since have touched.
    """
    question = (*_whose(people), pack.digest, day)
    counts = _ahead.answer(question, lambda only: _count_years(some_of(people, only), pack, day))
    years = range(day.year, day.year + AHEAD)
    unknown = sum(number for (_, year), number in counts.items() if year is None)
    return [Year(year, counts["M", year] + counts["", year], counts["F", year]) for year in years], unknown


def retiring_in(people: QuerySet[PersonVersion], pack: Pack, day: dt.date, year: int) -> QuerySet[PersonVersion]:
    """The people behind one of those figures."""
    extended = _extended(people)
    known = Q(person__in=[person for person, last in extended.items() if last == year])
    for sex in ("M", "F"):
        known |= Q(~Q(person__in=list(extended)), _born_in(_births(_table(pack, day), sex, year)), sex=sex)
    return people.filter(known)


def _births(table: Table, sex: str, year: int) -> list[int]:
    """The months of birth of those who retire in a year, in order."""
    ages = {months for _, months in table}
    possible = {born for months in ages for born in range(12 * year - months, 12 * (year + 1) - months)}
    return sorted(born for born in possible if _reached(table, sex, born) == year)


def _born_in(months: Sequence[int]) -> Q:
    """Born in one of some months, at the earliest and at the latest."""
    earliest = latest = Q(pk__in=())  # where nobody can retire in that year
    for first, last in _runs(months):
        low, high = first << _MONTH, (last + 1) << _MONTH
        earliest |= Q(born_lo__gte=low, born_lo__lt=high)
        latest |= Q(born_hi__gte=low, born_hi__lt=high)
    return earliest & latest


def _runs(months: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The first and the last of each run of months that follow one another."""
    known = set(months)
    firsts = [month for month in months if month - 1 not in known]
    lasts = [month for month in months if month + 1 not in known]
    return zip(firsts, lasts, strict=True)


def turnover(people: QuerySet[PersonVersion], day: dt.date) -> list[Turnover]:
    """Who came and went in each of the past years, of these people as the register has them now. Carried likewise."""
    came: Counter[int] = Counter()
    why: dict[int, Counter[str]] = defaultdict(Counter)
    stood: Counter[int] = Counter()
    years = range(day.year - BACK + 1, day.year + 1)
    for (first, last, reason, _), number in _counted_spans(people).items():
        came[first] += number
        if last is not None and number:
            why[last][reason] += number
        stood.update({year: number for year in years if first < year <= (last or year)})
    return [Turnover(y, came[y], why[y].total(), stood[y], dict(sorted(why[y].items()))) for y in years]


def left_by_body(people: QuerySet[PersonVersion], day: dt.date) -> Mapping[str, Mapping[int, int]]:
    """Who left in those years, by reason and by the body that keeps the dossier (by number), not rolled up."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for (_, last, why, body), number in _counted_spans(people).items():
        if body and number and day.year - BACK < last <= day.year:
            found[why][body] += number
    return found


def moved_in(people: QuerySet[PersonVersion], kind: str, year: int, why: str | None = None) -> QuerySet[PersonVersion]:
    """The people behind one of those figures: `kind` came, left (for a reason, or for any) or stood."""
    if kind == "left":
        return _left_between(people, year, year, why)
    tests = {"came": "first = %s", "stood": "first < %s and (last is null or last >= %s)"}
    return _of_spans(people, tests[kind], [year] * tests[kind].count("%s"))


def left_lately(people: QuerySet[PersonVersion], day: dt.date, why: str | None = None) -> QuerySet[PersonVersion]:
    """The people who left in the years behind a day, for a reason or for any."""
    return _left_between(people, day.year - BACK + 1, day.year, why)


def _left_between(people: QuerySet[PersonVersion], since: int, until: int, why: str | None) -> QuerySet[PersonVersion]:
    """Who left in some years, both included."""
    test, values = "last between %s and %s", [since, until]
    return _of_spans(people, *((test, values) if why is None else (f"{test} and why = %s", [*values, why])))


def _of_spans(people: QuerySet[PersonVersion], test: str, tested: list[Any]) -> QuerySet[PersonVersion]:
    """Those of these people whose service passes a test of the columns of `_spans`."""
    sql, values = _spans(people)
    spans = RawSQL(f"select person_id from ({sql}) spans where {test}", [*values, *tested])  # noqa: S611
    return people.filter(person__in=spans)


def _whose(people: QuerySet[PersonVersion]) -> tuple[Hashable, ...]:
    """What tells these people from others."""
    return people.order_by().values("person_id").query.sql_with_params()


def _spans(people: QuerySet[PersonVersion]) -> tuple[str, list[Any]]:
    """The service of each person who ever held a post: the years of its first and last day (no last one while it
    lasts), why it ended, and the body that keeps the dossier. It ends as the dossier says, else with the last post."""
    seen, values = only_of(people, "h.person_id")
    held = (
        "select h.person_id, min(h.since_lo) as first_lo, max(h.last_lo) as last_lo, "
        "count(*) - count(h.last_lo) as lasting "
        f"from people_holding h where {stands('h')} {seen} group by h.person_id"
    )
    return (
        f"select g.person_id, g.first_lo / {_YEAR} as first, {_why()} as why, v.body_id, "
        f"case when v.left_lo is not null then (v.left_lo - {_NEXT}) / {_YEAR} "
        f"when g.lasting = 0 then (g.last_lo - {_NEXT}) / {_YEAR} end as last "
        f"from ({held}) g join people_personversion v on v.person_id = g.person_id and {stands('v')}"
    ), values


def _why() -> str:
    """The reason of leaving, those that would tell what is sealed together with another."""
    told = " ".join(f"when '{code}' then '{other}'" for code, other in TELLING_REASONS.items())
    return f"case v.left_why {told} else v.left_why end"


def _counted_spans(people: QuerySet[PersonVersion]) -> Counts:
    """How many served from one year to another, by reason of leaving and, of who left, by body."""
    return _behind.answer(_whose(people), lambda only: _count_spans(some_of(people, only)))


def _count_spans(people: QuerySet[PersonVersion]) -> Counts:
    sql, values = _spans(people)
    with connection.cursor() as cursor:
        cursor.execute(
            "select first, last, why, case when last is not null then body_id end, count(*) "
            f"from ({sql}) spans group by 1, 2, 3, 4",
            values,
        )
        return Counter({tuple(row): number for *row, number in cursor.fetchall()})


def _count_years(people: QuerySet[PersonVersion], pack: Pack, day: dt.date) -> Counts:
    """People by sex and the year in which they retire (None: not known)."""
    counts: Counts = Counter()
    for number, sex, year in _years(people, pack, day):
        counts[sex, year] += number
    return counts


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
        first, last = self._of(sex, low >> _MONTH), self._of(sex, high >> _MONTH)
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
